"""Counts: how many numbers a layer learns."""

from typing import Any

from .layers import Conv, Dense, Pool
from .mistakes import rule
from .operation import Call, Operations, operation
from .sizes import whole_numbers
from .values import Axes, DoesNotFit, Shape
from .windows import laid, positions


class Counts(Operations):
    @operation()
    def conv_parameters(self, layer: Conv, shape: Shape | None) -> int:  # noqa: ARG002 (a student has the shape before their eyes)
        """f_rows · f_columns · channels · filters weights, and one bias for each filter. (The map's size does not matter.)"""
        weights = layer.size.rows * layer.size.columns * layer.channels * layer.filters
        return weights + (layer.filters if layer.biased and self.conventions.bias == "counted" else 0)

    @operation()
    def pool_parameters(self, layer: Pool, shape: Shape | None) -> int:  # noqa: ARG002 (and the window too)
        """0: a pooling layer learns nothing."""
        return 0

    @operation()
    def dense_parameters(self, inputs: int, layer: Dense) -> int:
        """inputs · neurons weights, and one bias for each neuron."""
        whole_numbers((inputs, 1))
        return inputs * layer.neurons + (layer.neurons if layer.biased and self.conventions.bias == "counted" else 0)

    @operation()
    def total(self, *counts: int) -> int:
        """The sum over all layers."""
        whole_numbers(*((count, 0) for count in counts))
        return sum(counts)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _counts_biases(call: Call, *arguments: Any) -> bool:
    layer = next(a for a in arguments if isinstance(a, Conv | Dense))
    return layer.biased and call.conventions.bias == "counted"


@rule("parameters.no-bias", "conv_parameters", "dense_parameters", share="1/2", when=_counts_biases)
def _no_bias(call: Call, *arguments: Any) -> int:
    layer = next(a for a in arguments if isinstance(a, Conv | Dense))
    return call.right(*arguments) - (layer.filters if isinstance(layer, Conv) else layer.neurons)


@rule("parameters.channels-forgotten", "conv_parameters", share="1/2", when=lambda _call, layer, _shape: layer.channels > 1)
def _no_channels(call: Call, layer: Conv, shape: Shape) -> int:
    weights = layer.size.rows * layer.size.columns * layer.channels * layer.filters
    return call.right(layer, shape) - weights + weights // layer.channels


@rule(
    "parameters.one-bias-per-layer",
    "conv_parameters",
    "dense_parameters",
    share="1/2",
    when=lambda call, *arguments: _counts_biases(call, *arguments) and _several(*arguments),
)
def _one_bias(call: Call, *arguments: Any) -> int:
    return _no_bias(call, *arguments) + 1


def _several(*arguments: Any) -> bool:
    return any((isinstance(a, Conv) and a.filters > 1) or (isinstance(a, Dense) and a.neurons > 1) for a in arguments)


@rule("parameters.filters-forgotten", "conv_parameters", share="1/4", when=lambda _call, layer, _shape: layer.filters > 1)
def _one_filter(call: Call, layer: Conv, shape: Shape) -> int:
    right = call.right(layer, shape)
    return right // layer.filters


@rule(
    "parameters.bias-per-channel",
    "conv_parameters",
    share="1/2",
    when=lambda call, layer, shape: _counts_biases(call, layer, shape) and layer.channels > 1,
)
def _bias_per_channel(call: Call, layer: Conv, shape: Shape) -> int:
    return _no_bias(call, layer, shape) + layer.filters * layer.channels


@rule("parameters.not-shared", "conv_parameters", share="1/4", when=lambda call, layer, shape: (_places(call, layer, shape) or 1) > 1)
def _not_shared(call: Call, layer: Conv, shape: Shape) -> int:
    return call.right(layer, shape) * (_places(call, layer, shape) or 1)


def _places(call: Call, layer: Conv, shape: Shape | None) -> int | None:
    """How many positions the window has on a map of this shape: as often would the weights count if they were not shared."""
    if shape is None:
        raise DoesNotFit("there is no shape: a layer before this one does not fit its input")
    n = Axes((shape.rows or 1, shape.columns or 1))
    lying = laid(n, layer, call.conventions)
    along = [positions(n[a], lying.reach[a], sum(lying.around[a]), lying.stride[a], call.conventions) for a in (0, 1)]
    return None if along[0] is None or along[1] is None else along[0] * along[1]


@rule("parameters.pooling-counted", "pool_parameters", share="1/2")
def _pooling_counted(_call: Call, layer: Pool, _shape: Shape) -> int:
    return layer.window.rows * layer.window.columns
