"""What a student is told: for each part what is right, which cells are wrong, which mistake was made, and why these points."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from ..answers.tensor import TensorForm
from ..exercises.problem import Exact, Part, Problem
from ..sheets.page import letter
from ..sheets.plain_text import cell, heading, wrapped
from ..sheets.points import value, written
from ..text.terminal import grid, one_line
from ..text.voice import spoken_cache
from ..text.words import words_beside
from .verdict import Results, Status, Verdict

MOST_CELLS = 400  # a larger map is not drawn again


def told(problem: Problem, results: Results, number: int, width: int) -> str:
    """All verdicts of one problem."""
    verdicts = {verdict.id: verdict for verdict in results.parts}
    parts = ("\n".join(_part(problem, part, verdicts[part.id], width)) for part in problem.parts)
    return "\n\n".join([heading(problem, number, width), *parts])


def total(points: Fraction, most: Fraction, waiting: Fraction) -> str:
    """The sum. `waiting`: points of it that wait for a person."""
    named = {"points": points, "most": most, "waiting": waiting}
    return one_line(words_beside(__file__).fill("total", **{name: written(value) for name, value in named.items()}))


def _part(problem: Problem, part: Part, verdict: Verdict, width: int) -> Iterator[str]:
    place = f" {cell(problem, part)}:" if part.group else ""
    yield f"{letter(part.label)}{place} {_settled(verdict.status, verdict.points, verdict.max)}"
    if verdict.status not in ("right", "blank"):
        yield from read_back(part, verdict, width)
    for paragraph in (verdict.sentence, verdict.why):
        if paragraph:
            yield from _indented(paragraph, width)


@spoken_cache(2048)
def _settled(status: Status, points: Exact, most: Exact) -> str:
    """The status and the points: many parts of a class have the same."""
    words = words_beside(__file__)
    named = {"points": written(value(points)), "most": written(value(most))}
    said = words.fill("waits" if status == "for a person" else "points", **named)
    return f"{one_line(words.fill(status.replace(' ', '_')))}, {one_line(said)}"


@lru_cache(maxsize=2048)
def _indented(paragraph: str, width: int) -> tuple[str, ...]:
    """What is said of one part is said of many."""
    return tuple(f"    {line}".rstrip() for line in wrapped(paragraph, width - 4).split("\n"))


def read_back(part: Part, verdict: Verdict, width: int) -> Iterator[str]:
    """What was read; of a map the cells, the wrong ones in brackets."""
    words = words_beside(__file__)
    reading = part.form.read(verdict.read) if isinstance(part.form, TensorForm) else None
    if reading is None or reading.status != "read" or len(reading.value.cells) > MOST_CELLS:
        if verdict.read:
            yield from (f"    {line}" for line in wrapped(words.fill("read", shown=shortened(verdict.read)), width - 4).split("\n"))
        return
    marks = {place for place, cell in enumerate(verdict.cells) if cell.status != "right"}
    yield from (f"    {line}" for line in grid("", reading.value, marks, width - 4))
    if marks:
        yield f"    {one_line(words.fill('marked'))}"


def shortened(shown: str) -> str:
    return shown if len(shown) <= 200 else f"{shown[:150]} …"
