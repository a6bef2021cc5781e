"""Pooling by hand."""

from collections.abc import Iterator
from typing import Any

from .grid import Conventions, Map, Nothing, Number, grid, leaves, maps


def highest(numbers: Iterator[Number]) -> Number:
    found = next(numbers)
    for number in numbers:
        if number > found:
            found = number
    return found


def on_map(channel: Map, window: list[int], top: int, left: int) -> list[Number]:
    """The numbers under a window, as far as it lies on the map."""
    numbers = []
    for i in range(top, top + window[0]):
        for j in range(left, left + window[1]):
            if 0 <= i < len(channel) and 0 <= j < len(channel[0]):
                numbers.append(channel[i][j])
    if not numbers:
        raise Nothing("the window lies beside the map")
    return numbers


def max_pool(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    volume = maps(x)
    rows, columns = grid(volume, layer, conventions)
    pooled = [[[highest(iter(on_map(channel, layer["window"], i, j))) for j in columns] for i in rows] for channel in volume]
    return pooled if isinstance(x[0][0], list) else pooled[0]


def pool_window(conventions: Conventions, x: Any, layer: dict[str, Any]) -> list[Number]:
    rows, columns = grid(maps(x), layer, conventions)
    return on_map(maps(x)[0], layer["window"], rows[0], columns[0])


def largest(_: Conventions, x: Any) -> Number:
    return highest(leaves(x))


LOOPS = (max_pool, pool_window, largest)
