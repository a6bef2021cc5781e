"""Cells of a padded image; how many rows are lost without padding; and on how many places of the kernel a pixel lies under it."""

from itertools import product
from typing import Any

from oracles.conv2d import cell, shape_of, slots
from oracles.output_size import fitted
from oracles.reading import numbers, position


def lost(rows: int, kernel: int) -> int:
    """Put the kernel on the first row and push it down until it reaches the last one: each place makes a row."""
    made = [top for top in range(rows) if top + kernel <= rows]
    return rows - len(made)


def uses(image: Any, conv: dict[str, Any], conventions: dict[str, str], row: int, column: int) -> int:
    shape = fitted(shape_of(image), conv, conventions)
    places = product(range(shape["rows"]), range(shape["columns"]))
    return sum(row in slots(down, 0, conv, conventions) and column in slots(right, 1, conv, conventions) for down, right in places)


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    image, conv = numbers(given["image"]), given["conv"]
    row, column = (place - 1 for place in given["pixel"])
    told: dict[str, Any] = {
        "lost": lost(len(image[0]), conv["size"][0]),
        "uses": uses(image, conv, conventions, row, column),
    }
    return {part: told[part] if part in told else cell(image, conv, conventions, 0, *position(part)) for part in parts}
