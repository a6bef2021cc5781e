"""Everything that is made from the code, and whether what lies there is still the same."""

from pathlib import Path

from . import answer_kinds, command_line, examples, exams, gallery, index, json_documents, mistakes, picture, presses

ROOT = Path(__file__).resolve().parents[2]
MODULES = (index, gallery, mistakes, answer_kinds, exams, command_line, json_documents, examples)
OURS = ("docs/*.md", "docs/families/*", "docs/figures/*", "examples/json/*")  # nothing else lies there
PICTURES = {picture.FILE: picture, presses.FILE: presses}  # each says what it is made from, so that it need not be printed to be compared
RENEW = "python3 make.py docs"


def made() -> dict[str, bytes]:
    """All pages by their paths from the root of the checkout; the pictures are apart."""
    return {path: content for module in MODULES for path, content in module.pages()}


def stale(pages: dict[str, bytes]) -> list[str]:
    """The files that are not what the code says."""
    changed = [path for path, content in pages.items() if content != _on_disk(ROOT / path)]
    changed += [path for path, one in PICTURES.items() if picture.source_of(_on_disk(ROOT / path)) != one.source()]
    return sorted([*changed, *left_over(pages)])


def left_over(pages: dict[str, bytes]) -> list[str]:
    """Files of what is no more."""
    found = (path.relative_to(ROOT).as_posix() for pattern in OURS for path in ROOT.glob(pattern))
    return sorted(path for path in found if path not in pages)


def write() -> list[str]:
    """Renews what is stale, and says what it was."""
    pages = made()
    changed = stale(pages)
    for path in changed:
        file = ROOT / path
        if path in left_over(pages):
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(PICTURES[path].made() if path in PICTURES else pages[path])
    return changed


def _on_disk(file: Path) -> bytes:
    """With the ends of lines as we write them: a checkout on Windows may have others."""
    content = file.read_bytes() if file.is_file() else b""
    return content if file.suffix == ".png" else content.replace(b"\r\n", b"\n")
