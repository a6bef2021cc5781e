"""Where windows lie: laid down one after the other, never by a formula."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Number = int | Fraction
Map = list[list[Number]]
Conventions = dict[str, str]


class Nothing(Exception):
    """There is no such result."""


def added(padding: int, conventions: Conventions) -> tuple[int, int]:
    """Cells in front of an axis and behind it."""
    if conventions["padding"] == "per-side":
        return padding, padding
    return padding // 2, padding - padding // 2


def starts(n: int, reach: int, around: tuple[int, int], stride: int, conventions: Conventions) -> list[int] | None:
    """Where each window begins, counted from the map's first cell; None if the windows do not fit."""
    front, behind = around
    last = n + behind - reach  # the window that begins here ends at the border
    if last < -front:
        return None
    begins = list(range(-front, last + 1, stride))
    if begins[-1] != last and conventions["size"] == "none":
        return None
    if begins[-1] != last and conventions["size"] == "ceil":
        begins.append(begins[-1] + stride)
    return begins


def reach(window: int, dilation: int) -> int:
    """How many cells lie from the first to the last one under the window."""
    return range(0, window * dilation, dilation)[-1] + 1


def grid(x: list[Map], layer: dict[str, Any], window: str, conventions: Conventions) -> tuple[list[int], list[int]]:
    """The rows and the columns where the windows of a layer begin."""
    dilation = layer.get("dilation", [1, 1])
    lengths = (len(x[0]), len(x[0][0]))
    along = [
        starts(lengths[a], reach(layer[window][a], dilation[a]), added(layer["padding"][a], conventions), layer["stride"][a], conventions)
        for a in (0, 1)
    ]
    if along[0] is None or along[1] is None:
        raise Nothing("the window does not fit")
    return along[0], along[1]


def maps(x: Any) -> list[Map]:
    """One map is a volume of one channel."""
    return x if isinstance(x[0][0], list) else [x]


def leaves(x: Any) -> Iterator[Number]:
    for inner in x:
        if isinstance(inner, list):
            yield from leaves(inner)
        else:
            yield inner
