"""Answers that are the same for a whole class: with fixed settings the parameters of a layer, say, never change, and a neighbour's do as well."""

from collections.abc import Mapping
from typing import Any

from ..errors import ConvexamError
from ..exercises.choices import texts
from ..exercises.draw import Wish, practice
from ..exercises.exercise import Solved

DRAWS = 30  # in a row that agree: an answer that is another one in a tenth of all draws is missed once in 24


def equal_answers(wish: Wish, first: Solved) -> dict[str, str]:
    """The parts whose answer is equal in all draws, each with this answer on one line. Draws no more than it takes to see that none is."""
    equal = _answers(first)
    for seed in range(1, DRAWS):
        if not equal:
            break
        try:
            other = _answers(practice(wish, seed))
        except ConvexamError:  # the first of them was told already
            continue
        equal = {part: answers for part, answers in equal.items() if other.get(part) == answers}
    return {part: _shown(first, answers) for part, answers in equal.items()}


def _answers(solved: Solved) -> dict[str, dict[str, Any]]:
    """By part or group: what is right in each of its cells; where it is right by its nature, as the graph of ReLU is, the letter before it."""
    found: dict[str, dict[str, Any]] = {}
    for id, question in solved.truth.questions.items():
        if not question.waits:
            values = solved.truth.accepted[id]
            found.setdefault(question.name, {})[id] = question.options.index(values[0]) if question.options else values
    return found


def _shown(solved: Solved, answers: Mapping[str, Any]) -> str:
    """One answer as it is printed; several cells are not told one by one."""
    id, *more = answers
    return "" if more else texts(solved.exercise, solved.truth.questions[id], (solved.truth.answer(id),))[0]
