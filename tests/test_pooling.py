"""Pooling against the slides, against NumPy and SciPy, and at the border."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

import calls
from compared import spoilt
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Padding, Pool
from convexam.cnn.mistakes import RULES, SLIPS
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS, Call
from convexam.cnn.values import Axes, DoesNotFit, Shape, Tensor

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=100, derandomize=True, deadline=None)


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def pool(window: int, stride: int | None = None, padding: int = 0) -> Pool:
    return Pool(Axes.of(window), None if stride is None else Axes.of(stride), Padding.of(padding))


# --- the slides ----------------------------------------------------------------------------------------------------------------------------------

FOUR = of([[0, 0, 14, 82], [149, 32, 0, 0], [28, 53, 64, 44], [39, 120, 133, 99]])
FIVE = of([[0, 0, 25, 14, 82], [149, 32, 31, 0, 0], [111, 200, 20, 135, 10], [28, 53, 20, 64, 44], [39, 120, 210, 13, 99]])
SLIDES = {
    "2 × 2, stride 2": (FOUR, pool(2, 2), [[149, 82], [120, 133]]),
    "3 × 3, stride 1": (FIVE, pool(3, 1), [[200, 200, 135], [200, 200, 135], [210, 210, 210]]),
}


@pytest.mark.parametrize(("x", "layer", "pooled"), SLIDES.values(), ids=SLIDES)
def test_the_pooled_maps_of_the_slides(x: Tensor, layer: Pool, pooled: Any) -> None:
    assert Network().max_pool(x, layer).to_nested() == pooled


REDUCTIONS = {
    "2 × 2, stride 2": (FOUR, Network().max_pool(FOUR, pool(2, 2)), 4),
    "2 × 2, stride 1": (FOUR, Network().max_pool(FOUR, pool(2, 1)), Fraction(16, 9)),
    "nothing": (FOUR, FOUR.shape, 1),
    "channels count": (Shape(channels=8, rows=28, columns=28), Shape(channels=8, rows=14, columns=14), 4),
    "whole maps": (Shape(channels=16, rows=5, columns=5), Shape(entries=16), 25),
}


@pytest.mark.parametrize(("before", "after", "factor"), REDUCTIONS.values(), ids=REDUCTIONS)
def test_how_many_times_fewer_numbers_are_left(before: Any, after: Any, factor: Any) -> None:
    found = Network().reduction_factor(before, after)
    assert (type(found), found) == (type(factor), factor)


# --- other libraries -----------------------------------------------------------------------------------------------------------------------------


def padded(x: Tensor, layer: Pool, edge: int) -> Any:
    """NumPy's windows, moved by the stride."""
    above, left = (side if isinstance(side, int) else 0 for side in layer.padding)
    down, right = layer.stride or layer.window
    around = np.pad(x.array.reshape(x.sizes), ((0, 0), (above, above), (left, left)), constant_values=edge)
    return np.lib.stride_tricks.sliding_window_view(around, layer.window, axis=(1, 2))[:, ::down, ::right]


def some_layer(random: Random) -> tuple[Tensor, Pool]:
    window = calls.axes(random, 1, 3)
    padding = Padding(tuple(random.randint(0, size // 2) for size in window))  # so that every window has a cell of the map
    x = calls.tensor(random, random.randint(1, 3), random.randint(3, 8), random.randint(3, 8), numbers=calls.WHOLE)
    return x, Pool(window, random.choice((None, calls.axes(random, 1, 3))), padding)


@given(seeds)
@drawn
def test_pooling_is_numpys(random: Random) -> None:
    x, layer = some_layer(random)
    assert Network().max_pool(x, layer).to_nested() == padded(x, layer, -99).max(axis=(-1, -2)).tolist()
    assert Network().min_pool(x, layer).to_nested() == padded(x, layer, 99).min(axis=(-1, -2)).tolist()
    means = Network(Conventions(average="whole-window")).average_pool(x, layer)
    sums = means.map(lambda v: v * layer.window.rows * layer.window.columns)
    assert sums.to_nested() == padded(x, layer, 0).sum(axis=(-1, -2)).tolist()


@given(seeds)
@drawn
def test_average_and_min_pooling_are_scipys_filters(random: Random) -> None:
    """An odd window in the middle of a padded map, with stride 1, gives as many cells as there were."""
    x, side = calls.tensor(random, random.randint(3, 7), random.randint(3, 7), numbers=calls.WHOLE), random.choice((1, 3, 5))
    layer, image, ones = pool(side, 1, side // 2), x.array.reshape(x.sizes), np.ones((side, side), dtype=np.int64)
    sums, cells = (ndimage.correlate(part, ones, mode="constant") for part in (image, np.ones_like(image)))
    expected = [Fraction(int(total), int(count)) for total, count in zip(sums.ravel(), cells.ravel(), strict=True)]
    assert Network().average_pool(x, layer).values == tuple(expected)
    assert Network().min_pool(x, layer).to_nested() == ndimage.minimum_filter(image, side, mode="constant", cval=99).tolist()


@given(seeds)
@drawn
def test_global_pooling_is_numpys(random: Random) -> None:
    x = calls.tensor(random, random.randint(1, 4), random.randint(1, 7), random.randint(1, 7), numbers=calls.WHOLE)
    array = x.array.reshape(x.sizes)
    assert list(Network().global_max_pool(x).values) == array.max(axis=(1, 2)).tolist()
    sums = [v * x.sizes[1] * x.sizes[2] for v in Network().global_average_pool(x).values]
    assert sums == array.sum(axis=(1, 2)).tolist()


def test_global_pooling_is_pooling_with_a_window_as_large_as_the_map() -> None:
    x = calls.tensor(Random(1), 3, 4, 5)
    layer = Pool(Axes((4, 5)))
    assert Network().global_average_pool(x).values == Network().average_pool(x, layer).values
    assert Network().global_max_pool(x).values == Network().max_pool(x, layer).values


# --- what is exact, and what is asked of the conventions -----------------------------------------------------------------------------------------

BIG = of([[2**63 - 1, 2**63 + 1], [2**64, 0]])
EXACT = {
    "a sum above 2**63": ("average_pool", (BIG, pool(2)), (2**63,)),
    "a sum above 2**63 of a whole map": ("global_average_pool", (BIG,), (2**63,)),
    "the largest above 2**63": ("global_max_pool", (BIG,), (2**64,)),
    "the smallest of thirds": ("min_pool", (of([[Fraction(1, 3), Fraction(1, 2)]]), Pool(Axes((1, 2)))), (Fraction(1, 3),)),
    "thirds of one": ("average_pool", (of([[0, 1, 0]]), Pool(Axes((1, 3)))), (Fraction(1, 3),)),
    "thirds that are whole": ("average_pool", (of([[1, 2, 0]]), Pool(Axes((1, 3)))), (1,)),
}


@pytest.mark.parametrize(("operation", "arguments", "values"), EXACT.values(), ids=EXACT)
def test_pooling_is_exact(operation: str, arguments: tuple[Any, ...], values: tuple[Any, ...]) -> None:
    found = getattr(Network(), operation)(*arguments).values
    assert [(type(v), v) for v in found] == [(type(v), v) for v in values]


ONE = of([[8, 4], [-4, 12]])
AVERAGES = {
    "cells on the map": (Conventions(), pool(2, 2, 1), [[8, 4], [-4, 12]], True),
    "the whole window": (Conventions(average="whole-window"), pool(2, 2, 1), [[2, 1], [-1, 3]], True),
    "a window that hangs over, cells on the map": (Conventions(size="ceil"), Pool(Axes((2, 3)), Axes((2, 1))), None, True),
    "no border": (Conventions(average="whole-window"), pool(2), [[5]], False),
}


@pytest.mark.parametrize(("conventions", "layer", "pooled", "asked"), AVERAGES.values(), ids=AVERAGES)
def test_what_an_average_divides_by(conventions: Conventions, layer: Pool, pooled: Any, asked: bool) -> None:
    network = Network(conventions)
    x = ONE if pooled else of([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    expected = pooled or [[Fraction(7, 2)], [8]]
    assert network.average_pool(x, layer).to_nested() == expected
    assert ("average" in network.consulted) == asked


@pytest.mark.parametrize("operation", ["max_pool", "min_pool"])
def test_nobody_asks_how_to_average(operation: str) -> None:
    network = Network()
    getattr(network, operation)(ONE, pool(2, 2, 1))
    assert "average" not in network.consulted


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------


def wrongly(code: str, operation: str, conventions: Conventions, *arguments: Any) -> Any:
    network = Network(conventions, RULES[code])
    result = getattr(network, operation)(*arguments)
    assert network.spoilt == [0]
    return result.to_nested() if isinstance(result, Tensor) else result


USUAL, WHOLE = Conventions(), Conventions(average="whole-window")
TWO = of([[[1, 2], [3, 4]], [[5, 0], [7, 8]]])
LINE = of([[1, 2, 3, 4, 9]])
MISTAKES = {
    "zeros are larger than what is negative": ("pool.border-as-zeros", "max_pool", USUAL, (ONE, pool(2, 2, 1)), [[8, 4], [0, 12]]),
    "zeros are smaller than what is positive": ("pool.border-as-zeros", "min_pool", USUAL, (ONE, pool(2, 2, 1)), [[0, 0], [-4, 0]]),
    "zeros in an average": ("pool.border-as-zeros", "average_pool", USUAL, (ONE, pool(2, 2, 1)), [[2, 1], [-1, 3]]),
    "no zeros in an average": ("pool.border-not-counted", "average_pool", WHOLE, (ONE, pool(2, 2, 1)), [[8, 4], [-4, 12]]),
    "no padding": ("pool.padding-ignored", "max_pool", USUAL, (ONE, pool(2, 2, 1)), [[12]]),
    "a column left over": ("pool.incomplete-kept", "max_pool", USUAL, (LINE, Pool(Axes((1, 2)), Axes((1, 2)))), [[2, 4, 9]]),
    "all channels": ("pool.over-channels", "max_pool", USUAL, (TWO, pool(1)), [[[5, 2], [7, 8]]]),
    "an average of all channels": ("pool.over-channels", "average_pool", USUAL, (TWO, pool(2)), [[[Fraction(15, 4)]]]),
    "the stride where nothing is said": ("pool.stride-is-one", "max_pool", USUAL, (LINE, Pool(Axes((1, 2)))), [[2, 3, 4, 9]]),
    "the sum of a map": ("pool.global-sum", "global_average_pool", USUAL, (TWO,), [10, 20]),
    "one average of all": ("pool.global-over-channels", "global_average_pool", USUAL, (TWO,), [Fraction(15, 4)]),
    "one side": ("reduction.one-side", "reduction_factor", USUAL, (FOUR, of([[1, 2], [3, 4]])), 2),
    "the smaller by the larger": ("reduction.turned-round", "reduction_factor", USUAL, (FOUR, of([[1, 2], [3, 4]])), Fraction(1, 4)),
    "a difference": ("reduction.difference", "reduction_factor", USUAL, (FOUR, of([[1, 2], [3, 4]])), 12),
}


@pytest.mark.parametrize(("code", "operation", "conventions", "arguments", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_gives(code: str, operation: str, conventions: Conventions, arguments: Any, wrong: Any) -> None:
    assert wrongly(code, operation, conventions, *arguments) == wrong


def test_a_rest_that_is_dropped_where_sizes_are_rounded_up() -> None:
    layer, up = Pool(Axes((1, 2)), Axes((1, 2))), Conventions(size="ceil")
    assert Network(up).max_pool(LINE, layer).to_nested() == [[2, 4, 9]]
    assert wrongly("pool.incomplete-dropped", "max_pool", up, LINE, layer) == [[2, 4]]


IDLE = {
    "zeros beside something larger": ("pool.border-as-zeros", "max_pool", (of([[1, 2], [3, 4]]), pool(2, 2, 1))),
    "the other way to average": ("pool.border-not-counted", "average_pool", (ONE, pool(2, 2, 1))),
    "one channel": ("pool.over-channels", "max_pool", (of([[[1, 2]]]), pool(1))),
    "nothing left over": ("pool.incomplete-kept", "max_pool", (ONE, pool(2, 2))),
    "dropped as it should be": ("pool.incomplete-dropped", "max_pool", (LINE, Pool(Axes((1, 2)), Axes((1, 2))))),
    "nothing but padding left over": (
        "pool.incomplete-kept",
        "max_pool",
        (ONE, Pool(Axes((1, 1)), Axes((3, 3)), Padding(((0, 1), (0, 1))))),
    ),
    "a window of one cell": ("pool.average", "max_pool", (ONE, pool(1))),
    "no padding": ("pool.padding-ignored", "max_pool", (ONE, pool(2, 2))),
    "maps of one cell": ("pool.global-sum", "global_average_pool", (of([[[1]], [[2]]]),)),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), IDLE.values(), ids=IDLE)
def test_where_a_mistake_cannot_be_made(code: str, operation: str, arguments: Any) -> None:
    assert not spoilt(code, operation, *arguments)


OVERLOOKED = {
    "the largest": ("pool.maximum-overlooked", "max_pool", of([[3, 9, 9, 1]]), [3]),
    "the smallest": ("pool.minimum-overlooked", "min_pool", of([[3, 9, 1, 1]]), [3]),
    "one like the other": ("pool.maximum-overlooked", "max_pool", of([[3, 3, 3, 3]]), []),
    "of the second channel": ("pool.maximum-overlooked", "max_pool", of([[[0, 0, 0, 1]], [[5, 6, 7, 8]]]), [7]),
}


@pytest.mark.parametrize(("code", "operation", "x", "instead"), OVERLOOKED.values(), ids=OVERLOOKED)
def test_the_next_number_is_taken(code: str, operation: str, x: Tensor, instead: list[int]) -> None:
    call = Call(Network(), OPERATIONS[operation])
    last = x.sizes[0] - 1 if len(x.sizes) == 3 else 0
    assert list(SLIPS[code].places(call, last, x, Pool(Axes((1, 4))))) == instead


# --- what does not fit ---------------------------------------------------------------------------------------------------------------------------

MISFITS = {
    "a list": ("average_pool", (of([1, 2]), pool(1))),
    "kernels": ("min_pool", (of([[[[1]]]]), pool(1))),
    "a window larger than the map": ("average_pool", (ONE, pool(3))),
    "a window beside the map": ("average_pool", (ONE, pool(1, 1, 1))),
    "a stride beyond any map": ("min_pool", (ONE, Pool(Axes((1, 1)), Axes((10**400, 1))))),
    "a window beyond any map": ("average_pool", (ONE, Pool(Axes((10**400, 1)), None, Padding((10**400, 0))))),
    "too much work": ("average_pool", (ONE, pool(1, 1, 10**5))),
    "a list of maps": ("global_average_pool", (of([1, 2]),)),
    "kernels as maps": ("global_max_pool", (of([[[[1]]]]),)),
    "no cells": ("window_mean", (ONE, 0)),
    "half a cell": ("window_mean", (ONE, Fraction(1, 2))),
    "nothing before": ("reduction_factor", (None, ONE)),
    "nothing left": ("reduction_factor", (ONE, None)),
    "a size of zero": ("reduction_factor", (ONE, Shape(rows=0, columns=2))),
    "a negative size": ("reduction_factor", (Shape(rows=-1, columns=2), ONE)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


FLAWS = {
    "averages all alike": ("average_pool", (of([[1, 3, 1, 3]]), Pool(Axes((1, 2)))), True),
    "averages that differ": ("average_pool", (of([[1, 3, 1, 5]]), Pool(Axes((1, 2)))), False),
    "a single number": ("min_pool", (of([[1, 3]]), Pool(Axes((1, 2)))), False),
    "all channels alike": ("global_max_pool", (of([[[1, 3]], [[3, 3]]]),), True),
    "a single map": ("global_average_pool", (of([[1, 3]]),), False),
}


@pytest.mark.parametrize(("operation", "arguments", "flawed"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_seen(operation: str, arguments: tuple[Any, ...], flawed: bool) -> None:
    flaw = OPERATIONS[operation].flaw
    assert flaw is not None
    assert bool(flaw(*arguments, getattr(Network(), operation)(*arguments))) == flawed
