"""Parameters, weights and biases: the examples of the slides, NumPy's own count, exactness, and what does not fit."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from compared import spoilt
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape

DIGIT, COLOUR = Shape(channels=1, rows=28, columns=28), Shape(channels=3, rows=32, columns=32)
FIVE = Conv(Axes((5, 5)))
SLIDES = {  # operation, arguments → number
    "a kernel of a digit": ("conv_parameters", (FIVE, DIGIT), 26),
    "the same, not shared": ("locally_connected_parameters", (FIVE, DIGIT), 14_976),
    "its weights, not shared": ("locally_connected_parameters", (Conv(Axes((5, 5)), biased=False), DIGIT), 14_400),
    "sixteen filters": ("conv_parameters", (Conv(Axes((3, 3)), 16, 3), COLOUR), 448),
    "27 weights of one filter": ("conv_weights", (Conv(Axes((3, 3)), 1, 3), COLOUR), 27),
    "a dense layer on an image": ("dense_weights", (786_432, Dense(1000)), 786_432_000),
    "and its biases": ("dense_biases", (786_432, Dense(1000)), 1000),
    "pooling": ("pool_parameters", (Pool(Axes((2, 2))), COLOUR), 0),
    "an activation": ("activation_parameters", (COLOUR,), 0),
}


@pytest.mark.parametrize(("operation", "arguments", "count"), SLIDES.values(), ids=SLIDES)
def test_a_count_of_the_slides(operation: str, arguments: tuple[Any, ...], count: int) -> None:
    assert getattr(Network(), operation)(*arguments) == count


def test_the_network_for_digits() -> None:
    network = Network()
    first, second = Conv(Axes((5, 5)), 8, 3), Conv(Axes((5, 5)), 16, 8)
    pool, shapes, counts = Pool(Axes((2, 2)), Axes((2, 2))), list[Shape | None]((COLOUR,)), list[int]()
    for layer in (first, second):
        counts.append(network.conv_parameters(layer, shapes[-1]))
        shapes.append(network.output_shape(shapes[-1], layer))
        counts.append(network.pool_parameters(pool, shapes[-1]))
        shapes.append(network.pool_shape(shapes[-1], pool))
    inputs = network.size(shapes[-1])
    for neurons in (120, 84, 10):
        counts.append(network.dense_parameters(inputs, Dense(neurons)))
        inputs = neurons
    assert [network.size(shape) for shape in shapes] == [3072, 6272, 1568, 1600, 400]
    assert counts == [608, 0, 3216, 0, 48_120, 10_164, 850]
    assert network.total(*counts) == 62_958


@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("bias", ["counted", "not-counted"])
def test_weights_and_biases_are_the_parameters(biased: bool, bias: Any) -> None:
    network, layer, dense = Network(Conventions(bias=bias)), Conv(Axes((3, 2)), 4, 5, biased=biased), Dense(7, biased)
    biases = bias == "counted"
    assert network.conv_parameters(layer, COLOUR) == network.conv_weights(layer, COLOUR) + biases * network.conv_biases(layer, COLOUR)
    assert network.dense_parameters(9, dense) == network.dense_weights(9, dense) + biases * network.dense_biases(9, dense)
    assert network.conv_weights(layer, COLOUR) == np.zeros((4, 5, 3, 2)).size
    assert network.dense_biases(9, dense) == (7 if biased else 0)


@pytest.mark.parametrize("operation", ["conv_weights", "conv_biases", "dense_weights", "dense_biases"])
def test_weights_and_biases_apart_know_no_convention(operation: str) -> None:
    network = Network()
    getattr(network, operation)(*((5, Dense(3)) if operation.startswith("dense") else (FIVE, DIGIT)))
    assert not network.consulted


def test_counts_are_exact() -> None:
    network, huge = Network(), Conv(Axes((10**20, 10**20)), 10**10, 10**10)
    assert network.conv_parameters(huge, None) == 10**60 + 10**10
    assert network.dense_parameters(10**30, Dense(10**30)) == 10**60 + 10**30
    far = Shape(channels=1, rows=2**40, columns=2**40)
    assert network.locally_connected_parameters(Conv(Axes((1, 1))), far) == 2**81


UNFIT = {
    "a layer that does not fit": ("locally_connected_parameters", (FIVE, Shape(channels=1, rows=4, columns=9))),
    "no shape": ("locally_connected_parameters", (FIVE, None)),
    "a shape without rows": ("locally_connected_parameters", (FIVE, Shape(entries=9))),
    "a negative shape": ("locally_connected_parameters", (FIVE, Shape(channels=1, rows=-5, columns=9))),
    "no inputs": ("dense_weights", (None, Dense(3))),
    "0 inputs": ("dense_biases", (0, Dense(3))),
    "half an input": ("dense_parameters", (Fraction(1, 2), Dense(3))),
    "a negative count": ("total", (1, -1)),
}


@pytest.mark.parametrize(("operation", "arguments"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


LAYER, STRIDED = Conv(Axes((5, 5)), 8, 3), Conv(Axes((5, 5)), 8, 3, stride=Axes((2, 2)))
MISTAKES = {  # code, operation, arguments → what is written down
    "image in place of the kernel": ("parameters.input-size", "conv_parameters", (LAYER, COLOUR), 32 * 32 * 3 * 8 + 8),
    "stride in the weights": ("parameters.stride-put-in", "conv_parameters", (STRIDED, COLOUR), 2 * 600 + 8),
    "channels times filters": ("parameters.maps-only", "conv_parameters", (LAYER, COLOUR), 32),
    "weights for each position": ("parameters.not-shared", "conv_weights", (LAYER, COLOUR), 28 * 28 * 600),
    "all biases forgotten": ("local.no-bias", "locally_connected_parameters", (FIVE, DIGIT), 14_400),
    "one bias in all": ("local.one-bias", "locally_connected_parameters", (LAYER, COLOUR), 28 * 28 * 600 + 1),
    "shared in spite of all": ("local.shared", "locally_connected_parameters", (FIVE, DIGIT), 26),
    "one bias for a filter": ("local.one-bias-per-filter", "locally_connected_parameters", (FIVE, DIGIT), 14_401),
    "biases are no weights": ("weights.biases-counted", "dense_weights", (400, Dense(120)), 48_120),
    "a bias for each input": ("parameters.bias-per-input", "dense_parameters", (400, Dense(120)), 48_400),
    "inputs and neurons": ("dense-parameters.sum", "dense_parameters", (400, Dense(120)), 640),
    "a parameter for each number": ("parameters.activation-counted", "activation_parameters", (COLOUR,), 3072),
    "the size without its last step": ("size.plus-one-forgotten", "locally_connected_parameters", (FIVE, DIGIT), 23 * 23 * 26),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_leads_to(code: str, operation: str, arguments: tuple[Any, ...], wrong: int) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == wrong


HIDDEN = {  # where a mistake cannot show, it is not made
    "biases of filters where nothing is shared": ("parameters.no-bias", "locally_connected_parameters", (LAYER, COLOUR)),
    "one filter, which has one bias": ("local.one-bias", "locally_connected_parameters", (FIVE, DIGIT)),
    "another padding for each side": (
        "size.padding-once",
        "locally_connected_parameters",
        (Conv(Axes((5, 5)), padding=Padding.of(((0, 2), (0, 2)))), DIGIT),
    ),
    "no biases": ("parameters.no-bias", "conv_parameters", (Conv(Axes((5, 5)), 8, biased=False), DIGIT)),
    "one filter": ("parameters.one-bias-per-layer", "conv_parameters", (FIVE, DIGIT)),
    "one channel": ("parameters.channels-forgotten", "conv_weights", (FIVE, DIGIT)),
    "stride 1": ("parameters.stride-put-in", "conv_parameters", (LAYER, COLOUR)),
    "a kernel as large as the image": ("parameters.input-size", "conv_parameters", (FIVE, Shape(channels=1, rows=5, columns=5))),
    "no shape to put in": ("parameters.input-size", "conv_parameters", (FIVE, None)),
    "a kernel of one cell": ("parameters.maps-only", "conv_weights", (Conv(Axes((1, 1)), 8, 3), COLOUR)),
    "one position": ("local.shared", "locally_connected_parameters", (FIVE, Shape(channels=1, rows=5, columns=5))),
    "as many inputs as neurons": ("parameters.bias-per-input", "dense_parameters", (9, Dense(9))),
    "two inputs and two neurons": ("dense-parameters.sum", "dense_weights", (2, Dense(2))),
    "biases that count": ("weights.biases-counted", "conv_parameters", (LAYER, COLOUR)),
    "padding makes one position": (
        "parameters.not-shared",
        "conv_weights",
        (Conv(Axes((3, 3)), padding=Padding((1, 1))), Shape(rows=1, columns=1)),
    ),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), HIDDEN.values(), ids=HIDDEN)
def test_a_mistake_that_cannot_show_is_not_made(code: str, operation: str, arguments: tuple[Any, ...]) -> None:
    assert not spoilt(code, operation, *arguments)


@pytest.mark.parametrize("code", ["parameters.pooling-counted", "parameters.activation-counted"])
def test_who_finds_something_where_there_is_nothing_earns_nothing(code: str) -> None:
    assert RULES[code].share == 0
