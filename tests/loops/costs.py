"""Connections and products, counted one by one."""

from fractions import Fraction
from typing import Any

from .grid import Conventions, windows


def inputs_per_output(_: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return len([0 for _channel in range(layer["channels"]) for _row in range(layer["size"][0]) for _column in range(layer["size"][1])])


def _outputs(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> list[tuple[int, int, int]]:
    """Each number of the result: its filter, and where its window begins."""
    rows, columns = windows((shape["rows"], shape["columns"]), layer, conventions)
    return [(f, row, column) for f in range(layer["filters"]) for row in rows or () for column in columns or ()]


def connections(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> int:
    count = 0
    for _output in _outputs(conventions, layer, shape):
        count += inputs_per_output(conventions, layer, shape)
    return count


def dense_equivalent(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> int:
    inputs = [0 for _channel in range(shape.get("channels", 1)) for _row in range(shape["rows"]) for _column in range(shape["columns"])]
    count = 0
    for _neuron in _outputs(conventions, layer, shape):
        count += len(inputs)
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def ratio(_: Conventions, first: int, second: int) -> Any:
    times = 0
    while first >= second:  # how often it goes in, and what is left
        first -= second
        times += 1
    return times + Fraction(first, second) if first else times


def multiplications(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> int:
    count = 0
    for _output in _outputs(conventions, layer, shape):
        for _channel in range(layer["channels"]):
            for _row in range(layer["size"][0]):
                count += layer["size"][1]
    return count


def dense_multiplications(_: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    count = 0
    for _neuron in range(layer["neurons"]):
        count += inputs
    return count


def _with_additions(conventions: Conventions, products: int) -> int:
    return products + products if conventions["cost"] == "flops" else products


def cost(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> int:
    return _with_additions(conventions, multiplications(conventions, layer, shape))


def dense_cost(conventions: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    return _with_additions(conventions, dense_multiplications(conventions, inputs, layer))


LOOPS = (
    inputs_per_output,
    connections,
    dense_equivalent,
    ratio,
    multiplications,
    dense_multiplications,
    cost,
    dense_cost,
)
