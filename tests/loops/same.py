"""Borders by hand: padding is added until it is enough, and pixels are counted one by one."""

from fractions import Fraction
from typing import Any

from .grid import Conventions, Nothing, enough, reach, spread, starts, windows


def same_padding(conventions: Conventions, size: int, window: int, stride: int, dilation: int) -> int | None:
    """No padding, then one cell, then two, as it is counted: until there is a window for each stride."""
    far, wanted = reach(window, dilation), len(range(0, size, stride))
    for padding in range(size + far + stride):
        sides = (padding, padding) if conventions["padding"] == "per-side" else (0, padding)
        begins = starts(size, far, sides, stride, conventions)
        if begins is not None and len(begins) == wanted:
            return padding
    return None


def same_sides(conventions: Conventions, size: int, window: int, stride: int, dilation: int) -> list[int]:
    return list(enough(size, reach(window, dilation), stride, conventions))


def full_padding(_: Conventions, window: int, dilation: int) -> int:
    """The last weight of the first window lies on the first cell: all cells before it are padding."""
    return len(range(reach(window, dilation))[:-1])


def pixels_lost(conventions: Conventions, size: int, window: int) -> int:
    begins = starts(size, window, (0, 0), 1, conventions)
    if begins is None:
        raise Nothing("the window is larger than the input")
    return size - len(begins)


def pixels_lost_per_edge(conventions: Conventions, size: int, window: int) -> Fraction:
    return Fraction(pixels_lost(conventions, size, window), 2)


def pixel_uses(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any], position: list[int]) -> int:
    rows, columns = windows((shape["rows"], shape["columns"]), layer, conventions)
    if rows is None or columns is None:
        raise Nothing("the window does not fit")
    down, right = spread(layer, conventions)
    uses = 0
    for i in rows:
        for j in columns:
            for u in range(layer["size"][0]):
                for v in range(layer["size"][1]):
                    if [i + u * down + 1, j + v * right + 1] == position:
                        uses += 1
    return uses


def windows_over(
    conventions: Conventions, size: int, window: int, front: int, behind: int, stride: int, dilation: int, place: int
) -> list[int]:
    far = reach(window, dilation)
    begins = starts(size, far, (front, behind), stride, conventions)
    if begins is None:
        raise Nothing("the window does not fit")
    return [number for number, begin in enumerate(begins, 1) if place - 1 in range(begin, begin + far, dilation)]


LOOPS = (same_padding, same_sides, full_padding, pixels_lost, pixels_lost_per_edge, pixel_uses, windows_over)
