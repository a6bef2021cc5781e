"""Pooling: one number for each window, on each channel by itself."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any, Literal

import msgspec

from .conventions import Conventions
from .layers import NOTHING, Pool
from .mistakes import rule, slip
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Number, Shape, Tensor, whole
from .windows import Laid, covered, laid, measured, places_of, stride_of, touching

Windows = tuple[tuple[int, ...], ...]  # for each position the flat cells of one map


def _constant(_x: Tensor, _layer: Pool, result: Tensor) -> str | None:
    return "the pooled map is constant" if len(result.values) > 1 and len(set(result.values)) == 1 else None


@lru_cache(maxsize=256)
def _real(n: Axes, lying: Laid, places: Axes) -> Windows:
    """For each position the cells of the map under the window; what lies beyond its border counts as nothing."""
    cells = covered(n, lying, places).tolist()
    return tuple(tuple(cell for cell in window if cell >= 0) for window in cells)


def _places(n: Axes, lying: Laid, conventions: Conventions) -> Axes:
    places = touching(places_of(n, lying, conventions), n, lying, conventions)
    if places is None:
        raise DoesNotFit("a window lies wholly beside the map")
    return places


def _windows(net: Operations, x: Tensor, layer: Pool) -> tuple[Windows, Axes]:
    if len(x.sizes) not in (2, 3):
        raise DoesNotFit(f"pooling was handed {' × '.join(map(str, x.sizes))}")
    n = Axes(x.sizes[-2:])
    lying = laid(n, layer, net.conventions)
    places = _places(n, lying, net.conventions)
    return _real(n, lying, places), places


def _under(x: Tensor, windows: Windows) -> list[list[Number]]:
    """The numbers under each window, channel by channel."""
    return [[channel.values[cell] for cell in window] for channel in x.channels() for window in windows]


def _pooled(net: Operations, x: Tensor, layer: Pool, reduce: Callable[[Sequence[Number]], Number]) -> Tensor:
    windows, places = _windows(net, x, layer)
    return Tensor.made((*x.sizes[:-2], *places), tuple(map(reduce, _under(x, windows))))


def mean(numbers: Sequence[Number], cells: int | None = None) -> Number:
    return whole(Fraction(sum(numbers)) / (len(numbers) if cells is None else cells))


def _area(layer: Pool) -> int:
    return layer.window.rows * layer.window.columns


def _divisor(net: Operations, layer: Pool, windows: Windows) -> int | None:
    """By how many cells each window is divided; None: by those of it that lie on the map."""
    hangs_over = net.held.size == "ceil" and max(stride_of(layer, net.held)) > 1
    if layer.padding.none and not hangs_over:  # asked wherever it may matter, not only where it does: that would tell something
        return None
    whole = net.conventions.average == "whole-window"
    return _area(layer) if whole and any(len(window) < _area(layer) for window in windows) else None


class Pooling(Operations):
    @operation(flaw=_constant)
    def max_pool(self, x: Tensor, layer: Pool) -> Tensor:
        """q[c, i, j] = the largest x[c, s·i + u − p, s·j + v − p] with u, v inside the window, as far as it lies on the map."""
        if self.explains:
            self.largest(self.pool_window(x, layer))
        return _pooled(self, x, layer, max)

    @operation(flaw=_constant)
    def average_pool(self, x: Tensor, layer: Pool) -> Tensor:
        """q[c, i, j] = Σ x[c, s·i + u − p, s·j + v − p] / the number of cells with u, v inside the window."""
        windows, _ = _windows(self, x, layer)
        cells = _divisor(self, layer, windows)
        if self.explains:
            window = self.pool_window(x, layer)
            self.window_mean(window, cells or len(window.values))
        return _pooled(self, x, layer, lambda numbers: mean(numbers, cells))

    @operation(flaw=_constant)
    def min_pool(self, x: Tensor, layer: Pool) -> Tensor:
        """q[c, i, j] = the smallest x[c, s·i + u − p, s·j + v − p] with u, v inside the window, as far as it lies on the map."""
        if self.explains:
            self.smallest(self.pool_window(x, layer))
        return _pooled(self, x, layer, min)

    @operation()
    def pool_window(self, x: Tensor, layer: Pool) -> Tensor:
        """The cells of the first channel under the first window that reaches over the border; if none does, under the first one of all."""
        windows, _ = _windows(self, x, layer)
        first = next(x.channels())
        window = next((window for window in windows if len(window) < _area(layer)), windows[0])
        return Tensor.made((len(window),), tuple(first.values[cell] for cell in window))

    @operation()
    def largest(self, x: Tensor) -> Number:
        """The largest number of a window."""
        return max(x.values)

    @operation()
    def smallest(self, x: Tensor) -> Number:
        """The smallest number of a window."""
        return min(x.values)

    @operation()
    def window_mean(self, x: Tensor, cells: int) -> Number:
        """Σ x / cells: the sum of what lies under a window, divided by a number of cells."""
        if type(cells) is not int or cells < 1:
            raise DoesNotFit(f"a window of {cells} cells")
        return mean(x.values, cells)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------

_ALL = ("max_pool", "average_pool", "min_pool")


def _moves(call: Call, x: Tensor | Shape | None, layer: Pool, stride: Axes) -> bool:
    """Whether there is room for a step of another length: a window that fills the map stays where it is with any stride."""
    shape = x.shape if isinstance(x, Tensor) else x
    if shape is None or shape.rows is None or shape.columns is None:
        return False
    n = Axes((shape.rows, shape.columns))
    lying = measured(n, layer, call.conventions)
    room = [n[a] + sum(lying.around[a]) - lying.window[a] for a in (0, 1)]
    return any(lying.stride[a] != stride[a] and room[a] >= min(lying.stride[a], stride[a]) for a in (0, 1))


@rule("pool.stride-is-window", *_ALL, "pool_shape", share="1/2", when=lambda call, x, layer: _moves(call, x, layer, layer.window))
def _stride_is_window(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=layer.window))


@rule("pool.stride-is-one", *_ALL, "pool_shape", share="1/2", when=lambda call, x, layer: _moves(call, x, layer, Axes((1, 1))))
def _stride_is_one(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=Axes((1, 1))))


def _several_cells(_call: Call, _x: Tensor, layer: Pool) -> bool:
    return layer.window != (1, 1)


@rule("pool.average", "max_pool", "min_pool", share="1/4", when=_several_cells)
def _average(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, mean)


@rule("pool.maximum", "average_pool", "min_pool", share="1/4", when=_several_cells)
def _maximum(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, max)


_REDUCE: dict[str, Callable[[Sequence[Number]], Number]] = {"max_pool": max, "average_pool": mean, "min_pool": min}


def _filled(numbers: Sequence[Number], layer: Pool) -> tuple[Number, ...]:
    """What a window holds when zeros lie beyond the border."""
    return (*numbers, *(0,) * (_area(layer) - len(numbers)))


def _zeros_matter(call: Call, x: Tensor, layer: Pool) -> bool:
    """Whether zeros beyond the border would change a number: not if something larger lies beside them in max pooling."""
    windows, _ = _windows(call.net, x, layer)
    reduce = _REDUCE[call.operation.name]
    over_border = tuple(window for window in windows if len(window) < _area(layer))
    return any(reduce(numbers) != reduce(_filled(numbers, layer)) for numbers in _under(x, over_border))


def _zeros_are_wrong(call: Call, x: Tensor, layer: Pool) -> bool:
    return _zeros_matter(call, x, layer) and (call.operation.name != "average_pool" or call.conventions.average == "cells-on-map")


@rule("pool.border-as-zeros", *_ALL, share="1/2", when=_zeros_are_wrong)
def _border_as_zeros(call: Call, x: Tensor, layer: Pool) -> Tensor:
    reduce = _REDUCE[call.operation.name]
    return _pooled(call.net, x, layer, lambda numbers: reduce(_filled(numbers, layer)))


@rule(
    "pool.border-not-counted",
    "average_pool",
    share="1/2",
    when=lambda call, x, layer: _zeros_matter(call, x, layer) and call.conventions.average == "whole-window",
)
def _border_not_counted(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, mean)


def _padded(call: Call, x: Tensor, layer: Pool) -> bool:
    """Whether there is padding, and the window fits without it."""
    if layer.padding.none or len(x.sizes) < 2:
        return False
    n = Axes(x.sizes[-2:])
    return any(map(any, laid(n, layer, call.conventions).around)) and all(n[a] >= layer.window[a] for a in (0, 1))


@rule("pool.padding-ignored", *_ALL, share="1/4", when=_padded)
def _padding_ignored(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return call.right(x, msgspec.structs.replace(layer, padding=NOTHING))


def _one_more_window(call: Call, x: Tensor, layer: Pool) -> bool:
    """Whether rows or columns are left over, so that one more window would begin on the map and reach over the border."""
    if len(x.sizes) < 2 or call.conventions.size != "floor":
        return False
    n = Axes(x.sizes[-2:])
    lying = laid(n, layer, call.conventions)
    return _places(n, lying, call.conventions) != _places(n, lying, _rounded(call, "ceil"))


@rule("pool.incomplete-kept", *_ALL, share="1/2", when=_one_more_window)
def _incomplete_kept(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return Call(Operations(_rounded(call, "ceil")), call.operation, call.others).right(x, layer)


def _rounds_up(call: Call, x: Tensor, layer: Pool) -> bool:
    """Whether the last windows reach over the border because sizes are rounded up."""
    if len(x.sizes) < 2 or call.conventions.size != "ceil":
        return False
    n = Axes(x.sizes[-2:])
    lying = laid(n, layer, call.conventions)
    return _places(n, lying, call.conventions) != _places(n, lying, _rounded(call, "floor"))


def _rounded(call: Call, size: Literal["floor", "ceil"]) -> Conventions:
    return msgspec.structs.replace(call.net.held, size=size)


@rule("pool.incomplete-dropped", *_ALL, share="1/2", when=_rounds_up)
def _incomplete_dropped(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return Call(Operations(_rounded(call, "floor")), call.operation, call.others).right(x, layer)


@rule("pool.over-channels", *_ALL, share="1/4", when=lambda _call, x, _layer: len(x.sizes) == 3 and x.sizes[0] > 1)
def _over_channels(call: Call, x: Tensor, layer: Pool) -> Tensor:
    pooled = call.right(x, layer)
    cells = zip(*(channel.values for channel in pooled.channels()), strict=True)
    return Tensor.made((1, *pooled.sizes[1:]), tuple(map(_REDUCE[call.operation.name], cells)))


@rule("pool.minimum", "max_pool", "average_pool", share="0", when=_several_cells)
def _minimum(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, min)


# --- slips ---------------------------------------------------------------------------------------------------------------------------------------


def _next_best(call: Call, cell: int, x: Tensor, layer: Pool) -> Iterator[Number]:
    """What one window gives when its best number is overlooked wherever it stands in it."""
    windows, _ = _windows(call.net, x, layer)
    channel, window = divmod(cell, len(windows))
    if channel >= len(x.values) // prod(x.sizes[-2:]):
        return
    start, reduce = channel * prod(x.sizes[-2:]), _REDUCE[call.operation.name]
    numbers = [x.values[start + place] for place in windows[window]]
    others = [number for number in numbers if number != reduce(numbers)]
    if others:
        yield reduce(others)


slip("pool.maximum-overlooked", "max_pool")(_next_best)
slip("pool.minimum-overlooked", "min_pool")(_next_best)
