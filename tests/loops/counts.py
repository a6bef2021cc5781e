"""Parameters, counted weight by weight."""

from typing import Any

from .grid import Conventions


def conv_parameters(conventions: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    count = 0
    for _filter in range(layer["filters"]):
        for _channel in range(layer["channels"]):
            for _row in range(layer["size"][0]):
                count += layer["size"][1]
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def pool_parameters(_: Conventions, _layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return 0


def dense_parameters(conventions: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    count = 0
    for _neuron in range(layer["neurons"]):
        count += inputs
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def total(_: Conventions, *counts: int) -> int:
    together = 0
    for count in counts:
        together += count
    return together


LOOPS = (conv_parameters, pool_parameters, dense_parameters, total)
