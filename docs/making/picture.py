"""The picture of a sheet in README.md, printed by the typst press's own template."""

import json
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path
from struct import pack, unpack
from typing import Any

from ... import templates
from ...exercises.draw import Wish, practice
from ...exercises.family import family
from ...exercises.statement import asked, problem
from ...sheets.page import page

FILE = "docs/sheet.png"
SHEET = (("cnn-layers", 2),)
SEED = 7
PIXELS_PER_INCH = 96.0
_FOLDER = Path(str(templates.__file__)).parent / "typst"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"Source\x00"  # a name that the format knows: what the picture was made from


@cache
def data() -> str:
    """What is printed."""
    solved = [practice(Wish(family(name), level), SEED) for name, level in SHEET]
    return json.dumps(page([problem(one.exercise, asked(one), number) for number, one in enumerate(solved, 1)]), ensure_ascii=False)


@cache
def source() -> str:
    """A digest of all that the picture is made from. Its pixels may differ from machine to machine, and this does not."""
    files = [file.read_bytes().replace(b"\r\n", b"\n") for file in sorted(_FOLDER.glob("*.typ"))]
    return sha256(b"\0".join([data().encode(), str(PIXELS_PER_INCH).encode(), *files])).hexdigest()


def made() -> bytes:
    """The picture of the first page, with the digest inside."""
    import typst

    paper: dict[str, Any] = {"format": "png", "ppi": PIXELS_PER_INCH, "ignore_system_fonts": True}
    printed: Any = typst.compile(str(_FOLDER / "sheet.typ"), root=str(_FOLDER), sys_inputs={"page": data()}, **paper)
    png = printed[0] if isinstance(printed, list) else printed
    first = len(_SIGNATURE) + 12 + 13  # behind the header, whose content has 13 bytes
    return png[:first] + _chunk(b"tEXt", _KEYWORD + source().encode()) + png[first:]


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
