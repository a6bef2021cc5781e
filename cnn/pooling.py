"""Pooling: one number for each window, on each channel by itself."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec

from .layers import Pool
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Number, Tensor, plain, whole
from .windows import covered, gathered, map_size

_CLOSE = Axes((1, 1))
_NO_SIDES = ((0, 0), (0, 0))


def _constant(_x: Tensor, _layer: Pool, result: Tensor) -> str | None:
    return "the pooled map is constant" if len(result.values) > 1 and len(set(result.values)) == 1 else None


def _windows(net: Operations, x: Tensor, layer: Pool) -> tuple[Any, Axes]:
    """The numbers under each window, positions × channels × cells."""
    if len(x.sizes) not in (2, 3):
        raise DoesNotFit(f"pooling was handed {' × '.join(map(str, x.sizes))}")
    if layer.padding != (0, 0):
        raise DoesNotFit("pooling with padding")
    places = map_size(x, layer.window, _CLOSE, layer.stride, _NO_SIDES, net.conventions)
    cells = covered(Axes(x.sizes[-2:]), layer.window, _CLOSE, layer.stride, Axes((0, 0)), places)
    if cells.size and int(cells.min()) < 0:
        raise DoesNotFit("a window reaches over the border")
    return gathered(x, cells), places


def _pooled(net: Operations, x: Tensor, layer: Pool, reduce: Callable[[Any], Any]) -> Tensor:
    patches, places = _windows(net, x, layer)
    values = plain(reduce(patches).T)
    return Tensor.made((*x.sizes[:-2], *places), values)


class Pooling(Operations):
    @operation(flaw=_constant)
    def max_pool(self, x: Tensor, layer: Pool) -> Tensor:
        """q[c, i, j] = the largest x[c, s·i + u, s·j + v] with u, v inside the window."""
        if self.explains:
            self.largest(self.pool_window(x, layer))
        return _pooled(self, x, layer, lambda patches: patches.max(axis=2))

    @operation()
    def pool_window(self, x: Tensor, layer: Pool) -> Tensor:
        """The cells of the first channel under the window in the upper left corner."""
        patches, _ = _windows(self, x, layer)
        return Tensor.made(tuple(layer.window), plain(patches[0, 0]))

    @operation()
    def largest(self, x: Tensor) -> Number:
        """The largest number of a window."""
        return max(x.values)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


@rule("pool.stride-is-window", "max_pool", "pool_shape", share="1/2", when=lambda _call, _x, layer: layer.stride != layer.window)
def _stride_is_window(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=layer.window))


@rule("pool.stride-is-one", "max_pool", "pool_shape", share="1/2", when=lambda _call, _x, layer: layer.stride != (1, 1))
def _stride_is_one(call: Call, x: Any, layer: Pool) -> Any:
    return call.right(x, msgspec.structs.replace(layer, stride=Axes((1, 1))))


@rule("pool.average", "max_pool", share="1/4", when=lambda _call, _x, layer: layer.window != (1, 1))
def _average(call: Call, x: Tensor, layer: Pool) -> Tensor:
    size = layer.window.rows * layer.window.columns
    sums = _pooled(call.net, x, layer, lambda patches: patches.astype(object).sum(axis=2))
    return sums.map(lambda v: whole(Fraction(v, size)))


@rule("pool.minimum", "max_pool", share="1/4", when=lambda _call, _x, layer: layer.window != (1, 1))
def _minimum(call: Call, x: Tensor, layer: Pool) -> Tensor:
    return _pooled(call.net, x, layer, lambda patches: patches.min(axis=2))
