"""Filters by hand: written down weight by weight, and tried out."""

from fractions import Fraction
from typing import Any

from .convolution import conv2d, conv2d_cell, turn
from .grid import Conventions, Map, Nothing, Number

NINTH = Fraction(1, 9)
FILTERS: dict[str, Map] = {
    "difference": [[-1, 1]],
    "central-difference": [[-1, 0, 1]],
    "vertical-edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "horizontal-edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "sobel-vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "laplacian": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
    "edges": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "high-pass": [[-NINTH, -NINTH, -NINTH], [-NINTH, 8 * NINTH, -NINTH], [-NINTH, -NINTH, -NINTH]],
    "blur": [[NINTH, NINTH, NINTH], [NINTH, NINTH, NINTH], [NINTH, NINTH, NINTH]],
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}


def filter_named(conventions: Conventions, name: str) -> Map:
    return turn(conventions, FILTERS[name]) if conventions["kernel"] == "flipped" else FILTERS[name]


def shift_kernel(conventions: Conventions, down: int, right: int, side: int) -> Map:
    """A picture of a single point: the kernel lies on the cell where the point shall be, and its one lies where the point was."""
    kernel: Map = [[0 for _ in range(side)] for _ in range(side)]
    here = [cell - side // 2 for cell in range(side)]  # from the middle of the kernel
    for row, below in enumerate(here):
        for column, beside in enumerate(here):
            if (down + below, right + beside) == (0, 0):
                kernel[row][column] = 1
    return turn(conventions, kernel) if conventions["kernel"] == "flipped" else kernel


def filter_that_made(conventions: Conventions, image: Map, made: Any, layers: list[dict[str, Any]]) -> int:
    for number, layer in enumerate(layers, 1):
        maps = conv2d(conventions, image, layer)
        if made in (maps, maps[0] if len(maps) == 1 else maps):
            return number
    raise Nothing("no filter made it")


def pattern_at(conventions: Conventions, x: Any, layer: dict[str, Any], position: list[int]) -> str:
    total = conv2d_cell(conventions, x, layer, position)
    if total == 0:
        return "nothing"
    return "found" if total == abs(total) else "opposite"


def strongest(conventions: Conventions, x: Any, layer: dict[str, Any]) -> list[list[int]]:
    """Cell after cell; whatever is larger than all before it drives them out."""
    best: Number | None = None
    cells: list[list[int]] = []
    for i, row in enumerate(conv2d(conventions, x, layer)[0], 1):
        for j, value in enumerate(row, 1):
            if best is None or value > best:
                best, cells = value, []
            if value == best:
                cells.append([i, j])
    return cells


def opposites(conventions: Conventions, x: Any, layer: dict[str, Any]) -> list[list[int]]:
    """What the negative of the image shows most clearly."""
    return strongest(conventions, negative(x), layer)


def negative(x: Any) -> Any:
    return [negative(inner) for inner in x] if isinstance(x, list) else -x


LOOPS = (filter_named, shift_kernel, filter_that_made, pattern_at, strongest, opposites)
