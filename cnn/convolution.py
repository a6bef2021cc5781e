"""Convolution: slide the kernel over the padded maps, multiply, add up over the channels, add the bias."""

from fractions import Fraction
from itertools import cycle
from math import prod
from typing import Any

import msgspec
import numpy as np

from .by_hand import ByHand
from .layers import NOTHING, Conv, Pad, Padding
from .mistakes import rule
from .operation import Call, Operations, operation
from .products import bias_of, cells_of, index_of, kernels_of, patches_of, product_sums, turned, volume, weights_of
from .values import Axes, DoesNotFit, Number, Position, Tensor, plain, whole
from .windows import Laid, covered, laid, places_of


def _work(net: Operations, x: Tensor, layer: Conv) -> int:
    """Non-zero products of the whole map; a bias that is not zero is one more for each cell."""
    patches, _ = patches_of(net, x, layer)
    nonzero = Tensor.made(layer.weights.sizes, tuple(int(w != 0) for w in layer.weights.values)) if layer.weights else None
    if nonzero is None:
        return 0
    biased = sum(bias_of(layer, f) != 0 for f in range(layer.filters))
    return int(product_sums((patches != 0).astype(np.int64), nonzero).sum()) + len(patches) * biased


def _channel_work(net: Operations, x: Tensor, layer: Conv) -> int:
    return _work(net, x, msgspec.structs.replace(layer, biased=False, biases=None))


def _cell_work(net: Operations, x: Tensor, layer: Conv, position: Position) -> int:
    cells, weights = cells_of(net, x, layer, position), layer.weights.values if layer.weights else ()
    biased = sum(bias_of(layer, f) != 0 for f in range(layer.filters))
    return sum(cell != 0 and weight != 0 for cell, weight in zip(cycle(cells), weights, strict=False)) + biased


def _dull_kernel(_x: Tensor, layer: Conv, *_: Any) -> str | None:
    weights, cells = layer.weights.values if layer.weights else (), layer.size.rows * layer.size.columns
    dull = any(not any(weights[i : i + cells]) for i in range(0, len(weights), cells))
    return "a channel of a kernel is all zeros" if dull else None


def _with_biases(sums: "np.ndarray[Any, Any]", layer: Conv) -> tuple[Number, ...]:
    """The sums of products, filter after filter, each with the bias of its filter."""
    if layer.biases is None:
        return plain(sums.T)
    biases = layer.biases.array
    small = sums.dtype != object and biases.dtype != object  # each below 2⁶²
    return plain((sums + biases if small else sums.astype(object) + biases.astype(object)).T)


def _apart(net: Operations, x: Tensor, layer: Conv) -> Tensor:
    """A map for each channel, by the first filter."""
    kernels, (patches, places) = kernels_of(layer, net), patches_of(net, x, layer)
    first = Tensor.made(kernels.sizes[1:], kernels.values[: prod(kernels.sizes[1:])])
    single = (Tensor.made((1, *kernel.sizes), kernel.values) for kernel in first.channels())
    maps = [plain(product_sums(patches[:, c : c + 1], kernel)) for c, kernel in enumerate(single)]
    return Tensor.made((layer.channels, *places), tuple(value for one in maps for value in one))


class Convolution(ByHand):
    @operation(work=_work, flaw=_dull_kernel)
    def conv2d(self, x: Tensor, layer: Conv) -> Tensor:
        """z[f, i, j] = Σ over channels c, rows u, columns v of w[f, c, u, v] · x[c, s·i + d·u − p, s·j + d·v − p], plus b[f]."""
        if len(x.sizes) < 2 or (len(x.sizes) == 2 and layer.channels > 1):
            raise DoesNotFit(f"a layer for {layer.channels} channels was handed {' × '.join(map(str, x.sizes))}")
        kernels = kernels_of(layer, self)
        patches, places = patches_of(self, x, layer)
        if self.explains:
            self.one_cell(x, layer, Position((1, 1)))
        return Tensor.made((layer.filters, *places), _with_biases(product_sums(patches, kernels), layer))

    @operation(work=_cell_work, flaw=_dull_kernel)
    def conv2d_cell(self, x: Tensor, layer: Conv, position: Position) -> Number:
        """The cell of z at one position, for a layer with one filter."""
        kernels = kernels_of(layer, self)
        if layer.filters != 1:
            raise DoesNotFit(f"a cell of {layer.filters} maps")
        cells = cells_of(self, x, layer, position)
        if self.explains:
            self.one_cell(x, layer, position)
        return whole(sum([cell * weight for cell, weight in zip(cells, kernels.values, strict=True)]) + bias_of(layer, 0))

    @operation(work=_work, flaw=_dull_kernel)
    def conv1d(self, x: Tensor, layer: Conv) -> Tensor:
        """z[f, i] = Σ over channels c and cells v of w[f, c, 1, v] · x[c, s·i + d·v − p], plus b[f]: a kernel of one row on a signal."""
        if len(x.sizes) > 2 or layer.size.rows != 1:
            raise DoesNotFit(f"a kernel of {layer.size.rows} rows on {' × '.join(map(str, x.sizes))}")
        kernels = kernels_of(layer, self)
        patches, places = patches_of(self, x, layer)
        if places.rows != 1:
            raise DoesNotFit("a signal has one row")
        if self.explains:
            self.one_cell(x, layer, Position((1, 1)))
        sizes = (places.columns,) if layer.filters == 1 else (layer.filters, places.columns)
        return Tensor.made(sizes, _with_biases(product_sums(patches, kernels), layer))

    @operation(work=_channel_work, flaw=_dull_kernel)
    def channel_maps(self, x: Tensor, layer: Conv) -> Tensor:
        """The map of each channel by itself, before all of them and the bias are added up, for a layer with one filter."""
        if layer.filters != 1:
            raise DoesNotFit(f"the channels of {layer.filters} filters")
        return _apart(self, x, layer)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------

_SUMS = ("conv2d", "conv2d_cell", "conv1d")
_ALL = (*_SUMS, "channel_maps")


def _changed(layer: Conv, **settings: Any) -> Conv:
    return msgspec.structs.replace(layer, **settings)


def _lying(call: Call, x: Tensor, layer: Conv) -> Laid:
    return laid(_area(x, layer), layer, call.conventions)


def _area(x: Tensor, layer: Conv) -> Axes:
    return Axes(volume(x, layer).sizes[1:])


def _turns(layer: Conv) -> bool:
    return layer.size != (1, 1)


@rule(
    "conv2d.kernel-flipped",
    *_ALL,
    share="1/2",
    when=lambda call, _x, layer, *_: _turns(layer) and call.conventions.kernel == "as-it-is",
)
@rule(
    "conv2d.kernel-not-flipped",
    *_ALL,
    share="1/2",
    when=lambda call, _x, layer, *_: _turns(layer) and call.conventions.kernel == "flipped",
)
def _other_way_round(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, weights=turned(weights_of(layer))), *cell)


def _has_bias(_call: Call, _x: Tensor, layer: Conv, *_: Any) -> bool:
    return layer.biases is not None and any(layer.biases.values)


@rule("conv2d.bias-forgotten", *_SUMS, share="3/4", when=_has_bias)
def _no_bias(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, biased=False, biases=None), *cell)


def _seen(call: Call, x: Tensor, layer: Conv, *cell: Position) -> tuple[Axes, Any] | None:
    """Which cells of a map lie under the windows that are asked, all of them or a single one; None if the layer does not fit."""
    n = _area(x, layer)
    try:
        lying = laid(n, layer, call.conventions)
        places = places_of(n, lying, call.conventions)
        cells = covered(n, lying, places)
        return places, cells[index_of(cell[0], places)] if cell else cells
    except DoesNotFit:
        return None


def _sees_others(call: Call, x: Tensor, layer: Conv, changed: Conv, *cell: Position) -> bool:
    """Whether the changed layer fits and has other cells under its windows: a border that none of them reaches makes no difference."""
    if (layer.stride, layer.padding, layer.dilation) == (changed.stride, changed.padding, changed.dilation):
        return False
    before, after = _seen(call, x, layer, *cell), _seen(call, x, changed, *cell)
    if before is None or after is None:
        return False
    return (not cell and before[0] != after[0]) or not np.array_equal(before[1], after[1])


def _padded(call: Call, x: Tensor, layer: Conv, *cell: Position) -> bool:
    return _sees_others(call, x, layer, _changed(layer, padding=NOTHING), *cell)


@rule("conv2d.padding-ignored", *_ALL, share="1/4", when=_padded)
def _no_padding(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, padding=NOTHING), *cell)


def _moves(call: Call, x: Tensor, layer: Conv, *cell: Position) -> bool:
    """Whether a step shorter than the stride leads elsewhere: not to the first cell, nor where the kernel is as large as the padded input."""
    far = any(stride > 1 and all(position[a] > 1 for position in cell) for a, stride in enumerate(layer.stride))
    return far and _sees_others(call, x, layer, _changed(layer, stride=Axes((1, 1))), *cell)


@rule("conv2d.stride-ignored", *_ALL, share="1/4", when=_moves)
def _no_stride(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, stride=Axes((1, 1))), *cell)


@rule("conv2d.bias-per-channel", *_SUMS, share="1/2", when=lambda call, x, layer, *_: layer.channels > 1 and _has_bias(call, x, layer))
def _bias_per_channel(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    if layer.biases is None:
        raise DoesNotFit("the layer has no bias")
    return call.right(x, _changed(layer, biases=layer.biases.map(lambda b: b * layer.channels)), *cell)


@rule("conv2d.first-channel-only", *_SUMS, share="1/4", when=lambda _call, _x, layer, *_: layer.channels > 1)
def _first_channel(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    array = weights_of(layer).array.reshape(layer.filters, layer.channels, *layer.size)
    weights = Tensor.made((layer.filters, 1, *layer.size), plain(array[:, :1]))
    image = volume(x, layer)
    first = Tensor.made(image.sizes[1:] if len(x.sizes) == 3 else image.sizes[2:], image.values[: prod(image.sizes[1:])])
    return call.right(first, _changed(layer, channels=1, weights=weights), *cell)


def _can_be_rectified(call: Call, *arguments: Any) -> bool:
    """A single number shows it only if it is negative; were it refused for that, every cell that is asked alone would be negative.

    Nor need it show inside another operation, which looks for a sign, a place or a filter.
    """
    if call.net.depth > 1:
        return False
    right = call.right(*arguments)
    return len(right.values) > 1 or min(right.values) < 0 if isinstance(right, Tensor) else right < 0


@rule("conv2d.rectified", *_ALL, share="1/2", when=_can_be_rectified)
def _rectified(call: Call, *arguments: Any) -> Any:
    right = call.right(*arguments)
    return right.map(lambda v: max(v, 0)) if isinstance(right, Tensor) else max(right, Fraction(0) if isinstance(right, Fraction) else 0)


_SQUARE = ("conv2d", "conv2d_cell", "channel_maps")


@rule("conv2d.transposed", *_SQUARE, share="1/4", when=lambda _call, _x, layer, *_: layer.size.rows == layer.size.columns != 1)
def _transposed(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    weights = weights_of(layer)
    array = weights.array.reshape(weights.sizes).swapaxes(-1, -2)
    return call.right(x, _changed(layer, weights=Tensor.made(weights.sizes, plain(array))), *cell)


@rule("conv2d.cell-swapped", "conv2d_cell", share="1/2", when=lambda _call, _x, _layer, position: position.row != position.column)
def _other_cell(call: Call, x: Tensor, layer: Conv, position: Position) -> Number:
    return call.right(x, layer, Position((position.column, position.row)))


def _in_front(call: Call, x: Tensor, layer: Conv) -> Padding:
    (above, _), (left, _) = _lying(call, x, layer).around
    return Padding(((above, 0), (left, 0)))


def _reached_behind(call: Call, x: Tensor, layer: Conv) -> bool:
    """Whether there is a border on two sides, and a window reaches into the one behind."""
    both = any(front and behind for front, behind in _lying(call, x, layer).around)
    return both and _sees_others(call, x, layer, _changed(layer, padding=_in_front(call, x, layer)))


@rule("conv2d.padding-one-side", "conv2d", "conv1d", "channel_maps", share="1/4", when=_reached_behind)
def _one_side(call: Call, x: Tensor, layer: Conv) -> Tensor:
    """Above and at the left alone: rows and columns are missing at the end. (A single cell that is there stays as it is.)"""
    return call.right(x, _changed(layer, padding=_in_front(call, x, layer)))


def _uneven(call: Call, x: Tensor, layer: Conv, *_: Any) -> bool:
    return any(front != behind for front, behind in _lying(call, x, layer).around)


@rule("conv2d.padding-wrong-side", *_ALL, share="1/2", when=_uneven)
def _wrong_side(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    (above, below), (left, right) = _lying(call, x, layer).around
    return call.right(x, _changed(layer, padding=Padding(((below, above), (right, left)))), *cell)


def _same(layer: Conv) -> Padding:
    """“Same” where “valid” is said."""
    pads: list[Pad] = ["same" if pad == "valid" else pad for pad in layer.padding]
    return Padding((pads[0], pads[1]))


def _called_valid(call: Call, x: Tensor, layer: Conv, *cell: Position) -> bool:
    return "valid" in layer.padding and _sees_others(call, x, layer, _changed(layer, padding=_same(layer)), *cell)


@rule("conv2d.same-for-valid", *_ALL, share="1/4", when=_called_valid)
def _same_for_valid(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, padding=_same(layer)), *cell)


def _spread(call: Call, x: Tensor, layer: Conv, *cell: Position) -> bool:
    return _sees_others(call, x, layer, _changed(layer, dilation=None), *cell)


@rule("conv2d.dilation-ignored", *_ALL, share="1/4", when=_spread)
def _no_dilation(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, dilation=None), *cell)


@rule("conv2d.channels-apart", "conv2d", share="1/4", when=lambda _call, _x, layer: layer.channels > 1 and layer.filters == 1)
def _never_summed(call: Call, x: Tensor, layer: Conv) -> Tensor:
    bias = bias_of(layer, 0)
    return _apart(call.net, x, layer).map(lambda v: whole(v + bias))
