"""Look at each window, take one number of it, and count how many numbers are left."""

from fractions import Fraction
from math import prod
from typing import Any

from oracles.conv2d import shape_of, slots
from oracles.output_size import after, fitted
from oracles.reading import numbers


def layer_of(given: dict[str, Any], conventions: dict[str, str]) -> dict[str, Any]:
    """The layer with a stride, also where nothing is said of it."""
    pool = given["pool"]
    usual = pool["window"] if conventions["pool_stride"] == "window" else [1, 1]
    return {**pool, "stride": pool.get("stride") or usual}


def one(kind: str, seen: list[Fraction], cells: int) -> Fraction:
    """The number of a window of which these lie on the map. `cells`: by how many an average is divided."""
    return {"max": max, "min": min, "average": lambda several: sum(several) / cells}[kind](seen)


def pooled(x: Any, kind: str, pool: dict[str, Any], conventions: dict[str, str]) -> Any:
    shape = fitted(shape_of(x), pool, conventions)
    rows, columns = ([slots(out, axis, pool, conventions) for out in range(shape[name])] for axis, name in enumerate(("rows", "columns")))

    def number(channel: Any, high: list[int], wide: list[int]) -> Fraction:
        seen = [channel[r][c] for r in high if 0 <= r < len(channel) for c in wide if 0 <= c < len(channel[0])]
        return one(kind, seen, prod(pool["window"]) if conventions["average"] == "whole-window" else len(seen))

    return [[[number(channel, high, wide) for wide in columns] for high in rows] for channel in x]


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    x, pool = numbers(given["input"]), layer_of(given, conventions)
    work = {
        "shape": lambda: after(shape_of(x), pool, conventions),
        "map": lambda: pooled(x, given["kind"], pool, conventions),
        "factor": lambda: Fraction(prod(shape_of(x).values()), prod(fitted(shape_of(x), pool, conventions).values())),
    }
    return {part: work[part]() for part in parts}
