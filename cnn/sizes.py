"""Sizes: how large a map becomes, and how many numbers it has."""

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

import msgspec

from .layers import Conv, Layers, Pad, Padding, Pool, Word
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Shape, Tensor, whole
from .windows import extent, measured, positions, stride_of


def whole_numbers(*pairs: tuple[object, int]) -> None:
    """Each value is a whole number, and not below its least."""
    for value, least in pairs:
        if type(value) is not int or value < least:
            raise DoesNotFit(f"{value} where a whole number from {least} should stand")


def sized(shape: Shape | None) -> Axes:
    """The rows and columns of a shape."""
    if shape is None or shape.rows is None or shape.columns is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    if shape.rows < 1 or shape.columns < 1:
        raise DoesNotFit(f"a map of {shape.rows} × {shape.columns}")
    return Axes((shape.rows, shape.columns))


def counted(x: Tensor | Shape | None) -> Shape:
    shape = x.shape if isinstance(x, Tensor) else x
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    return shape


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
        n = sized(shape)
        lying = measured(n, layer, self.conventions)
        return [self.output_size(n[a], lying.window[a], sum(lying.around[a]), lying.stride[a], lying.spacing[a]) for a in (0, 1)]

    @operation()
    def output_size(self, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
        """⌊(n + P − (d·(f − 1) + 1)) / s⌋ + 1, where P is the padding of both sides together."""
        whole_numbers((size, 1), (window, 1), (padding, 0), (stride, 1), (dilation, 1))
        return positions(size, extent(window, dilation), padding, stride, self.conventions)


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


@rule("size.plus-one-forgotten", "output_size", share="1/2", when=_has_a_size)
def _no_plus_one(call: Call, *arguments: int) -> int | None:
    right = call.right(*arguments)
    return right - 1 if right is not None and right > 1 else None  # nobody writes down a size of 0


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
    "size.dilation-ignored",
    "output_size",
    share="1/2",
    when=lambda call, n, f, p, s, d: _has_a_size(call, n, f, p, s, 1) and f > 1 and _room(n, f, p, s, d) < _room(n, f, p, s, 1),
)
def _dilation_ignored(call: Call, size: int, window: int, padding: int, stride: int, _dilation: int) -> int | None:
    return call.right(size, window, padding, stride, 1)


@rule(
    "size.divided-by-kernel",
    "output_size",
    share="1/4",
    when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) >= min(f, s) and f != s,
)
def _divided_by_kernel(call: Call, size: int, window: int, padding: int, _stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding, window, dilation)


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


def fits(call: Call, shape: Shape, layer: Conv | Pool) -> bool:
    """Whether there is a result at all: the window lies inside the padded input, and ends at its border where it has to."""
    n = sized(shape)
    lying = measured(n, layer, call.conventions)
    return all(positions(n[a], lying.reach[a], sum(lying.around[a]), lying.stride[a], call.conventions) is not None for a in (0, 1))


def _changed(call: Call, shape: Shape, layer: Conv | Pool, **sizes: int | None) -> Shape | None:
    """The right shape with other sizes on some axes."""
    right = call.right(shape, layer)
    return right and right.with_(**sizes)


@rule(
    "shape.channels-kept",
    "output_shape",
    share="1/2",
    when=lambda call, shape, layer: (counted(shape).channels or 1) != layer.filters and fits(call, shape, layer),
)
def _channels_kept(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    return _changed(call, shape, layer, channels=shape.channels or 1)


@rule("shape.depth-forgotten", "output_shape", share="1/2", when=lambda call, n, layer: layer.filters > 1 and fits(call, n, layer))
@rule("pool.channels-changed", "pool_shape", share="1/2", when=lambda call, n, layer: _depth(n, layer) > 1 and fits(call, n, layer))
def _one_channel(call: Call, shape: Shape, layer: Conv | Pool) -> Shape | None:
    return _changed(call, shape, layer, channels=1)


@rule("size.not-floored", "output_shape", "pool_shape", share="1/2", when=lambda *call: any(f.denominator > 1 for f in _unrounded(*call)))
def _not_floored(call: Call, shape: Shape, layer: Conv | Pool) -> Shape:
    """Half a row cannot be written down as a size, but it can be multiplied, and go on into the next layer."""
    rows, columns = (cast("int", whole(size)) for size in _unrounded(call, shape, layer))
    return shape.with_(rows=rows, columns=columns, channels=layer.filters if isinstance(layer, Conv) else shape.channels)


def _unrounded(call: Call, shape: Shape | None, layer: Conv | Pool) -> list[Fraction]:
    """(n + P − k) / s + 1 along rows and columns; nothing where sizes are not rounded down, or a window does not fit."""
    n = sized(shape)
    lying = measured(n, layer, call.conventions)
    room = [n[a] + sum(lying.around[a]) - lying.reach[a] for a in (0, 1)]
    return [Fraction(room[a]) / lying.stride[a] + 1 for a in (0, 1)] if call.conventions.size == "floor" and min(room) >= 0 else []


@rule("shape.filters-added", "output_shape", share="1/2", when=fits)
def _filters_added(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    return _changed(call, shape, layer, channels=(shape.channels or 1) + layer.filters)


@rule(
    "shape.layout-swapped",
    "output_shape",
    "pool_shape",
    "stack_shape",
    share="1/2",
    when=lambda call, shape, layer: _depth(shape, layer) > 1 and _made(call, shape, layer),
)
def _layout_swapped(call: Call, shape: Shape, layer: Conv | Pool | Layers) -> Shape | None:
    right = call.right(shape, layer)
    if right is None:
        return None
    if call.conventions.layout == "rows-columns-channels":
        return Shape(rows=right.channels, columns=right.rows, channels=right.columns)
    return Shape(channels=right.rows, rows=right.columns, columns=right.channels)


def _depth(shape: Shape | None, layer: Conv | Pool | Layers) -> int:
    """The channels of the result; of several layers, of that of the last one."""
    convs = [one for one in (layer if isinstance(layer, Sequence) else (layer,)) if isinstance(one, Conv)]
    return convs[-1].filters if convs else counted(shape).channels or 1


def _made(call: Call, shape: Shape, layer: Conv | Pool | Layers) -> bool:
    return isinstance(layer, Sequence) or fits(call, shape, layer)


@rule(
    "shape.axes-swapped",
    "output_shape",
    "stack_shape",
    share="1/2",
    when=lambda call, shape, layer: _lopsided(shape, layer) and _made(call, shape, layer),
)
def _axes_swapped(call: Call, shape: Shape, layer: Conv | Layers) -> Shape | None:
    right = call.right(shape, layer)
    return right and right.with_(rows=right.columns, columns=right.rows)


def _lopsided(shape: Shape | None, layer: Conv | Layers) -> bool:
    """Rows and columns are told apart by the sizes or by the settings of the layer."""
    shape = counted(shape)
    if not isinstance(layer, Conv):
        return shape.rows != shape.columns
    mirrored = (layer.size, layer.stride, layer.padding, layer.dilation or (1, 1))
    return shape.rows != shape.columns or any(rows != columns for rows, columns in mirrored)


@rule("shape.same-keeps-size", "output_shape", "pool_shape", share="1/4", when=lambda *call: _made_smaller(*call) and fits(*call))
def _same_keeps_size(call: Call, shape: Shape, layer: Conv | Pool) -> Shape | None:
    kept = {axis: getattr(shape, axis) for axis, pad in zip(("rows", "columns"), layer.padding, strict=True) if pad == "same"}
    return _changed(call, shape, layer, **kept)


def _made_smaller(call: Call, shape: Shape, layer: Conv | Pool) -> bool:
    """A stride makes the map smaller although the padding is "same"."""
    n, stride = sized(shape), stride_of(layer, call.conventions)
    return any(layer.padding[a] == "same" and stride[a] > 1 and n[a] > 1 for a in (0, 1))


@rule("shape.valid-for-same", "output_shape", "pool_shape", share="1/2", when=lambda *call: _told_apart("same", "valid", *call))
def _valid_for_same(call: Call, shape: Shape, layer: Conv | Pool) -> Shape | None:
    return call.right(shape, _exchanged(layer, "same", "valid"))


@rule("shape.same-for-valid", "output_shape", "pool_shape", share="1/4", when=lambda *call: _told_apart("valid", "same", *call))
def _same_for_valid(call: Call, shape: Shape, layer: Conv | Pool) -> Shape | None:
    return call.right(shape, _exchanged(layer, "valid", "same"))


def _exchanged(layer: Conv | Pool, word: Word, other: Word) -> Conv | Pool:
    pads: list[Pad] = [other if pad == word else pad for pad in layer.padding]
    return msgspec.structs.replace(layer, padding=Padding((pads[0], pads[1])))


def _told_apart(word: Word, other: Word, call: Call, shape: Shape, layer: Conv | Pool) -> bool:
    """The two words make borders of different widths."""
    n, changed = sized(shape), _exchanged(layer, word, other)
    return measured(n, layer, call.conventions).around != measured(n, changed, call.conventions).around and fits(call, shape, changed)
