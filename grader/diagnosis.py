"""Which mistake was made: the rules that reproduce exactly what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
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


class Mistakes:
    """What rules lead to on the true chain. A rule is tried when a part wants it: where most is right, most are never tried."""

    def __init__(self, solved: Solved) -> None:
        self._solved = solved
        self._order = {rule.code: number for number, rule in enumerate(solved.rules())}
        self._tried: set[str] = set()
        self._wrongs: dict[str, list[Wrong]] = {}

    def wrongs(self, part: str) -> list[Wrong]:
        """Those of one part, likeliest first."""
        wanted = self._wanted(part) - self._tried
        if wanted or not self._wrongs:
            explored = self._solved.explore({}, among=[rule for rule in self._solved.rules() if rule.code in wanted])
            for id, wrongs in explored.wrongs.items():
                self._wrongs.setdefault(id, []).extend(wrongs)
            self._tried |= wanted
        return sorted(self._wrongs[part], key=lambda wrong: (wrong.call, self._order.get(wrong.rule.code, 0)))

    def _wanted(self, part: str) -> set[str]:
        """The codes of the rules on its own operations, and on those before it whose results are not replaced by the true answer of a part."""
        wanted = {rule.code for rule in self._solved.rules(part)}
        for earlier in takewhile(lambda id: id != part, self._solved.truth.questions):
            if not _replaced(self._solved.truth, earlier):
                wanted |= {rule.code for rule in self._solved.rules(earlier)}
        return wanted


def _replaced(truth: Run, part: str) -> bool:
    """Whether a part takes one call, whose result is its answer as it is: the chain puts its own in its place."""
    accepted = truth.accepted[part]
    calls = [number for number, call in enumerate(truth.calls) if call.part == part]
    return len(calls) == 1 and len(accepted) == 1 and calls[0] == truth.last[part] and accepted[0] is truth.steps[calls[0]].result


def explained(solved: Solved, mistakes: Mistakes, part: str, answer: Any, chains: Sequence[Chain]) -> tuple[dict[Rule, str], int]:
    """All rules that explain an answer, those of the first chains first, and the number of the chain on which the first was found."""
    true = found(solved.truth.questions[part], answer, mistakes.wrongs(part))
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
