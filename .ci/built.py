"""Looks into what `python -m build` has made: built.py COPY WHEEL SDIST, where COPY is the clean copy that it was made from."""

import sys
import tarfile
import zipfile
from pathlib import Path

APART = {"tests", "benchmarks", "examples", "docs", "dist", "build"}  # folders of the checkout that are no rooms of the package
NOT_PACKED = {".md", ".toml", ".in", ".txt", ""}  # files of the root that only the sdist has


def packed(copy: Path) -> set[str]:
    """What the wheel should hold: each file of each room, and the root's Python files and py.typed."""
    found = [path.relative_to(copy) for path in copy.rglob("*") if path.is_file()]
    rooms = [f for f in found if not f.parts[0].startswith(".") and f.parts[0] not in APART and not f.parts[0].endswith(".egg-info")]
    return {f"convexam/{f.as_posix()}" for f in rooms if len(f.parts) > 1 or f.suffix not in NOT_PACKED}


def wheel_faults(wheel: Path, copy: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    ours = {name for name in names if name.startswith("convexam/")}
    strange = [name for name in names - ours if not name.split("/")[0].endswith(".dist-info")]
    expected = packed(copy)
    kinds = [kind for kind in ("py.typed", ".md.j2", ".typ") if not any(name.endswith(kind) for name in ours)]
    return [
        *(f"{wheel.name} puts {name} into site-packages" for name in sorted(strange)),
        *(f"{wheel.name} lacks {name}" for name in sorted(expected - ours)),
        *(f"{wheel.name} has {name}, which is no file of a room" for name in sorted(ours - expected)),
        *(f"{wheel.name} has no {kind} at all" for kind in kinds),
    ]


def sdist_faults(sdist: Path, copy: Path) -> list[str]:
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    folders = ("tests", "tests/oracles", "examples", "benchmarks", "docs", ".ci")
    empty = [folder for folder in folders if not any((copy / folder).glob("*"))]
    kept = [path for folder in folders for path in (copy / folder).rglob("*") if path.is_file()]
    root = [path for path in copy.glob("*") if path.is_file() and path.name != ".gitignore"]
    missing = {path.relative_to(copy).as_posix() for path in (*kept, *root)} - names
    return [*(f"the checkout has nothing in {folder}/" for folder in empty), *(f"{sdist.name} lacks {name}" for name in sorted(missing))]


def main(copy: str, wheel: str, sdist: str) -> int:
    faults = [*wheel_faults(Path(wheel), Path(copy)), *sdist_faults(Path(sdist), Path(copy))]
    print("\n".join(faults or [f"{Path(wheel).name} and {Path(sdist).name} hold what they should, and nothing else"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
