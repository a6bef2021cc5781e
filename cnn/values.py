"""What a network computes with: exact numbers, tensors, and shapes with named axes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any

import msgspec
import numpy as np

Number = int | Fraction
Nested = Any  # a number, or lists of lists of numbers, all of one length on each axis

MAX_CELLS = 1_000_000  # larger tensors are refused before any work begins
_SAFE = 2**62  # int64 wraps in silence beyond 2**63


class DoesNotFit(Exception):
    """An operation cannot work on what it was handed: the only exception that an operation raises."""


class BadValue(ValueError):
    """A value that cannot exist: ragged lists, not a number, a size of zero."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen record that crosses rooms and can be written as JSON."""


class Axes(tuple[int, int]):
    """One number for the rows and one for the columns; a single number stands for both."""

    __slots__ = ()

    @classmethod
    def of(cls, value: int | Iterable[int]) -> "Axes":
        pair = (value, value) if isinstance(value, int) else tuple(value)
        if len(pair) != 2 or not all(type(v) is int for v in pair):
            raise BadValue(f"{value!r} is neither a whole number nor a pair of them (rows, columns)")
        return cls(pair)

    @property
    def rows(self) -> int:
        return self[0]

    @property
    def columns(self) -> int:
        return self[1]


class Position(tuple[int, int]):
    """A cell by row and column, both counted from 1."""

    __slots__ = ()

    @classmethod
    def of(cls, value: Iterable[int]) -> "Position":
        pair = tuple(value)
        if len(pair) != 2 or not all(type(v) is int and v >= 1 for v in pair):
            raise BadValue(f"{list(pair)!r} is no cell: [row, column], counted from 1")
        return cls(pair)

    @property
    def row(self) -> int:
        return self[0]

    @property
    def column(self) -> int:
        return self[1]


class Shape(Record, frozen=True):
    """Sizes by the name of their axis; an axis that is not there is None."""

    batch: int | None = None
    filters: int | None = None
    channels: int | None = None
    rows: int | None = None
    columns: int | None = None
    entries: int | None = None

    def axes(self) -> dict[str, int]:
        """The axes that are there, by name, in the order in which they are stored."""
        return {name: size for name in AXES if (size := getattr(self, name)) is not None}

    def size(self) -> int:
        return prod(self.axes().values())

    def positions(self) -> tuple[Position, ...]:
        """All cells of one map, row by row."""
        return tuple(Position((row, column)) for row in range(1, (self.rows or 0) + 1) for column in range(1, (self.columns or 0) + 1))

    def with_(self, **changed: int | None) -> "Shape":
        return msgspec.structs.replace(self, **changed)


class Graph(Record, frozen=True):
    """The graph of a function that is straight on both sides of one point: y = level + slope · (x − bend). A single line bends at 0."""

    left: Fraction  # the slope where x < bend
    right: Fraction  # the slope where x ≥ bend
    bend: Fraction = Fraction(0)
    level: Fraction = Fraction(0)  # y at the bend

    @classmethod
    def of(cls, left: Number, right: Number, bend: Number, level: Number) -> "Graph":
        """In the one form in which equal graphs are equal records."""
        if left == right:
            bend, level = 0, level - left * bend
        return cls(*map(Fraction, (left, right, bend, level)))

    def at(self, x: Number) -> Fraction:
        return self.level + (self.left if x < self.bend else self.right) * (x - self.bend)


AXES = ("batch", "filters", "channels", "rows", "columns", "entries")
_NAMES = {1: ("entries",), 2: ("rows", "columns"), 3: ("channels", "rows", "columns"), 4: ("filters", "channels", "rows", "columns")}


@lru_cache(maxsize=4096)
def _named(sizes: tuple[int, ...]) -> Shape:
    return Shape(**dict(zip(_NAMES[len(sizes)], sizes, strict=True)))


class Tensor:
    """Exact numbers in a box: channels, then rows, then columns (kernels: filters first), stored flat.

    `decimals` is how many places are printed; the values themselves are exact.
    """

    __slots__ = ("_array", "decimals", "sizes", "values")

    sizes: tuple[int, ...]
    values: tuple[Number, ...]
    decimals: int
    _array: Any  # the values as NumPy sees them, once somebody asked

    def __init__(self, sizes: Sequence[int], values: Iterable[Number], decimals: int = 0) -> None:
        sizes, values = tuple(sizes), tuple(values)
        if len(sizes) not in _NAMES or min(sizes) < 1:
            raise BadValue(f"a tensor has 1 to 4 axes of size 1 or more, not {' × '.join(map(str, sizes)) or 'none'}")
        if len(values) != prod(sizes):
            raise BadValue(f"{len(values)} numbers do not fill {' × '.join(map(str, sizes))}")
        for value in values:
            if type(value) is not int and type(value) is not Fraction:
                raise BadValue(f"{value!r} is not an exact number")
        self._freeze(sizes, values, decimals)

    def _freeze(self, sizes: tuple[int, ...], values: tuple[Number, ...], decimals: int) -> None:
        freeze = object.__setattr__
        freeze(self, "sizes", sizes)
        freeze(self, "values", values)
        freeze(self, "decimals", decimals)
        freeze(self, "_array", None)

    @classmethod
    def made(cls, sizes: tuple[int, ...], values: tuple[Number, ...], decimals: int = 0) -> "Tensor":
        """A tensor from parts that an operation has just computed, not looked at again."""
        tensor = cls.__new__(cls)
        tensor._freeze(sizes, values, decimals)
        return tensor

    @classmethod
    def nested(cls, rows: Nested, decimals: int = 0) -> "Tensor":
        """From lists of lists, refusing ragged ones."""
        sizes: list[int] = []
        level: Any = rows
        while isinstance(level, list | tuple):
            sizes.append(len(level))
            if not level or len(sizes) > 4:
                raise BadValue("a tensor has 1 to 4 axes, none of them empty")
            level = level[0]
        if prod(sizes) > MAX_CELLS:
            raise BadValue(f"{prod(sizes)} numbers are more than {MAX_CELLS}")
        return cls(sizes, _flat(rows, tuple(sizes), ""), decimals)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a tensor cannot be changed")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tensor) and self.sizes == other.sizes and self.values == other.values

    def __hash__(self) -> int:
        return hash((self.sizes, self.values))

    def __repr__(self) -> str:
        return f"Tensor.nested({self.to_nested()!r})"

    @property
    def shape(self) -> Shape:
        return _named(self.sizes)

    @property
    def array(self) -> "np.ndarray[Any, Any]":
        """As NumPy sees it: int64 where all is small and whole, else exact Python numbers."""
        array = self._array
        if array is None:
            whole = all(type(v) is int and -_SAFE < v < _SAFE for v in self.values)
            array = np.array(self.values, dtype=np.int64 if whole else object)
            object.__setattr__(self, "_array", array)
        return array

    def to_nested(self) -> Nested:
        rows: list[Any] = list(self.values)
        for size in reversed(self.sizes[1:]):
            rows = [rows[i : i + size] for i in range(0, len(rows), size)]
        return rows

    def channels(self) -> Iterator["Tensor"]:
        """The maps of a volume one by one; a single map is its own only channel."""
        if len(self.sizes) < 3:
            yield self
            return
        size = prod(self.sizes[1:])
        for i in range(0, len(self.values), size):
            yield Tensor.made(self.sizes[1:], self.values[i : i + size], self.decimals)

    def map(self, change: Callable[[Number], Number]) -> "Tensor":
        return Tensor.made(self.sizes, tuple(map(change, self.values)), self.decimals)

    def at(self, *position: int) -> Number:
        """The number at a position, counted from 0."""
        index = 0
        for size, place in zip(self.sizes, position, strict=True):
            index = index * size + place
        return self.values[index]


def _flat(rows: Nested, sizes: tuple[int, ...], place: str) -> Iterator[Number]:
    if not sizes:
        if isinstance(rows, list | tuple):
            raise BadValue(f"ragged: a list stands where a number should{place}")
        yield rows
        return
    if not isinstance(rows, list | tuple) or len(rows) != sizes[0]:
        seen = f"{len(rows)} entries" if isinstance(rows, list | tuple) else repr(rows)
        raise BadValue(f"ragged: {seen} where {sizes[0]} entries should stand{place}")
    for number, row in enumerate(rows, 1):
        yield from _flat(row, sizes[1:], f"{place or ' at'}{'.' if place else ' '}{number}")


def plain(values: "np.ndarray[Any, Any]") -> tuple[Number, ...]:
    """Back from NumPy to Python's own numbers, thirds kept and whole fractions made whole."""
    if values.dtype != object:
        return tuple(values.ravel().tolist())
    return tuple(whole(v) for v in values.ravel().tolist())


def whole(value: Number) -> Number:
    """A fraction with denominator 1 is a whole number."""
    if type(value) is int:  # nearly always; Python takes long to tell that a number is no Fraction
        return value
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
