"""One run of `solve`: the key if the network is right, a mistake's answers if it holds one, the carried chain if told what to hand back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar, get_args

from ..answers.choice import ChoiceForm
from ..answers.expression import Expression, ExpressionForm
from ..answers.forms import AnyForm
from ..answers.integer import IntegerForm
from ..answers.kind import Typed
from ..answers.number import NumberForm
from ..answers.person import PersonForm
from ..answers.positions import PositionsForm
from ..answers.shape import ShapeForm
from ..answers.tensor import TensorForm
from ..cnn.conventions import ORDERS, Layout
from ..cnn.network import Network
from ..cnn.operation import OPERATIONS, Step
from ..cnn.values import DoesNotFit, Graph, Position, Record, Shape, Tensor
from .family import Family

T = TypeVar("T")


class Question(NamedTuple):
    """What is asked, without its answer: all that a student's document may be made from."""

    id: str  # "map"; "table.r2c3" for a cell of a group
    name: str  # its part among the weights of the family
    form: AnyForm
    row: int | None = None
    column: int | None = None
    options: tuple[Any, ...] = ()  # where the question is a choice by its nature: all that can be chosen

    @property
    def picked(self) -> bool:
        """A choice by its nature as well, but among the answer and what mistakes lead to."""
        return isinstance(self.form, ChoiceForm) and not self.options

    @property
    def waits(self) -> bool:
        """It is for a person to look at: nothing is compared."""
        return isinstance(self.form, PersonForm)


class Grouped(NamedTuple):
    """A table, or chosen cells of one map."""

    kind: str  # "table" or "cells"
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Call(NamedTuple):
    """Where one call of `solve` belongs."""

    home: str  # the part that `solve` asks next, asked of the student or not
    part: str  # the id of the next part that is asked


@dataclass
class Run:
    """What one run gave."""

    questions: dict[str, Question] = field(default_factory=dict)
    accepted: dict[str, tuple[Any, ...]] = field(default_factory=dict)  # by id: all right answers, the usual one first
    groups: dict[str, Grouped] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)  # by id: the number of its last call
    steps: list[Step] = field(default_factory=list)
    spoilt: frozenset[int] = frozenset()
    consulted: frozenset[str] = frozenset()
    stuck: DoesNotFit | None = None  # an operation could not work on what it was handed; later parts are missing

    def answer(self, part: str) -> Any:
        return self.accepted[part][0]


class _Enough(Exception):
    """All that is asked has been asked."""


class Ask:
    """What `solve` calls for each part. It hands back what the student has in hand there."""

    def __init__(
        self, net: Network, asked: Sequence[str], known: Collection[str], instead: Mapping[str, Any], again: bool, until: str | None
    ) -> None:
        self._net, self._asked, self._instead, self._again, self._until = net, frozenset(asked), instead, again, until
        self._known = known
        self._left = set(asked)
        self._since = 0  # the first call that belongs to no asked part yet
        self.run = Run()

    def wants(self, *names: str) -> bool:
        """Whether one of these parts is asked."""
        return not self._asked.isdisjoint(names)

    def __call__(self, name: str, value: T, *, none: bool = False, decimals: int | None = None) -> T:
        """One part. `none`: its answer may be that something does not fit; `decimals`: to how many places it is rounded."""
        handed = self._answer(name, name, (value,), none, decimals)
        self._done(name)
        return handed

    def one_of(self, name: str, value: T, options: Sequence[T]) -> T:
        """A part whose answer is one of these names, which the words file gives a caption."""
        handed = self._answer(name, name, (value,), False, None, options=options)
        self._done(name)
        return handed

    def any_of(self, name: str, values: Sequence[T]) -> T:
        """A part with several right answers."""
        handed = self._answer(name, name, tuple(values), False, None)
        self._done(name)
        return handed

    def person(self, name: str, value: Any = None, *, lines: int = 0) -> Any:
        """A part that a person marks by the rubric in the words file. `value`: what is right, if an operation tells; `lines`: to write on."""
        handed = self._answer(name, name, (value,), False, None, form=PersonForm(lines))
        self._done(name)
        return handed

    def table(self, name: str, rows: Sequence[str], columns: Sequence[str]) -> "Cells":
        """A table whose cells are parts; `rows` and `columns` are names that the words file gives a caption."""
        self.run.groups[name] = Grouped("table", tuple(rows), tuple(columns))
        return Cells(self, name, None)

    def cells(self, name: str, positions: Sequence[Position]) -> "Cells":
        """Chosen cells of one map."""
        self.run.groups[name] = Grouped("cells")
        return Cells(self, name, len(positions))

    def _answer(
        self,
        id: str,
        name: str,
        values: tuple[Any, ...],
        none: bool,
        decimals: int | None,
        cell: tuple[int, int] | None = None,
        options: Sequence[Any] = (),
        form: AnyForm | None = None,
    ) -> Any:
        if not self._again:
            self._note(id, name, values, tells=form is None or values != (None,))
            if name in self._asked:
                form = form or (ChoiceForm(tuple(map(str, options))) if options else self._form(values, none, decimals))
                self.run.questions[id] = Question(id, name, form, *(cell or (None, None)), tuple(options))
        if name not in self._asked:
            return values[0]
        self.run.accepted[id] = values
        if id == self._until:
            raise _Enough
        return self._instead.get(id, values[0] if values else None)

    def _note(self, id: str, name: str, values: tuple[Any, ...], tells: bool) -> None:
        """What is asked here, and which calls it took; the same in every run, so noted in the first one only. `tells`: an operation gave it."""
        run, calls = self.run, self._net.calls
        if name not in self._known:
            raise ValueError(f"solve asks {name!r}, which weights does not name; it names {', '.join(self._known)}")
        if tells and values and not any(values[0] is result for result in self._last_result()):
            raise ValueError(f"the answer of {id!r} is not what the last operation gave; solve computes nothing itself")
        run.calls += [Call(name, "")] * (calls - len(run.calls))
        if name not in self._asked:
            return
        if id in run.questions:
            raise ValueError(f"{id} is asked twice")
        run.calls[self._since :] = [Call(call.home, id) for call in run.calls[self._since :]]
        self._since = calls
        run.last[id] = calls - 1 if tells else -1

    def _last_result(self) -> tuple[Any, ...]:
        """What the last operation gave; where several values are right, each of them."""
        result = self._net.steps[-1].result if self._net.steps else ()
        return (result, *result) if isinstance(result, tuple) else (result,)

    def _done(self, name: str) -> None:
        self._left.discard(name)
        if not self._left:
            raise _Enough

    def _form(self, values: tuple[Any, ...], none: bool, decimals: int | None) -> AnyForm:
        match values[0] if values else None:
            case Shape(channels=None) as shape:
                return ShapeForm(tuple(shape.axes()), none)
            case Shape(batch=None, filters=None, channels=1) as shape if not none:  # one channel may be left out: no order to know
                return ShapeForm(_axes(shape, self._net.held.layout), none)
            case Shape() as shape:
                return ShapeForm(_axes(shape, self._net.conventions.layout), none)
            case Graph():
                return ChoiceForm(())
            case Expression(variables=variables):
                return ExpressionForm(variables)
            case (Position(), *_):
                return PositionsForm(several=True)  # always: one or several would tell whether there are ties
            case Tensor() as tensor:
                return TensorForm(tuple(tensor.shape.axes()), tensor.sizes, decimals)
            case Fraction():
                return NumberForm(decimals, none)
            case _ if decimals is not None:
                return NumberForm(decimals, none)
            case None if none and self._gives_shapes():
                return ShapeForm(_axes(_VOLUME, self._net.conventions.layout), none)
            case _:
                return IntegerForm(none)

    def _gives_shapes(self) -> bool:
        """Whether the last operation gives shapes, so that a "none" of it is one: the form must not tell that there is no answer."""
        operation = OPERATIONS[self._net.steps[-1].operation].function
        return Shape in get_args(operation.__annotations__["return"])


_VOLUME = Shape(channels=1, rows=1, columns=1)  # what is asked where there is no such shape


def _axes(shape: Shape, layout: Layout) -> tuple[str, ...]:
    """The axes of a shape in the order of the course."""
    return tuple(axis for axis in ORDERS[layout] if axis in shape.axes())


class Cells:
    """The cells of a group, asked one by one."""

    def __init__(self, ask: Ask, name: str, left: int | None) -> None:
        self._ask, self._name, self._left = ask, name, left

    def __call__(self, row: int, column: int, value: T, *, none: bool = False, decimals: int | None = None, options: Sequence[T] = ()) -> T:
        """One cell by its row and column, counted from 1. `options`: its answer is one of these names."""
        handed = self._ask._answer(f"{self._name}.r{row}c{column}", self._name, (value,), none, decimals, (row, column), options)
        if self._left is not None:
            self._left -= 1
            if not self._left:
                self._ask._done(self._name)
        return handed


def work(
    family: Family, given: Record, net: Network, asked: Sequence[str], instead: Mapping[str, Any] | None = None, until: str | None = None
) -> Run:
    """Solve once. `instead`: what is handed on in place of an answer, in a run that only its answers are wanted of, `until` this part."""
    ask = Ask(net, asked, family.weights, instead or {}, instead is not None, until)
    try:
        family.solve(given, net, ask)
    except _Enough:
        pass
    except DoesNotFit as error:
        ask.run.stuck = error
    run = ask.run
    run.steps, run.spoilt, run.consulted = net.steps, frozenset(net.spoilt), frozenset(net.consulted)
    return run


def as_answer(value: Any) -> Any:
    """A value of the network as a reader would have read it."""
    return Typed(value.sizes, value.values) if isinstance(value, Tensor) else value
