"""Which mistake was made: the rules that reproduce exactly what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from operator import is_
from typing import Any, NamedTuple

from ..answers.kind import Match
from ..cnn.mistakes import Rule
from ..exercises.exercise import Solved, Wrong
from ..exercises.work import Question, Run


class Chain(NamedTuple):
    """Answers on which a part is graded."""

    answers: Mapping[str, Any]  # in place of the true ones
    run: Run  # the right one with them, to the part at least
    matters: bool = True  # else no step up to the part works with any of these answers: all is as on the true chain


def same_steps(run: Run, truth: Run) -> bool:
    """Whether a run to some part did the same with the same; `solve` itself never looks at an answer."""
    steps = zip(run.steps, truth.steps, strict=False)
    return all(a.operation == b.operation and all(map(is_, a.arguments, b.arguments)) for a, b in steps)


def found(question: Question, answer: Any, wrongs: Iterable[Wrong]) -> dict[Rule, str]:
    """The rules among these that give exactly this answer, likeliest first, each with the operation in which alone it was held, if it is so."""
    rules: dict[Rule, str] = {}
    for wrong in wrongs:
        if question.form.match(answer, wrong.value) is Match.EQUAL:
            rules.setdefault(wrong.rule, wrong.alone)
    return rules


def explained(solved: Solved, part: str, answer: Any, chains: Sequence[Chain]) -> tuple[dict[Rule, str], int]:
    """All rules that explain an answer, those of the first chains first, and the number of the chain on which the first was found."""
    true = found(solved.truth.questions[part], answer, solved.wrong.wrongs[part])
    rules: dict[Rule, str] = {}
    first = 0
    for number, chain in enumerate(chains):
        here = _on_chain(solved, part, answer, chain, true) if chain.answers else true
        first = number if here and not rules else first
        rules = {**rules, **{rule: alone for rule, alone in here.items() if rule not in rules}}
    return rules, first


def _on_chain(solved: Solved, part: str, answer: Any, chain: Chain, true: Mapping[Rule, str]) -> Mapping[Rule, str]:
    """The rules that explain an answer on a chain. Where that does not matter, they do so on the true one as well; there may be another order."""
    among = None
    if not chain.matters:
        codes = {rule.code for rule in true}  # rules themselves take long to look up
        among = [rule for rule in solved.rules(part) if rule.code in codes] if codes else []
        if len(among) < 2:
            return {rule: true[rule] for rule in among}
    return found(solved.truth.questions[part], answer, solved.explore(chain.answers, part, among).wrongs[part])
