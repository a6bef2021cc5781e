"""Pooling of whole maps by hand, and numbers counted before and after."""

from fractions import Fraction
from typing import Any

from .grid import Conventions, Number, leaves, maps
from .pooling import highest, mean


def global_average_pool(_: Conventions, x: Any) -> list[Number]:
    return [mean(leaves(channel)) for channel in maps(x)]


def global_max_pool(_: Conventions, x: Any) -> list[Number]:
    return [highest(leaves(channel)) for channel in maps(x)]


def count(x: Any) -> int:
    """Each number of a tensor; of a shape each cell."""
    if isinstance(x, list):
        return sum(1 for _ in leaves(x))
    cells = [0]
    for size in x.values():
        cells = [cell for cell in cells for _ in range(size)]
    return len(cells)


def reduction_factor(_: Conventions, before: Any, after: Any) -> Number:
    return Fraction(count(before), count(after))


LOOPS = (global_average_pool, global_max_pool, reduction_factor)
