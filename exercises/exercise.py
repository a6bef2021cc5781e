"""An exercise: what was drawn or given, its answers, and the wrong answers that its mistakes lead to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from ..answers.integer import IntegerForm
from ..answers.kind import Match
from ..cnn.conventions import Conventions
from ..cnn.mistakes import RULES, Rule
from ..cnn.network import Network
from ..cnn.operation import Memory, Step
from ..cnn.values import Record, Shape
from .family import Family, Knobs
from .work import Question, Run, as_answer, work


@dataclass(frozen=True)
class Exercise:
    """One problem before anything is written: numbers, settings, conventions, and what is asked."""

    family: Family
    level: int
    settings: Knobs
    conventions: Conventions
    asked: tuple[str, ...]
    given: Record
    name: str
    names: tuple[str, ...] = ()  # what the numbers were drawn from
    code: str | None = None
    choices: tuple[str, ...] = ()  # parts that are asked as a choice


class Wrong(NamedTuple):
    """What a mistake leads to in one part, when all earlier answers are those of the chain."""

    rule: Rule
    value: Any
    call: int  # the first call that it changes


class Hidden(NamedTuple):
    """A mistake that this exercise cannot show in this part: it gives the right answer."""

    part: str
    code: str


@dataclass
class Solved:
    """An exercise with its truth. What mistakes lead to is worked out when it is first wanted."""

    exercise: Exercise
    truth: Run
    memory: Memory
    drawn_options: dict[str, tuple[Any, ...]] = field(default_factory=dict)  # of the parts that are asked as a choice

    @cached_property
    def wrong(self) -> "Explored":
        """By part, on the true chain."""
        return self.explore({})

    def options(self, part: str) -> tuple[Any, ...]:
        """What can be chosen in a part, in the printed order; nothing where it is no choice."""
        return self.truth.questions[part].options or self.drawn_options.get(part, ())

    def run(self, instead: Mapping[str, Any], rule: Rule | None = None, only: int | None = None, also: Rule | None = None) -> Run:
        """Solve once more with these answers in place of the true ones, holding a mistake, or two of them."""
        exercise = self.exercise
        net = Network(exercise.conventions, rule, only, also, memory=self.memory)
        chain = {part: values[0] for part, values in self.truth.accepted.items() if values}
        return work(exercise.family, exercise.given, net, exercise.asked, {**chain, **instead})

    def explore(self, instead: Mapping[str, Any], part: str | None = None) -> "Explored":
        """Try each rule on a chain: at all calls together, and where a part has several, at each single one.

        `part`: only this one matters, so only the rules on its own operations are tried.
        """
        explored = Explored({part: [] for part in self.truth.questions}, [])
        for rule in self.rules(part):
            self._try(rule, instead, explored)
        for wrongs in explored.wrongs.values():
            wrongs.sort(key=lambda wrong: wrong.call)  # stable: then the order of declaration
        return explored

    def rules(self, part: str | None = None) -> list[Rule]:
        """The rules on the operations of a part, or of the whole exercise, likeliest first."""
        used = self._operations if part is None else self._own_operations(part)
        return [rule for rule in RULES.values() if not rule.operations.isdisjoint(used)]

    @cached_property
    def _operations(self) -> frozenset[str]:
        return frozenset[str]().union(*map(self._with_inner, self.truth.steps))

    def _own_operations(self, part: str) -> frozenset[str]:
        steps = (step for step, call in zip(self.truth.steps, self.truth.calls, strict=False) if call.part == part)
        return frozenset[str]().union(*map(self._with_inner, steps))

    def _with_inner(self, step: Step) -> frozenset[str]:
        """The operation of a step and those that it calls."""
        return self.memory[(step.operation, *map(id, step.arguments))][2] | {step.operation}

    def _try(self, rule: Rule, instead: Mapping[str, Any], explored: "Explored") -> None:
        run = self.run(instead, rule)
        if not run.spoilt:
            return
        calls: dict[str, list[int]] = {}
        for call in sorted(run.spoilt):
            if call < len(self.truth.calls):
                calls.setdefault(self.truth.calls[call].part, []).append(call)
        first = min(run.spoilt)
        for part in run.accepted:
            explored.wrongs[part] += self._kept(rule, part, run, calls.get(part, [first])[0])
            if len(calls.get(part, ())) > 1:
                for call in calls[part]:
                    explored.wrongs[part] += self._kept(rule, part, self.run(instead, rule, call), call)
        explored.hidden += self._hidden(rule, run, calls)

    def _kept(self, rule: Rule, part: str, run: Run, call: int) -> Iterator[Wrong]:
        """The mistake's answers that are not right, and that can be written down in this form."""
        question = self.truth.questions[part]
        for value in run.accepted.get(part, ()):
            if writable(question, value) and not right(question, value, self.truth.accepted[part]):
                yield Wrong(rule, value, call)

    def _hidden(self, rule: Rule, run: Run, calls: Mapping[str, list[int]]) -> Iterator[Hidden]:
        """Parts (a group counts as one) whose own operations the mistake changes, and that come out right all the same."""
        shown: dict[str, bool] = {}
        for part, spoilt in calls.items():
            question = self.truth.questions.get(part)
            if question is None or all(self.truth.calls[call].home != question.name for call in spoilt):
                continue
            values = run.accepted.get(part)
            shows = not values or not all(right(question, value, self.truth.accepted[part]) for value in values)
            shown[question.name] = shown.get(question.name, False) or shows
        yield from (Hidden(part, rule.code) for part, shows in shown.items() if not shows)


@dataclass
class Explored:
    """What the rules lead to on one chain."""

    wrongs: dict[str, list[Wrong]]  # by part, likeliest first
    hidden: list[Hidden]


def writable(question: Question, value: Any) -> bool:
    """Whether this value can be written down in the form of the answer: half a row cannot."""
    if question.options:
        return value in question.options
    match value:
        case None:
            return bool(getattr(question.form, "none", False))
        case Shape():
            return all(isinstance(size, int) for size in value.axes().values())
        case Fraction():
            return value.denominator == 1 or not isinstance(question.form, IntegerForm)
        case _:
            return True


def right(question: Question, value: Any, accepted: tuple[Any, ...]) -> bool:
    """Whether this value would be marked as right."""
    if getattr(question.form, "decimals", None) is None:
        return value in accepted
    return any(question.form.match(as_answer(value), truth) is not Match.DIFFERENT for truth in accepted)


def solve(exercise: Exercise) -> Solved:
    """Work the exercise out."""
    net = Network(exercise.conventions)
    return Solved(exercise, work(exercise.family, exercise.given, net, exercise.asked), net.memory)
