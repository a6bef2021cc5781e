"""The fully connected end of a network: all numbers in one list, and neurons that add them up with weights."""

from typing import Any

import msgspec

from .layers import Dense
from .mistakes import rule
from .operation import Call, Operations, operation
from .sizes import counted
from .values import DoesNotFit, Number, Shape, Tensor, whole
from .windows import MAX_PRODUCTS


def _area(x: Tensor) -> int:
    return x.sizes[-1] * x.sizes[-2]


def _has_channels(x: Tensor) -> bool:
    """Whether it matters what comes first, the channels or the rows."""
    return len(x.sizes) == 3 and x.sizes[0] > 1 and _area(x) > 1


def _dull_order(x: Tensor, _result: Tensor) -> str | None:
    if len(x.sizes) > 1 and len(set(x.values)) == 1 and len(x.values) > 1:
        return "all numbers of the map are the same before it is flattened"
    return None


def _weights(x: Tensor, layer: Dense) -> list[tuple[Number, ...]]:
    """The weights of each neuron."""
    if layer.weights is None:
        raise DoesNotFit("the layer has no numbers")
    if len(x.sizes) != 1 or x.sizes[0] != layer.weights.sizes[1]:
        raise DoesNotFit(f"a layer for {layer.weights.sizes[1]} inputs was handed {' × '.join(map(str, x.sizes))}")
    if len(layer.weights.values) > MAX_PRODUCTS:
        raise DoesNotFit("too much work")
    values, n = layer.weights.values, x.sizes[0]
    return [values[start : start + n] for start in range(0, len(values), n)]


def _work(_net: Operations, x: Tensor, layer: Dense) -> int:
    """Products that are not zero; a bias that is not zero is one more for each neuron."""
    products = sum(bool(a and w) for row in _weights(x, layer) for a, w in zip(x.values, row, strict=True))
    return products + sum(b != 0 for b in (layer.biases.values if layer.biases is not None else ()))


class FullyConnected(Operations):
    @operation()
    def size(self, x: Tensor | Shape | None) -> int:
        """How many numbers a tensor holds: the product of its sizes, and so the length of its flattened vector."""
        shape = counted(x)
        if any(size < 1 for size in shape.axes().values()):
            raise DoesNotFit("a shape with a size below 1")
        return shape.size()

    @operation(flaw=_dull_order)
    def flatten(self, x: Tensor) -> Tensor:
        """All numbers in one list: x[c, i, j] by c, i, j, or by i, j, c, the last one fastest."""
        if len(x.sizes) > 3:
            raise DoesNotFit(f"a volume was expected, not {' × '.join(map(str, x.sizes))}")
        if _has_channels(x) and self.conventions.flattening == "rows-columns-channels":
            return _channels_last(x)
        return _in_a_row(x)

    @operation(work=_work)
    def dense(self, x: Tensor, layer: Dense) -> Tensor:
        """z[k] = Σ over inputs i of w[k, i] · x[i], plus b[k]."""
        sums = (sum((a * w for a, w in zip(x.values, row, strict=True)), start=0) for row in _weights(x, layer))
        biases = layer.biases.values if layer.biases is not None else (0,) * layer.neurons
        return Tensor.made((layer.neurons,), tuple(whole(z + b) for z, b in zip(sums, biases, strict=True)))


def _in_a_row(x: Tensor) -> Tensor:
    return Tensor.made((len(x.values),), x.values)


def _channels_last(x: Tensor) -> Tensor:
    return Tensor.made((len(x.values),), tuple(x.values[i] for cell in range(_area(x)) for i in range(cell, len(x.values), _area(x))))


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


@rule("flatten.other-order", "flatten", share="1/2", when=lambda _call, x: _has_channels(x))
def _other_order(call: Call, x: Tensor) -> Tensor:
    return _in_a_row(x) if call.conventions.layout == "rows-columns-channels" else _channels_last(x)


@rule("flatten.column-by-column", "flatten", share="1/2", when=lambda _call, x: len(x.sizes) in (2, 3) and min(x.sizes[-2:]) > 1)
def _column_by_column(call: Call, x: Tensor) -> Tensor:
    rows, columns = x.sizes[-2:]
    values = [m[row * columns + column] for m in (c.values for c in x.channels()) for column in range(columns) for row in range(rows)]
    return call.right(Tensor.made((*x.sizes[:-2], columns, rows), tuple(values)))


@rule("flatten.first-channel-only", "flatten", share="1/4", when=lambda _call, x: len(x.sizes) == 3 and x.sizes[0] > 1)
def _first_channel(call: Call, x: Tensor) -> Tensor:
    return call.right(next(x.channels()))


@rule("flatten.side-only", "size", share="1/4", when=lambda _call, x: counted(x).rows not in (None, counted(x).size()))
def _side_only(_call: Call, x: Tensor | Shape) -> int:
    return counted(x).rows or 1


@rule("flatten.channels-forgotten", "size", share="1/2", when=lambda _call, x: (counted(x).channels or 1) > 1)
def _flat_without_channels(_call: Call, x: Tensor | Shape) -> int:
    return msgspec.structs.replace(counted(x), channels=None).size()


@rule("flatten.sum", "size", share="1/4", when=lambda _call, x: _summed(x) not in (0, counted(x).size()))
def _flat_sum(_call: Call, x: Tensor | Shape) -> int:
    return _summed(x)


def _summed(x: Tensor | Shape) -> int:
    """All sizes but those of 1, which nobody writes down."""
    return sum(size for size in counted(x).axes().values() if size > 1)


@rule("flatten.before-pooling", "size", share="1/2", when=lambda call, x: _shrunk(call, x))
def _flat_before_pooling(call: Call, _x: Tensor | Shape) -> int:
    return call.right(_before_pooling(call)[-1])


def _shrunk(call: Call, x: Tensor | Shape) -> bool:
    """Whether pooling has left fewer numbers than there were before it."""
    return any(counted(before).size() != counted(x).size() for before in _before_pooling(call)[-1:])


_POOLS = ("max_pool", "average_pool", "min_pool", "pool_shape")


def _before_pooling(call: Call) -> list[Any]:
    return [step.arguments[0] for step in call.steps if step.operation in _POOLS]


def _changed(layer: Dense, **settings: Any) -> Dense:
    return msgspec.structs.replace(layer, **settings)


def _biased(_call: Call, _x: Tensor, layer: Dense) -> bool:
    return layer.biases is not None and any(layer.biases.values)


@rule("dense.bias-forgotten", "dense", share="3/4", when=_biased)
def _no_bias(call: Call, x: Tensor, layer: Dense) -> Tensor:
    return call.right(x, _changed(layer, biased=False, biases=None))


@rule("dense.first-bias-everywhere", "dense", share="1/2", when=lambda _call, _x, layer: _biases_differ(layer))
def _one_bias(call: Call, x: Tensor, layer: Dense) -> Tensor:
    biases = layer.biases
    return call.right(x, _changed(layer, biases=biases and biases.map(lambda _: biases.values[0])))


def _biases_differ(layer: Dense) -> bool:
    return layer.biases is not None and len(set(layer.biases.values)) > 1


def _turned(weights: Tensor) -> Tensor:
    neurons, inputs = weights.sizes
    return Tensor.made((inputs, neurons), tuple(weights.values[k * inputs + i] for i in range(inputs) for k in range(neurons)))


def _square(_call: Call, _x: Tensor, layer: Dense) -> bool:
    """As many neurons as inputs, and weights that are others when rows and columns are taken for each other."""
    return layer.weights is not None and layer.weights.sizes[0] == layer.weights.sizes[1] and _turned(layer.weights) != layer.weights


@rule("dense.transposed", "dense", share="1/2", when=_square)
def _transposed(call: Call, x: Tensor, layer: Dense) -> Tensor:
    return call.right(x, _changed(layer, weights=layer.weights and _turned(layer.weights)))


def _can_be_rectified(call: Call, x: Tensor, layer: Dense) -> bool:
    """A single number shows it only if it is negative; were it refused for that, every one would be negative."""
    return layer.neurons > 1 or call.right(x, layer).values[0] < 0


@rule("dense.rectified", "dense", share="1/2", when=_can_be_rectified)
def _rectified(call: Call, x: Tensor, layer: Dense) -> Tensor:
    return call.right(x, layer).map(lambda z: max(z, 0))


@rule("dense.first-neuron-only", "dense", share="1/4", when=lambda _call, _x, layer: layer.neurons > 1)
def _first_neuron(call: Call, x: Tensor, layer: Dense) -> Tensor:
    return Tensor.made((1,), call.right(x, layer).values[:1])
