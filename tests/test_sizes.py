"""Sizes: the examples of the slides, NumPy's words for padding, exact numbers, what does not fit, and how the worked solution reads."""

from typing import Any

import numpy as np
import pytest

from compared import solution
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding, Pool
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape
from convexam.text.terminal import one_line

IMAGE, SQUARE = Shape(channels=3, rows=9, columns=6), Shape(channels=1, rows=8, columns=8)


def conv(padding: Any = 0, size: Any = 3, **settings: Any) -> Conv:
    pairs: dict[str, Any] = {name: Axes.of(value) for name, value in settings.items()}
    return Conv(Axes.of(size), filters=4, channels=3, padding=Padding.of(padding), **pairs)


def pool(padding: Any = 0, window: Any = 2, stride: Any = 2) -> Pool:
    return Pool(Axes.of(window), stride and Axes.of(stride), Padding.of(padding))


@pytest.mark.parametrize("mode", ["valid", "full"])
def test_a_word_means_what_it_means_to_numpy(mode: Any) -> None:
    for n in range(1, 9):
        for f in range(1, n + 1):
            made = Network().output_shape(Shape(channels=3, rows=n, columns=n), conv(mode, f))
            assert made == Shape(channels=4, rows=len(np.convolve([1] * n, [1] * f, mode)), columns=made and made.rows)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_same_divides_by_the_stride_and_rounds_up(stride: int) -> None:
    for n in range(1, 12):
        for f in range(stride, 6):
            made = Network().output_shape(Shape(channels=3, rows=n, columns=n), conv("same", f, stride=stride))
            assert made == Shape(channels=4, rows=-(-n // stride), columns=-(-n // stride))


def test_large_sizes_are_exact() -> None:
    assert Network().output_size(2**64 + 1, 2, 0, 1, 1) == 2**64
    assert Network().output_size(10**30, 3, 2, 7, 1) == (10**30 - 1) // 7 + 1
    assert Network().size(Shape(channels=2**40, rows=2**40, columns=3)) == 3 * 2**80


MISFITS = {
    "no size": ("output_size", (None, 3, 0, 1, 1)),
    "a negative padding": ("output_size", (5, 3, -1, 1, 1)),
    "a negative side": ("output_size", (5, 3, (1, -1), 1, 1)),
    "three sides": ("output_size", (5, 3, (1, 1, 1), 1, 1)),
    "no stride": ("output_size", (5, 3, 0, 0, 1)),
    "no dilation": ("output_size", (5, 3, 0, 1, 0)),
    "yes for a size": ("output_size", (True, 1, 0, 1, 1)),
    "no shape": ("output_shape", (None, conv())),
    "a shape of one axis": ("pool_shape", (Shape(entries=3), pool())),
    "a map of no columns": ("output_shape", (Shape(rows=3, columns=0), conv())),
    "a dilation of 0 where 1 means side by side": ("output_shape", (IMAGE, conv(dilation=0))),
    "nothing to flatten": ("size", (None,)),
    "a negative size": ("size", (Shape(rows=-2, columns=3),)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------

MISTAKES = {  # what is answered in place of the right size
    "size.dilation-ignored": ((9, 3, 0, 1, 2), 7),
    "size.divided-by-kernel": ((9, 3, 0, 2, 1), 3),
    "size.does-not-fit-overlooked": ((3, 6, 0, 2, 1), 2),
    "size.padding-once": ((9, 3, 2, 1, 1), 8),
}
SHAPES = {
    "shape.depth-forgotten": (conv(), Shape(channels=1, rows=7, columns=4)),
    "shape.filters-added": (conv(), Shape(channels=7, rows=7, columns=4)),
    "shape.same-keeps-size": (conv("same", stride=2), Shape(channels=4, rows=9, columns=6)),
    "shape.valid-for-same": (conv(("same", 1), stride=2), Shape(channels=4, rows=4, columns=3)),
    "shape.same-for-valid": (conv("valid"), Shape(channels=4, rows=9, columns=6)),
    "pool.channels-changed": (pool(), Shape(channels=1, rows=4, columns=3)),
    "shape.axes-swapped": (pool(), Shape(channels=3, rows=3, columns=4)),
    "shape.channels-kept": (conv(), Shape(channels=3, rows=7, columns=4)),
    "size.padding-once": (conv(((1, 1), (1, 1))), Shape(channels=4, rows=8, columns=5)),
    "size.padding-ignored": (conv(((0, 2), (0, 2))), Shape(channels=4, rows=7, columns=4)),
}
ELSEWHERE = {
    "a dilation of 1": ("size.dilation-ignored", "output_size", (9, 3, 0, 1, 1)),
    "a kernel of a single weight": ("size.dilation-ignored", "output_size", (9, 1, 0, 1, 2)),
    "a stride as long as the kernel": ("size.divided-by-kernel", "output_size", (9, 3, 0, 3, 1)),
    "a window without room": ("size.divided-by-kernel", "output_size", (3, 3, 0, 2, 1)),
    "a window as large as its input": ("size.plus-one-forgotten", "output_size", (3, 3, 0, 2, 1)),
    "another padding for each side": ("size.padding-once", "output_shape", (IMAGE, conv(((0, 2), (0, 2))))),
    "an odd padding": ("size.padding-once", "output_size", (9, 3, 3, 1, 1)),
    "rounded down as it should be": ("size.rounded-down", "output_size", (8, 3, 0, 2, 1)),
    "as many rows as columns behind it": ("shape.axes-swapped", "output_shape", (SQUARE, conv("same", (1, 3), stride=2))),
    "a single channel": ("shape.channels-kept", "output_shape", (SQUARE, Conv(Axes.of(3), 4))),
    "the same to pool": ("shape.same-keeps-size", "pool_shape", (IMAGE, pool("same"))),
    "one filter": ("shape.depth-forgotten", "output_shape", (IMAGE, Conv(Axes.of(3), 1, 3))),
    "a window that does not fit": ("shape.filters-added", "output_shape", (IMAGE, conv(size=8))),
    "stride 1": ("shape.same-keeps-size", "output_shape", (IMAGE, conv("same"))),
    "a number of padding": ("shape.valid-for-same", "output_shape", (IMAGE, conv(1))),
    "same without any padding": ("shape.valid-for-same", "pool_shape", (IMAGE, pool("same", 1))),
    "valid where same adds nothing": ("shape.same-for-valid", "pool_shape", (IMAGE, pool("valid", 1))),
    "a single channel to pool": ("pool.channels-changed", "pool_shape", (Shape(rows=4, columns=4), pool())),
    "sum and product alike": ("flatten.sum", "size", (Shape(rows=2, columns=2),)),
    "a list": ("flatten.sum", "size", (Shape(entries=5),)),
}


@pytest.mark.parametrize(("code", "arguments", "wrong"), [(code, *row) for code, row in MISTAKES.items()], ids=MISTAKES)
def test_a_wrong_size(code: str, arguments: tuple[int, ...], wrong: int) -> None:
    assert Network(rule=RULES[code]).output_size(*arguments) == wrong


@pytest.mark.parametrize(("code", "layer", "wrong"), [(code, *row) for code, row in SHAPES.items()], ids=SHAPES)
def test_a_wrong_shape(code: str, layer: Conv | Pool, wrong: Shape) -> None:
    network = Network(rule=RULES[code])
    assert (network.output_shape(IMAGE, layer) if isinstance(layer, Conv) else network.pool_shape(IMAGE, layer)) == wrong


def test_a_rest_that_is_dropped_where_sizes_are_rounded_up() -> None:
    assert Network(Conventions(size="ceil")).output_size(8, 3, 0, 2, 1) == 4
    assert Network(Conventions(size="ceil"), RULES["size.rounded-down"]).output_size(8, 3, 0, 2, 1) == 3


def test_sizes_that_are_added() -> None:
    assert Network(rule=RULES["flatten.sum"]).size(Shape(channels=1, rows=4, columns=3)) == 7


@pytest.mark.parametrize(("code", "operation", "arguments"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_mistake_that_cannot_be_made_here(code: str, operation: str, arguments: tuple[Any, ...]) -> None:
    network = Network(rule=RULES[code])
    getattr(network, operation)(*arguments)
    assert network.spoilt == []


# --- words ---------------------------------------------------------------------------------------------------------------------------------------

EIGHT = Shape(channels=3, rows=8, columns=8)
READ = {  # how the size is explained, before the sentence about channels
    "no padding": (Conventions(), conv(), "Rows and columns: ⌊(8 + 0 − 3)/1⌋ + 1 = 6"),
    "per side": (Conventions(), conv(1), "Rows and columns: ⌊(8 + 2 · 1 − 3)/1⌋ + 1 = 8"),
    "in total": (Conventions(padding="total"), conv(1), "Rows and columns: ⌊(8 + 1 − 3)/1⌋ + 1 = 7"),
    "in front and behind": (Conventions(), conv([[1, 2], [1, 2]]), "Rows and columns: ⌊(8 + 1 + 2 − 3)/1⌋ + 1 = 9"),
    "same": (Conventions(), conv("same"), "Rows and columns: with “same” padding and stride 1 the size is kept: 8"),
    "same, stride 3": (
        Conventions(),
        conv("same", stride=3),
        "Rows and columns: with “same” padding the size is divided by the stride and rounded up: ⌈8/3⌉ = 3",
    ),
    "same and a number": (
        Conventions(),
        conv(["same", 1]),
        "Rows: with “same” padding and stride 1 the size is kept: 8 Columns: ⌊(8 + 2 · 1 − 3)/1⌋ + 1 = 8",
    ),
    "valid": (Conventions(), conv("valid"), "“Valid” means that there is no padding. Rows and columns: ⌊(8 − 3)/1⌋ + 1 = 6"),
    "valid, rounded up": (
        Conventions(size="ceil"),
        conv("valid", stride=2),
        "“Valid” means that there is no padding. Rows and columns: ⌈(8 − 3)/2⌉ + 1 = 4",
    ),
    "full": (
        Conventions(),
        conv("full"),
        "“Full” padding is, on each side, one cell less than the window reaches over. Rows and columns: ⌊(8 + 2 · (3 − 1) − 3)/1⌋ + 1 = 10",
    ),
    "dilation from one": (Conventions(), conv(1, dilation=2), "Rows and columns: ⌊(8 + 2 · 1 − (2 · (3 − 1) + 1))/1⌋ + 1 = 6"),
    "dilation from zero": (
        Conventions(dilation="from-zero"),
        conv(1, dilation=1),
        "Dilation 1 means here that the weights lie 2 cells apart. Rows and columns: ⌊(8 + 2 · 1 − (2 · (3 − 1) + 1))/1⌋ + 1 = 6",
    ),
    "dilation 0": (
        Conventions(dilation="from-zero"),
        conv(1, dilation=0),
        "Dilation 0 means here that the weights lie side by side. Rows and columns: ⌊(8 + 2 · 1 − 3)/1⌋ + 1 = 8",
    ),
    "no stride": (
        Conventions(),
        pool(stride=None),
        "No stride is given; by the convention it is 2. Rows and columns: ⌊(8 + 0 − 2)/2⌋ + 1 = 4",
    ),
}


@pytest.mark.parametrize(("held", "layer", "text"), READ.values(), ids=READ)
def test_a_size_is_explained(held: Conventions, layer: Conv | Pool, text: str) -> None:
    words, _ = solution("output_shape" if isinstance(layer, Conv) else "pool_shape", held, EIGHT, layer)
    assert one_line(words.rpartition("\n\n")[0]) == text
