"""What `convexam new` writes: a blueprint that works as it is, and a class that was invented."""

import re
import unicodedata
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "blueprint"


def blueprint(path: Path) -> str:
    """A commented blueprint whose id follows from the name of its file."""
    template = (_FOLDER / "blueprint.toml").read_text(encoding="utf-8")
    return template.replace("@ID@", exam_id(path.stem)).replace("@FILE@", shell_word(path.name))


def exam_id(name: str) -> str:
    """The nearest text that may be an id."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")[:40] or "exam"


def roster() -> bytes:
    """Twenty students who do not exist; the mark at the start tells spreadsheets that it is UTF-8."""
    return (_FOLDER / "class.csv").read_text(encoding="utf-8").encode("utf-8-sig")


def shell_word(text: str) -> str:
    """As it can be pasted into a command."""
    return text if re.fullmatch(r"[\w@%+=:,./\\-]+", text) else f'"{text}"'
