"""Graphs of activation functions: straight on both sides of the point where they bend."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .layers import Moved
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import DoesNotFit, Graph, Number

MAX_MOVED = 10**6  # a graph that lies further away, or is steeper, is drawn nowhere


def _checked(slope: Number, moved: Moved) -> None:
    if type(slope) is not int and type(slope) is not Fraction:
        raise DoesNotFit(f"{slope} where a slope should stand")
    if max(abs(slope), abs(moved.shift), abs(moved.factor)) > MAX_MOVED:
        raise DoesNotFit(f"a graph with {slope}, {moved.shift} and {moved.factor} cannot be drawn")


class Graphs(Operations):
    @operation()
    def activation_graph(self, slope: Number, moved: Moved) -> Graph:
        """y = factor · f(x − shift), where f(x) = x for x ≥ 0 and slope · x for x < 0; a slope of 0 makes f ReLU."""
        _checked(slope, moved)
        return Graph.of(moved.factor * slope, moved.factor, moved.shift, 0)


# --- mistakes, likeliest first; a wrong picture among others can be guessed, so it earns nothing ----------------------------------------------


def _drawing(code: str, change: Callable[..., Graph], when: Callable[[Number, Moved], Any]) -> None:
    """A mistake that draws another graph: `change` is handed the slope left of the bend, the one right of it, shift and factor."""

    @rule(code, "activation_graph", share="0", when=lambda _call, slope, moved: bool(moved.factor) and bool(when(slope, moved)))
    def _wrong(_call: Call, slope: Number, moved: Moved) -> Graph:
        _checked(slope, moved)
        return change(slope * moved.factor, moved.factor, moved.shift)


def _leaks(slope: Number, _moved: Moved) -> bool:
    return slope != 0


def _bends(slope: Number, _moved: Moved) -> bool:
    return slope != 1


def _shifted(_slope: Number, moved: Moved) -> bool:
    return moved.shift != 0


_drawing("graph.slope-forgotten", lambda _left, right, shift: Graph.of(0, right, shift, 0), _leaks)
_drawing("graph.shift-turned", lambda left, right, shift: Graph.of(left, right, -shift, 0), _shifted)
_drawing(
    "graph.shift-outside",
    lambda left, right, shift: Graph.of(left, right, 0, -shift),
    lambda slope, moved: moved.shift and (slope, moved.factor) != (1, 1),
)
_drawing("graph.absolute", lambda _left, right, shift: Graph.of(-right, right, shift, 0), lambda slope, _moved: slope != -1)
_drawing("graph.shift-forgotten", lambda left, right, _shift: Graph.of(left, right, 0, 0), _shifted)
_drawing("graph.not-bent", lambda _left, right, shift: Graph.of(right, right, shift, 0), _bends)
_drawing("graph.sides-swapped", lambda left, right, shift: Graph.of(right, left, shift, 0), _bends)
_drawing("graph.mirrored", lambda left, right, shift: Graph.of(-right, -left, shift, 0), lambda slope, _moved: slope != -1)
_drawing("graph.factor-forgotten", lambda left, right, shift: _unstretched(left, right, shift), lambda _slope, moved: moved.factor != 1)


def _unstretched(left: Number, right: int, shift: int) -> Graph:
    return Graph.of(Fraction(left) / right, 1, shift, 0)
