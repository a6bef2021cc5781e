"""What an operation is, and what happens when one is called: looked up, spoilt, recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from .conventions import Conventions
from .mistakes import Rule

P = ParamSpec("P")
R = TypeVar("R")
N = TypeVar("N", bound="Operations")


@dataclass(frozen=True)
class Operation:
    """A named step of working an exercise, with what a good variant must know of it."""

    name: str
    function: Callable[..., Any]
    parameters: tuple[str, ...]
    work: Callable[..., int] | None  # (net, *arguments) → non-zero products by hand, bias included, by the conventions of the network
    flaw: Callable[..., str | None] | None  # (*arguments, result) → why this call makes a poor exercise


OPERATIONS: dict[str, Operation] = {}


class Step(NamedTuple):
    """One call: what was done, with what, and what came out. Inner calls stand before the call that made them."""

    operation: str
    arguments: tuple[Any, ...]
    result: Any
    depth: int = 0


def operation(
    work: Callable[..., int] | None = None, flaw: Callable[..., str | None] | None = None
) -> Callable[[Callable[Concatenate[N, P], R]], Callable[Concatenate[N, P], R]]:
    """Make a method of the network an operation. Its arguments are given by position."""

    def declare(function: Callable[Concatenate[N, P], R]) -> Callable[Concatenate[N, P], R]:
        name, code = function.__name__, function.__code__
        parameters = code.co_varnames[1 : code.co_argcount + bool(code.co_flags & 0x04)]  # 0x04: *counts
        if name in OPERATIONS:
            raise ValueError(f"two operations are called {name}")
        known = OPERATIONS[name] = Operation(name, function, parameters, work, flaw)

        @wraps(function)
        def call(self: N, *arguments: P.args, **_: P.kwargs) -> R:
            return self.perform(known, arguments)

        return call

    return declare


@dataclass
class Call:
    """One call that a mistake may spoil, as the mistake sees it."""

    net: "Operations"
    operation: Operation
    others: tuple[Rule, ...] = ()  # what else the network holds: two mistakes may come together

    @property
    def steps(self) -> list[Step]:
        """What was done so far."""
        return self.net.steps

    @property
    def conventions(self) -> Conventions:
        return self.net.conventions

    def right(self, *arguments: Any) -> Any:
        """What the operation gives for these arguments without this mistake."""
        net, held = self.net, self.net.rules
        net.rules = self.others
        try:
            return net.worked(self.operation, arguments)
        finally:
            net.rules = held


class _Watched:
    """Conventions that note which of them were consulted."""

    def __init__(self, conventions: Conventions, consulted: set[str]) -> None:
        self._conventions, self._consulted = conventions, consulted

    def __getattr__(self, name: str) -> Any:
        self._consulted.add(name)
        return getattr(self._conventions, name)


_NOTHING = frozenset[str]()
Memory = dict[tuple[Any, ...], tuple[Step, frozenset[str]]]  # each with the operations that it called


@dataclass
class Operations:
    """The part of the network that all topics share.

    `rule` is the mistake that the network holds, `also` a second one, `only` the one call that they may spoil (all, if None). `memory` keeps right
    results by the identity of their arguments, so that a run with a mistake works out only what the mistake changes; it also
    keeps those arguments alive, or another object could come to bear the identity of one that is gone.
    """

    held: Conventions = field(default_factory=Conventions)
    rule: Rule | None = None
    only: int | None = None
    also: Rule | None = None
    explains: bool = False  # record inner calls too, for the worked solution
    memory: Memory = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    spoilt: list[int] = field(default_factory=list)  # which calls of `solve` the mistake changed, by number
    calls: int = 0
    depth: int = 0
    inner: set[str] = field(default_factory=set)
    consulted: set[str] = field(default_factory=set)
    done: Sequence[Step] = ()  # the first calls of `solve` where it is known that they go as in an earlier run

    def __post_init__(self) -> None:
        self.rules: tuple[Rule, ...] = tuple([rule for rule in (self.rule, self.also) if rule is not None])
        self._touched = self.rules[0].operations if len(self.rules) == 1 else _NOTHING.union(*(rule.operations for rule in self.rules))
        # nobody asks what a mistake consults
        self.conventions: Conventions = self.held if self.rules else cast("Conventions", _Watched(self.held, self.consulted))

    def perform(self, known: Operation, arguments: tuple[Any, ...]) -> Any:
        if self.depth:
            self.inner.add(known.name)
            return self.done_again(known, arguments)
        step = self.done[self.calls] if self.calls < len(self.done) else self._step(known, arguments)
        self.steps.append(step)
        self.calls += 1
        return step.result

    def _step(self, known: Operation, arguments: tuple[Any, ...]) -> Step:
        """The next call of `solve`: as it is remembered, unless the mistake may spoil it."""
        key = (known.name, *map(id, arguments))
        remembered = self.memory.get(key)
        if remembered is not None and not self._may_spoil(known, remembered[1]):
            return remembered[0]
        before, self.inner = len(self.spoilt), set()
        step = Step(known.name, arguments, self.done_again(known, arguments))
        if remembered is None and len(self.spoilt) == before:
            self.memory[key] = (step, frozenset(self.inner))
        return step

    def _may_spoil(self, known: Operation, inner: frozenset[str]) -> bool:
        if self.only is not None and self.only != self.calls:
            return False
        return known.name in self._touched or not inner.isdisjoint(self._touched)

    def done_again(self, known: Operation, arguments: tuple[Any, ...]) -> Any:
        """The result, worked out whether or not it is remembered."""
        self.depth += 1
        try:
            result = self.worked(known, arguments)
        finally:
            self.depth -= 1
        if self.explains and self.depth:
            self.steps.append(Step(known.name, arguments, result, self.depth))
        return result

    def worked(self, known: Operation, arguments: tuple[Any, ...]) -> Any:
        """The operation done with the mistakes that are held now: the first that applies changes it, the others within it."""
        for rule in self.rules:
            if known.name in rule.operations and self.only in (None, self.calls):
                call = Call(self, known, () if len(self.rules) == 1 else tuple(other for other in self.rules if other is not rule))
                if rule.applies(call, *arguments):
                    self.spoilt.append(self.calls)
                    return rule.change(call, *arguments)
        if self.depth == 1 and not self.explains:
            remembered = self.memory.get((known.name, *map(id, arguments)))
            if remembered is not None and remembered[1].isdisjoint(self._touched):
                return remembered[0].result
        return known.function(self, *arguments)
