"""From a sheet and its key to the page data that a press prints: with head, name, code, formulas."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ..cnn.conventions import Conventions
from ..cnn.values import Record
from ..exercises.family import family
from ..exercises.problem import Problem
from ..text.escape import Markdown
from ..text.terminal import one_line
from ..text.tree import parse
from ..text.words import words_beside
from .blueprint import Blueprint
from .page import TYPST, Writer, frame, printed
from .points import written
from .qr import svg
from .records import Sheet, SheetKey, Student

LARGE = 16 / 10.5  # large print, beside letters of 10.5 pt
FORMULAS = {  # by the topic of a family, or by its name: what a formula sheet says
    "activations": ("activations",),
    "convolution": ("sizes",),
    "sizes": ("sizes",),
    "pooling": ("pooling",),
    "parameters": ("parameters",),
    "cnn-layers": ("sizes", "pooling", "parameters"),
    "receptive-field": ("fields",),
}


class Look(Record, frozen=True):
    """How a sheet is printed."""

    paper: str = "a4"  # or "us-letter"
    answer_space: str = "boxes"  # or "none": the answers go on other paper
    formula_sheet: bool = False
    large: bool = False
    hints: bool = True  # marking hints in the key; without, it is for students
    conventions: tuple[tuple[str, Conventions], ...] = ()  # by problem: those of the formula sheet; without, the usual ones


def look_of(blueprint: Blueprint, large: bool = False, hints: bool = True) -> Look:
    """As the instructor wants it."""
    agreed = ((plan.name, plan.given.conventions if plan.given else plan.conventions) for plan in blueprint.problems)
    return Look(
        blueprint.paper, blueprint.answer_space, blueprint.formula_sheet, large, hints, tuple(agreed) if blueprint.formula_sheet else ()
    )


def exam_page(
    sheet: Sheet, key: SheetKey | None = None, student: Student | None = None, look: Look | None = None, write: Writer = TYPST
) -> dict[str, Any]:
    """One student's sheet, or with its key the same pages with the answers in place. No key carries a name."""
    look = look or Look()
    shared = key is not None and sheet.version != ""  # one key for all who have this version
    code = "" if shared else sheet.code
    problems = printed(sheet.problems, key.problems if key else (), look.answer_space != "none", write)
    return frame(sheet.language) | {
        "title": one_line(sheet.title),
        "institution": one_line(sheet.institution),
        "course": one_line(sheet.course),
        "date": sheet.date,
        "code": code,
        "qr": {"svg": svg(code)} if code else None,
        "version": sheet.version,
        "paper": look.paper,
        "scale": round(LARGE, 4) if look.large or (student is not None and student.large) else 1,
        "key": key is not None,
        "student": _student(student, sheet.code) if student is not None and key is None else None,
        "total": written(Fraction(sheet.total)),
        "notes": write.blocks(parse(sheet.instructions), {}),
        "problems": problems if look.hints else [_without_hints(problem) for problem in problems],
        "formulas": list(_formulas(sheet.problems, dict(look.conventions), write)) if look.formula_sheet and key is None else [],
    }


def _student(student: Student, code: str) -> dict[str, Any]:
    """What may stand for a name that no font has, in this order; and where the student sits."""
    words = words_beside(__file__)
    id = student.id if student.name.strip() else ""  # it stands in place of the name already
    about = one_line(words.fill("about", id=id, seat=student.seat, group=student.group))
    return {"names": [student.name, student.id, code], "about": about}


def _without_hints(problem: dict[str, Any]) -> dict[str, Any]:
    return problem | {"parts": [part | {"hints": []} for part in problem["parts"]]}


def _formulas(problems: tuple[Problem, ...], agreed: Mapping[str, Conventions], write: Writer) -> Iterator[list[dict[str, Any]]]:
    """The formulas of what is asked, each once, in the order of the list above; with the conventions of the problems that they are for."""
    words = words_beside(__file__)
    found: dict[str, dict[str, list[str]]] = {block: {} for blocks in FORMULAS.values() for block in blocks}
    for number, problem in enumerate(problems, 1):
        for block in dict.fromkeys((*FORMULAS.get(family(problem.family).topic, ()), *FORMULAS.get(problem.family, ()))):
            text = words.fill(block, of=agreed.get(problem.name, Conventions()))
            found[block].setdefault(text, []).append(str(number))
    for texts in found.values():
        for text, numbers in texts.items():
            only = f"{words.fill('only_for', numbers=numbers)}\n\n" if len(texts) > 1 else ""  # one sheet may have several conventions
            yield write.blocks(parse(Markdown(f"{only}{text}")), {})
