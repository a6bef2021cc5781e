"""The feedback that one student of a class gets: a text."""

from collections.abc import Iterator
from fractions import Fraction

from ..sheets.plain_text import wrapped
from ..sheets.points import value
from ..sheets.records import Student
from ..text.terminal import one_line
from ..text.words import words_beside
from .classes import Graded
from .feedback import told, total
from .verdict import Results

WIDTH = 78


def class_feedback(graded: Graded, student: Student) -> str:
    """Head, problems, total. The same bytes for the same results."""
    return "\n\n".join(_pieces(graded, student)) + "\n"


def _pieces(graded: Graded, student: Student) -> Iterator[str]:
    sheet, results = graded.sheet, graded.results
    words = words_beside(__file__)
    yield one_line(sheet.title)
    yield one_line(words.fill("head", name=student.name, id=student.id, code=sheet.code, version=sheet.version))
    notes = [name for name, holds in (("withdrawn", results.withdrawn), ("by_archive", _by_archive(graded))) if holds]
    yield from (wrapped(words.fill(name), WIDTH) for name in notes)
    for number, (problem, one) in enumerate(zip(sheet.problems, results.problems, strict=True), 1):
        yield told(problem, Results(results.program, one.points, one.max, one.parts), number, WIDTH)
    waiting = sum((value(one.max) for one in results.verdicts() if one.status == "for a person"), Fraction(0))
    yield total(value(results.points), value(results.max), waiting)


def _by_archive(graded: Graded) -> bool:
    return any(problem.used == "archive" for problem in graded.results.problems)
