"""Sizes: how large a map becomes, and how many numbers it has."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import msgspec

from .layers import Conv, Layers, Pad, Padding, Pool, Word
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Shape, Tensor, whole
from .windows import Side, extent, laid, measured, positions, touching


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


def together(padding: int | Side) -> int:
    """The cells of a padding on both sides."""
    if not isinstance(padding, tuple):
        whole_numbers((padding, 0))
        return padding
    if len(padding) != 2:
        raise DoesNotFit(f"padding on {len(padding)} sides of an axis")
    whole_numbers((padding[0], 0), (padding[1], 0))
    return sum(padding)


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
        n, counts = sized(shape), self._sizes(shape, layer)
        places = touching(counts, n, laid(n, layer, self.held), self.held)  # what matters of the conventions was asked for the sizes
        return None if shape is None or places is None else shape.with_(rows=places.rows, columns=places.columns)

    def _sizes(self, shape: Shape | None, layer: Conv | Pool) -> list[int | None]:
        n = sized(shape)
        lying = measured(n, layer, self.conventions)
        padding = [_told(pad, sum(around)) for pad, around in zip(layer.padding, lying.around, strict=True)]
        return [self.output_size(n[a], lying.window[a], padding[a], lying.stride[a], lying.spacing[a]) for a in (0, 1)]

    @operation()
    def output_size(self, size: int, window: int, padding: int | Side, stride: int, dilation: int) -> int | None:
        """⌊(n + P − (d·(f − 1) + 1)) / s⌋ + 1, where P is the padding of both sides together; (in front, behind) where they differ."""
        whole_numbers((size, 1), (window, 1), (stride, 1), (dilation, 1))
        return positions(size, extent(window, dilation), together(padding), stride, self.conventions)


def _told(pad: Pad, added: int) -> int | Side:
    """Who counts one side only has no number to take where a layer says another one for each side."""
    return pad if isinstance(pad, tuple) and pad[0] != pad[1] else added


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _room(size: int, window: int, padding: int | Side, stride: int, dilation: int) -> int:
    whole_numbers((size, 1), (window, 1), (stride, 1), (dilation, 1))
    return size + together(padding) - extent(window, dilation)


def _rest(call: Call, rounding: str, *layer: Any) -> bool:
    """The window fits, but does not end at the border; and this is what is done there."""
    room, stride = _room(*layer), layer[3]
    return call.conventions.size == rounding and room > 0 and room % stride > 0


def _size(call: Call, size: int, window: int, padding: int | Side, stride: int, dilation: int) -> int | None:
    _room(size, window, padding, stride, dilation)  # there are only whole numbers
    return positions(size, extent(window, dilation), together(padding), stride, call.conventions)


@rule("size.plus-one-forgotten", "output_size", share="1/2", when=lambda call, *layer: (_size(call, *layer) or 0) > 1)  # nobody writes 0
def _no_plus_one(call: Call, *layer: Any) -> int:
    return call.right(*layer) - 1


@rule(
    "size.padding-once",
    "output_size",
    share="1/2",
    when=lambda call, n, f, p, s, d: _twice_padded(call, p) and _room(n, f, p, s, d) >= p // 2,
)
def _padding_once(call: Call, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding // 2, stride, dilation)


def _twice_padded(call: Call, padding: int | Side) -> bool:
    """The same number of cells on both sides."""
    total = together(padding)
    return padding == total > 0 and total % 2 == 0 and call.conventions.padding == "per-side"


@rule("size.padding-ignored", "output_size", share="1/4", when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) >= together(p) > 0)
def _padding_ignored(call: Call, size: int, window: int, _padding: int | Side, stride: int, dilation: int) -> int | None:
    return call.right(size, window, 0, stride, dilation)


@rule("size.stride-ignored", "output_size", share="1/4", when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) > 0 and s > 1)
def _stride_ignored(call: Call, size: int, window: int, padding: int | Side, _stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding, 1, dilation)


@rule(
    "size.dilation-ignored",
    "output_size",
    share="1/2",
    when=lambda call, n, f, p, s, d: _size(call, n, f, p, s, 1) is not None and f > 1 and _room(n, f, p, s, d) < _room(n, f, p, s, 1),
)
def _dilation_ignored(call: Call, size: int, window: int, padding: int | Side, stride: int, _dilation: int) -> int | None:
    return call.right(size, window, padding, stride, 1)


@rule(
    "size.divided-by-kernel",
    "output_size",
    share="1/4",
    when=lambda _call, n, f, p, s, d: _room(n, f, p, s, d) >= min(f, s) and f != s,
)
def _divided_by_kernel(call: Call, size: int, window: int, padding: int | Side, _stride: int, dilation: int) -> int | None:
    return call.right(size, window, padding, window, dilation)


@rule("size.rounded-up", "output_size", share="1/2", when=lambda call, *layer: _rest(call, "floor", *layer))
def _rounded_up(_call: Call, size: int, window: int, padding: int | Side, stride: int, dilation: int) -> int | None:
    return -(-_room(size, window, padding, stride, dilation) // stride) + 1


@rule("size.does-not-fit-overlooked", "output_size", share="0", when=lambda _call, *layer: _room(*layer) < 0)
@rule("size.forced", "output_size", share="1/4", when=lambda call, *layer: _rest(call, "none", *layer))
@rule("size.rounded-down", "output_size", share="1/2", when=lambda call, *layer: _rest(call, "ceil", *layer))
def _rounded_down(_call: Call, size: int, window: int, padding: int | Side, stride: int, dilation: int) -> int | None:
    return abs(_room(size, window, padding, stride, dilation)) // stride + 1


def fits(call: Call, shape: Shape | None, layer: Conv | Pool | Layers) -> bool:
    """Whether there is a result at all: each window lies inside the padded input, and ends at its border where it has to."""
    return _after(call, shape, layer) is not None


def _after(call: Call, shape: Shape | None, layer: Conv | Pool | Layers) -> Axes | None:
    """The rows and columns behind one layer, or behind several; None if one of them does not fit."""
    n = sized(shape)
    for one in layer if isinstance(layer, Sequence) else (layer,):
        if not isinstance(one, Conv | Pool):
            raise DoesNotFit("a layer here has no window")
        lying = measured(n, one, call.conventions)
        rows, columns = (positions(n[a], lying.reach[a], sum(lying.around[a]), lying.stride[a], call.conventions) for a in (0, 1))
        if isinstance(one, Pool):
            rows, columns = touching((rows, columns), n, laid(n, one, call.net.held), call.conventions) or (None, None)
        if rows is None or columns is None:
            return None
        n = Axes((rows, columns))
    return n


def _changed(call: Call, shape: Shape, layer: Conv | Pool, **sizes: int | None) -> Shape | None:
    """The right shape with other sizes on some axes."""
    right = call.right(shape, layer)
    return right and right.with_(**sizes)


@rule(
    "shape.channels-kept",
    "output_shape",
    share="1/4",  # where the size is kept as well, it is a copy of what stands there
    when=lambda call, shape, layer: counted(shape).channels not in (None, 1, layer.filters) and fits(call, shape, layer),
)
def _channels_kept(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    return _changed(call, shape, layer, channels=shape.channels)


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
    when=lambda call, shape, layer: _depth(shape, layer) > 1 and fits(call, shape, layer),
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


@rule("shape.axes-swapped", "output_shape", "pool_shape", "stack_shape", share="1/2", when=lambda *call: _lopsided(*call))
def _axes_swapped(call: Call, shape: Shape, layer: Conv | Pool | Layers) -> Shape | None:
    right = call.right(shape, layer)
    return right and right.with_(rows=right.columns, columns=right.rows)


def _lopsided(call: Call, shape: Shape | None, layer: Conv | Pool | Layers) -> bool:
    """The result has not as many rows as columns."""
    after = _after(call, shape, layer)
    return after is not None and after.rows != after.columns


@rule("shape.same-keeps-size", "output_shape", share="1/4", when=lambda *call: fits(*call) and _smaller(*call))
def _same_keeps_size(call: Call, shape: Shape, layer: Conv) -> Shape | None:
    kept = {axis: getattr(shape, axis) for axis, pad in zip(("rows", "columns"), layer.padding, strict=True) if pad == "same"}
    return _changed(call, shape, layer, **kept)


def _smaller(_call: Call, shape: Shape, layer: Conv) -> bool:
    """A stride makes the map smaller although the padding is "same"."""
    return any(layer.padding[a] == "same" and layer.stride[a] > 1 and sized(shape)[a] > 1 for a in (0, 1))


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
