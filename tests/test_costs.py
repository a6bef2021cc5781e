"""Connections, multiplications and costs: the example of the slides, a sparse matrix, exactness, and what does not fit."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import signal

from compared import spoilt
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape

COLOUR, LAYER = Shape(channels=3, rows=32, columns=32), Conv(Axes((5, 5)), 8, 3)
SLIDES = {  # operation, arguments → number
    "a number of the result sees": ("inputs_per_output", (LAYER, COLOUR), 75),
    "a dense layer in its place": ("dense_equivalent", (COLOUR, LAYER), 6272 * 3072 + 6272),  # the slides type 3,272, and print 20,528,256
    "connections": ("connections", (LAYER, COLOUR), 6272 * 75),
    "multiplications": ("multiplications", (LAYER, COLOUR), 470_400),
    "of a dense layer": ("dense_multiplications", (400, Dense(120)), 48_000),
}


@pytest.mark.parametrize(("operation", "arguments", "number"), SLIDES.values(), ids=SLIDES)
def test_a_number_of_the_slides(operation: str, arguments: tuple[Any, ...], number: int) -> None:
    assert getattr(Network(), operation)(*arguments) == number


def test_a_dense_layer_has_many_times_the_parameters() -> None:
    network = Network()
    dense, shared = network.dense_equivalent(COLOUR, LAYER), network.conv_parameters(LAYER, COLOUR)
    assert (dense, shared) == (19_273_856, 608)
    assert network.ratio(dense, shared) == Fraction(602_308, 19)


@pytest.mark.parametrize(("size", "padding", "stride"), list(product(((1, 1), (2, 3), (3, 3)), (0, 1), ((1, 1), (2, 1)))))
def test_connections_are_the_reach_of_scipys_convolution(size: Any, padding: int, stride: Any) -> None:
    """Ones convolved with ones count what is under each window, with the padding made of ones, too."""
    padded = np.ones((5 + 2 * padding, 6 + 2 * padding), dtype=np.int64)
    seen = signal.convolve2d(padded, np.ones(size, dtype=np.int64), mode="valid")[:: stride[0], :: stride[1]]
    layer = Conv(Axes(size), 4, 3, Axes(stride), Padding((padding, padding)))
    assert Network().connections(layer, Shape(channels=3, rows=5, columns=6)) == 4 * 3 * int(seen.sum())


@pytest.mark.parametrize(("cost", "each"), [("macs", 1), ("flops", 2)])
def test_a_cost_is_macs_or_flops(cost: Any, each: int) -> None:
    network = Network(Conventions(cost=cost))
    assert network.cost(LAYER, COLOUR) == each * 470_400
    assert network.dense_cost(400, Dense(120)) == each * 48_000


def test_multiplications_know_no_convention_of_cost() -> None:
    network = Network()
    network.multiplications(LAYER, COLOUR)
    assert "cost" not in network.consulted


def test_numbers_are_exact() -> None:
    network, far = Network(Conventions(cost="flops")), Shape(channels=1, rows=2**40, columns=2**40)
    assert network.cost(Conv(Axes((1, 1))), far) == 2**81
    assert network.dense_cost(10**30, Dense(10**30)) == 2 * 10**60
    assert network.ratio(1, 3) == Fraction(1, 3)
    assert type(network.ratio(10**30, 10**10)) is int


SMALL = Shape(channels=3, rows=4, columns=9)
UNFIT = {
    **{f"a layer that does not fit, {name}": (name, (LAYER, SMALL)) for name in ("connections", "multiplications", "cost")},
    **{f"no shape, {name}": (name, (LAYER, None)) for name in ("connections", "multiplications", "cost")},
    "a dense layer for what does not fit": ("dense_equivalent", (SMALL, LAYER)),
    "a dense layer for no shape": ("dense_equivalent", (None, LAYER)),
    "a dense layer for a negative depth": ("dense_equivalent", (COLOUR.with_(channels=-3), LAYER)),
    "no inputs": ("dense_multiplications", (None, Dense(3))),
    "0 inputs": ("dense_cost", (0, Dense(3))),
    "a ratio to nothing": ("ratio", (3, 0)),
    "a ratio of a broken number": ("ratio", (Fraction(1, 2), 3)),
}


@pytest.mark.parametrize(("operation", "arguments"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


MISTAKES = {  # code, operation, arguments → what is written down
    "one channel": ("connections.depth-forgotten", "multiplications", (LAYER, COLOUR), 470_400 // 3),
    "the weights": ("connections.shared", "connections", (LAYER, COLOUR), 600),
    "the whole input": ("connections.all-inputs", "connections", (LAYER, COLOUR), 6272 * 3072),
    "one filter": ("cost.filters-forgotten", "cost", (LAYER, COLOUR), 470_400 // 8),
    "positions of the input": ("cost.input-size", "multiplications", (LAYER, COLOUR), 32 * 32 * 600),
    "the biases, too": ("cost.bias-counted", "cost", (LAYER, COLOUR), 470_400 + 6272),
    "a bias under the window": ("cost.bias-counted", "inputs_per_output", (LAYER, COLOUR), 76),
    "the biases of a dense layer": ("cost.bias-counted", "dense_cost", (400, Dense(120)), 48_120),
    "FLOPs": ("cost.doubled", "cost", (LAYER, COLOUR), 940_800),
    "inputs and neurons": ("dense-parameters.sum", "dense_cost", (400, Dense(120)), 520),
    "one channel flattened": ("dense-equivalent.channels-forgotten", "dense_equivalent", (COLOUR, LAYER), 6272 * 1024 + 6272),
    "one map of neurons": ("dense-equivalent.filters-forgotten", "dense_equivalent", (COLOUR, LAYER), 784 * 3072 + 784),
    "no biases of the dense layer": ("parameters.no-bias", "dense_equivalent", (COLOUR, LAYER), 6272 * 3072),
    "the size without its last step": ("size.plus-one-forgotten", "cost", (LAYER, COLOUR), 27 * 27 * 600),
    "upside down": ("ratio.upside-down", "ratio", (6, 2), Fraction(1, 3)),
    "the difference": ("ratio.difference", "ratio", (2, 6), 4),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_leads_to(code: str, operation: str, arguments: tuple[Any, ...], wrong: Any) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == wrong


def test_multiplications_taken_for_flops_are_not_doubled() -> None:
    assert Network(Conventions(cost="flops"), RULES["cost.not-doubled"]).cost(LAYER, COLOUR) == 470_400


@pytest.mark.parametrize("code", ["shape.layout-swapped", "shape.axes-swapped", "shape.channels-kept"])
@pytest.mark.parametrize("operation", ["connections", "multiplications", "cost"])
def test_mistakes_that_no_product_shows_stay_away(code: str, operation: str) -> None:
    assert not spoilt(code, operation, LAYER, COLOUR.with_(rows=20))
