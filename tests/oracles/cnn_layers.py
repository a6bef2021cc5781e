"""Convolution, ReLU, max pooling and a fully connected layer, one after the other."""

from fractions import Fraction
from math import prod
from typing import Any

from oracles.conv2d import Map, cell, convolved, shape_of, slots
from oracles.conv_parameters import of_conv, of_dense
from oracles.output_size import after, fitted
from oracles.reading import numbers, position


def rectified(x: Map) -> Map:
    return [[[max(value, Fraction(0)) for value in row] for row in channel] for channel in x]


def pooled(x: Map, pool: dict[str, Any], conventions: dict[str, str]) -> Map:
    """The largest of what the window covers; what lies outside is no number."""
    shape = fitted(shape_of(x), pool, conventions)
    there = [[slots(out, axis, pool, conventions) for out in range(shape[name])] for axis, name in enumerate(("rows", "columns"))]
    rows = [[r for r in window if 0 <= r < len(x[0])] for window in there[0]]
    columns = [[c for c in window if 0 <= c < len(x[0][0])] for window in there[1]]
    return [[[max(channel[r][c] for r in high for c in wide) for wide in columns] for high in rows] for channel in x]


def one(part: str, given: dict[str, Any], conventions: dict[str, str]) -> Any:
    x, conv = numbers(given["input"]), given["conv"]
    before = numbers(given["map"]) if given.get("map") else None  # a map of its own before ReLU, "whatever the convolution gave"
    if part.startswith("cells."):
        return cell(x, conv, conventions, 0, *position(part))
    match part:
        case "shape":
            return after(shape_of(x), conv, conventions)
        case "map":
            return convolved(x, conv, conventions)
        case "relu":
            return rectified(before or convolved(x, conv, conventions))
        case "pool":
            return pooled(one("relu", given, conventions), given["pool"], conventions)
        case "parameters":
            flattened = fitted(shape_of(before) if before else fitted(shape_of(x), conv, conventions), given["pool"], conventions)
            return of_conv(conv, len(x), conventions) + of_dense(given["dense"], prod(flattened.values()), conventions)
    raise KeyError(part)


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    return {part: one(part, given, conventions) for part in parts}
