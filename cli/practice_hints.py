"""Hints to a wrong answer, one after the other: where to look, how it is done in general, which mistake was probably made."""

import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ..answers.choice import ChoiceForm
from ..answers.kind import Typed
from ..answers.shape import ShapeForm
from ..answers.tensor import TensorForm
from ..cnn.operation import OPERATIONS
from ..cnn.values import Shape, Tensor
from ..exercises.exercise import Solved
from ..exercises.problem import Part
from ..grader.verdict import Verdict
from ..sheets.page import letter
from ..text.words import words_beside

_MARKED = 3  # so many wrong cells are named one by one


def hints(solved: Solved, part: Part, verdict: Verdict | None, answer: Any, earlier: Part | None) -> Iterator[str]:
    """All hints to a part, as Markdown. `verdict`: of a wrong answer, where there is one; `earlier`: a part before it that is wrong."""
    words = words_beside(__file__)
    if verdict is not None and earlier is not None:
        yield words.fill("earlier", letter=letter(earlier.label))
    if verdict is not None:
        yield from where(part, verdict, answer, solved.truth.accepted[name_of(solved, part)], earlier is not None)
    yield advice(solved, part)
    if verdict is not None:
        yield verdict.sentence if verdict.codes else words.fill("no_mistake")


def name_of(solved: Solved, part: Part) -> str:
    """The id of a part without the problem's name."""
    return part.id.removeprefix(f"{solved.exercise.name}.")


def where(part: Part, verdict: Verdict, answer: Any, truths: tuple[Any, ...], carried: bool) -> Iterator[str]:
    """Which of it is wrong. `carried`: an earlier answer is wrong, so that the true one is no measure of a shape or a number."""
    words = words_beside(__file__)
    if isinstance(part.form, TensorForm):
        yield from _cells(part.form, verdict, answer, truths[0])
        return
    if carried or len(truths) != 1 or isinstance(part.form, ChoiceForm):
        return
    match answer, truths[0]:
        case (None, _) | (_, None):
            yield words.fill("fits_at_all")
        case Shape(), Shape() if isinstance(part.form, ShapeForm):
            yield from _axes(part.form, answer.axes(), truths[0].axes())
        case int() | Fraction(), int() | Fraction():
            yield words.fill("too_large" if answer > truths[0] else "too_small")


def _cells(form: TensorForm, verdict: Verdict, answer: Typed, truth: Tensor) -> Iterator[str]:
    words = words_beside(__file__)
    wrong = [cell for cell in verdict.cells if cell.status != "right"]
    if wrong:
        several = max(cell.channel for cell in verdict.cells) > 1
        yield words.fill(
            "cells", wrong=wrong[:_MARKED], more=len(wrong) > _MARKED, count=len(wrong), of=len(verdict.cells), several=several
        )
    elif form.cells(answer, truth) is None:
        yield words.fill("another_shape", sizes=answer.sizes[-2:], channels=answer.sizes[0] if len(answer.sizes) > 2 else 1)


def _axes(form: ShapeForm, answer: Mapping[str, Any], truth: Mapping[str, Any]) -> Iterator[str]:
    """Which axes are right, or that the right sizes stand in another order. A single channel may be left out, and nothing is said of it."""
    words = words_beside(__file__)
    sizes = [(axis, answer.get(axis, 1), truth.get(axis, 1)) for axis in form.axes]
    sizes = [one for one in sizes if one != ("channels", 1, 1)]
    right = [axis for axis, own, true in sizes if own == true]
    if sorted(own for _, own, _ in sizes) == sorted(true for *_, true in sizes):
        yield words.fill("another_order", axes=form.axes)
    elif len(sizes) > 1:
        yield words.fill("axes", right=right, wrong=[axis for axis, own, true in sizes if own != true])


def advice(solved: Solved, part: Part) -> str:
    """How a part of this kind is worked out: the words of its operation, else of the topic of that."""
    words = words_beside(__file__)
    step = solved.truth.last[name_of(solved, part)]
    operation = solved.truth.steps[step].operation if step >= 0 else ""
    module = sys.modules[OPERATIONS[operation].function.__module__].__name__.rpartition(".")[2] if operation else ""
    return next(words.fill(block) for block in (f"do_{operation}", f"topic_{module}", "do") if words.has(block))
