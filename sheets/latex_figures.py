"""Figures for the LaTeX press: the PDF that the typst wheel makes of an SVG."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from ..exercises.problem import Figure

if TYPE_CHECKING:
    from pikepdf import Pdf

_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#set document(date: none)\n#image(bytes(sys.inputs.svg), format: "svg")'
_ACROSS = 120  # letters of a line


def name(svg: str) -> str:
    """The file of a figure: equal figures are one."""
    return f"figure-{sha256(svg.encode()).hexdigest()[:16]}.pdf"


def files(figures: Iterable[Figure]) -> dict[str, bytes]:
    """The files that a document needs beside it."""
    return {name(one.svg): pdf(one.svg) for one in figures}


@lru_cache(maxsize=256)
def pdf(svg: str) -> bytes:
    import typst

    made = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"svg": svg}, ignore_system_fonts=True)
    return _plain(cast("bytes", made))


def within(source: dict[str, bytes]) -> str:
    """The same files inside a TeX source, which writes them when it is compiled."""
    return "".join(
        f"\\begin{{filecontents}}[force,noheader]{{{file}}}\n{data.decode('ascii')}\\end{{filecontents}}\n" for file, data in source.items()
    )


def _plain(data: bytes) -> bytes:
    """The page in letters alone, so that it can also stand in a TeX source; without what says when and by whom it was made."""
    from pikepdf import Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

    with Pdf.open(BytesIO(data)) as made, Pdf.new() as kept:
        kept.pages.extend(made.pages[:1])
        if "/StructParents" in kept.pages[0].obj:
            del kept.pages[0].obj["/StructParents"]
        first = _saved(kept, object_stream_mode=ObjectStreamMode.disable, static_id=True)
    with Pdf.open(BytesIO(first)) as kept:
        for one in kept.objects:
            if isinstance(one, Stream):
                filters = one.get("/Filter", [])
                raw = one.read_raw_bytes().hex().encode()
                lines = b"\n".join(raw[place : place + _ACROSS] for place in range(0, len(raw), _ACROSS))
                others = [filters] if isinstance(filters, Name) else list(cast("Iterable[Name]", filters))
                one.write(lines + b">", filter=[Name.ASCIIHexDecode, *others])
        how = {"object_stream_mode": ObjectStreamMode.disable, "stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}
        return _for_tex(_saved(kept, static_id=True, **how))


def _saved(pdf: "Pdf", **how: Any) -> bytes:
    buffer = BytesIO()
    pdf.save(buffer, **how)
    return buffer.getvalue()


def _for_tex(data: bytes) -> bytes:
    """The second line only says that a file is binary; and TeX takes away blanks at the ends of lines, which stand in the table of places."""
    head, _, rest = data.partition(b"\n")
    odd, _, rest = rest.partition(b"\n")
    body, mark, table = rest.rpartition(b"\nxref\n")
    return b"\n".join((head, b"%" * len(odd), body)) + mark + table.replace(b" \n", b"\n\n")
