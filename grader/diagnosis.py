"""Which mistake was made: the rules that reproduce exactly what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..answers.kind import Match
from ..cnn.mistakes import Rule
from ..exercises.exercise import Solved, Wrong
from ..exercises.work import Question


def found(question: Question, answer: Any, wrongs: Iterable[Wrong]) -> list[Rule]:
    """The rules among these that give exactly this answer, likeliest first."""
    return list(dict.fromkeys(wrong.rule for wrong in wrongs if question.form.match(answer, wrong.value) is Match.EQUAL))


def explained(solved: Solved, part: str, answer: Any, chains: Sequence[Mapping[str, Any]]) -> tuple[list[Rule], int]:
    """All rules that explain an answer, those of the first chains first, and the number of the chain on which the first was found."""
    question = solved.truth.questions[part]
    rules: dict[Rule, int] = {}
    for number, chain in enumerate(chains):
        wrongs = solved.explore(chain, part) if chain else solved.wrong
        for rule in found(question, answer, wrongs.wrongs[part]):
            rules.setdefault(rule, number)
    return list(rules), min(rules.values(), default=0)
