"""Parameters, counted weight by weight."""

from typing import Any

from .grid import Conventions, windows


def conv_parameters(conventions: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    count = 0
    for _filter in range(layer["filters"]):
        for _channel in range(layer["channels"]):
            for _row in range(layer["size"][0]):
                count += layer["size"][1]
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def conv_weights(_: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return (
        len([0 for _f in range(layer["filters"]) for _c in range(layer["channels"]) for _row in range(layer["size"][0])]) * layer["size"][1]
    )


def conv_biases(_: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return len([filter for filter in range(layer["filters"]) if layer["biased"]])


def locally_connected_parameters(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> int:
    rows, columns = windows((shape["rows"], shape["columns"]), layer, conventions)
    count = 0
    for _row in rows or ():
        for _column in columns or ():
            count += conv_parameters(conventions, layer, shape)  # each place has filters of its own
    return count


def pool_parameters(_: Conventions, _layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return 0


def activation_parameters(_: Conventions, _shape: dict[str, int]) -> int:
    return 0


def dense_parameters(conventions: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    count = 0
    for _neuron in range(layer["neurons"]):
        count += inputs
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def dense_weights(_: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    return len([0 for _neuron in range(layer["neurons"]) for _input in range(inputs)])


def dense_biases(_: Conventions, _inputs: int, layer: dict[str, Any]) -> int:
    return len([neuron for neuron in range(layer["neurons"]) if layer["biased"]])


def total(_: Conventions, *counts: int) -> int:
    together = 0
    for count in counts:
        together += count
    return together


LOOPS = (
    conv_parameters,
    conv_weights,
    conv_biases,
    locally_connected_parameters,
    pool_parameters,
    activation_parameters,
    dense_parameters,
    dense_weights,
    dense_biases,
    total,
)
