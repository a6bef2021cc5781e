"""Costs: what is connected with what, and how many multiplications a layer takes."""

from fractions import Fraction

from .counts import Counts, cells_of, kernel_cells, numbers_of, places
from .layers import Conv, Dense
from .mistakes import rule
from .operation import Call, operation
from .sizes import whole_numbers
from .values import Number, Shape, whole


class Costs(Counts):
    @operation()
    def inputs_per_output(self, layer: Conv, shape: Shape | None) -> int:  # noqa: ARG002 (a student has the shape before their eyes)
        """f_rows · f_columns · channels: the cells that one number of the result depends on."""
        return kernel_cells(layer) * layer.channels

    @operation()
    def connections(self, layer: Conv, shape: Shape | None) -> int:
        """positions · filters · inputs per output: all lines from inputs to outputs. (Windows over the padding are full ones; no biases.)"""
        return self._places(shape, layer) * layer.filters * self.inputs_per_output(layer, shape)

    @operation()
    def dense_equivalent(self, shape: Shape | None, layer: Conv) -> int:
        """n · m weights and m biases: the parameters of a dense layer from all n numbers of the input to all m of the result."""
        neurons = self._places(shape, layer) * layer.filters
        return numbers_of(shape) * neurons + self._biases(layer, neurons)

    @operation()
    def ratio(self, first: int, second: int) -> Number:
        """first / second: how many times as many."""
        whole_numbers((first, 0), (second, 1))
        return whole(Fraction(first, second))

    @operation()
    def multiplications(self, layer: Conv, shape: Shape | None) -> int:
        """positions · filters · inputs per output: one product for each weight at each position. (Every window is full.)"""
        return self._places(shape, layer) * layer.filters * self.inputs_per_output(layer, shape)

    @operation()
    def dense_multiplications(self, inputs: int, layer: Dense) -> int:
        """inputs · neurons: one product for each weight."""
        whole_numbers((inputs, 1))
        return inputs * layer.neurons

    @operation()
    def cost(self, layer: Conv, shape: Shape | None) -> int:
        """The multiplications, each with its addition: one operation (MAC), or two (FLOPs). (Adding the bias is not counted.)"""
        return self._each() * self.multiplications(layer, shape)

    @operation()
    def dense_cost(self, inputs: int, layer: Dense) -> int:
        """The multiplications, each with its addition: one operation (MAC), or two (FLOPs). (Adding the bias is not counted.)"""
        return self._each() * self.dense_multiplications(inputs, layer)

    def _each(self) -> int:
        """What a product with its addition counts for."""
        return 2 if self.conventions.cost == "flops" else 1


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _places(call: Call, layer: Conv, shape: Shape | None) -> int:
    """How many positions the window has; 1 where it does not fit, for there the right operation does not fit either."""
    return places(call, layer, shape) or 1


def _outputs(call: Call, first: Conv | int, second: Shape | Dense | None) -> int:
    """How many numbers the layer gives."""
    if isinstance(first, Conv):
        return _places(call, first, second) * first.filters if not isinstance(second, Dense) else 0
    return second.neurons if isinstance(second, Dense) else 0


@rule("cost.not-doubled", "cost", "dense_cost", share="1/2", when=lambda call, *_: call.conventions.cost == "flops")
def _not_doubled(call: Call, first: Conv | int, second: Shape | Dense | None) -> int:
    return call.right(first, second) // 2


@rule("cost.doubled", "cost", "dense_cost", share="1/2", when=lambda call, *_: call.conventions.cost == "macs")
def _doubled(call: Call, first: Conv | int, second: Shape | Dense | None) -> int:
    return 2 * call.right(first, second)


@rule("connections.depth-forgotten", "inputs_per_output", share="1/2", when=lambda _call, layer, _shape: layer.channels > 1)
def _no_depth(_call: Call, layer: Conv, _shape: Shape | None) -> int:
    return kernel_cells(layer)


@rule("cost.filters-forgotten", "connections", "multiplications", share="1/4", when=lambda _call, layer, _shape: layer.filters > 1)
def _one_filter(call: Call, layer: Conv, shape: Shape | None) -> int:
    return call.right(layer, shape) // layer.filters


@rule("connections.shared", "connections", "multiplications", share="1/4", when=lambda call, layer, shape: _places(call, layer, shape) > 1)
def _shared(call: Call, layer: Conv, shape: Shape | None) -> int:
    return call.right(layer, shape) // _places(call, layer, shape)


@rule(
    "cost.input-size",
    "connections",
    "multiplications",
    share="1/2",
    when=lambda call, layer, shape: cells_of(shape) not in (0, _places(call, layer, shape)),
)
def _input_size(call: Call, layer: Conv, shape: Shape) -> int:
    return call.right(layer, shape) // _places(call, layer, shape) * cells_of(shape)


@rule(
    "cost.bias-counted",
    "inputs_per_output",
    "connections",
    "multiplications",
    "dense_multiplications",
    "cost",
    "dense_cost",
    share="3/4",
    when=lambda _call, first, second: (first if isinstance(first, Conv) else second).biased,
)
def _bias_counted(call: Call, first: Conv | int, second: Shape | Dense | None) -> int:
    return call.right(first, second) + (1 if call.operation.name == "inputs_per_output" else _outputs(call, first, second))


@rule(
    "connections.all-inputs",
    "inputs_per_output",
    share="1/4",
    when=lambda _call, layer, shape: cells_of(shape) not in (0, kernel_cells(layer)),
)
def _all_inputs(_call: Call, layer: Conv, shape: Shape | None) -> int:
    return cells_of(shape) * layer.channels


@rule("dense-equivalent.channels-forgotten", "dense_equivalent", share="1/2", when=lambda _call, shape, _layer: _depth(shape) > 1)
def _flat_input(call: Call, shape: Shape, layer: Conv) -> int:
    return call.right(shape.with_(channels=None), layer)


def _depth(shape: Shape | None) -> int:
    return 1 if shape is None else shape.channels or 1


@rule("dense-equivalent.filters-forgotten", "dense_equivalent", share="1/2", when=lambda _call, _shape, layer: layer.filters > 1)
def _one_map(call: Call, shape: Shape | None, layer: Conv) -> int:
    return call.right(shape, layer) // layer.filters


@rule("ratio.upside-down", "ratio", share="1/2", when=lambda _call, first, second: first not in (0, second))
def _upside_down(call: Call, first: int, second: int) -> Number:
    return call.right(second, first)


@rule("ratio.difference", "ratio", share="1/4")
def _difference(_call: Call, first: int, second: int) -> int:
    whole_numbers((first, 0), (second, 1))
    return abs(first - second)
