"""Flattening and fully connected layers by hand."""

from typing import Any

from .grid import Conventions, Number, leaves, maps


def flatten(conventions: Conventions, x: Any) -> list[Number]:
    if not isinstance(x[0], list):
        return x
    volume, found = maps(x), []
    if conventions["layout"] == "channels-rows-columns":
        for channel in volume:
            for row in channel:
                found += row
        return found
    for i in range(len(volume[0])):
        for j in range(len(volume[0][0])):
            for channel in volume:
                found.append(channel[i][j])
    return found


def dense(_: Conventions, x: list[Number], layer: dict[str, Any]) -> list[Number]:
    results = []
    for neuron in range(layer["neurons"]):
        total = layer["biases"][neuron] if "biases" in layer else 0
        for place, number in enumerate(x):
            total = total + layer["weights"][neuron][place] * number
        results.append(total)
    return results


def size(_: Conventions, x: Any) -> int:
    if isinstance(x, list):
        return sum(1 for _ in leaves(x))
    count = 1
    for length in x.values():
        count = count * length
    return count


LOOPS = (size, flatten, dense)
