"""Convolution: slide the kernel over the padded maps, multiply, add up over the channels, add the bias."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np

from .layers import NOTHING, Conv
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Axes, DoesNotFit, Number, Position, Tensor, plain, whole
from .windows import MAX_PRODUCTS, covered, gathered, laid, places_of

_EXACT = 2**62  # beyond it int64 could wrap, and Python's integers take over


def _weights(layer: Conv) -> Tensor:
    if layer.weights is None:
        raise DoesNotFit("the layer has no numbers")
    return layer.weights


def _bias(layer: Conv, number: int) -> Number:
    return layer.biases.values[number] if layer.biases is not None else 0


def _kernel(weights: Tensor, net: Operations) -> Tensor:
    """The kernels as they are laid on the map: flipped in both directions for a true convolution."""
    return turned(weights) if net.conventions.kernel == "flipped" else weights


def turned(weights: Tensor) -> Tensor:
    """Each kernel turned by 180°."""
    array = weights.array.reshape(weights.sizes)[..., ::-1, ::-1]
    return Tensor.made(weights.sizes, plain(array), weights.decimals)


def _product_sums(patches: "np.ndarray[Any, Any]", weights: Tensor) -> "np.ndarray[Any, Any]":
    """positions × filters: the sums of products, in Python's numbers where int64 could wrap."""
    flat, kernels = patches.reshape(patches.shape[0], -1), weights.array.reshape(weights.sizes[0], -1)
    if flat.shape[0] * kernels.size > MAX_PRODUCTS:
        raise DoesNotFit("too much work")
    small = flat.dtype != object and kernels.dtype != object
    if small and int(np.abs(flat).max(initial=0)) * int(np.abs(kernels).max()) * kernels.shape[1] < _EXACT:
        return flat @ kernels.T
    return flat.astype(object) @ kernels.astype(object).T


def _patches(net: Operations, x: Tensor, layer: Conv) -> tuple["np.ndarray[Any, Any]", Axes]:
    if len(x.sizes) not in (2, 3) or (1, *x.sizes)[-3] != layer.channels:
        raise DoesNotFit(f"a layer for {layer.channels} channels was handed {' × '.join(map(str, x.sizes))}")
    n = Axes(x.sizes[-2:])
    lying = laid(n, layer, net.conventions)
    places = places_of(n, lying, net.conventions)
    cells = covered(n, lying, places)
    return gathered(x, cells), places


def _work(x: Tensor, layer: Conv) -> int:
    """Non-zero products of the whole map; a bias that is not zero is one more for each cell."""
    patches, _ = _patches(Operations(), x, layer)
    nonzero = Tensor.made(layer.weights.sizes, tuple(int(w != 0) for w in layer.weights.values)) if layer.weights else None
    if nonzero is None:
        return 0
    biased = sum(_bias(layer, f) != 0 for f in range(layer.filters))
    return int(_product_sums((patches != 0).astype(np.int64), nonzero).sum()) + len(patches) * biased


def _cell_work(x: Tensor, layer: Conv, position: Position) -> int:
    patches, places = _patches(Operations(), x, layer)
    one = patches[_index(position, places)].ravel()
    kernels = (layer.weights.array if layer.weights else np.zeros(one.size)).reshape(layer.filters, -1)
    return int(((one != 0) & (kernels != 0)).sum()) + sum(_bias(layer, f) != 0 for f in range(layer.filters))


def _dull_kernel(_x: Tensor, layer: Conv, *_: Any) -> str | None:
    kernels = layer.weights.array.reshape(layer.filters * layer.channels, -1) if layer.weights else np.ones((1, 1))
    return None if all(kernel.any() for kernel in kernels) else "a channel of a kernel is all zeros"


def _index(position: Position, places: Axes) -> int:
    if position.row > places.rows or position.column > places.columns:
        raise DoesNotFit(f"row {position.row}, column {position.column} of a map of {places.rows} × {places.columns}")
    return (position.row - 1) * places.columns + position.column - 1


class Convolution(Operations):
    @operation(work=_work, flaw=_dull_kernel)
    def conv2d(self, x: Tensor, layer: Conv) -> Tensor:
        """z[f, i, j] = Σ over channels c, rows u, columns v of w[f, c, u, v] · x[c, s·i + d·u − p, s·j + d·v − p], plus b[f]."""
        weights = _weights(layer)
        patches, places = _patches(self, x, layer)
        if self.explains:
            self._by_hand(x, layer, Position((1, 1)))
        sums = _product_sums(patches, _kernel(weights, self)).T
        values = plain(sums)
        if layer.biases is not None:
            cells = len(patches)
            values = tuple(whole(v + layer.biases.values[i // cells]) for i, v in enumerate(values))
        return Tensor.made((layer.filters, *places), values)

    @operation(work=_cell_work, flaw=_dull_kernel)
    def conv2d_cell(self, x: Tensor, layer: Conv, position: Position) -> Number:
        """The cell of z at one position, for a layer with one filter."""
        weights = _weights(layer)
        if layer.filters != 1:
            raise DoesNotFit(f"a cell of {layer.filters} maps")
        patches, places = _patches(self, x, layer)
        patch = patches[_index(position, places)]
        if self.explains:
            self._by_hand(x, layer, position)
        return whole(plain(_product_sums(patch[None], _kernel(weights, self)))[0] + _bias(layer, 0))

    def _by_hand(self, x: Tensor, layer: Conv, position: Position) -> None:
        """One cell of the first filter's map, step by step, for the worked solution."""
        window, weights = self.window(x, layer, position), _weights(layer)
        sums = self.channel_sums(window, self.turn(weights) if self.conventions.kernel == "flipped" else weights)
        self.sum_up(sums, _bias(layer, 0) if layer.biases is not None else None)

    @operation()
    def turn(self, weights: Tensor) -> Tensor:
        """Each kernel turned by 180°, as a true convolution lays it on the map."""
        if len(weights.sizes) < 2:
            raise DoesNotFit("a kernel has rows and columns")
        return turned(weights)

    @operation()
    def window(self, x: Tensor, layer: Conv, position: Position) -> Tensor:
        """The cells under the kernel at one position, padding included: channels × rows × columns."""
        patches, places = _patches(self, x, layer)
        return Tensor.made((layer.channels, *layer.size), plain(patches[_index(position, places)]))

    @operation()
    def channel_sums(self, window: Tensor, weights: Tensor) -> Tensor:
        """For each channel the sum of window · weight, cell by cell, for the first filter."""
        if window.sizes != weights.sizes[1:]:
            raise DoesNotFit("the window is not as large as the kernel")
        pairs = zip(window.channels(), Tensor.made(weights.sizes[1:], weights.values[: len(window.values)]).channels(), strict=True)
        sums = tuple(whole(sum((a * b for a, b in zip(x.values, w.values, strict=True)), start=0)) for x, w in pairs)
        return Tensor.made((len(sums),), sums)

    @operation()
    def sum_up(self, sums: Tensor, bias: Number | None) -> Number:
        """The sums of the channels and the bias, added."""
        return whole(sum(sums.values, start=bias or 0))

    @operation()
    def put(self, x: Tensor, positions: Sequence[Position], values: Sequence[Number]) -> Tensor:
        """The map with these values written into these cells."""
        if len(positions) != len(values):
            raise DoesNotFit(f"{len(values)} values for {len(positions)} cells")
        if len(x.sizes) not in (2, 3) or x.sizes[:-2] not in ((), (1,)):
            raise DoesNotFit(f"cells of one map, not of {' × '.join(map(str, x.sizes))}")
        changed = list(x.values)
        for position, value in zip(positions, values, strict=True):
            changed[_index(position, Axes(x.sizes[-2:]))] = value
        return Tensor.made(x.sizes, tuple(changed))


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------

_BOTH = ("conv2d", "conv2d_cell")


def _changed(layer: Conv, **settings: Any) -> Conv:
    return msgspec.structs.replace(layer, **settings)


def _turning_shows(layer: Conv) -> bool:
    return layer.size != (1, 1)


@rule(
    "conv2d.kernel-flipped",
    *_BOTH,
    share="1/2",
    when=lambda call, _x, layer, *_: _turning_shows(layer) and call.conventions.kernel == "as-it-is",
)
@rule(
    "conv2d.kernel-not-flipped",
    *_BOTH,
    share="1/2",
    when=lambda call, _x, layer, *_: _turning_shows(layer) and call.conventions.kernel == "flipped",
)
def _other_way_round(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, weights=turned(_weights(layer))), *cell)


def _has_bias(_call: Call, _x: Tensor, layer: Conv, *_: Any) -> bool:
    return layer.biases is not None and any(layer.biases.values)


@rule("conv2d.bias-forgotten", *_BOTH, share="3/4", when=_has_bias)
def _no_bias(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, biased=False, biases=None), *cell)


@rule("conv2d.padding-ignored", *_BOTH, share="1/4", when=lambda _call, _x, layer, *_: not layer.padding.none)
def _no_padding(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, padding=NOTHING), *cell)


def _moves(call: Call, x: Tensor, layer: Conv) -> bool:
    """Whether there is room for a step shorter than the stride: a kernel as large as the padded input stays where it is."""
    if len(x.sizes) < 2:
        return False
    lying = laid(Axes(x.sizes[-2:]), layer, call.conventions)
    room = [x.sizes[a - 2] + sum(lying.around[a]) - lying.reach[a] for a in (0, 1)]
    return any(lying.stride[a] > 1 and room[a] >= 1 for a in (0, 1))


@rule("conv2d.stride-ignored", *_BOTH, share="1/4", when=lambda call, x, layer, *_: _moves(call, x, layer))
def _no_stride(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    return call.right(x, _changed(layer, stride=Axes((1, 1))), *cell)


@rule("conv2d.bias-per-channel", *_BOTH, share="1/2", when=lambda call, x, layer, *_: layer.channels > 1 and _has_bias(call, x, layer))
def _bias_per_channel(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    if layer.biases is None:
        raise DoesNotFit("the layer has no bias")
    return call.right(x, _changed(layer, biases=layer.biases.map(lambda b: b * layer.channels)), *cell)


@rule("conv2d.first-channel-only", *_BOTH, share="1/4", when=lambda _call, _x, layer, *_: layer.channels > 1)
def _first_channel(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    array = _weights(layer).array.reshape(layer.filters, layer.channels, *layer.size)
    weights = Tensor.made((layer.filters, 1, *layer.size), plain(array[:, :1]))
    first = next(x.channels())
    return call.right(Tensor.made((1, *first.sizes), first.values), _changed(layer, channels=1, weights=weights), *cell)


@rule("conv2d.rectified", *_BOTH, share="1/2")
def _rectified(call: Call, *arguments: Any) -> Any:
    right = call.right(*arguments)
    return right.map(lambda v: max(v, 0)) if isinstance(right, Tensor) else max(right, Fraction(0) if isinstance(right, Fraction) else 0)


@rule("conv2d.transposed", *_BOTH, share="1/4", when=lambda _call, _x, layer, *_: layer.size.rows == layer.size.columns != 1)
def _transposed(call: Call, x: Tensor, layer: Conv, *cell: Any) -> Any:
    weights = _weights(layer)
    array = weights.array.reshape(weights.sizes).swapaxes(-1, -2)
    return call.right(x, _changed(layer, weights=Tensor.made(weights.sizes, plain(array))), *cell)
