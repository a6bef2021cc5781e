"""Borders: the padded input itself, and how a picture goes on beyond its edge; and what is left when numbers become bytes."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Literal, assert_never

import msgspec

from .conventions import Conventions
from .layers import Conv, Padding, Pool
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import MAX_CELLS, Axes, DoesNotFit, Number, Tensor
from .windows import Sides, laid

Border = Literal["zeros", "replicated", "mirrored"]
BYTE = 255


def _area(x: Tensor) -> Axes:
    if len(x.sizes) not in (2, 3):
        raise DoesNotFit(f"a border round {' × '.join(map(str, x.sizes))}")
    return Axes(x.sizes[-2:])


def _bordered(x: Tensor, around: Sides, cell_of: Callable[[int, int], int | None]) -> Tensor:
    """Each map with its border; `cell_of(place, n)` says which cell of an axis of n stands at a place, None for a zero."""
    n = _area(x)
    channels = list(x.channels())
    if (n.rows + sum(around[0])) * (n.columns + sum(around[1])) * len(channels) > MAX_CELLS:
        raise DoesNotFit("a border beyond any picture")
    rows, columns = (range(-around[a][0], n[a] + around[a][1]) for a in (0, 1))
    cells = [(cell_of(row, n.rows), cell_of(column, n.columns)) for row, column in product(rows, columns)]
    values = [0 if i is None or j is None else channel.values[i * n.columns + j] for channel in channels for i, j in cells]
    return Tensor.made((*x.sizes[:-2], len(rows), len(columns)), tuple(values), x.decimals)


def _zero(place: int, n: int) -> int | None:
    return place if 0 <= place < n else None


def _nearest(place: int, n: int) -> int:
    return min(max(place, 0), n - 1)


def _mirrored(conventions: Conventions) -> Callable[[int, int], int]:
    repeats = conventions.mirror == "edge-twice"

    def cell_of(place: int, n: int) -> int:
        period = 2 * n if repeats else max(1, 2 * n - 2)
        folded = place % period
        return folded if folded < n else period - folded - repeats

    return cell_of


def _one_by_one(width: object) -> Sides:
    if type(width) is not int or not 0 <= width <= MAX_CELLS:
        raise DoesNotFit(f"a border of {width} cells")
    return ((width, width), (width, width))


class Borders(Operations):
    @operation()
    def padded(self, x: Tensor, layer: Conv | Pool) -> Tensor:
        """The input with the border of zeros that the layer's padding puts round it."""
        return _bordered(x, laid(_area(x), layer, self.conventions).around, _zero)

    @operation()
    def bordered(self, x: Tensor, width: int, border: Border) -> Tensor:
        """The picture with a border on all sides: zeros, the nearest pixel again, or the picture mirrored at its edge."""
        around = _one_by_one(width)
        match border:
            case "zeros":
                return _bordered(x, around, _zero)
            case "replicated":
                return _bordered(x, around, _nearest)
            case "mirrored":
                return _bordered(x, around, _mirrored(self.conventions))
            case _:
                assert_never(border)

    @operation()
    def to_bytes(self, x: Tensor) -> Tensor:
        """min(255, max(0, v)) for each v, rounded to whole numbers, halves away from zero: a pixel is one byte."""
        return x.map(_byte)


def _byte(value: Number) -> int:
    return min(BYTE, max(0, _rounded(value)))


def _rounded(value: Number) -> int:
    away = abs(Fraction(value)) + Fraction(1, 2)
    return away.numerator // away.denominator * (1 if value >= 0 else -1)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _sides(call: Call, x: Tensor, layer: Conv | Pool) -> Sides:
    return laid(_area(x), layer, call.conventions).around


@rule("padded.one-side", "padded", share="1/4", when=lambda call, x, layer: any(a and b for a, b in _sides(call, x, layer)))
def _one_side(call: Call, x: Tensor, layer: Conv | Pool) -> Tensor:
    (above, _), (left, _) = _sides(call, x, layer)
    return call.right(x, msgspec.structs.replace(layer, padding=Padding(((above, 0), (left, 0)))))


@rule("padded.wrong-side", "padded", share="1/2", when=lambda call, x, layer: any(a != b for a, b in _sides(call, x, layer)))
def _wrong_side(call: Call, x: Tensor, layer: Conv | Pool) -> Tensor:
    (above, below), (left, right) = _sides(call, x, layer)
    return call.right(x, msgspec.structs.replace(layer, padding=Padding(((below, above), (right, left)))))


@rule("bordered.zeros", "bordered", share="1/4", when=lambda _call, x, width, border: border != "zeros" and bool(width) and any(x.values))
def _with_zeros(call: Call, x: Tensor, width: int, _border: Border) -> Tensor:
    return call.right(x, width, "zeros")


def _nearest_are_wrong(call: Call, x: Tensor, width: int, border: Border) -> bool:
    """A narrow mirror at the outermost pixel, or one of a picture that is everywhere the same, repeats the nearest pixel as well."""
    if border == "mirrored" and ((width == 1 and call.conventions.mirror == "edge-twice") or len(set(x.values)) == 1):
        return False
    return border != "replicated" and bool(width) and any(x.values)


@rule("bordered.replicated", "bordered", share="1/4", when=_nearest_are_wrong)
def _with_copies(call: Call, x: Tensor, width: int, _border: Border) -> Tensor:
    return call.right(x, width, "replicated")


@rule(
    "bordered.mirror-shifted",
    "bordered",
    share="1/2",
    when=lambda _call, x, width, border: border == "mirrored" and bool(width) and min(_area(x)) > 1,
)
def _shifted(call: Call, x: Tensor, width: int, _border: Border) -> Tensor:
    """The outermost cells repeated where they are the mirror, or the other way round."""
    other = "edge-once" if call.conventions.mirror == "edge-twice" else "edge-twice"
    return _bordered(x, _one_by_one(width), _mirrored(msgspec.structs.replace(Conventions(), mirror=other)))


def _beyond(low: bool, high: bool) -> Callable[[Call, Tensor], bool]:
    return lambda _call, x: any((low and _rounded(v) < 0) or (high and _rounded(v) > BYTE) for v in x.values)


@rule("bytes.wrapped", "to_bytes", share="1/4", when=_beyond(low=True, high=True))
def _wrapped(_call: Call, x: Tensor) -> Tensor:
    return x.map(lambda v: _rounded(v) % (BYTE + 1))


@rule("bytes.only-negative", "to_bytes", share="1/2", when=_beyond(low=False, high=True))
def _only_negative(_call: Call, x: Tensor) -> Tensor:
    return x.map(lambda v: max(0, _rounded(v)))


@rule("bytes.absolute", "to_bytes", share="1/4", when=_beyond(low=True, high=False))
def _absolute(_call: Call, x: Tensor) -> Tensor:
    return x.map(lambda v: min(BYTE, abs(_rounded(v))))


@rule("bytes.forgotten", "to_bytes", share="0", when=_beyond(low=True, high=True))
def _not_clipped(_call: Call, x: Tensor) -> Tensor:
    return x.map(_rounded)
