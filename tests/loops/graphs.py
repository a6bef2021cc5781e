"""Graphs by hand: the function at a few numbers next to each other."""

from typing import Any

from .grid import Conventions, Number


def at(x: Number, slope: Number, moved: dict[str, Any]) -> Number:
    inside = x - moved["shift"]
    return moved["factor"] * (inside if inside > 0 else slope * inside)


def activation_graph(conventions: Conventions, slope: Number, moved: dict[str, Any]) -> dict[str, Number]:
    """How much it rises in the step to the point where it bends, and in the step from there; where it does not bend, look at 0."""
    bend = moved["shift"]
    before, here, after = (at(x, slope, moved) for x in (bend - 1, bend, bend + 1))
    left, right = here - before, after - here
    return {"left": left, "right": right, "bend": bend, "level": here} if left != right else line(left, at(0, slope, moved))


def line(slope: Number, level: Number) -> dict[str, Number]:
    return {"left": slope, "right": slope, "bend": 0, "level": level}


LOOPS = (activation_graph,)
