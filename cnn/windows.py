"""Where the windows of a layer lie: how far each reaches, what border they need, how many there are, which cells each covers."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, assert_never

import numpy as np

from .conventions import Conventions
from .layers import Conv, Pad, Pool
from .values import Axes, DoesNotFit, Number, Tensor

Side = tuple[int, int]  # cells added in front of an axis and behind it
Sides = tuple[Side, Side]  # (above, below), (left, right)

MAX_PRODUCTS = 20_000_000  # more than anybody asks; refused before any work begins
_CLOSE = Axes((1, 1))
_BARE: Sides = ((0, 0), (0, 0))


class Laid(NamedTuple):
    """How the windows of a layer lie on maps of one size."""

    window: Axes  # cells of the window
    spacing: Axes  # 1 where they lie side by side
    stride: Axes
    around: Sides
    reach: Axes  # cells from the first to the last under the window, those between them included


def extent(window: int, spacing: int) -> int:
    """How many cells a window reaches over: d·(f − 1) + 1."""
    return spacing * (window - 1) + 1


def spacing(layer: Conv | Pool, conventions: Conventions) -> Axes:
    """How far apart the cells of a window lie, from its dilation."""
    if isinstance(layer, Pool) or layer.dilation is None:
        return _CLOSE
    found = Axes(tuple(d + (conventions.dilation == "from-zero") for d in layer.dilation))
    if min(found) < 1:
        raise DoesNotFit("a dilation of 0 where 1 means side by side")
    return found


def stride_of(layer: Conv | Pool, conventions: Conventions) -> Axes:
    """The stride; where a pooling layer says nothing of it, what the convention says."""
    if layer.stride is not None:
        return layer.stride
    return layer.window if isinstance(layer, Pool) and conventions.pool_stride == "window" else _CLOSE


def laid(n: Axes, layer: Conv | Pool, conventions: Conventions) -> Laid:
    """How the windows of a layer lie on maps of n rows and columns."""
    return _lying(n, layer, conventions, _side)


def measured(n: Axes, layer: Conv | Pool, conventions: Conventions) -> Laid:
    """The same where only sizes matter: the whole padding stands behind, so that nobody asks on which side an odd cell goes."""

    def behind(pad: Pad, n: int, reach: int, stride: int, conventions: Conventions) -> Side:
        return (0, _total(pad, n, reach, stride, conventions))

    return _lying(n, layer, conventions, behind)


def _lying(n: Axes, layer: Conv | Pool, conventions: Conventions, side: Callable[..., Side]) -> Laid:
    apart, stride = spacing(layer, conventions), stride_of(layer, conventions)
    window, pads = layer.window if isinstance(layer, Pool) else layer.size, layer.padding
    reach = window if apart is _CLOSE else Axes((extent(window[0], apart[0]), extent(window[1], apart[1])))
    if pads.none:
        return Laid(window, apart, stride, _BARE, reach)
    around = (side(pads[0], n[0], reach[0], stride[0], conventions), side(pads[1], n[1], reach[1], stride[1], conventions))
    return Laid(window, apart, stride, around, reach)


def _total(pad: Pad, n: int, reach: int, stride: int, conventions: Conventions) -> int:
    """The cells that are added to an axis, on both sides together."""
    match pad:
        case 0 | "valid":
            return 0
        case "full":
            return 2 * (reach - 1)
        case "same":
            return max(0, (-(-n // stride) - 1) * stride + reach - n)
        case int():
            return 2 * pad if conventions.padding == "per-side" else pad
        case tuple():
            return sum(pad)
        case _:
            assert_never(pad)


def _side(pad: Pad, n: int, reach: int, stride: int, conventions: Conventions) -> Side:
    if isinstance(pad, tuple):
        return pad
    total = _total(pad, n, reach, stride, conventions)
    may_be_odd = pad == "same" and (reach % 2 == 0 or stride > 1)  # whatever the size is: the question tells nothing of it
    return halved(total, conventions) if total % 2 or may_be_odd else (total // 2, total // 2)


def halved(total: int, conventions: Conventions) -> Side:
    """A padding in total on the two sides of an axis."""
    less, more = total // 2, total - total // 2
    return (less, more) if conventions.odd == "behind" else (more, less)


def positions(n: int, reach: int, added: int, stride: int, conventions: Conventions) -> int | None:
    """How many positions a window has along an axis of n cells with `added` padding cells in all; None if it does not fit.

    What is done with a rest is asked wherever there is a stride: were it asked only where something is left over, who reads
    the conventions under a question would know that.
    """
    rounding = conventions.size if stride > 1 else "floor"
    room = n + added - reach
    if room < 0:
        return None
    if room % stride == 0:
        return room // stride + 1
    return None if rounding == "none" else room // stride + 1 + (rounding == "ceil")


_AXES = ("rows", "columns")


def places_of(n: Axes, lying: Laid, conventions: Conventions) -> Axes:
    """Rows and columns of what a layer makes of these maps."""
    places: list[int] = []
    for name, size, reach, (front, behind), stride in zip(_AXES, n, lying.reach, lying.around, lying.stride, strict=True):
        count = positions(size, reach, front + behind, stride, conventions)
        if count is None:
            padded = size + front + behind
            why = (
                f"larger than the padded input's {padded}"
                if reach > padded
                else f"not ending at the border of {padded} with stride {stride}"
            )
            raise DoesNotFit(f"a window of {reach} {name} is {why}")
        places.append(count)
    return Axes((places[0], places[1]))


def touching(counts: Sequence[int | None], n: Axes, lying: Laid, conventions: Conventions) -> Axes | None:
    """How many of these windows of a pooling layer have something under them: only they give a number.

    Where sizes are rounded up, the last window is dropped if it would begin beyond the map. None: one of them lies wholly in the border
    all the same, or does not fit.
    """
    places: list[int] = []
    for count, size, window, stride, (front, _) in zip(counts, n, lying.window, lying.stride, lying.around, strict=True):
        if count is None:
            return None
        begin = (size + front - 1) // stride + 1  # so many begin on the map or in front of it
        if stride > 1 and conventions.size == "ceil" and count > begin:
            count -= 1
        if front >= window or count > begin:
            return None
        places.append(count)
    return Axes((places[0], places[1]))


@lru_cache(maxsize=512)
def covered(n: Axes, lying: Laid, places: Axes) -> "np.ndarray[Any, Any]":
    """For each position (by row, then column) the flat cells of one map under its window; −1 where it lies on the border."""
    size, corner = lying.window, (lying.around[0][0], lying.around[1][0])
    if places.rows * places.columns * size.rows * size.columns > MAX_PRODUCTS:
        raise DoesNotFit(f"{places.rows} × {places.columns} windows of {size.rows} × {size.columns} are too much work")
    if max(*lying.stride, *lying.spacing, *corner) > MAX_PRODUCTS:  # int64 could wrap
        raise DoesNotFit("a stride, a dilation or a padding beyond any map")
    rows, columns = (
        np.arange(places[a])[:, None] * lying.stride[a] - corner[a] + np.arange(size[a])[None, :] * lying.spacing[a] for a in (0, 1)
    )
    inside = ((rows >= 0) & (rows < n.rows))[:, None, :, None] & ((columns >= 0) & (columns < n.columns))[None, :, None, :]
    cells = rows[:, None, :, None] * n.columns + columns[None, :, None, :]
    return np.where(inside, cells, -1).reshape(places.rows * places.columns, size.rows * size.columns)


def gathered(x: Tensor, cells: "np.ndarray[Any, Any]", border: Number = 0) -> "np.ndarray[Any, Any]":
    """The numbers under each window: positions × channels × cells of the window."""
    maps = x.array.reshape(-1, x.sizes[-2] * x.sizes[-1])
    if cells.size and cells.min() < 0:
        edge = np.full((maps.shape[0], 1), border, dtype=maps.dtype)
        maps = np.concatenate((maps, edge), axis=1)  # index −1 is the border
    return maps[:, cells].transpose(1, 0, 2)
