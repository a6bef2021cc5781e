"""Convolution by hand."""

from typing import Any

from .grid import Conventions, Map, Number, grid, maps, spread


def look(x: Map, row: int, column: int) -> Number:
    """The number in a cell; around the map lie zeros."""
    return x[row][column] if 0 <= row < len(x) and 0 <= column < len(x[0]) else 0


def turn(conventions: Conventions, weights: Any) -> Any:
    """Head over heels, and right for left."""
    if isinstance(weights[0][0], list):
        return [turn(conventions, inner) for inner in weights]
    return [list(reversed(row)) for row in reversed(weights)]


def under(x: list[Map], layer: dict[str, Any], top: int, left: int, conventions: Conventions) -> list[Map]:
    """What lies under the kernel that begins here."""
    (rows, columns), (down, right) = layer["size"], spread(layer, conventions)
    return [[[look(channel, top + u * down, left + v * right) for v in range(columns)] for u in range(rows)] for channel in x]


def multiplied(window: Map, weights: Map) -> Number:
    total: Number = 0
    for row, weight_row in zip(window, weights, strict=True):
        for number, weight in zip(row, weight_row, strict=True):
            total = total + number * weight
    return total


def bias(layer: dict[str, Any], number: int) -> Number:
    return layer["biases"][number] if "biases" in layer else 0


def convolved(x: list[Map], layer: dict[str, Any], number: int, top: int, left: int, conventions: Conventions) -> Number:
    total = bias(layer, number)
    kernel = layer["weights"][number]
    if conventions["kernel"] == "flipped":
        kernel = turn(conventions, kernel)
    for window, weights in zip(under(x, layer, top, left, conventions), kernel, strict=True):
        total = total + multiplied(window, weights)
    return total


def conv2d(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    x = maps(x)
    rows, columns = grid(x, layer, conventions)
    return [[[convolved(x, layer, f, i, j, conventions) for j in columns] for i in rows] for f in range(layer["filters"])]


def signals(x: Any, channels: int) -> list[Map]:
    """A signal as a map of one row for each channel."""
    return [[x]] if channels == 1 and not isinstance(x[0], list) else [[channel] for channel in x]


def conv1d(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    if layer["channels"] == 1 and isinstance(x[0], list):
        x = x[0]
    found = [channel[0] for channel in conv2d(conventions, signals(x, layer["channels"]), layer)]
    return found if layer["filters"] > 1 else found[0]


def channel_maps(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    found = []
    for channel, kernel in zip(maps(x), layer["weights"][0], strict=True):
        alone = {**layer, "channels": 1, "weights": [[kernel]]}
        alone.pop("biases", None)
        found += conv2d(conventions, [channel], alone)
    return found


def conv2d_cell(conventions: Conventions, x: Any, layer: dict[str, Any], position: list[int]) -> Number:
    rows, columns = grid(maps(x), layer, conventions)
    return convolved(maps(x), layer, 0, rows[position[0] - 1], columns[position[1] - 1], conventions)


def window(conventions: Conventions, x: Any, layer: dict[str, Any], position: list[int]) -> Any:
    rows, columns = grid(maps(x), layer, conventions)
    return under(maps(x), layer, rows[position[0] - 1], columns[position[1] - 1], conventions)


def channel_sums(_: Conventions, window: list[Map], weights: list[list[Map]]) -> list[Number]:
    return [multiplied(channel, kernel) for channel, kernel in zip(window, weights[0], strict=True)]


def sum_up(_: Conventions, sums: list[Number], bias: Number | None) -> Number:
    total: Number = 0 if bias is None else bias
    for number in sums:
        total = total + number
    return total


def put(_: Conventions, x: Any, positions: list[list[int]], values: list[Number]) -> Any:
    changed = [[list(row) for row in channel] for channel in maps(x)]
    for (row, column), value in zip(positions, values, strict=True):
        changed[0][row - 1][column - 1] = value
    return changed if isinstance(x[0][0], list) else changed[0]


LOOPS = (conv2d, conv2d_cell, conv1d, channel_maps, turn, window, channel_sums, sum_up, put)
