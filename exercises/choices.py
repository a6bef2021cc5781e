"""Parts asked as a choice: the right answer among those that mistakes lead to. Nobody writes distractors."""

from collections.abc import Iterator
from typing import Any

from ..answers.choice import ChoiceForm
from ..answers.integer import IntegerForm
from ..answers.number import NumberForm
from ..answers.shape import ShapeForm
from ..answers.tensor import TensorForm
from ..cnn.values import Graph, Number, Shape, Tensor
from ..text.figures import described
from ..text.words import words_beside
from .exercise import Exercise, Solved
from .work import Question, as_answer

MOST, FEWEST = 4, 3  # options
_CELLS = 4  # of a map that can be taken in at a glance


def unsuited(solved: Solved, part: str) -> str | None:
    """Why a part cannot be asked as a choice, whatever its numbers are."""
    question = solved.truth.questions[part]
    if question.options or question.picked:
        return "it is a choice already"
    if question.row is not None:
        return "it is one cell of several that are asked together"
    match question.form:
        case TensorForm() if len(solved.truth.answer(part).values) > _CELLS:
            return f"its answer is a map of more than {_CELLS} cells"
        case IntegerForm() | NumberForm() | ShapeForm() | TensorForm():
            return None
        case _:
            return "its answer is no number, no shape and no small map"


def can_be_choice(solved: Solved, part: str) -> bool:
    """Whether this part of this exercise leaves enough options."""
    return unsuited(solved, part) is None and options(solved, part) is not None


def options(solved: Solved, part: str) -> tuple[Any, ...] | None:
    """The right answer and what the likeliest mistakes lead to, in drawn order; None where they are too few, or several are right."""
    wrong = _wrong(solved, part)[: MOST - 1]
    if len(wrong) + 1 < FEWEST or len(solved.truth.accepted[part]) > 1:
        return None
    return solved.exercise.draws("choice", part).shuffle([solved.truth.answer(part), *wrong])


def _wrong(solved: Solved, part: str) -> list[Any]:
    """Wrong answers that look like the right one, each once, the likeliest first."""
    question, truth = solved.truth.questions[part], solved.truth.answer(part)
    shown = {_text(question, truth): truth}
    for wrong in solved.wrong.wrongs[part]:
        if _alike(question, truth, wrong.value):
            shown.setdefault(_text(question, wrong.value), wrong.value)
    return list(shown.values())[1:]


def _alike(question: Question, truth: Any, value: Any) -> bool:
    """Nothing stands out: the same kind, sign and form, and about as many digits. ("None" is possible wherever the form has it.)"""
    if value is None or truth is None or isinstance(truth, Graph):
        return True
    one, other = _numbers(truth), _numbers(value)
    if type(value) is not type(truth) or len(one) != len(other) or (isinstance(truth, Tensor) and truth.sizes != value.sizes):
        return False
    if isinstance(truth, Tensor):
        return {type(number) for number in one} == {type(number) for number in other}
    longer = abs(len(_text(question, truth)) - len(_text(question, value)))
    return longer <= len(one) and all(_sign(a) == _sign(b) for a, b in zip(one, other, strict=True))


def _sign(number: Number) -> int:
    return (number > 0) - (number < 0)


def _numbers(value: Any) -> tuple[Number, ...]:
    if isinstance(value, Tensor):
        return value.values
    return tuple(value.axes().values()) if isinstance(value, Shape) else (value,)


def _text(question: Question, value: Any) -> str:
    return described(value) if isinstance(value, Graph) else question.form.show(as_answer(value))


def texts(exercise: Exercise, question: Question, values: tuple[Any, ...]) -> tuple[str, ...]:
    """The options as they are printed: an answer in its form; a name by its caption in the words of the family."""
    words = words_beside(exercise.family.file)
    if question.options:
        return tuple(words.fill(str(value)) if words.has(str(value)) else str(value) for value in values)
    return tuple(_text(question, value) for value in values)


def pictured(solved: Solved) -> Iterator[tuple[str, tuple[Graph, ...]]]:
    """The parts whose options are printed as figures, with these."""
    for part in solved.truth.questions:
        graphs = tuple(option for option in solved.options(part) if isinstance(option, Graph))
        if graphs:
            yield part, graphs


def forms(solved: Solved) -> Iterator[tuple[str, ChoiceForm]]:
    """The parts that are asked as a choice, with what is printed."""
    for part, question in solved.truth.questions.items():
        values = solved.options(part)
        if values:
            yield part, ChoiceForm(texts(solved.exercise, question, values))
