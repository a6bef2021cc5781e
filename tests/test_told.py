"""Who follows a rule is told its code, and nobody else is: at every level of every family where the rule applies."""

from fractions import Fraction
from typing import Any

from convexam.cnn.mistakes import RULES, Rule
from convexam.exercises.exercise import Solved, right, writable
from convexam.exercises.key import coinciding
from convexam.exercises.statement import points
from test_families import chosen, every, graded, other, solved, written

Followers = dict[str, set[tuple[str, Any]]]  # by part: a rule, and what it leads to there


def followers(one: Solved) -> Followers:
    """What each student writes who holds a rule through the whole exercise, or makes it in one of several calls of a part alone."""
    found: Followers = {part: set() for part in one.truth.questions}
    for rule in RULES.values():
        spoilt = add_run(one, rule, None, found, "")
        for part in found:
            own = [call for call in spoilt if call < len(one.truth.calls) and one.truth.calls[call].part == part]
            for call in own if len(own) > 1 else []:
                add_run(one, rule, call, found, part)
    return found


def add_run(one: Solved, rule: Rule, only: int | None, found: Followers, part: str) -> frozenset[int]:
    run = one.run({}, rule, only)
    for name in [part] if part else run.accepted:
        question = one.truth.questions[name]
        for value in run.accepted.get(name, ()):
            if writable(question, value) and not right(question, value, one.truth.accepted[name]):
                found[name].add((rule.code, value))
    return run.spoilt


@every
def test_shortcuts_lead_where_rules_lead(name: str, level: int, seeds: range) -> None:
    """Most rules are tried without a run of their own; what they lead to is what `solve` gives when the network holds them."""
    for seed in seeds:
        one = solved(name, level, seed)
        assert {part: {(wrong.rule.code, wrong.value) for wrong in wrongs} for part, wrongs in one.wrong.wrongs.items()} == followers(
            one
        ), seed


@every
def test_each_mistake_is_told_its_code_and_no_other(name: str, level: int, seeds: range) -> None:
    """Codes are told together where the mistakes coincide, and nowhere else; the largest share of them counts."""
    for seed in seeds:
        one = solved(name, level, seed)
        worth = points(one.exercise, one.truth.questions)
        for part, wrongs in one.wrong.wrongs.items():
            question, options = one.truth.questions[part], one.options(part)
            can = [wrong for wrong in wrongs if not options or wrong.value in options]  # among options, not every mistake can be made
            for together in coinciding(question, can).values() if not chosen(one, part) else []:
                verdict = graded(one, part, written(one, part, together[0].value))
                share = max(wrong.rule.share for wrong in together) if not options else Fraction(0)
                assert list(verdict.codes) == [wrong.rule.code for wrong in together], (seed, part)
                assert Fraction(verdict.points) == share * worth[part], (seed, part)


@every
def test_who_follows_no_rule_is_told_none(name: str, level: int, seeds: range) -> None:
    """The right answer, and one that no rule leads to, which is searched for longest: so for every fifth seed."""
    for seed in seeds[::5]:
        one = solved(name, level, seed)
        for part, wrongs in one.wrong.wrongs.items():
            truth, led = one.truth.answer(part), [wrong.value for wrong in wrongs]
            for value in (truth, other(truth)):
                if value not in led and not one.options(part):
                    assert graded(one, part, written(one, part, value)).codes == (), (seed, part, value)
