"""What is packed, what is pinned, and that make.py can be read by an old Python."""

import ast
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
APART = {"tests", "benchmarks", "examples", "docs", "build", "dist", "demo"}
HOSTS = ("pypi.org", "pythonhosted.org", "pypi.python.org", "index-url", "find-links", "registry.", "file:///")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]


def in_rooms(pattern: str) -> list[Path]:
    """Files in the rooms of the package, as paths from the checkout's root."""
    found = (path.relative_to(ROOT) for path in ROOT.glob(f"*/**/{pattern}") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(
        path for path in found if path.parts[0] not in APART and not path.parts[0].startswith(".") and not path.parts[0].endswith("-info")
    )


def names_of(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {name.lower(): version for name, _, version in (line.partition("==") for line in lines if line and not line.startswith("#"))}


def test_every_folder_with_an_init_is_packed() -> None:
    folders = [".".join(("convexam", *path.parent.parts)) for path in in_rooms("__init__.py")]
    assert SETUPTOOLS["packages"] == ["convexam", *sorted(folders)]


def test_every_file_of_a_room_is_packed() -> None:
    patterns = SETUPTOOLS["package-data"]

    def packed(path: Path) -> bool:
        room = path.parts[0]
        own = [f"{room}/{pattern}" for pattern in patterns.get(f"convexam.{room}", [])]
        return path.suffix == ".py" or any(fnmatch(path.name, p) for p in patterns["*"]) or any(fnmatch(path.as_posix(), p) for p in own)

    assert [str(path) for path in in_rooms("*") if not packed(path)] == []


def test_every_words_file_lies_in_a_package() -> None:
    assert [str(path) for path in in_rooms("*.md.j2") if not (ROOT / path.parent / "__init__.py").is_file()] == []


def test_package_data_is_listed_and_not_found() -> None:
    assert SETUPTOOLS["include-package-data"] is False
    assert not any("**" in pattern for patterns in SETUPTOOLS["package-data"].values() for pattern in patterns)


def test_the_version_is_stated_once() -> None:
    assert "version" not in PROJECT["project"]
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert SETUPTOOLS["dynamic"]["version"] == {"attr": "convexam.__version__"}


def test_no_file_names_a_registry() -> None:
    files = [
        *in_rooms("*"),
        *(Path(name) for name in ("pyproject.toml", "constraints.txt", "make.py", "Makefile", "MANIFEST.in", "__init__.py")),
    ]
    texts = {path: (ROOT / path).read_text(encoding="utf-8", errors="replace") for path in (*files, Path(".ci/run"))}
    assert [(str(path), host) for path, text in texts.items() for host in HOSTS if host in text] == []


def test_everything_that_is_installed_is_pinned() -> None:
    project = PROJECT["project"]
    extras = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    wanted = names_of([*project["dependencies"], *extras, *PROJECT["build-system"]["requires"]])
    assert [name for name in wanted if name not in pins()] == []


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    assert {name: version for name, version in pins().items() if not re.fullmatch(r"\d+(\.\d+)+", version)} == {}


def test_make_can_be_read_by_python_3_8() -> None:
    ast.parse((ROOT / "make.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_make_does_nothing_when_imported(capfd: pytest.CaptureFixture[str]) -> None:
    import convexam.make

    assert capfd.readouterr() == ("", "")
    assert set(convexam.make.COMMANDS) == {"demo", "test", "test-all", "oracle", "lint", "types", "format", "docs", "bench", "clean"}


MAKE = {
    "no command": ([], 2, ""),
    "help": (["--help"], 0, ""),
    "help of a command": (["demo", "--help"], 0, ""),
    "unknown": (
        ["dmeo"],
        2,
        "make.py: there is no command 'dmeo'; there are demo, test, test-all, oracle, lint, types, format, docs, bench, clean\n",
    ),
    "too much": (["demo", "now"], 2, "make.py: demo takes nothing more, and there is 'now'\n"),
}


@pytest.mark.parametrize(("typed", "status", "said"), MAKE.values(), ids=MAKE)
def test_make_says_what_is_wrong(typed: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    from convexam.make import HELP, guarded

    assert guarded(typed) == status
    assert capsys.readouterr() == ("" if said else HELP + "\n", said)


def test_make_needs_a_newer_python(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from convexam import make

    monkeypatch.setattr(make, "OLDEST", (9, 0))
    assert make.guarded(["test"]) == 2
    assert "needs Python 9.0 or newer, and this is 3." in capsys.readouterr().err


def test_make_names_the_package_that_holds_venv(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from convexam import make

    monkeypatch.setattr(make, "STAMP", tmp_path / "none")
    monkeypatch.setattr(make.importlib.util, "find_spec", lambda _name: None)
    assert make.guarded(["demo"]) == 1
    assert re.search(r"apt install python3\.\d+-venv", capsys.readouterr().err)


def test_make_leaves_the_venv_of_somebody_else_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from convexam import make

    monkeypatch.setattr(make, "VENV", tmp_path)
    monkeypatch.setattr(make, "STAMP", tmp_path / "none")
    assert make.guarded(["demo"]) == 1
    assert "was not made by make.py" in capsys.readouterr().err
    assert tmp_path.is_dir()
