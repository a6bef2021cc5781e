"""What courses agree on differently: what each convention changes, which are consulted when, and their sentences."""

from contextlib import suppress
from typing import Any, get_args, get_type_hints

import pytest

import calls
from convexam.cnn import conventions as conventions_module
from convexam.cnn.conventions import SPOKEN_TWICE, Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape, Tensor
from convexam.text.tree import parse
from convexam.text.words import words_beside

FOUR = Shape(channels=2, rows=4, columns=4)
KINDS = get_type_hints(Conventions)
VALUES = [(field, value) for field, kind in KINDS.items() for value in get_args(kind)]
SPOKEN = VALUES + [(name, value) for name in SPOKEN_TWICE for value in get_args(KINDS["layout"])]


def layer(**settings: Any) -> Conv:
    pairs: dict[str, Any] = {name: (Padding if name == "padding" else Axes).of(value) for name, value in settings.items()}
    return Conv(Axes((2, 2)), filters=3, channels=2, **pairs)


def side(held: Conventions, of: Conv) -> int | None:
    """How large a map of 4 × 4 becomes."""
    shape = Network(held).output_shape(FOUR, of)
    return shape and shape.rows


SIDES = {
    "padding 1 per side": (Conventions(), layer(padding=1), 5),
    "padding 1 in total": (Conventions(padding="total"), layer(padding=1), 4),
    "padding 2 in total": (Conventions(padding="total"), layer(padding=2), 5),
    "whole division": (Conventions(size="none"), layer(stride=2), 2),
    "rounded down": (Conventions(size="floor"), layer(stride=3), 1),
    "rounded up": (Conventions(size="ceil"), layer(stride=3), 2),
    "does not fit": (Conventions(size="none"), layer(stride=3), None),
    "too large, rounded down": (Conventions(size="floor"), layer(dilation=4), None),
    "too large, rounded up": (Conventions(size="ceil"), layer(dilation=4), None),
}


@pytest.mark.parametrize(("held", "of", "rows"), SIDES.values(), ids=SIDES)
def test_a_size(held: Conventions, of: Conv, rows: int | None) -> None:
    assert side(held, of) == rows


def test_an_odd_padding_in_total_goes_below_and_to_the_right() -> None:
    picks = Conv.of(Tensor.nested([[[[1]]]]), padding=Padding((1, 1)))
    assert Network(Conventions(padding="total")).conv2d(Tensor.nested([[5]]), picks).to_nested() == [[[5, 0], [0, 0]]]


def test_padding_of_a_pooling_layer_is_counted_in_the_same_way() -> None:
    pool = Pool(Axes((2, 2)), Axes((1, 1)), Padding((1, 1)))
    assert Network().pool_shape(FOUR, pool) == Shape(channels=2, rows=5, columns=5)
    assert Network(Conventions(padding="total")).pool_shape(FOUR, pool) == Shape(channels=2, rows=4, columns=4)


def test_a_window_beyond_the_border_adds_zeros_and_pools_what_is_there() -> None:
    network, x = Network(Conventions(size="ceil")), Tensor.nested([[1, 2, 3]])
    assert network.conv2d(x, Conv.of(Tensor.nested([[[[1, 1]]]]), stride=Axes((1, 2)))).to_nested() == [[[3, 3]]]
    assert network.max_pool(x, Pool(Axes((1, 2)), Axes((1, 2)))).to_nested() == [[2, 3]]
    with pytest.raises(DoesNotFit):
        network.max_pool(x, Pool(Axes((1, 1)), Axes((1, 1)), Padding((0, 1))))


@pytest.mark.parametrize(("bias", "conv", "dense"), [("counted", 27, 40), ("not-counted", 24, 35)])
def test_biases_count_or_do_not(bias: Any, conv: int, dense: int) -> None:
    network = Network(Conventions(bias=bias))
    assert network.conv_parameters(layer(), FOUR) == conv
    assert network.dense_parameters(7, Dense(5)) == dense


def test_a_layer_without_biases_has_none_to_count() -> None:
    assert Network().dense_parameters(7, Dense(5, biased=False)) == 35


def test_a_flipped_kernel_and_the_mistake_of_not_flipping_it() -> None:
    x, kernel = Tensor.nested([[1, 0], [0, 2]]), Conv.of(Tensor.nested([[[[1, 2], [3, 4]]]]))
    assert Network(Conventions(kernel="as-it-is")).conv2d(x, kernel).values == (9,)
    assert Network(Conventions(kernel="flipped")).conv2d(x, kernel).values == (6,)


MAP, ROW = Tensor.nested([[1, 2], [3, 4]]), Tensor.nested([[1, 2]])
ONE, TWO = Tensor.nested([[[[1]]]]), Tensor.nested([[[[1, 1], [1, 1]]]])


def wide(**settings: Any) -> Conv:
    pairs: dict[str, Any] = {name: (Padding if name == "padding" else Axes).of(value) for name, value in settings.items()}
    return Conv.of(TWO, **pairs)


CONSULTED: dict[str, tuple[str, tuple[Any, ...], set[str]]] = {
    "a map": ("conv2d", (MAP, Conv.of(ONE)), {"kernel"}),
    "a map with padding": ("conv2d", (MAP, wide(padding=1)), {"kernel", "padding"}),
    "a map with a border of its own": ("conv2d", (MAP, wide(padding=((1, 0), (0, 0)))), {"kernel"}),
    "a map that keeps its size": ("conv2d", (MAP, wide(padding="same")), {"kernel", "odd"}),
    "a map that keeps its size, even padding": ("conv2d", (MAP, Conv.of(ONE, padding=Padding.of("same"))), {"kernel"}),
    "a map with dilation": ("conv2d", (MAP, Conv.of(ONE, dilation=Axes.of(1))), {"kernel", "dilation"}),
    "a map with something left over": ("conv2d", (ROW, Conv.of(ONE, stride=Axes((1, 2)))), {"kernel", "size"}),
    "a padded input": ("padded", (MAP, wide(padding=1)), {"padding"}),
    "a mirrored border": ("bordered", (MAP, 1, "mirrored"), {"mirror"}),
    "a border of zeros": ("bordered", (MAP, 1, "zeros"), set()),
    "a shape": ("output_shape", (FOUR, layer()), set()),
    "a shape with padding": ("output_shape", (FOUR, layer(padding=1)), {"padding"}),
    "a shape that is kept": ("output_shape", (FOUR, layer(padding="same")), set()),
    "a shape with dilation": ("output_shape", (FOUR, layer(dilation=1)), {"dilation"}),
    "a shape with something left over": ("output_shape", (FOUR, layer(stride=3)), {"size"}),
    "a shape with nothing left over": ("output_shape", (FOUR, layer(stride=2)), {"size"}),
    "a pooled shape without a stride": ("pool_shape", (FOUR, Pool(Axes.of(2))), {"pool_stride", "size"}),
    "same padding": ("same_padding", (5, 3, 1, 1), {"padding"}),
    "the sides of an odd padding": ("same_sides", (5, 2, 1, 1), {"odd"}),
    "parameters": ("conv_parameters", (layer(), FOUR), {"bias"}),
    "parameters without biases": ("dense_parameters", (7, Dense(5, biased=False)), set()),
    "weights apart": ("conv_weights", (layer(), FOUR), set()),
    "multiplications": ("multiplications", (layer(), FOUR), set()),
    "a cost": ("cost", (layer(), FOUR), {"cost"}),
    "a receptive field": ("receptive_field", ((Conv(Axes.of(3)),),), set()),
    "a receptive field with dilation": ("receptive_field", ((Conv(Axes.of(3), dilation=Axes.of(2)),),), {"dilation"}),
    "a batch": ("batch_shape", (FOUR, 7), {"layout"}),
    "a flattened volume": ("flatten", (Tensor.nested([[[1, 2]], [[3, 4]]]),), {"flattening"}),
    "a flattened map": ("flatten", (MAP,), set()),
    "a pooled map": ("max_pool", (MAP, Pool(Axes((2, 2)), Axes((2, 2)))), {"size"}),
    "a pooled map without a stride": ("max_pool", (MAP, Pool(Axes((2, 2)))), {"pool_stride", "size"}),
    "averages": ("average_pool", (MAP, Pool(Axes.of(2), Axes.of(2))), {"size"}),
    "averages at a border": ("average_pool", (MAP, Pool(Axes.of(2), Axes.of(1), Padding.of(1))), {"average", "padding"}),
    "a shifting kernel": ("shift_kernel", (0, 1, 3), {"kernel"}),
    "a kernel that shifts nothing": ("shift_kernel", (0, 0, 3), set()),
    "a rectified map": ("relu", (MAP,), set()),
}


SETTINGS = {  # what stays the same while the numbers change
    "a convolution": ("output_shape", layer(stride=2, padding=1)),
    "a convolution that keeps the size": ("output_shape", layer(stride=2, padding="same")),
    "a map": ("conv2d", wide(stride=2, padding="same")),
    "a map with padding": ("conv2d", wide(stride=3, padding=1)),
    "a pooled shape": ("pool_shape", Pool(Axes.of(2), Axes.of(2))),
    "a pooled map": ("max_pool", Pool(Axes.of(2), Axes.of(2))),
    "averages": ("average_pool", Pool(Axes.of(2), Axes.of(2), Padding.of(1))),
}


@pytest.mark.parametrize(("operation", "of"), SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("size", ["floor", "ceil", "none"])
def test_what_is_consulted_does_not_depend_on_the_numbers(operation: str, of: Any, size: Any) -> None:
    """The sentences under a question must not tell whether something is left over, or whether a padding is odd."""
    consulted = set()
    for n in range(4, 12):
        network = Network(Conventions(size=size))
        x = Tensor((1, n, n), range(n * n))
        with suppress(DoesNotFit):  # then there is no exercise; "none" is an answer of shapes
            getattr(network, operation)(FOUR.with_(rows=n, columns=n) if "shape" in operation else x, of)
            consulted.add(frozenset(network.consulted))
    assert len(consulted) == 1


@pytest.mark.parametrize("operation", ["same_padding", "same_sides"])
def test_same_padding_consults_the_same_whatever_it_is(operation: str) -> None:
    consulted = set()
    for window in range(1, 6):
        network = Network()
        getattr(network, operation)(7, window, 1, 1)
        consulted.add(frozenset(network.consulted))
    assert len(consulted) == 1


def test_every_convention_is_consulted_somewhere() -> None:
    assert set().union(*(consulted for *_, consulted in CONSULTED.values())) == {name for name, _ in SPOKEN}


@pytest.mark.parametrize(("operation", "arguments", "consulted"), CONSULTED.values(), ids=CONSULTED)
def test_only_the_conventions_that_matter_are_consulted(operation: str, arguments: tuple[Any, ...], consulted: set[str]) -> None:
    network = Network()
    getattr(network, operation)(*arguments)
    assert network.consulted == consulted


def test_the_random_calls_know_every_convention() -> None:
    assert [(field, value) for field, values in calls.CHOICES.items() for value in values] == VALUES


@pytest.mark.parametrize(("field", "value"), SPOKEN, ids=[f"{field} {value}" for field, value in SPOKEN])
def test_each_value_has_a_sentence(field: str, value: str) -> None:
    sentence = words_beside(str(conventions_module.__file__)).fill(f"{field}__{value}".replace("-", "_"))
    assert len(parse(sentence)) == 1
    assert sentence.endswith(".")


def test_no_sentence_is_left_over() -> None:
    assert len(words_beside(str(conventions_module.__file__)).blocks()) == len(SPOKEN)
