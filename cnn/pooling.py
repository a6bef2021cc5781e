"""Pooling: one number for each window, on each channel by itself."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import msgspec

from .layers import Pool
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Number, Tensor, whole
from .windows import Laid, covered, laid, places_of


def _constant(_x: Tensor, _layer: Pool, result: Tensor) -> str | None:
    return "the pooled map is constant" if len(result.values) > 1 and len(set(result.values)) == 1 else None


@lru_cache(maxsize=256)
def _real(n: Axes, lying: Laid, places: Axes) -> tuple[tuple[int, ...], ...]:
    """For each position the cells of the map under the window; what lies beyond its border counts as nothing."""
    cells = covered(n, lying, places).tolist()
    real = tuple(tuple(cell for cell in window if cell >= 0) for window in cells)
    if not all(real):
        raise DoesNotFit("a window lies beyond the border of the map")
    return real


def _windows(net: Operations, x: Tensor, layer: Pool) -> tuple[tuple[tuple[int, ...], ...], Axes]:
    if len(x.sizes) not in (2, 3):
        raise DoesNotFit(f"pooling was handed {' × '.join(map(str, x.sizes))}")
    n = Axes(x.sizes[-2:])
    lying = laid(n, layer, net.conventions)
    places = places_of(n, lying, net.conventions)
    return _real(n, lying, places), places


def _pooled(net: Operations, x: Tensor, layer: Pool, reduce: Callable[[Sequence[Number]], Number]) -> Tensor:
    windows, places = _windows(net, x, layer)
    values = [reduce([channel.values[cell] for cell in window]) for channel in x.channels() for window in windows]
    return Tensor.made((*x.sizes[:-2], *places), tuple(values))


def _mean(numbers: Sequence[Number]) -> Number:
    return whole(Fraction(sum(numbers)) / len(numbers))


class Pooling(Operations):
    @operation(flaw=_constant)
    def max_pool(self, x: Tensor, layer: Pool) -> Tensor:
        """q[c, i, j] = the largest x[c, s·i + u − p, s·j + v − p] with u, v inside the window, as far as it lies on the map."""
        if self.explains:
            self.largest(self.pool_window(x, layer))
        return _pooled(self, x, layer, max)

    @operation()
    def pool_window(self, x: Tensor, layer: Pool) -> Tensor:
        """The cells of the first channel under the window in the upper left corner."""
        windows, _ = _windows(self, x, layer)
        first = next(x.channels())
        return Tensor.made((len(windows[0]),), tuple(first.values[cell] for cell in windows[0]))

    @operation()
    def largest(self, x: Tensor) -> Number:
        """The largest number of a window."""
        return max(x.values)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _moves(call: Call, x: Any, layer: Pool, stride: Axes) -> bool:
    """Whether there is room for a step of another length: a window that fills the map stays where it is with any stride."""
    shape = x.shape if isinstance(x, Tensor) else x
    if shape is None or shape.rows is None or shape.columns is None:
        return False
    n = Axes((shape.rows, shape.columns))
    lying = laid(n, layer, call.conventions)
    room = [n[a] + sum(lying.around[a]) - lying.window[a] for a in (0, 1)]
    return any(lying.stride[a] != stride[a] and room[a] >= min(lying.stride[a], stride[a]) for a in (0, 1))


@rule("pool.stride-is-window", "max_pool", "pool_shape", share="1/2", when=lambda call, x, layer: _moves(call, x, layer, layer.window))
def _stride_is_window(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=layer.window))


@rule("pool.stride-is-one", "max_pool", "pool_shape", share="1/2", when=lambda call, x, layer: _moves(call, x, layer, Axes((1, 1))))
def _stride_is_one(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=Axes((1, 1))))


@rule("pool.average", "max_pool", share="1/4", when=lambda _call, _x, layer: layer.window != (1, 1))
def _average(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, _mean)


@rule("pool.minimum", "max_pool", share="0", when=lambda _call, _x, layer: layer.window != (1, 1))
def _minimum(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, min)
