"""The reference network against loops, against SciPy, and against whatever anybody may write."""

import re
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from scipy import ndimage

import calls
from compared import CALLS, by_hand, done, drawn, explained, same_as_by_hand, seeds
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import Axes, DoesNotFit, Position, Shape, Tensor
from convexam.text.tree import parse
from loops import LOOPS


def weights_of(layer: Conv) -> Tensor:
    assert layer.weights is not None
    return layer.weights


def test_each_operation_has_its_loops() -> None:
    assert LOOPS.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("operation", OPERATIONS)
@given(seeds)
@drawn
def test_an_operation_does_what_a_student_does_by_hand(operation: str, random: Random) -> None:
    same_as_by_hand(operation, calls.conventions(random), *calls.sensible(operation, random))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_most_sensible_calls_fit(operation: str) -> None:
    """Else the comparison above would compare nothing."""
    fits = 0
    for seed in range(60):
        random = Random(seed)
        try:
            done(operation, calls.conventions(random), *calls.sensible(operation, random))
        except DoesNotFit:
            continue
        fits += 1
    assert fits >= 20


@given(seeds)
@drawn
def test_max_pool_is_scipys_maximum_filter(random: Random) -> None:
    x = calls.tensor(random, random.randint(3, 8), random.randint(3, 8), numbers=calls.WHOLE)
    window, stride = calls.axes(random, 1, 3), calls.axes(random, 1, 3)
    corner: Any = [-(size // 2) for size in window]  # the window begins at its cell
    filtered = ndimage.maximum_filter(x.array.reshape(x.sizes), size=tuple(window), origin=corner, mode="constant", cval=-99)
    inside = filtered[: x.sizes[0] - window.rows + 1, : x.sizes[1] - window.columns + 1]
    assert Network().max_pool(x, Pool(window, stride)).to_nested() == inside[:: stride.rows, :: stride.columns].tolist()


# --- exact numbers -------------------------------------------------------------------------------------------------------------------------------


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


BEYOND = {
    "one product": ([[2**62, 0], [0, 0]], [[4, 0], [0, 0]], 2**64),
    "a sum of products": ([[2**61, 2**61], [2**61, 2**61]], [[1, 1], [1, 1]], 2**63),
    "weights whose sum wraps": ([[1, 1], [1, 1]], [[2**62 - 1, 2**62 - 1], [2**62 - 1, 0]], 3 * (2**62 - 1)),
    "the least of all": ([[-(2**63), 0], [0, 0]], [[-1, 0], [0, 0]], 2**63),
    "thirty digits": ([[10**30, 1], [0, 0]], [[10**30, 1], [0, 0]], 10**60 + 1),
}


@pytest.mark.parametrize(("x", "kernel", "cell"), BEYOND.values(), ids=BEYOND)
def test_large_numbers_do_not_wrap(x: Any, kernel: Any, cell: int) -> None:
    layer = Conv.of(of([[kernel]]))
    assert Network().conv2d(of([x]), layer).values == (cell,)
    assert Network().conv2d_cell(of([x]), layer, Position((1, 1))) == cell


def test_a_large_bias_does_not_wrap() -> None:
    assert Network().conv2d(of([[1]]), Conv.of(of([[[[2**62]]]]), of([2**63]))).values == (2**62 + 2**63,)


def test_thirds_stay_thirds() -> None:
    third = Fraction(1, 3)
    layer = Conv.of(of([[[[third, third], [third, 0]]]]), of([Fraction(1, 7)]))
    assert Network().conv2d(of([[[1, 0, 1], [1, 1, 1]]]), layer).values == (Fraction(17, 21), Fraction(17, 21))
    assert Network().max_pool(of([[third, Fraction(1, 2)]]), Pool(Axes((1, 2)), Axes((1, 1)))).values == (Fraction(1, 2),)
    assert Network().relu(of([third, -third])).values == (third, 0)


def test_a_fraction_that_is_whole_is_a_whole_number() -> None:
    values = Network().conv2d(of([[Fraction(1, 2)]]), Conv.of(of([[[[2]]]]), of([Fraction(1, 2)]))).values
    assert values == (Fraction(3, 2),)
    assert [type(v) for v in Network().conv2d(of([[Fraction(1, 2)]]), Conv.of(of([[[[2]]]]))).values] == [int]


# --- whatever anybody may write ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("explains", [False, True], ids=["quiet", "explaining"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_works_or_says_that_it_does_not_fit(operation: str, explains: bool) -> None:
    for seed in range(2 * CALLS):
        random = Random(seed)
        network = Network(calls.conventions(random), explains=explains)
        arguments = calls.wild(operation, random) if seed % 3 else calls.sensible(operation, random)
        try:
            getattr(network, operation)(*arguments)
        except DoesNotFit:
            continue


MISFITS = {
    "a map of one axis": ("conv2d", (of([1, 2]), Conv.of(of([[[[1]]]])))),
    "too many channels": ("conv2d", (of([[[1]], [[2]]]), Conv.of(of([[[[1]]]])))),
    "a layer without numbers": ("conv2d", (of([[1]]), Conv(Axes((1, 1))))),
    "a kernel larger than the map": ("conv2d", (of([[1]]), Conv.of(of([[[[1, 1]]]])))),
    "a cell beyond the map": ("conv2d_cell", (of([[1]]), Conv.of(of([[[[1]]]])), Position((1, 2)))),
    "a cell of two maps": ("conv2d_cell", (of([[1]]), Conv.of(of([[[[1]]], [[[1]]]])), Position((1, 1)))),
    "a window of two rows on a signal": ("window", (of([1, 2]), Conv.of(of([[[[1], [1]]]])), Position((1, 1)))),
    "cells of two maps": ("put", (of([[[1]], [[2]]]), [Position((1, 1))], [7])),
    "cells of a list": ("put", (of([1, 2]), [Position((1, 1))], [7])),
    "a stride beyond any map": ("conv2d", (of([[1]]), Conv.of(of([[[[1]]]]), stride=Axes((10**30, 1))))),
    "too much work": ("conv2d", (of([[1]]), Conv.of(of([[[[1]]]]), padding=Padding((10**4, 10**4))))),
    "no size": ("output_size", (None, 3, 0, 1, 1)),
    "half a cell": ("output_size", (Fraction(5, 2), 1, 0, 1, 1)),
    "no shape": ("output_shape", (None, Conv(Axes((1, 1))))),
    "a shape of no rows": ("output_shape", (Shape(rows=0, columns=3), Conv(Axes((1, 1))))),
    "a shape of one axis": ("pool_shape", (Shape(entries=3), Pool(Axes((1, 1)), Axes((1, 1))))),
    "nothing to flatten": ("size", (None,)),
    "no inputs": ("dense_parameters", (None, Dense(3))),
    "no number of parameters": ("total", (3, None)),
    "a negative number of parameters": ("total", (3, -1)),
    "a matrix of scores": ("softmax", (of([[1, 2]]),)),
    "a score of a million": ("softmax", (of([0, -(10**6)]),)),
    "a negative probability": ("cross_entropy", (of([Fraction(-1, 3)]), 1)),
    "a probability of zero": ("cross_entropy", (of([0, 1]), 1)),
    "a class that is not there": ("cross_entropy", (of([1]), 2)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        done(operation, Conventions(), *arguments)


# --- what a good variant must know ---------------------------------------------------------------------------------------------------------------


def there(x: Tensor) -> Tensor:
    """One where a number is not zero: what is left of a product is counted, not added up."""
    return x.map(lambda v: int(v != 0))


def work(operation: str, *arguments: Any) -> int:
    counted = OPERATIONS[operation].work
    assert counted is not None
    return counted(Network(), *arguments)


@given(seeds)
@drawn
def test_work_is_the_number_of_products_by_hand(random: Random) -> None:
    x, layer = calls.tensor(random, 2, 5, 5, numbers=(0, 1, -2)), calls.conv(random, random.randint(1, 2), 2, (0, 1, -2))
    counting = Conv.of(
        there(weights_of(layer)), layer.biases and there(layer.biases), stride=layer.stride, padding=layer.padding, dilation=layer.dilation
    )
    cells = Tensor.nested(by_hand("conv2d", Conventions(), there(x), counting))
    assert work("conv2d", x, layer) == sum(cells.values)
    assert work("conv2d_cell", x, layer, Position((1, 1))) == sum(cells.at(f, 0, 0) for f in range(layer.filters))


FLAWS = {
    "a kernel of zeros": ("conv2d", (of([[1]]), Conv.of(of([[[[0]]]]))), True),
    "one channel of zeros": ("conv2d", (of([[[1]], [[1]]]), Conv.of(of([[[[1]], [[0]]]]))), True),
    "a good kernel": ("conv2d", (of([[1]]), Conv.of(of([[[[1]]]]))), False),
    "nothing negative before ReLU": ("relu", (of([[0, 1, 2, 3]]),), True),
    "nothing positive before ReLU": ("relu", (of([[0, -1, -2, -3]]),), True),
    "three quarters zeros after ReLU": ("relu", (of([[1, -1, -2, 0]]),), True),
    "half of it zeros after ReLU": ("relu", (of([[1, -1, -2, 3]]),), False),
    "a constant pooled map": ("max_pool", (of([[4, 1, 4]]), Pool(Axes((1, 2)), Axes((1, 1)))), True),
    "a single pooled number": ("max_pool", (of([[4, 1]]), Pool(Axes((1, 2)), Axes((1, 1)))), False),
}


@pytest.mark.parametrize(("operation", "arguments", "flawed"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_seen(operation: str, arguments: tuple[Any, ...], flawed: bool) -> None:
    flaw = OPERATIONS[operation].flaw
    assert flaw is not None
    assert bool(flaw(*arguments, done(operation, Conventions(), *arguments))) == flawed


# --- the worked solution -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_explains_itself(operation: str) -> None:
    """Its words can be filled from what it recorded, and every formula in them can be read."""
    for text, _ in explained(operation, 30):
        assert parse(text)
        assert not re.search(r"[<>]{2}|<%|None|Fraction|\n\n\n", text)
