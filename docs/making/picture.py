"""The picture of a sheet in README.md: the exam that `convexam new` writes, printed by the typst press's own template."""

import json
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path
from struct import pack, unpack
from tempfile import TemporaryDirectory
from typing import Any

from ... import templates
from ...sheets import beginning
from ...sheets.blueprint import Blueprint, read
from ...sheets.exam import preview
from ...sheets.exam_page import exam_page
from ...sheets.records import Sheet, Student

FILE = "docs/sheet.png"
STUDENT = Student("s101", "Ana-Maria Țăran", group="A", seat="1")
PIXELS_PER_INCH = 96.0
_FOLDER = Path(str(templates.__file__)).parent / "typst"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"Source\x00"  # a name that the format knows: what the picture was made from


@cache
def data() -> str:
    """What is printed."""
    return json.dumps(page(), ensure_ascii=False)


@cache
def sheet() -> Sheet:
    return preview(_blueprint()).sheet


def page() -> dict[str, Any]:
    """As both presses get it."""
    found = exam_page(sheet(), student=STUDENT)
    return found | {"student": found["student"] | {"names": [STUDENT.name]}}


def _blueprint() -> Blueprint:
    """In the order of the file, which begins with what is looked at most."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "midterm.toml"
        path.write_text(beginning.blueprint(path).replace("shuffle = true", "shuffle = false"), encoding="utf-8")
        return read(path)


@cache
def source() -> str:
    """A digest of all that the picture is made from. Its pixels may differ from machine to machine, and this does not."""
    files = [file.read_bytes().replace(b"\r\n", b"\n") for file in sorted(_FOLDER.glob("*.typ"))]
    return sha256(b"\0".join([data().encode(), str(PIXELS_PER_INCH).encode(), *files])).hexdigest()


def made() -> bytes:
    """The picture of the first page, with the digest inside."""
    import typst

    literal = data().replace("\\", "\\\\").replace('"', '\\"')
    main = f'#import "sheet.typ": printed\n#printed(json(bytes("{literal}")), long: false)'
    paper: dict[str, Any] = {"root": str(_FOLDER), "format": "png", "ppi": PIXELS_PER_INCH, "ignore_system_fonts": True}
    printed: Any = typst.compile(main.encode(), sys_inputs={"paper": "a4", "scale": "1"}, **paper)
    png = printed[0] if isinstance(printed, list) else printed
    return with_source(png, source())


def with_source(png: bytes, digest: str) -> bytes:
    first = len(_SIGNATURE) + 12 + 13  # behind the header, whose content has 13 bytes
    return png[:first] + _chunk(b"tEXt", _KEYWORD + digest.encode()) + png[first:]


def source_of(png: bytes) -> str:
    """The digest that stands in a picture; nothing where it is none of ours."""
    at = len(_SIGNATURE)
    while png.startswith(_SIGNATURE) and at + 8 <= len(png):
        length, kind = unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        if kind == b"tEXt" and content.startswith(_KEYWORD):
            return content.removeprefix(_KEYWORD).decode("latin-1")
        at += length + 12
    return ""


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
