"""Where the windows of a layer lie: how many there are along an axis, and which cells each of them covers."""

from functools import lru_cache
from typing import Any

import numpy as np

from .conventions import Conventions
from .values import Axes, DoesNotFit, Number, Tensor

Sides = tuple[tuple[int, int], tuple[int, int]]  # cells added (above, below), (left, right)

MAX_PRODUCTS = 20_000_000  # more than anybody asks; refused before any work begins


def sides(padding: Axes, conventions: Conventions) -> Sides:
    """Where the cells of a padding go: p on each side, or p in total with the odd one below and at the right."""
    if padding == (0, 0):
        return ((0, 0), (0, 0))
    if conventions.padding == "per-side":
        return ((padding.rows, padding.rows), (padding.columns, padding.columns))
    return ((padding.rows // 2, padding.rows - padding.rows // 2), (padding.columns // 2, padding.columns - padding.columns // 2))


def extent(window: int, dilation: int) -> int:
    """How many cells a window reaches over: d·(f − 1) + 1."""
    return dilation * (window - 1) + 1


def positions(n: int, window: int, added: int, stride: int, conventions: Conventions) -> int | None:
    """How many positions a window has along an axis of n cells with `added` padding cells in all; None if it does not fit."""
    room = n + added - window
    if room < 0:
        return None
    if room % stride == 0:
        return room // stride + 1
    if conventions.size == "none":
        return None
    return room // stride + 1 + (conventions.size == "ceil")


def map_size(x: Tensor, size: Axes, dilation: Axes, stride: Axes, around: Sides, conventions: Conventions) -> Axes:
    """Rows and columns of what a layer makes of these maps."""
    places = []
    for axis, name in ((0, "rows"), (1, "columns")):
        n, added, window = x.sizes[axis - 2], sum(around[axis]), extent(size[axis], dilation[axis])
        count = positions(n, window, added, stride[axis], conventions)
        if count is None:
            why = (
                f"is larger than the padded input's {n + added}"
                if window > n + added
                else f"does not end at the border of {n + added} with stride {stride[axis]}"
            )
            raise DoesNotFit(f"a window of {window} {name} {why}")
        places.append(count)
    return Axes(tuple(places))


@lru_cache(maxsize=512)
def covered(n: Axes, size: Axes, dilation: Axes, stride: Axes, corner: Axes, places: Axes) -> "np.ndarray[Any, Any]":
    """For each position (by row, then column) the flat cells of one map under its window; −1 where it lies on the border."""
    if places.rows * places.columns * size.rows * size.columns > MAX_PRODUCTS:
        raise DoesNotFit(f"{places.rows} × {places.columns} windows of {size.rows} × {size.columns} are too much work")
    if max(*stride, *dilation, *corner) > MAX_PRODUCTS:  # int64 could wrap
        raise DoesNotFit("a stride, a dilation or a padding beyond any map")
    rows, columns = (np.arange(places[a])[:, None] * stride[a] - corner[a] + np.arange(size[a])[None, :] * dilation[a] for a in (0, 1))
    inside = ((rows >= 0) & (rows < n.rows))[:, None, :, None] & ((columns >= 0) & (columns < n.columns))[None, :, None, :]
    cells = rows[:, None, :, None] * n.columns + columns[None, :, None, :]
    return np.where(inside, cells, -1).reshape(places.rows * places.columns, size.rows * size.columns)


def gathered(x: Tensor, cells: "np.ndarray[Any, Any]", border: Number = 0) -> "np.ndarray[Any, Any]":
    """The numbers under each window: positions × channels × cells of the window."""
    maps = x.array.reshape(-1, x.sizes[-2] * x.sizes[-1])
    if cells.size and int(cells.min()) < 0:
        edge = np.full((maps.shape[0], 1), border, dtype=maps.dtype)
        maps = np.concatenate((maps, edge), axis=1)  # index −1 is the border
    return maps[:, cells].transpose(1, 0, 2)
