"""Pooling of whole maps, and how many times fewer numbers are left."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from .mistakes import rule
from .operation import Call, Operations, operation
from .pooling import mean
from .values import DoesNotFit, Number, Shape, Tensor, whole


def _constant(_x: Tensor, result: Tensor) -> str | None:
    return "the pooled list is constant" if len(result.values) > 1 and len(set(result.values)) == 1 else None


def _of_each_map(x: Tensor, reduce: Callable[[Sequence[Number]], Number]) -> Tensor:
    """One number for each channel; a single map gives a single number."""
    if len(x.sizes) not in (2, 3):
        raise DoesNotFit(f"pooling was handed {' × '.join(map(str, x.sizes))}")
    values = tuple(reduce(channel.values) for channel in x.channels())
    return Tensor.made((len(values),), values)


def _count(x: Tensor | Shape | None) -> int:
    shape = x.shape if isinstance(x, Tensor) else x
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    if any(size < 1 for size in shape.axes().values()):
        raise DoesNotFit("a shape with a size below 1")
    return shape.size()


class GlobalPooling(Operations):
    @operation(flaw=_constant)
    def global_average_pool(self, x: Tensor) -> Tensor:
        """q[c] = Σ x[c, i, j] / (rows · columns), over all rows i and columns j."""
        return _of_each_map(x, mean)

    @operation(flaw=_constant)
    def global_max_pool(self, x: Tensor) -> Tensor:
        """q[c] = the largest x[c, i, j], over all rows i and columns j."""
        return _of_each_map(x, max)

    @operation()
    def reduction_factor(self, before: Tensor | Shape | None, after: Tensor | Shape | None) -> Number:
        """How many times fewer numbers there are: the size before / the size after."""
        return whole(Fraction(_count(before), _count(after)))


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------

_BOTH = ("global_average_pool", "global_max_pool")


def _several_cells(_call: Call, x: Tensor) -> bool:
    return x.sizes[-2:] != (1, 1)


def _several_channels(_call: Call, x: Tensor) -> bool:
    return len(x.sizes) == 3 and x.sizes[0] > 1


@rule("pool.global-sum", "global_average_pool", share="1/2", when=lambda call, x: _several_cells(call, x) and any(x.values))
def _sum(_call: Call, x: Tensor) -> Tensor:
    return _of_each_map(x, lambda numbers: whole(sum(numbers)))


@rule("pool.global-average", "global_max_pool", share="1/4", when=_several_cells)
def _average(_call: Call, x: Tensor) -> Tensor:
    return _of_each_map(x, mean)


@rule("pool.global-maximum", "global_average_pool", share="1/4", when=_several_cells)
def _maximum(_call: Call, x: Tensor) -> Tensor:
    return _of_each_map(x, max)


@rule("pool.global-over-channels", *_BOTH, share="1/4", when=_several_channels)
def _over_channels(call: Call, x: Tensor) -> Tensor:
    return call.right(Tensor.made((1, len(x.values)), x.values))


def _fewer(_call: Call, before: Tensor | Shape | None, after: Tensor | Shape | None) -> bool:
    return _count(before) != _count(after)


@rule("reduction.one-side", "reduction_factor", share="1/2", when=lambda _call, before, after: _one_side_differs(before, after))
def _one_side(_call: Call, before: Tensor | Shape, after: Tensor | Shape) -> Number:
    return whole(Fraction(_rows(before) or 1, _rows(after) or 1))


def _rows(x: Tensor | Shape) -> int | None:
    return (x.shape if isinstance(x, Tensor) else x).rows


def _one_side_differs(before: Tensor | Shape, after: Tensor | Shape) -> bool:
    """Whether the rows become fewer, and the columns or the channels as well."""
    sizes = _count(before), _count(after)
    rows, fewer = _rows(before), _rows(after)
    return rows is not None and fewer is not None and rows != fewer and sizes[0] * fewer != sizes[1] * rows


@rule("reduction.turned-round", "reduction_factor", share="1/2", when=_fewer)
def _turned_round(call: Call, before: Tensor | Shape, after: Tensor | Shape) -> Number:
    return call.right(after, before)


@rule("reduction.difference", "reduction_factor", share="1/4", when=_fewer)
def _difference(_call: Call, before: Tensor | Shape, after: Tensor | Shape) -> Number:
    return abs(_count(before) - _count(after))
