"""Each number of the map by itself; of a graph two points on each side of its bend."""

from fractions import Fraction
from typing import Any

from oracles.reading import numbers


def rectified(x: Any, slope: Fraction) -> Any:
    if isinstance(x, list):
        return [rectified(one, slope) for one in x]
    return x if x >= 0 else slope * x


def graph(slope: Fraction, moved: dict[str, int]) -> dict[str, Fraction]:
    def y(x: int) -> Fraction:
        return Fraction(moved.get("factor", 1)) * rectified(Fraction(x - bend), slope)

    bend = moved.get("shift", 0)
    return {"left": y(bend - 1) - y(bend - 2), "right": y(bend + 2) - y(bend + 1), "bend": Fraction(bend), "level": y(bend)}


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    slope = Fraction(given.get("slope", 0))
    told = {
        "map": rectified(numbers(given["map"]), slope),
        "graph": graph(slope, given["picked"]),
        "plot": graph(slope, given["plotted"]),
    }
    return {part: told[part] for part in parts}
