"""Filters and patterns: against the slides, against SciPy, and what does not fit."""

from fractions import Fraction
from random import Random
from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.filters import FilterName
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import Axes, DoesNotFit, Position, Tensor

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=60, derandomize=True, deadline=None)
THIRD = Fraction(1, 3)
FLIPPED = Conventions(kernel="flipped")


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def layer(kernel: Tensor, padding: Any = 0) -> Conv:
    return Conv.of(Tensor((1, 1, *kernel.sizes), kernel.values), padding=Padding.of(padding))


def named(name: Any) -> Tensor:
    return Network().filter_named(name)


# --- the slides ----------------------------------------------------------------------------------------------------------------------------------

ROW = [10, 10, 10, 10, 100, 100, 100, 100]
SIDE = of([ROW] * 8)
TOP = of([[value] * 8 for value in ROW])
EDGES = {
    "vertical": (SIDE, "vertical-edges", [[0, 0, 270, 270, 0, 0]] * 6),
    "horizontal": (TOP, "horizontal-edges", [[0] * 6, [0] * 6, [270] * 6, [270] * 6, [0] * 6, [0] * 6]),
    "vertical, by Sobel": (SIDE, "sobel-vertical", [[0, 0, 360, 360, 0, 0]] * 6),
    "horizontal, by Sobel": (TOP, "sobel-horizontal", [[0] * 6, [0] * 6, [360] * 6, [360] * 6, [0] * 6, [0] * 6]),
    "vertical, by the Laplacian": (SIDE, "laplacian", [[0, 0, -90, 90, 0, 0]] * 6),
    "vertical, by all neighbours": (SIDE, "edges", [[0, 0, -270, 270, 0, 0]] * 6),
    "a horizontal edge is no vertical one": (TOP, "vertical-edges", [[0] * 6] * 6),
}


@pytest.mark.parametrize(("image", "name", "edge"), EDGES.values(), ids=EDGES)
def test_a_filter_finds_an_edge(image: Tensor, name: str, edge: Any) -> None:
    assert Network().conv2d(image, layer(named(name))).to_nested() == [edge]


def test_where_the_edge_is() -> None:
    wanted = tuple(Position((row, column)) for row in range(1, 7) for column in (3, 4))
    assert Network().strongest(SIDE, layer(named("vertical-edges"))) == wanted
    assert Network().opposites(SIDE, layer(named("edges"))) == tuple(Position((row, 3)) for row in range(1, 7))


PATTERNS = {"dark to bright": ((1, 4), "found"), "flat": ((1, 1), "nothing"), "bright to dark": ((1, 8), "opposite")}


@pytest.mark.parametrize(("cell", "found"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_is_found_or_its_opposite(cell: tuple[int, int], found: str) -> None:
    image = of([[*ROW, 10, 10]])
    assert Network().pattern_at(image, layer(named("central-difference")), Position(cell)) == found


def test_a_sharpened_image() -> None:
    image = of([[105, 102, 100, 97], [103, 99, 103, 101], [101, 98, 104, 102]])
    assert Network().conv2d(image, layer(named("sharpen"))).values == (89, 111)


def test_a_one_at_the_right_moves_a_picture_to_the_left() -> None:
    assert Network().shift_kernel(0, -1, 3).to_nested() == [[0, 0, 0], [0, 0, 1], [0, 0, 0]]


# --- another library -----------------------------------------------------------------------------------------------------------------------------


def test_named_filters_are_scipys() -> None:
    point = np.zeros((5, 5), dtype=np.int64)
    point[2, 2] = 1
    turned = (slice(3, 0, -1), slice(3, 0, -1))  # the answer to a point is the kernel, turned
    assert named("sobel-vertical").to_nested() == ndimage.sobel(point, axis=1)[turned].tolist()
    assert named("sobel-horizontal").to_nested() == ndimage.sobel(point, axis=0)[turned].tolist()
    assert named("vertical-edges").to_nested() == ndimage.prewitt(point, axis=1)[turned].tolist()
    assert named("horizontal-edges").to_nested() == ndimage.prewitt(point, axis=0)[turned].tolist()
    assert named("laplacian").to_nested() == (-ndimage.laplace(point))[turned].tolist()


@pytest.mark.parametrize("kernel", ["as-it-is", "flipped"])
@given(seeds)
@drawn
def test_a_shifted_picture_is_scipys(kernel: Any, random: Random) -> None:
    down, right, side = calls.sensible("shift_kernel", random)
    x = calls.tensor(random, random.randint(1, 6), random.randint(1, 6), numbers=calls.WHOLE)
    net = Network(Conventions(kernel=kernel))
    moved = net.conv2d(x, layer(net.shift_kernel(down, right, side), "same"))
    assert moved.to_nested()[0] == ndimage.shift(x.array.reshape(x.sizes), (down, right), order=0).tolist()


# --- exact ---------------------------------------------------------------------------------------------------------------------------------------

EXACT = {
    "a tiny pattern": ("pattern_at", (of([[THIRD, THIRD + Fraction(1, 10**30)]]), layer(of([[-1, 1]])), Position((1, 1))), "found"),
    "the mean of nine": ("filter_named", ("blur",), of([[Fraction(1, 9)] * 3] * 3)),
    "largest beyond int64": ("strongest", (of([[2**63, 2**63 + 1]]), layer(of([[1]]))), (Position((1, 2)),)),
}


@pytest.mark.parametrize(("operation", "arguments", "result"), EXACT.values(), ids=EXACT)
def test_numbers_are_exact(operation: str, arguments: tuple[Any, ...], result: Any) -> None:
    found = getattr(Network(), operation)(*arguments)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize("name", get_args(FilterName))
def test_weights_add_up_to_zero_or_one(name: FilterName) -> None:
    """Nothing in a flat image, or the image as bright as it was."""
    assert sum(named(name).values) == (1 if name in ("sharpen", "blur", "identity") else 0)


# --- which filter it was -------------------------------------------------------------------------------------------------------------------------

DIAGONAL = of([[9, 1, 0], [2, 8, 1], [0, 3, 7]])
LAYERS = (layer(of([[1, -1]])), layer(of([[-1, 1]])), layer(of([[1], [-1]])))
MADE = of([[-8, -1], [6, -7], [3, 4]])


def test_which_filter_made_a_map() -> None:
    assert Network().filter_that_made(DIAGONAL, MADE, LAYERS) == 2
    assert Network(Conventions(kernel="flipped")).filter_that_made(DIAGONAL, MADE, LAYERS) == 1
    assert Network(rule=RULES["conv2d.kernel-flipped"]).filter_that_made(DIAGONAL, MADE, LAYERS) == 1


def test_the_first_of_several_and_with_padding() -> None:
    blurred = Network().conv2d(DIAGONAL, layer(named("blur"), "same"))
    assert Network().filter_that_made(DIAGONAL, blurred, (layer(named("blur")), layer(named("blur"), 1), layer(named("blur"), "same"))) == 2


# --- what does not fit ---------------------------------------------------------------------------------------------------------------------------

ONE = layer(of([[1]]))
BIASED = Conv.of(of([[[[1]]]]), of([1]))
TWO = Conv.of(of([[[[1]]], [[[1]]]]))
MISFITS = {
    "a filter that nobody knows": ("filter_named", ("lion",)),
    "a number for a name": ("filter_named", (3,)),
    "a shift beyond the kernel": ("shift_kernel", (2, 0, 3)),
    "an even kernel": ("shift_kernel", (0, 0, 2)),
    "a kernel of a thousand": ("shift_kernel", (0, 0, 1001)),
    "half a cell": ("shift_kernel", (Fraction(1, 2), 0, 3)),
    "no filter at all": ("filter_that_made", (of([[1]]), of([[1]]), ())),
    "no filter made it": ("filter_that_made", (of([[1]]), of([[2]]), (ONE,))),
    "a map of four axes": ("filter_that_made", (of([[1]]), of([[[[1]]]]), (ONE,))),
    "a pattern with a bias": ("pattern_at", (of([[1]]), BIASED, Position((1, 1)))),
    "two patterns": ("strongest", (of([[1]]), TWO)),
    "a pattern without numbers": ("opposites", (of([[1]]), Conv(Axes((1, 1)), biased=False))),
    "a place beyond the image": ("pattern_at", (of([[1]]), ONE, Position((1, 2)))),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


# --- mistakes and flaws --------------------------------------------------------------------------------------------------------------------------


WRONG = {
    "the vertical filter": ("filter.transposed", "filter_named", ("horizontal-edges",), named("vertical-edges")),
    "a blur of ones": ("filter.not-normalised", "filter_named", ("blur",), of([[1] * 3] * 3)),
    "eight in the middle": ("filter.not-normalised", "filter_named", ("high-pass",), named("edges")),
    "to the right": ("shift.other-way", "shift_kernel", (0, -1, 3), of([[0, 0, 0], [1, 0, 0], [0, 0, 0]])),
    "up": ("shift.rows-and-columns-swapped", "shift_kernel", (0, -1, 3), of([[0, 0, 0], [0, 0, 0], [0, 1, 0]])),
    "opposite": ("pattern.found-and-opposite", "pattern_at", (of([[1, 2]]), layer(of([[-1, 1]])), Position((1, 1))), "opposite"),
    "the other end": ("pattern.found-and-opposite", "strongest", (of([[1, 2]]), ONE), (Position((1, 1)),)),
    "column first": ("position.row-and-column-swapped", "strongest", (of([[1, 2]]), ONE), (Position((2, 1)),)),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "result"), WRONG.values(), ids=WRONG)
def test_what_a_mistake_gives(code: str, operation: str, arguments: tuple[Any, ...], result: Any) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == result


HIDDEN = {
    "a symmetrical filter": ("filter.transposed", "filter_named", ("laplacian",)),
    "a filter without a minus": ("filter.sign-turned", "filter_named", ("blur",)),
    "whole weights": ("filter.not-normalised", "filter_named", ("sharpen",)),
    "no shift": ("shift.other-way", "shift_kernel", (0, 0, 3)),
    "as far down as right": ("shift.rows-and-columns-swapped", "shift_kernel", (1, 1, 3)),
    "a flat window": ("pattern.found-and-opposite", "pattern_at", (of([[5, 5]]), layer(of([[-1, 1]])), Position((1, 1)))),
    "a map of one cell": ("position.row-and-column-swapped", "opposites", (of([[5]]), ONE)),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), HIDDEN.values(), ids=HIDDEN)
def test_a_mistake_is_not_tried_where_it_cannot_show(code: str, operation: str, arguments: tuple[Any, ...]) -> None:
    holding = Network(rule=RULES[code])
    getattr(holding, operation)(*arguments)
    assert holding.spoilt == []


FLAWS = {
    "a flat image": ("strongest", (of([[5, 5]]), ONE), True),
    "a pattern of zeros": ("opposites", (of([[5, 6]]), layer(of([[0]]))), True),
    "a good pattern": ("strongest", (of([[5, 6]]), ONE), False),
    "the same filter twice": ("filter_that_made", (of([[5, 6]]), of([[5, 6]]), (ONE, ONE)), True),
    "a constant map": ("filter_that_made", (of([[5, 5]]), of([[5, 5]]), (ONE,)), True),
    "three filters": ("filter_that_made", (DIAGONAL, MADE, LAYERS), False),
}


@pytest.mark.parametrize(("operation", "arguments", "flawed"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_seen(operation: str, arguments: tuple[Any, ...], flawed: bool) -> None:
    flaw = OPERATIONS[operation].flaw
    assert flaw is not None
    assert bool(flaw(*arguments, getattr(Network(), operation)(*arguments))) == flawed


def test_a_pattern_is_as_much_work_as_its_sums() -> None:
    work = OPERATIONS["pattern_at"].work
    assert work is not None
    assert work(Network(), SIDE, layer(named("vertical-edges")), Position((1, 1))) == 6


TURNED = {
    "a difference": ("difference", [[1, -1]]),
    "an edge": ("vertical-edges", [[1, 0, -1]] * 3),
    "the same from both ends": ("laplacian", [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
}


@pytest.mark.parametrize(("name", "kernel"), TURNED.values(), ids=TURNED)
def test_a_filter_that_is_flipped_is_written_down_turned(name: Any, kernel: Any) -> None:
    assert Network(FLIPPED).filter_named(name).to_nested() == kernel


@pytest.mark.parametrize("name", get_args(FilterName))
def test_a_named_filter_does_the_same_whether_kernels_are_flipped_or_not(name: FilterName) -> None:
    image = of([[1, 5, 2, 8], [0, 7, 3, 3], [9, 4, 6, 1]])
    maps = [net.conv2d(image, layer(net.filter_named(name))) for net in (Network(), Network(FLIPPED))]
    assert maps[0] == maps[1]


def test_only_a_filter_that_turning_changes_asks_whether_it_is_flipped() -> None:
    for name in get_args(FilterName):
        net = Network()
        net.filter_named(name)
        assert net.consulted == ({"kernel"} if Network(FLIPPED).filter_named(name) != named(name) else set())


def test_a_sign_a_place_and_a_filter_do_not_have_to_show_that_a_map_was_rectified() -> None:
    """A part that is asked is refused where a mistake hides: this one hides in every sign and place that is worth asking."""
    holding = Network(rule=RULES["conv2d.rectified"])
    holding.pattern_at(SIDE, layer(named("vertical-edges")), Position((1, 1)))
    holding.strongest(SIDE, layer(named("edges")))
    holding.opposites(SIDE, layer(named("edges")))
    holding.filter_that_made(DIAGONAL, MADE, LAYERS)
    assert holding.spoilt == []
    holding.conv2d(SIDE, layer(named("edges")))
    assert len(holding.spoilt) == 1


def test_only_a_kernel_that_moves_something_asks_whether_it_is_flipped() -> None:
    for down, consulted in ((0, set[str]()), (1, {"kernel"})):
        net = Network()
        net.shift_kernel(down, 0, 3)
        assert net.consulted == consulted


def test_a_name_is_one_of_a_closed_set() -> None:
    assert msgspec.convert("blur", FilterName) == "blur"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("lion", FilterName)
