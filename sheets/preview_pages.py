"""One sheet and its key before there is an exam, by the press that will print it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import BadInput
from .blueprint import Blueprint
from .exam import Made
from .exam_page import Look, exam_page, look_of
from .latex_press import Document, Fault, LatexPress, Pressed, Tex
from .typst_press import Printed, TypstPress


def pages(plan: Blueprint, made: Made, tex: Tex | None = None) -> tuple[Printed, Printed]:
    """The sheet, and the key. What TeX's fonts lack, the other press prints, as it does in an exam."""
    look = look_of(plan)
    by_tex = _by_tex(tex, plan, made, look) if tex else {}
    press = TypstPress(plan.fonts)
    sheet, key = (
        Printed(by_tex[name].pdf) if by_tex and by_tex[name].pdf else press.press(exam_page(made.sheet, key, None, look))
        for name, key in (("sheet", None), ("key", made.key))
    )
    return sheet, key


def _by_tex(tex: Tex, plan: Blueprint, made: Made, look: Look) -> dict[str, Pressed]:
    from .latex_page import figures, latex_page, preamble
    from .latex_production import told

    pictures = tuple(sorted(figures(made.sheet.problems, made.key.problems).items()))
    documents = [
        Document(name, name, latex_page(made.sheet, key, None, look, tex.templates), pictures)
        for name, key in (("sheet", None), ("key", made.key))
    ]
    with TemporaryDirectory(prefix="convexam") as folder:
        press = LatexPress(tex, preamble(look, plan.language, tex.engine.name, tex.templates), Path(folder) / "work", Path(folder) / "logs")
        pressed = press.press(documents, "preview")
    for one in documents:
        if fault := pressed[one.name].fault:
            raise BadInput(told(one.name, one.body, Fault(fault.words, fault.line)))
    return pressed
