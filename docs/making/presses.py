"""The picture of the same exam from both presses, and from the LaTeX press with the templates of a department."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ... import templates
from ...errors import BadInput
from ...sheets import tex_engines
from ...sheets.exam_page import Look
from ...sheets.latex_page import latex_page, preamble
from ...sheets.latex_press import Document, LatexPress, Tex
from ...sheets.typst_press import TypstPress
from . import picture

FILE = "docs/presses.png"
PIXELS_PER_INCH = 72.0
_DEPARTMENT = Path(__file__).resolve().parents[2] / "examples" / "department"
_LATEX = Path(str(templates.__file__)).parent / "latex"
_FILES = ("typst.pdf", "latex.pdf", "department.pdf")
_BESIDE = """#set page(width: auto, height: auto, margin: 4mm, fill: luma(225))
#grid(columns: 3, column-gutter: 4mm, ..("typst.pdf", "latex.pdf", "department.pdf").map(file => box(fill: white, image(file, page: 1, width: 130mm))))
"""


@cache
def source() -> str:
    """A digest of what the picture is made from, TeX itself apart: it can be compared where there is no TeX."""
    files = [file.read_bytes().replace(b"\r\n", b"\n") for folder in (_LATEX, _DEPARTMENT) for file in sorted(folder.glob("*.j2"))]
    return sha256(b"\0".join([picture.source().encode(), _BESIDE.encode(), str(PIXELS_PER_INCH).encode(), *files])).hexdigest()


def made() -> bytes:
    """The first pages beside each other, with the digest inside. This needs pdflatex."""
    import typst

    with TemporaryDirectory(prefix="convexam") as name:
        folder = Path(name)
        for file, data in zip(
            _FILES, (TypstPress().press(picture.page()).pdf, _by_latex(folder), _by_latex(folder, _DEPARTMENT)), strict=True
        ):
            (folder / file).write_bytes(data)
        paper: dict[str, Any] = {"root": name, "format": "png", "ppi": PIXELS_PER_INCH}
        printed: Any = typst.compile(_BESIDE.encode(), **paper)
    return picture.with_source(printed[0] if isinstance(printed, list) else printed, source())


def _by_latex(folder: Path, ours: Path | None = None) -> bytes:
    tex, of = Tex(tex_engines.wanted("pdflatex"), ours), picture.sheet()
    look = Look()
    press = LatexPress(tex, preamble(look, "en", tex.engine.name, ours), folder / "work", folder / "logs")
    body = latex_page(of, None, picture.STUDENT, look, ours)
    (pressed,) = press.press([Document("sheet", "sheet", body)], "sheet").values()
    if not pressed.pdf:
        raise BadInput(f"{FILE}: cannot be made ({pressed.fault})")
    return pressed.pdf
