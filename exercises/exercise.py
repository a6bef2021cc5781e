"""An exercise: what was drawn or given, its answers, and the wrong answers that its mistakes lead to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from ..cnn.values import Record, Shape, Tensor
from .again import UNSPOILT, answers, asked_as, until_spoilt
from .documents import write
from .draws import Draws
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
    secret: bytes = field(default=b"", repr=False)  # of an exam: what is drawn follows from the names for who has it
    worth: Mapping[str, Fraction] = field(default_factory=dict)  # by part, where it is not the weights of the family
    shares: Mapping[str, Fraction] = field(default_factory=dict)  # by code, where a mistake earns another share than usual

    def draws(self, *more: str) -> Draws:
        """Chance for one purpose. The teacher's own numbers stand for their names, or the right option would always be in the same place."""
        return Draws((*(self.names or (self.name, write(self.given))), *more), self.secret)

    def share(self, rule: Rule) -> Fraction:
        """What part of the points a mistake earns here."""
        return self.shares.get(rule.code, rule.share)


class Wrong(NamedTuple):
    """What a mistake leads to in one part, when all earlier answers are those of the chain."""

    rule: Rule
    value: Any
    call: int  # the first call that it changes
    alone: str = ""  # the operation, where the mistake is made in this one only and could be made in others of the part


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

    def run(
        self,
        instead: Mapping[str, Any],
        rule: Rule | None = None,
        only: int | None = None,
        also: Rule | None = None,
        until: str | None = None,
    ) -> Run:
        """Solve once more with these answers in place of the true ones, holding a mistake, or two of them. `until`: to this part, and no further."""
        return self._work(instead, Network(self.exercise.conventions, rule, only, also, memory=self.memory), until)

    def _work(self, instead: Mapping[str, Any], net: Network, until: str | None = None) -> Run:
        exercise = self.exercise
        return work(exercise.family, exercise.given, net, exercise.asked, {**self._true, **instead}, until)

    @cached_property
    def _true(self) -> dict[str, Any]:
        return {part: values[0] for part, values in self.truth.accepted.items() if values}

    def explore(self, instead: Mapping[str, Any], part: str | None = None, among: Iterable[Rule] | None = None) -> "Explored":
        """Try each rule, or those `among` which the answer is, on a chain: at all calls together, and where a part has several, at each.

        `part`: only this one matters, so only the rules on its own operations are tried.
        """
        explored = Explored({part: [] for part in self.truth.questions}, [])
        chain = self._chain(instead, part)
        places = self._places(chain)
        for rule in self.rules(part) if among is None else among:
            calls = _calls(rule, places)
            if calls or not chain.whole:
                self._try(rule, chain, calls, explored)
        for wrongs in explored.wrongs.values():
            wrongs.sort(key=lambda wrong: wrong.call)  # stable: then the order of declaration
        return explored

    def _chain(self, instead: Mapping[str, Any], part: str | None) -> "Chain":
        right = self.run(instead) if instead else self.truth
        whole = right.stuck is None and len(right.steps) == len(self.truth.calls)  # else a mistake could lead further than the chain
        answering = {call: part for part, call in self.truth.last.items() if whole and asked_as(right, part, call)}
        return Chain(instead, right, whole, answering, part)

    def _places(self, chain: "Chain") -> dict[str, list[int]]:
        """By operation: the calls that do it, themselves or within, and that matter where only one part does."""
        part, places = chain.until, dict[str, list[int]]()
        for call, step in enumerate(chain.right.steps):
            if part is None or chain.answering.get(call, part) == part:  # what answers another part is replaced by the chain
                for name in self._with_inner(step):
                    places.setdefault(name, []).append(call)
        return places

    def rules(self, part: str | None = None) -> list[Rule]:
        """The rules on the operations of a part, or of the whole exercise, likeliest first."""
        return list(self._rules) if part is None else _rules_on(self._own_operations(part))

    @cached_property
    def _rules(self) -> list[Rule]:
        return _rules_on(frozenset[str]().union(*map(self._with_inner, self.truth.steps)))

    def _own_operations(self, part: str) -> frozenset[str]:
        steps = (step for step, call in zip(self.truth.steps, self.truth.calls, strict=False) if call.part == part)
        return frozenset[str]().union(*map(self._with_inner, steps))

    def _with_inner(self, step: Step) -> frozenset[str]:
        """The operation of a step and those that it calls."""
        return self.memory[(step.operation, *map(id, step.arguments))][1] | {step.operation}

    def _try(self, rule: Rule, chain: "Chain", places: Sequence[int], explored: "Explored") -> None:
        run = self._spoilt(rule, chain, places)
        if not run.spoilt:
            return
        calls: dict[str, list[int]] = {}
        for call in sorted(run.spoilt):
            if call < len(self.truth.calls):
                calls.setdefault(self.truth.calls[call].part, []).append(call)
        first = min(run.spoilt)
        for part in run.accepted if chain.until is None else run.accepted.keys() & {chain.until}:
            explored.wrongs[part] += self._kept(rule, part, chain, run, calls.get(part, [first])[0])
            if len(calls.get(part, ())) > 1:
                explored.wrongs[part] += self._single(rule, part, chain, calls[part])
        if not chain.instead:
            explored.hidden += self._hidden(rule, run, calls)

    def _single(self, rule: Rule, part: str, chain: "Chain", calls: Sequence[int]) -> Iterator[Wrong]:
        """The mistake made in one of several calls, which its operation tells from the others if they are of different kinds."""
        kinds = [self.truth.steps[call].operation for call in calls]
        for call, kind in zip(calls, kinds, strict=True):
            for wrong in self._kept(rule, part, chain, self._spoilt(rule, chain._replace(until=part), (call,), call), call):
                yield wrong._replace(alone=kind if len(set(kinds)) == len(kinds) else "")

    def _spoilt(self, rule: Rule, chain: "Chain", places: Sequence[int], only: int | None = None) -> Run:
        """A run with a rule that can spoil these calls and no others.

        What is done before the first that it does spoil stays as it is. Where each of them gives an answer, which the chain replaces,
        what is done after it stays as well, and these calls alone are done again.
        """
        net, right = Network(self.exercise.conventions, rule, only, memory=self.memory), chain.right
        if chain.whole:
            parts = {call: chain.answering[call] for call in places if call in chain.answering}
            if len(parts) == len(places):
                return answers(net, right, parts)
            net.done = until_spoilt(net, right, places)
            if len(net.done) == len(right.steps) and not net.spoilt:
                return UNSPOILT
        return self._work(chain.instead, net, chain.until)

    def _kept(self, rule: Rule, part: str, chain: "Chain", run: Run, call: int) -> Iterator[Wrong]:
        """The mistake's answers that are not right, neither in truth nor on this chain, and that can be written down in this form."""
        question, accepted, own = self.truth.questions[part], self.truth.accepted[part], chain.right.accepted.get(part, ())
        values = run.accepted.get(part, ())
        if values == own:
            return
        if chain.instead:
            accepted += own
        for value in values:
            if writable(question, value) and not right(question, value, accepted):
                yield Wrong(rule, value, call)

    def _hidden(self, rule: Rule, run: Run, calls: Mapping[str, list[int]]) -> Iterator[Hidden]:
        """Parts (a group counts as one) whose own operations the mistake changes, and that come out right all the same."""
        shown: dict[str, bool] = {}
        for part, spoilt in calls.items():
            question = self.truth.questions.get(part)
            if question is None or shown.get(question.name) or question.name not in [self.truth.calls[call].home for call in spoilt]:
                continue
            values = run.accepted.get(part)
            shown[question.name] = not values or not all(right(question, value, self.truth.accepted[part]) for value in values)
        yield from (Hidden(part, rule.code) for part, shows in shown.items() if not shows)


class Chain(NamedTuple):
    """Answers in place of the true ones, and the right run with them."""

    instead: Mapping[str, Any]
    right: Run
    whole: bool  # it comes to the same end as the true one
    answering: Mapping[int, str]  # the calls whose results are asked as they are, each with its part
    until: str | None = None  # the only part that matters


@dataclass
class Explored:
    """What the rules lead to on one chain."""

    wrongs: dict[str, list[Wrong]]  # by part, likeliest first
    hidden: list[Hidden]  # on the true chain only: there it speaks against a variant


def _rules_on(operations: frozenset[str]) -> list[Rule]:
    return [rule for rule in RULES.values() if not rule.operations.isdisjoint(operations)]


def _calls(rule: Rule, places: Mapping[str, list[int]]) -> list[int]:
    """The calls that a rule may spoil, in order."""
    found = [places[name] for name in rule.operations if name in places]
    return found[0] if len(found) == 1 else sorted({call for calls in found for call in calls})


def writable(question: Question, value: Any) -> bool:
    """Whether this value can be written down in the form of the answer: half a row cannot."""
    if question.options:
        return value in question.options
    if question.waits:
        return False
    match value:
        case Tensor() | int():  # the usual ones; Python takes long to tell that something is no Fraction
            return True
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
