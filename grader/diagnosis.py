"""Which mistake was made: the rules that reproduce exactly what was typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..answers.kind import Match
from ..cnn.mistakes import Rule
from ..exercises.exercise import Solved, Wrong
from ..exercises.work import Question


def found(question: Question, answer: Any, wrongs: Iterable[Wrong]) -> list[Rule]:
    """The rules among these that give exactly this answer, likeliest first."""
    return list(dict.fromkeys(wrong.rule for wrong in wrongs if question.form.match(answer, wrong.value) is Match.EQUAL))


def explained(solved: Solved, part: str, answer: Any, chains: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """All rules that explain an answer: those on the student's own chain first, then those on the true one."""
    question = solved.truth.questions[part]
    rules: dict[Rule, None] = {}
    for chain in chains:
        wrongs = solved.explore(chain, part) if chain else solved.wrong
        rules |= dict.fromkeys(found(question, answer, wrongs.wrongs[part]))
    return list(rules)
