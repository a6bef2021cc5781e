"""Sizes: how large a map becomes, how many numbers it has, and which setting was hidden."""

from typing import Any

import msgspec

from .layers import Conv, Pool
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Shape, Tensor
from .windows import extent, laid, positions

MAX_KERNEL = 99  # the largest kernel that is looked for


def whole_numbers(*pairs: tuple[object, int]) -> None:
    """Each value is a whole number, and not below its least."""
    for value, least in pairs:
        if type(value) is not int or value < least:
            raise DoesNotFit(f"{value} where a whole number from {least} should stand")


def _sized(shape: Shape | None) -> Axes:
    if shape is None or shape.rows is None or shape.columns is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    if shape.rows < 1 or shape.columns < 1:
        raise DoesNotFit(f"a map of {shape.rows} × {shape.columns}")
    return Axes((shape.rows, shape.columns))


class Sizes(Operations):
    @operation()
    def output_shape(self, shape: Shape | None, layer: Conv) -> Shape | None:
        """The shape of a convolutional layer's result: its size by rows and by columns, and one channel for each filter."""
        rows, columns = self._sizes(shape, layer)
        return None if rows is None or columns is None else Shape(channels=layer.filters, rows=rows, columns=columns)

    @operation()
    def pool_shape(self, shape: Shape | None, layer: Pool) -> Shape | None:
        """The shape of a pooling layer's result: its size by rows and by columns, and as many channels as before."""
        rows, columns = self._sizes(shape, layer)
        return None if shape is None or rows is None or columns is None else shape.with_(rows=rows, columns=columns)

    def _sizes(self, shape: Shape | None, layer: Conv | Pool) -> list[int | None]:
        n = _sized(shape)
        lying = laid(n, layer, self.conventions)
        return [self.output_size(n[a], lying.window[a], sum(lying.around[a]), lying.stride[a], lying.spacing[a]) for a in (0, 1)]

    @operation()
    def output_size(self, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
        """⌊(n + P − (d·(f − 1) + 1)) / s⌋ + 1, where P is the padding of both sides together."""
        whole_numbers((size, 1), (window, 1), (padding, 0), (stride, 1), (dilation, 1))
        return positions(size, extent(window, dilation), padding, stride, self.conventions)

    @operation()
    def size(self, x: Tensor | Shape | None) -> int:
        """How many numbers a tensor holds: the product of its sizes, and so the length of its flattened vector."""
        shape = _counted(x)
        if any(size < 1 for size in shape.axes().values()):
            raise DoesNotFit("a shape with a size below 1")
        return shape.size()

    @operation()
    def kernels_that_fit(self, before: int, after: int, padding: int, stride: int) -> tuple[int, ...]:
        """All kernel sizes f with ⌊(n + P − f) / s⌋ + 1 = m, where P is the padding of both sides together."""
        whole_numbers((before, 1), (after, 1), (padding, 0), (stride, 1))
        return tuple(f for f in range(1, min(before + padding, MAX_KERNEL) + 1) if self.output_size(before, f, padding, stride, 1) == after)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _room(size: int, window: int, padding: int, stride: int, dilation: int) -> int:
    whole_numbers((size, 1), (window, 1), (padding, 0), (stride, 1), (dilation, 1))
    return size + padding - extent(window, dilation)


def _left_over(size: int, window: int, padding: int, stride: int, dilation: int) -> bool:
    """The window fits, but does not end at the border."""
    room = _room(size, window, padding, stride, dilation)
    return room > 0 and room % stride > 0


def _has_a_size(call: Call, *arguments: int) -> bool:
    return _room(*arguments) >= 0 and not (call.conventions.size == "none" and _left_over(*arguments))


def _positive(size: int) -> int | None:
    """What a formula gives; nobody writes down a size below 1."""
    return size if size >= 1 else None


@rule("size.plus-one-forgotten", "output_size", share="1/2", when=_has_a_size)
def _no_plus_one(call: Call, *arguments: int) -> int | None:
    right = call.right(*arguments)
    return right and _positive(right - 1)


@rule(
    "size.padding-once",
    "output_size",
    share="1/2",
    when=lambda call, n, f, p, s, d: _twice_padded(call, p) and _room(n, f, p, s, d) >= p // 2,
)
def _padding_once(call: Call, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding // 2, stride, dilation)


def _twice_padded(call: Call, padding: int) -> bool:
    whole_numbers((padding, 0))
    return padding > 0 and padding % 2 == 0 and call.conventions.padding == "per-side"


@rule("size.padding-ignored", "output_size", share="1/4", when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) >= p > 0)
def _padding_ignored(call: Call, size: int, window: int, _padding: int, stride: int, dilation: int) -> int | None:
    return call.right(size, window, 0, stride, dilation)


@rule("size.stride-ignored", "output_size", share="1/4", when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) > 0 and s > 1)
def _stride_ignored(call: Call, size: int, window: int, padding: int, _stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding, 1, dilation)


@rule(
    "size.rounded-up",
    "output_size",
    share="1/2",
    when=lambda call, n, f, p, s, d: call.conventions.size == "floor" and _left_over(n, f, p, s, d),
)
def _rounded_up(_call: Call, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    return -(-_room(size, window, padding, stride, dilation) // stride) + 1


@rule(
    "size.forced",
    "output_size",
    share="1/4",
    when=lambda call, n, f, p, s, d: call.conventions.size == "none" and _left_over(n, f, p, s, d),
)
def _forced(_call: Call, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    return _room(size, window, padding, stride, dilation) // stride + 1


@rule("size.does-not-fit-overlooked", "output_size", share="0", when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) < 0)
def _overlooked(_call: Call, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    return abs(_room(size, window, padding, stride, dilation)) + 1


@rule(
    "shape.channels-kept",
    "output_shape",
    share="1/2",
    when=lambda call, shape, layer: (_counted(shape).channels or 1) != layer.filters and _fits(call, shape, layer),
)
def _channels_kept(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    right = call.right(shape, layer)
    return right and right.with_(channels=shape.channels or 1)


@rule(
    "shape.layout-swapped",
    "output_shape",
    "pool_shape",
    share="1/2",
    when=lambda call, shape, layer: _depth(shape, layer) > 1 and _fits(call, shape, layer),
)
def _layout_swapped(call: Call, shape: Shape, layer: Any) -> Shape | None:
    right = call.right(shape, layer)
    if right is None:
        return None
    if call.conventions.layout == "rows-columns-channels":
        return Shape(rows=right.channels, columns=right.rows, channels=right.columns)
    return Shape(channels=right.rows, rows=right.columns, columns=right.channels)


def _depth(shape: Shape | None, layer: Conv | Pool) -> int:
    return layer.filters if isinstance(layer, Conv) else _counted(shape).channels or 1


@rule(
    "shape.axes-swapped", "output_shape", share="1/2", when=lambda call, shape, layer: _lopsided(shape, layer) and _fits(call, shape, layer)
)
def _axes_swapped(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    right = call.right(shape, layer)
    return right and right.with_(rows=right.columns, columns=right.rows)


def _lopsided(shape: Shape | None, layer: Conv) -> bool:
    """Rows and columns are told apart by the sizes or by the settings of the layer."""
    mirrored, shape = (layer.size, layer.stride, layer.padding, layer.dilation or (1, 1)), _counted(shape)
    return shape.rows != shape.columns or any(rows != columns for rows, columns in mirrored)


def _fits(call: Call, shape: Shape, layer: Conv | Pool) -> bool:
    """Whether there is a result at all: the window lies inside the padded input, and ends at its border where it has to."""
    n = _sized(shape)
    lying = laid(n, layer, call.conventions)
    return all(positions(n[a], lying.reach[a], sum(lying.around[a]), lying.stride[a], call.conventions) is not None for a in (0, 1))


@rule("flatten.side-only", "size", share="1/4", when=lambda _call, x: _counted(x).rows not in (None, _counted(x).size()))
def _side_only(_call: Call, x: Tensor | Shape) -> int:
    return _counted(x).rows or 1


@rule("flatten.channels-forgotten", "size", share="1/2", when=lambda _call, x: (_counted(x).channels or 1) > 1)
def _flat_without_channels(_call: Call, x: Tensor | Shape) -> int:
    return msgspec.structs.replace(_counted(x), channels=None).size()


@rule("flatten.before-pooling", "size", share="1/2", when=lambda call, x: _shrunk(call, x))
def _flat_before_pooling(call: Call, _x: Tensor | Shape) -> int:
    return call.right(_before_pooling(call)[-1])


def _shrunk(call: Call, x: Tensor | Shape) -> bool:
    """Whether pooling has left fewer numbers than there were before it."""
    return any(_counted(before).size() != _counted(x).size() for before in _before_pooling(call)[-1:])


def _counted(x: Tensor | Shape | None) -> Shape:
    shape = x.shape if isinstance(x, Tensor) else x
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    return shape


def _before_pooling(call: Call) -> list[Any]:
    return [step.arguments[0] for step in call.steps if step.operation in ("max_pool", "pool_shape")]
