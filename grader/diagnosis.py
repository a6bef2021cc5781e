"""Which mistake was made: the rules that reproduce exactly what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..answers.kind import Match
from ..cnn.mistakes import Rule
from ..exercises.exercise import Solved, Wrong
from ..exercises.work import Question


def found(question: Question, answer: Any, wrongs: Iterable[Wrong]) -> dict[Rule, str]:
    """The rules among these that give exactly this answer, likeliest first, each with the operation in which alone it was held, if it is so."""
    rules: dict[Rule, str] = {}
    for wrong in wrongs:
        if wrong.rule not in rules and question.form.match(answer, wrong.value) is Match.EQUAL:
            rules[wrong.rule] = wrong.alone
    return rules


def explained(solved: Solved, part: str, answer: Any, chains: Sequence[Mapping[str, Any]]) -> tuple[dict[Rule, str], int]:
    """All rules that explain an answer, those of the first chains first, and the number of the chain on which the first was found."""
    question = solved.truth.questions[part]
    rules: dict[Rule, str] = {}
    first = 0
    for number, chain in enumerate(chains):
        wrongs = solved.explore(chain, part) if chain else solved.wrong
        here = found(question, answer, wrongs.wrongs[part])
        first = number if here and not rules else first
        rules = {**rules, **{rule: alone for rule, alone in here.items() if rule not in rules}}
    return rules, first
