"""Borders: the padding of the slides, that of the layers themselves, NumPy's counts of windows, exactness, and what does not fit."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Position, Shape
from convexam.cnn.windows import laid

SEVEN, THREE = Shape(channels=1, rows=7, columns=6), Shape(channels=1, rows=3, columns=3)


def conv(padding: Any = 0, size: Any = 3, **settings: Any) -> Conv:
    pairs: dict[str, Any] = {name: Axes.of(value) for name, value in settings.items()}
    return Conv(Axes.of(size), padding=Padding.of(padding), **pairs)


def test_the_padding_of_the_slides() -> None:
    shape, layer = Shape(channels=3, rows=256, columns=256), Conv(Axes.of(7), filters=8, channels=3, padding=Padding.of(3))
    assert Network().same_padding(256, 7, 1, 1) == 3
    assert Network().output_shape(shape, layer) == shape.with_(channels=8)
    assert Network().conv_parameters(layer, shape) == 1184


@pytest.mark.parametrize("f", [1, 3, 5, 7])
def test_what_the_slides_say_of_each_kernel(f: int) -> None:
    """p = (f − 1) / 2; f / 2 − 0.5 pixels are lost at each edge, f − 1 on each dimension."""
    network, half = Network(), Fraction(f - 1, 2)
    assert network.same_padding(8, f, 1, 1) == network.pixels_lost_per_edge(8, f) == Fraction(f, 2) - Fraction(1, 2) == half
    assert network.pixels_lost(8, f) == 2 * half == network.full_padding(f, 1)


PADDINGS = {  # size, window, stride, dilation → padding per side, in total
    "odd kernel": (8, 3, 1, 1, 1, 2),
    "even kernel": (8, 4, 1, 1, None, 3),
    "even kernel, dilated": (8, 4, 1, 2, 3, 6),
    "a single weight": (8, 1, 1, 3, 0, 0),
    "stride 2": (7, 3, 2, 1, 1, 2),
    "stride 2 on an even size": (8, 3, 2, 1, 1, 1),
    "stride 3": (8, 6, 3, 1, 2, 4),
    "no padding is missing": (8, 2, 3, 1, 0, 0),
    "larger than the input": (2, 7, 1, 1, 3, 6),
    "huge": (10**30, 2**64 + 1, 1, 1, 2**63, 2**64),
}


@pytest.mark.parametrize(("n", "f", "s", "d", "side", "total"), PADDINGS.values(), ids=PADDINGS)
def test_same_padding(n: int, f: int, s: int, d: int, side: int | None, total: int) -> None:
    assert Network().same_padding(n, f, s, d) == side
    assert Network(Conventions(padding="total")).same_padding(n, f, s, d) == total
    assert sum(Network().same_sides(n, f, s, d).values) == total


@pytest.mark.parametrize(("size", "padding"), [("floor", 1), ("none", None), ("ceil", 0)])
def test_an_odd_padding_is_the_same_on_both_sides_only_where_the_division_is_rounded(size: Any, padding: int | None) -> None:
    assert Network(Conventions(size=size)).same_padding(8, 3, 2, 1) == padding


def test_no_padding_makes_a_window_end_at_the_border_that_steps_too_far() -> None:
    assert Network(Conventions(size="none")).same_padding(5, 1, 3, 1) is None
    assert Network(Conventions(size="floor")).same_padding(5, 1, 3, 1) == 0


ROUNDED_UP = {  # where the last window may reach over the border: size, window, stride → padding per side, in total
    "none at all": (8, 3, 2, 0, 0),
    "less on each side": (8, 6, 3, 1, 2),
    "as much with stride 1": (8, 3, 1, 1, 2),
    "odd with stride 1": (8, 4, 1, None, 3),
    "a window larger than the input": (3, 7, 3, 2, 4),
}


@pytest.mark.parametrize(("n", "f", "s", "side", "total"), ROUNDED_UP.values(), ids=ROUNDED_UP)
def test_less_padding_is_enough_where_sizes_are_rounded_up(n: int, f: int, s: int, side: int | None, total: int) -> None:
    assert Network(Conventions(size="ceil")).same_padding(n, f, s, 1) == side
    assert Network(Conventions(size="ceil", padding="total")).same_padding(n, f, s, 1) == total


@pytest.mark.parametrize("odd", ["behind", "in-front"])
def test_the_sides_are_those_of_a_layer(odd: Any) -> None:
    held = Conventions(odd=odd)
    for n, f, s, d in product(range(1, 9), range(1, 5), range(1, 4), (1, 2)):
        lying = laid(Axes.of(n), conv("same", f, stride=s, dilation=d), held)
        assert Network(held).same_sides(n, f, s, d).values == lying.around[0] == lying.around[1]
        full = laid(Axes.of(n), conv("full", f, stride=s, dilation=d), held)
        assert full.around[0] == (Network(held).full_padding(f, d),) * 2


CONSULTED = {
    "no padding": ("same_padding", (8, 1, 1, 1), {"padding"}),  # the same as where there is some: this tells nothing of the answer
    "padding": ("same_padding", (8, 3, 1, 1), {"padding"}),
    "odd padding with a stride": ("same_padding", (8, 3, 2, 1), {"padding", "size"}),
    "even sides": ("same_sides", (8, 3, 1, 1), {"odd"}),
    "odd sides": ("same_sides", (8, 4, 1, 1), {"odd"}),
    "full": ("full_padding", (3, 2), set()),
    "a pixel": ("pixel_uses", (SEVEN, conv(), Position((1, 1))), set()),
}


@pytest.mark.parametrize(("operation", "arguments", "consulted"), CONSULTED.values(), ids=CONSULTED)
def test_only_the_conventions_that_matter_are_consulted(operation: str, arguments: tuple[Any, ...], consulted: set[str]) -> None:
    network = Network()
    getattr(network, operation)(*arguments)
    assert network.consulted == consulted


# --- how often a pixel is used -------------------------------------------------------------------------------------------------------------------

LAYERS = {
    "plain": conv(),
    "rows and columns differ": conv(size=(2, 4)),
    "padding": conv((1, 2)),
    "on one side": conv([[0, 1], [2, 0]]),
    "same": conv("same", size=4),
    "full": conv("full"),
    "stride": conv(1, stride=(2, 3)),
    "dilation": conv(2, dilation=(2, 1)),
    "all together": conv((2, 1), size=(3, 2), stride=(2, 3), dilation=(1, 2)),
}


def counted(shape: Shape, layer: Conv) -> "np.ndarray[Any, Any]":
    """Every window adds one to each cell under its weights."""
    made = Network().output_shape(shape, layer)
    assert made is not None
    (top, below), (left, right) = laid(Axes((shape.rows or 0, shape.columns or 0)), layer, Conventions()).around
    uses = np.zeros(((shape.rows or 0) + top + below, (shape.columns or 0) + left + right), dtype=int)
    apart = layer.dilation or (1, 1)
    for i, j in product(range(made.rows or 0), range(made.columns or 0)):
        first, beside = i * layer.stride[0], j * layer.stride[1]
        uses[first :: apart[0], beside :: apart[1]][: layer.size[0], : layer.size[1]] += 1
    return uses[top : top + (shape.rows or 0), left : left + (shape.columns or 0)]


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_each_pixel_is_used_as_often_as_windows_lie_over_it(layer: Conv) -> None:
    uses = counted(SEVEN, layer)
    for row, column in product(range(1, 8), range(1, 7)):
        assert Network().pixel_uses(SEVEN, layer, Position((row, column))) == uses[row - 1, column - 1]


CORNERS = {(1, 1): 1, (1, 2): 2, (2, 2): 4, (3, 3): 9, (4, 4): 9, (7, 6): 1}


@pytest.mark.parametrize(("cell", "uses"), CORNERS.items(), ids=map(str, CORNERS))
def test_a_corner_is_used_once_and_an_inner_pixel_by_every_weight(cell: tuple[int, int], uses: int) -> None:
    assert Network().pixel_uses(SEVEN, conv(), Position(cell)) == uses


def test_a_pixel_of_a_huge_map() -> None:
    huge = Shape(channels=1, rows=2**64, columns=2**64)
    assert Network().pixel_uses(huge, conv(), Position((2**63, 2))) == 6


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------

WRONG = {
    "same.total-for-per-side": ("same_padding", (8, 7, 1, 1), 6),
    "same.half-rounded-down": ("same_padding", (8, 4, 1, 1), 1),
    "same.kernel-halved": ("same_padding", (8, 7, 1, 1), 4),
    "same.stride-forgotten": ("same_padding", (9, 7, 3, 1), 3),
    "same.dilation-ignored": ("same_padding", (8, 3, 1, 2), 1),
    "full.halved": ("full_padding", (3, 1), 1),
    "full.kernel": ("full_padding", (3, 1), 3),
    "full.dilation-ignored": ("full_padding", (3, 2), 2),
    "lost.per-edge": ("pixels_lost", (8, 5), 2),
    "lost.both-edges": ("pixels_lost_per_edge", (8, 5), 4),
    "lost.kernel": ("pixels_lost", (8, 5), 5),
    "uses.kernel-size": ("pixel_uses", (SEVEN, conv(), Position((1, 3))), 9),
    "uses.stride-ignored": ("pixel_uses", (SEVEN, conv(stride=2), Position((2, 3))), 6),
    "uses.padding-ignored": ("pixel_uses", (SEVEN, conv(1), Position((1, 3))), 3),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "wrong"), [(code, *row) for code, row in WRONG.items()], ids=WRONG)
def test_a_mistake(code: str, operation: str, arguments: tuple[Any, ...], wrong: int) -> None:
    assert getattr(Network(), operation)(*arguments) != wrong
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == wrong


def test_half_of_a_padding_in_total_and_the_wrong_side() -> None:
    assert Network(Conventions(padding="total"), RULES["same.per-side-for-total"]).same_padding(8, 7, 1, 1) == 3
    assert Network(rule=RULES["same.wrong-side"]).same_sides(8, 4, 1, 1).values == (2, 1)


CEIL, CEIL_IN_ALL = Conventions(size="ceil"), Conventions(size="ceil", padding="total")
ELSEWHERE = {
    "a padding in total": ("same.total-for-per-side", Conventions(padding="total"), "same_padding", (8, 7, 1, 1)),
    "one cell in all": ("same.total-for-per-side", Conventions(), "same_padding", (8, 3, 2, 1)),
    "an odd padding in total": ("same.per-side-for-total", Conventions(padding="total"), "same_padding", (8, 4, 1, 1)),
    "a stride that ends at the border": ("same.stride-forgotten", Conventions(), "same_padding", (10, 3, 3, 1)),
    "half of it, where sizes are rounded up": ("same.half-rounded-down", CEIL, "same_padding", (8, 3, 2, 1)),
    "half of it in total, where sizes are rounded up": ("same.per-side-for-total", CEIL_IN_ALL, "same_padding", (9, 7, 3, 1)),
    "a padding that is rounded up": ("same.stride-forgotten", Conventions(), "same_padding", (8, 3, 2, 1)),
    "a single weight": ("same.dilation-ignored", Conventions(), "same_sides", (8, 1, 1, 2)),
    "even sides": ("same.wrong-side", Conventions(), "same_sides", (8, 3, 1, 1)),
    "an inner pixel": ("uses.kernel-size", Conventions(), "pixel_uses", (SEVEN, conv(), Position((3, 3)))),
    "an inner pixel with padding": ("uses.padding-ignored", Conventions(), "pixel_uses", (SEVEN, conv(1), Position((4, 4)))),
    "the first pixel": ("uses.stride-ignored", Conventions(), "pixel_uses", (SEVEN, conv(stride=2), Position((1, 1)))),
    "a kernel of one cell under a window": (
        "uses.kernel-size",
        Conventions(),
        "pixel_uses",
        (SEVEN, conv(1, 1, stride=2), Position((2, 2))),
    ),
    "a window without room to move": ("uses.stride-ignored", Conventions(), "pixel_uses", (THREE, conv(stride=2), Position((2, 2)))),
    "a window that needs the padding": ("uses.padding-ignored", Conventions(), "pixel_uses", (SEVEN, conv(1, size=8), Position((1, 1)))),
}


@pytest.mark.parametrize(("code", "held", "operation", "arguments"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_mistake_that_cannot_be_made_here(code: str, held: Conventions, operation: str, arguments: tuple[Any, ...]) -> None:
    network = Network(held, RULES[code])
    getattr(network, operation)(*arguments)
    assert network.spoilt == []


# --- what does not fit ---------------------------------------------------------------------------------------------------------------------------

MISFITS = {
    "no size": ("same_padding", (None, 3, 1, 1)),
    "half a cell": ("same_padding", (Fraction(5, 2), 3, 1, 1)),
    "a window of zero": ("same_sides", (8, 0, 1, 1)),
    "a stride of zero": ("same_sides", (8, 3, 0, 1)),
    "no dilation": ("full_padding", (3, 0)),
    "no window": ("full_padding", (None, 1)),
    "a window larger than the input": ("pixels_lost", (3, 4)),
    "a window far larger than the input": ("pixels_lost_per_edge", (3, 10**400)),
    "no shape": ("pixel_uses", (None, conv(), Position((1, 1)))),
    "a list": ("pixel_uses", (Shape(entries=4), conv(), Position((1, 1)))),
    "a pixel beyond the map": ("pixel_uses", (SEVEN, conv(), Position((8, 1)))),
    "a pixel before the map": ("pixel_uses", (SEVEN, conv(), Position((0, 1)))),
    "no windows at all": ("pixel_uses", (SEVEN, conv(size=8), Position((1, 1)))),
    "a window of too many cells": ("pixel_uses", (Shape(rows=10**9, columns=10**9), conv(size=10**6), Position((1, 1)))),
    "a cell beyond the axis": ("windows_over", (3, 2, 0, 0, 1, 1, 4)),
    "a negative border": ("windows_over", (3, 2, -1, 0, 1, 1, 1)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)
