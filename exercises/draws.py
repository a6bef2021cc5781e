"""Chance: everything that is drawn comes from here, from a list of names, the same on every machine."""

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import cycle
from math import prod
from typing import Protocol, TypeVar

from numpy.random import PCG64

from ..cnn.layers import Conv, Padding
from ..cnn.values import Axes, BadValue, Tensor

T = TypeVar("T")

_WORDS = 1 << 64
_BATCH = 256


def digest(names: Iterable[str | int], secret: bytes = b"") -> bytes:
    """32 bytes that follow from a list of names; under a secret, only for who has it (HMAC-SHA256)."""
    made = hmac.new(secret, digestmod=sha256) if secret else sha256()
    for name in names:  # lengths keep ("ab", "c") apart from ("a", "bc")
        text = str(name).encode()
        made.update(len(text).to_bytes(8, "big") + text)
    return made.digest()


class ConvKnobs(Protocol):
    """Settings of a convolutional layer, as families call them."""

    @property
    def kernel(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def padding(self) -> int: ...
    @property
    def kernel_zeros(self) -> int: ...  # percent
    @property
    def bias(self) -> bool: ...


def share(percent: int, cells: int) -> int:
    """So many of these cells, always the same number: what a free number of zeros would do to the work by hand."""
    return cells * percent // 100


class Draws:
    """Numbers by rejection over the raw words of PCG64, which NumPy promises to keep; its other streams may change."""

    def __init__(self, names: Iterable[str | int], secret: bytes = b"") -> None:
        """`secret`: without it nobody draws the same, however many other draws they have seen."""
        self._generator = PCG64(int.from_bytes(digest(names, secret)[:16], "big"))
        self._words: list[int] = []

    def _below(self, n: int) -> int:
        limit = _WORDS - _WORDS % n
        while True:
            if not self._words:
                self._words = self._generator.random_raw(_BATCH).tolist()
            word = self._words.pop()
            if word < limit:
                return word % n

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        if low > high:
            raise BadValue(f"no whole number lies between {low} and {high}")
        return low + self._below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        if not options:
            raise BadValue("nothing to choose from")
        return options[self._below(len(options))]

    def sample(self, options: Sequence[T], n: int) -> tuple[T, ...]:
        """n different ones, in drawn order."""
        if n > len(options):
            raise BadValue(f"{n} cannot be chosen from {len(options)}")
        rest = list(options)
        for i in range(n):
            j = i + self._below(len(rest) - i)
            rest[i], rest[j] = rest[j], rest[i]
        return tuple(rest[:n])

    def shuffle(self, items: Sequence[T]) -> tuple[T, ...]:
        return self.sample(items, len(items))

    def tensor(self, sizes: Sequence[int], low: int, high: int, zeros: int | None = None) -> Tensor:
        """Whole numbers from low to high. `zeros`: exactly so many zeros in each map, so that every paper is the same work."""
        sizes = tuple(sizes)
        cells = prod(sizes[-2:])
        values: list[int] = []
        for _ in range(prod(sizes) // cells):
            values += self._map(cells, low, high, zeros)
        return Tensor(sizes, values)

    def _map(self, cells: int, low: int, high: int, zeros: int | None) -> list[int]:
        if zeros is None:
            return [self.integer(low, high) for _ in range(cells)]
        if zeros > cells:
            raise BadValue(f"{zeros} zeros do not fit into a map of {cells} cells")
        others = [v for v in range(low, high + 1) if v]
        values = [self.choice(others) for _ in range(cells)]
        for place in self.sample(range(cells), zeros):
            values[place] = 0
        return values

    def kernel(self, sizes: Sequence[int], largest: int, zeros: int) -> Tensor:
        """Weights up to `largest`: exactly so many zeros in each map; half of the others are negative, so that results have both signs."""
        sizes = tuple(sizes)
        cells, signs = sizes[-2] * sizes[-1], cycle((1, -1))
        values: list[int] = []
        if zeros > cells:
            raise BadValue(f"{zeros} zeros do not fit into a kernel of {cells} cells")
        for _ in range(prod(sizes) // cells):
            weights = [next(signs) * self.integer(1, largest) for _ in range(cells - zeros)]
            values += self.shuffle([*weights, *[0] * zeros])
        return Tensor(sizes, values)

    def bias(self, biased: bool, filters: int = 1, largest: int = 9) -> Tensor | None:
        """A bias that is not zero for each filter, or none at all."""
        if not biased:
            return None
        others = [v for v in range(-largest, largest + 1) if v]
        return Tensor((filters,), [self.choice(others) for _ in range(filters)])

    def image(self, channels: int, side: int, high: int, zeros: int) -> Tensor:
        """A square image of numbers from 0 to `high`, in each channel `zeros` percent of them 0."""
        return self.tensor((channels, side, side), low=0, high=high, zeros=share(zeros, side * side))

    def conv(self, filters: int, channels: int, knobs: ConvKnobs) -> Conv:
        """A layer with square kernels of weights up to 3, and biases if it has any."""
        size = knobs.kernel
        weights = self.kernel((filters, channels, size, size), largest=3, zeros=share(knobs.kernel_zeros, size * size))
        biases = self.bias(knobs.bias, filters)
        return Conv.of(weights, biases, stride=Axes.of(knobs.stride), padding=Padding.of(knobs.padding))
