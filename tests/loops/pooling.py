"""Pooling by hand."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from .grid import Conventions, Map, Nothing, Number, grid, leaves, maps


def highest(numbers: Iterator[Number]) -> Number:
    found = next(numbers)
    for number in numbers:
        if number > found:
            found = number
    return found


def lowest(numbers: Iterator[Number]) -> Number:
    found = next(numbers)
    for number in numbers:
        if number < found:
            found = number
    return found


def mean(numbers: Iterator[Number]) -> Number:
    total, count = Fraction(0), 0
    for number in numbers:
        total, count = total + number, count + 1
    return total / count


def with_zeros(channel: Map, window: list[int], top: int, left: int) -> list[Number]:
    """The numbers under a window, with zeros beyond the border of the map."""
    cells = [(i, j) for i in range(top, top + window[0]) for j in range(left, left + window[1])]
    return [channel[i][j] if 0 <= i < len(channel) and 0 <= j < len(channel[0]) else 0 for i, j in cells]


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


def pooled(conventions: Conventions, x: Any, layer: dict[str, Any], one: Callable[[Map, int, int], Number]) -> Any:
    volume = maps(x)
    rows, columns = grid(volume, layer, conventions)
    found = [[[one(channel, i, j) for j in columns] for i in rows] for channel in volume]
    return found if isinstance(x[0][0], list) else found[0]


def max_pool(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    return pooled(conventions, x, layer, lambda channel, i, j: highest(iter(on_map(channel, layer["window"], i, j))))


def min_pool(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    return pooled(conventions, x, layer, lambda channel, i, j: lowest(iter(on_map(channel, layer["window"], i, j))))


def average_pool(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    look = with_zeros if conventions["average"] == "whole-window" else on_map
    return pooled(conventions, x, layer, lambda channel, i, j: mean(iter(look(channel, layer["window"], i, j))))


def pool_window(conventions: Conventions, x: Any, layer: dict[str, Any]) -> list[Number]:
    rows, columns = grid(maps(x), layer, conventions)
    found = [on_map(maps(x)[0], layer["window"], i, j) for i in rows for j in columns]
    incomplete = [window for window in found if len(window) < layer["window"][0] * layer["window"][1]]
    return (incomplete or found)[0]


def largest(_: Conventions, x: Any) -> Number:
    return highest(leaves(x))


def smallest(_: Conventions, x: Any) -> Number:
    return lowest(leaves(x))


def window_mean(_: Conventions, x: Any, cells: int) -> Number:
    total = Fraction(0)
    for number in leaves(x):
        total = total + number
    return total / cells


LOOPS = (max_pool, average_pool, min_pool, pool_window, largest, smallest, window_mean)
