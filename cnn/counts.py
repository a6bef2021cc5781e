"""Counts: how many numbers a layer learns, weights and biases together or apart."""

from typing import Any

from .layers import Conv, Dense, Pool
from .mistakes import rule
from .operation import Call, operation
from .sizes import Sizes, whole_numbers
from .values import Axes, DoesNotFit, Shape
from .windows import laid, positions


class Counts(Sizes):
    @operation()
    def conv_parameters(self, layer: Conv, shape: Shape | None) -> int:  # noqa: ARG002 (a student has the shape before their eyes)
        """f_rows · f_columns · channels · filters weights, and one bias for each filter. (The map's size does not matter.)"""
        return kernel_cells(layer) * layer.channels * layer.filters + self._biases(layer, layer.filters)

    @operation()
    def conv_weights(self, layer: Conv, shape: Shape | None) -> int:  # noqa: ARG002
        """f_rows · f_columns · channels · filters. (Biases are no weights.)"""
        return kernel_cells(layer) * layer.channels * layer.filters

    @operation()
    def conv_biases(self, layer: Conv, shape: Shape | None) -> int:  # noqa: ARG002
        """One bias for each filter, or none at all."""
        return layer.filters if layer.biased else 0

    @operation()
    def locally_connected_parameters(self, layer: Conv, shape: Shape | None) -> int:
        """positions · filters · (f_rows · f_columns · channels + 1): each number of the result has weights and a bias of its own."""
        outputs = self._places(shape, layer) * layer.filters
        return outputs * kernel_cells(layer) * layer.channels + self._biases(layer, outputs)

    @operation()
    def pool_parameters(self, layer: Pool, shape: Shape | None) -> int:  # noqa: ARG002 (and the window too)
        """0: a pooling layer learns nothing."""
        return 0

    @operation()
    def activation_parameters(self, shape: Shape | None) -> int:  # noqa: ARG002
        """0: ReLU, and what is like it, learns nothing."""
        return 0

    @operation()
    def dense_parameters(self, inputs: int, layer: Dense) -> int:
        """inputs · neurons weights, and one bias for each neuron."""
        whole_numbers((inputs, 1))
        return inputs * layer.neurons + self._biases(layer, layer.neurons)

    @operation()
    def dense_weights(self, inputs: int, layer: Dense) -> int:
        """inputs · neurons. (Biases are no weights.)"""
        whole_numbers((inputs, 1))
        return inputs * layer.neurons

    @operation()
    def dense_biases(self, inputs: int, layer: Dense) -> int:
        """One bias for each neuron, or none at all."""
        whole_numbers((inputs, 1))
        return layer.neurons if layer.biased else 0

    @operation()
    def total(self, *counts: int) -> int:
        """The sum over all layers."""
        whole_numbers(*((count, 0) for count in counts))
        return sum(counts)

    def _biases(self, layer: Conv | Dense, units: int) -> int:
        """The biases among the parameters: one for each of these filters or neurons, where they count."""
        return units if layer.biased and self.conventions.bias == "counted" else 0

    def _places(self, shape: Shape | None, layer: Conv) -> int:
        """How many positions the window has: numbers in each channel of the result.

        By sizes, not by `output_shape`: axes that are swapped there would not show in a product.
        """
        rows, columns = self._sizes(shape, layer)
        if rows is None or columns is None:
            raise DoesNotFit("the window does not fit, so that there is nothing to count")
        return rows * columns


def kernel_cells(layer: Conv) -> int:
    return layer.size.rows * layer.size.columns


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _parts(call: Call, first: Any, second: Any) -> tuple[int, int]:
    """The weights and the biases in what this call counts; 0 of what it does not count."""
    weights, biases = _learned(call, first, second)
    layer, what = _layer(first, second), call.operation.name.rpartition("_")[2]
    counted = layer.biased and (what == "biases" or (what in ("parameters", "equivalent") and call.conventions.bias == "counted"))
    return (0 if what == "biases" else weights), (biases if counted else 0)


def _learned(call: Call, first: Any, second: Any) -> tuple[int, int]:
    """All weights of the layer, and as many biases as it has if it has any."""
    layer = _layer(first, second)
    if isinstance(layer, Dense):
        whole_numbers((first, 1))
        return first * layer.neurons, layer.neurons
    name, units, inputs = call.operation.name, layer.filters, kernel_cells(layer) * layer.channels
    if name == "locally_connected_parameters":
        units *= _fitting(call, layer, second)
    elif name == "dense_equivalent":
        units, inputs = units * _fitting(call, layer, first), numbers_of(first)
    return units * inputs, units


def _fitting(call: Call, layer: Conv, shape: Shape | None) -> int:
    found = places(call, layer, shape)
    if found is None:
        raise DoesNotFit("the window does not fit, so that there is nothing to count")
    return found


def _layer(first: Any, second: Any) -> Any:
    return first if isinstance(first, Conv) else second


def places(call: Call, layer: Conv, shape: Shape | None) -> int | None:
    """How many positions the window has on a map of this shape: as often would the weights count if they were not shared."""
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    n = Axes((shape.rows or 1, shape.columns or 1))
    lying = laid(n, layer, call.conventions)
    along = [positions(n[a], lying.reach[a], sum(lying.around[a]), lying.stride[a], call.conventions) for a in (0, 1)]
    return None if along[0] is None or along[1] is None else along[0] * along[1]


def numbers_of(shape: Shape | None) -> int:
    """How many numbers come in."""
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    whole_numbers(*((size, 1) for size in shape.axes().values()))
    return shape.size()


def cells_of(shape: Shape | None) -> int:
    """Rows times columns of a map; 0 where there is none."""
    return 0 if shape is None else max(shape.rows or 0, 0) * max(shape.columns or 0, 0)


_CONV = ("conv_parameters", "conv_weights")
_SHARED = ("conv_parameters", "dense_parameters", "dense_equivalent")
_FILTERS = (*_CONV, "locally_connected_parameters")


def _has_biases(call: Call, first: Any, second: Any) -> bool:
    return _parts(call, first, second)[1] > 0


def _is_deep(_call: Call, layer: Conv, _shape: Shape | None) -> bool:
    return layer.channels > 1


def _several_places(call: Call, layer: Conv, shape: Shape | None) -> bool:
    return (places(call, layer, shape) or 1) > 1


@rule("parameters.no-bias", *_SHARED, share="1/2", when=_has_biases)
@rule("local.no-bias", "locally_connected_parameters", share="1/2", when=_has_biases)
def _no_bias(call: Call, first: Any, second: Any) -> int:
    return _parts(call, first, second)[0]


@rule(
    "weights.biases-counted",
    "conv_weights",
    "dense_weights",
    "locally_connected_parameters",
    *_SHARED,
    share="1/2",
    when=lambda call, *arguments: _layer(*arguments).biased and not _has_biases(call, *arguments),
)
def _biases_counted(call: Call, first: Any, second: Any) -> int:
    return sum(_learned(call, first, second))


@rule("parameters.channels-forgotten", *_FILTERS, share="1/2", when=_is_deep)
def _no_channels(call: Call, layer: Conv, shape: Shape | None) -> int:
    weights, biases = _parts(call, layer, shape)
    return weights // layer.channels + biases


@rule("parameters.one-bias-per-layer", *_SHARED, share="1/2", when=lambda call, *arguments: _parts(call, *arguments)[1] > 1)
@rule("local.one-bias", "locally_connected_parameters", share="1/2", when=lambda call, *one: one[0].filters > 1 and _has_biases(call, *one))
def _one_bias(call: Call, first: Any, second: Any) -> int:
    return _parts(call, first, second)[0] + 1


@rule("parameters.filters-forgotten", *_FILTERS, share="1/4", when=lambda _call, layer, _shape: layer.filters > 1)
def _one_filter(call: Call, layer: Conv, shape: Shape | None) -> int:
    return call.right(layer, shape) // layer.filters


@rule(
    "parameters.bias-per-channel",
    "conv_parameters",
    "conv_biases",
    share="1/2",
    when=lambda call, layer, shape: _is_deep(call, layer, shape) and _has_biases(call, layer, shape),
)
def _bias_per_channel(call: Call, layer: Conv, shape: Shape | None) -> int:
    weights, biases = _parts(call, layer, shape)
    return weights + biases * layer.channels


@rule(
    "parameters.bias-per-input",
    "dense_parameters",
    "dense_biases",
    share="1/2",
    when=lambda call, inputs, layer: inputs != layer.neurons and _has_biases(call, inputs, layer),
)
def _bias_per_input(call: Call, inputs: int, layer: Dense) -> int:
    return _parts(call, inputs, layer)[0] + inputs


@rule(
    "dense-parameters.sum",
    "dense_parameters",
    "dense_weights",
    "dense_multiplications",
    share="1/4",
    when=lambda _call, inputs, layer: (inputs, layer.neurons) != (2, 2),  # 2 + 2 is 2 · 2
)
def _sum(call: Call, inputs: int, layer: Dense) -> int:
    return call.right(inputs, layer) - inputs * layer.neurons + inputs + layer.neurons


@rule(
    "parameters.input-size",
    *_CONV,
    share="1/4",
    when=lambda _call, layer, shape: cells_of(shape) not in (0, kernel_cells(layer)),
)
def _input_size(call: Call, layer: Conv, shape: Shape) -> int:
    weights, biases = _parts(call, layer, shape)
    return weights // kernel_cells(layer) * cells_of(shape) + biases


@rule(
    "parameters.stride-put-in",
    *_CONV,
    share="1/4",
    when=lambda _call, layer, _shape: layer.stride.rows == layer.stride.columns > 1,
)
def _stride_put_in(call: Call, layer: Conv, shape: Shape | None) -> int:
    weights, biases = _parts(call, layer, shape)
    return weights * layer.stride.rows + biases


@rule("parameters.not-shared", *_CONV, share="1/4", when=_several_places)
def _not_shared(call: Call, layer: Conv, shape: Shape | None) -> int:
    return call.right(layer, shape) * (places(call, layer, shape) or 1)


@rule("parameters.maps-only", *_CONV, share="1/4", when=lambda _call, layer, _shape: layer.size != (1, 1))
def _maps_only(call: Call, layer: Conv, shape: Shape | None) -> int:
    weights, biases = _parts(call, layer, shape)
    return weights // kernel_cells(layer) + biases


@rule("local.shared", "locally_connected_parameters", share="1/4", when=_several_places)
def _shared(call: Call, layer: Conv, shape: Shape | None) -> int:
    return call.right(layer, shape) // (places(call, layer, shape) or 1)


@rule(
    "local.one-bias-per-filter",
    "locally_connected_parameters",
    share="1/2",
    when=lambda call, layer, shape: _has_biases(call, layer, shape) and _several_places(call, layer, shape),
)
def _local_bias_per_filter(call: Call, layer: Conv, shape: Shape | None) -> int:
    return _parts(call, layer, shape)[0] + layer.filters


@rule("biases.one-per-layer", "conv_biases", "dense_biases", share="0", when=lambda call, *arguments: _parts(call, *arguments)[1] > 1)
def _single_bias(_call: Call, _first: Any, _second: Any) -> int:
    return 1


@rule("parameters.pooling-counted", "pool_parameters", share="0")
def _pooling_counted(_call: Call, layer: Pool, _shape: Shape) -> int:
    return layer.window.rows * layer.window.columns


@rule("parameters.activation-counted", "activation_parameters", share="0", when=lambda _call, shape: shape is not None)
def _activation_counted(_call: Call, shape: Shape) -> int:
    """One for each number that goes through it."""
    return numbers_of(shape)
