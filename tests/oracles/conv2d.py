"""Slide the kernel over the image, multiply, add up, add the bias."""

from fractions import Fraction
from typing import Any

from oracles.output_size import after, around, fitted
from oracles.reading import numbers

Map = list[list[list[Fraction]]]  # channels, rows, columns


def shape_of(x: Map) -> dict[str, int]:
    return {"channels": len(x), "rows": len(x[0]), "columns": len(x[0][0])}


def slots(out: int, axis: int, layer: dict[str, Any], conventions: dict[str, str]) -> list[int]:
    """The rows (0) or columns (1) of the input under the window at one place; some lie outside."""
    size, gap = (layer.get("size") or layer["window"])[axis], layer.get("dilation", [1, 1])[axis]
    first = out * layer["stride"][axis] - around(layer, axis, conventions)[0]
    return [first + step * gap for step in range(size)]


def at(channel: list[list[Fraction]], row: int, column: int) -> Fraction:
    """Zeros stand outside."""
    return channel[row][column] if 0 <= row < len(channel) and 0 <= column < len(channel[0]) else Fraction(0)


def cell(x: Map, conv: dict[str, Any], conventions: dict[str, str], f: int, row: int, column: int) -> Fraction:
    total = numbers(conv["biases"])[f] if conv["biased"] else Fraction(0)
    turn = -1 if conventions["kernel"] == "flipped" else 1
    for channel, kernel in zip(x, numbers(conv["weights"])[f], strict=True):
        for r, weights in zip(slots(row, 0, conv, conventions), kernel[::turn], strict=True):
            for c, weight in zip(slots(column, 1, conv, conventions), weights[::turn], strict=True):
                total += weight * at(channel, r, c)
    return total


def convolved(x: Map, conv: dict[str, Any], conventions: dict[str, str]) -> Map:
    shape = fitted(shape_of(x), conv, conventions)
    rows, columns = range(shape["rows"]), range(shape["columns"])
    return [[[cell(x, conv, conventions, f, r, c) for c in columns] for r in rows] for f in range(conv["filters"])]


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    image, conv = numbers(given["image"]), given["conv"]
    work = {
        "shape": lambda: after(shape_of(image), conv, conventions),
        "map": lambda: convolved(image, conv, conventions),
    }
    return {part: work[part]() for part in parts}
