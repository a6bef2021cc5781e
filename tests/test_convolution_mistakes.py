"""Mistakes in convolutions: where each can show itself, and that it is tried nowhere else."""

from random import Random
from typing import Any

import pytest

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.mistakes import RULES, SLIPS
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS, Call
from convexam.cnn.values import Axes, DoesNotFit, Position, Tensor
from convexam.exercises.convolution import conv2d
from convexam.exercises.draw import Wish, practice
from convexam.exercises.networks import cnn_layers
from convexam.text.words import words_beside


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def image(rows: int, columns: int) -> Tensor:
    return of([[3 + 7 * row + column * column for column in range(columns)] for row in range(rows)])


def layer(size: int, padding: Any = 0, stride: int = 1, bias: int = 0) -> Conv:
    weights = Tensor((1, 1, size, size), tuple(range(1, size * size + 1)))
    return Conv.of(weights, of([bias]), padding=Padding.of(padding), stride=Axes.of(stride))


UNEVEN = ((0, 1), (0, 1))
FIRST, LATER = Position((1, 1)), Position((2, 2))
APPLIES = {  # a code, the arguments, and whether the mistake is tried
    "a window reaches the border behind": ("padding-one-side", (image(7, 7), layer(3, 1, 2)), True),
    "no window reaches the border behind": ("padding-one-side", (image(6, 6), layer(3, 1, 2)), False),
    "only along the rows": ("padding-one-side", (image(7, 6), layer(3, 1, 2)), True),
    "no border in front": ("padding-one-side", (image(7, 7), layer(3, UNEVEN)), False),
    "a border that no window reaches": ("padding-ignored", (image(5, 5), layer(3, UNEVEN, 2)), False),
    "a border behind that a window reaches": ("padding-ignored", (image(6, 6), layer(3, UNEVEN, 2)), True),
    "a kernel that is larger than the map": ("padding-ignored", (image(2, 2), layer(3, 1)), False),
    "a cell, and a border in front": ("padding-ignored", (image(5, 5), layer(3, 1), FIRST), True),
    "a cell, and a border behind it only": ("padding-ignored", (image(5, 5), layer(3, UNEVEN), FIRST), False),
    "a cell that is not there without the border": ("padding-ignored", (image(3, 3), layer(3, 1), LATER), False),
    "the first cell with a stride": ("stride-ignored", (image(6, 6), layer(2, 0, 2), FIRST), False),
    "a later cell with a stride": ("stride-ignored", (image(6, 6), layer(2, 0, 2), LATER), True),
    "a later cell without a stride": ("stride-ignored", (image(6, 6), layer(2), LATER), False),
    "valid": ("same-for-valid", (image(5, 5), layer(3, "valid")), True),
    "valid where same needs no border": ("same-for-valid", (image(6, 6), layer(2, "valid", 2)), False),
    "a valid cell, and a border behind it only": ("same-for-valid", (image(5, 5), layer(2, "valid"), FIRST), False),
    "a positive cell": ("rectified", (image(5, 5), layer(3), FIRST), False),
    "a negative cell": ("rectified", (image(5, 5), layer(3, bias=-9999), FIRST), True),
    "a positive map of one cell": ("rectified", (image(3, 3), layer(3)), False),
    "a positive map": ("rectified", (image(5, 5), layer(3)), True),
}


@pytest.mark.parametrize(("code", "arguments", "applies"), APPLIES.values(), ids=APPLIES)
def test_where_a_mistake_is_tried(code: str, arguments: Any, applies: bool) -> None:
    operation = "conv2d_cell" if len(arguments) == 3 else "conv2d"
    holding = Network(rule=RULES[f"conv2d.{code}"])
    getattr(holding, operation)(*arguments)
    assert bool(holding.spoilt) == applies


LAID = ("conv2d.padding-ignored", "conv2d.padding-one-side", "conv2d.same-for-valid", "conv2d.stride-ignored", "conv2d.dilation-ignored")


@pytest.mark.parametrize("operation", ["conv2d", "conv2d_cell", "conv1d", "channel_maps"])
@pytest.mark.parametrize("code", LAID)
def test_a_wrong_place_is_tried_where_it_changes_something(code: str, operation: str) -> None:
    """With numbers that hardly ever make the same sum twice, a mistake shows itself where it is tried, and nowhere else."""
    for seed in range(300):
        random = Random(seed)
        conventions, (x, drawn, *cell) = calls.conventions(random), calls.sensible(operation, random)
        weights = Tensor((drawn.filters, drawn.channels, *drawn.size), [random.randint(1, 10**6) for _ in range(len(drawn.weights.values))])
        plain = Conv.of(weights, stride=drawn.stride, padding=drawn.padding, dilation=drawn.dilation)
        arguments = (Tensor(x.sizes, [random.randint(1, 10**6) for _ in x.values]), plain, *cell)
        holding = Network(conventions, RULES[code])
        try:
            right, wrong = getattr(Network(conventions), operation)(*arguments), getattr(holding, operation)(*arguments)
        except DoesNotFit:
            continue
        assert (wrong != right) == bool(holding.spoilt), seed


@pytest.mark.parametrize("side", [6, 8])
def test_an_even_input_with_padding_and_stride_can_be_drawn(side: int) -> None:
    assert practice(Wish(conv2d.FAMILY, 3, {"side": (side,)}), 1).truth.answer("map")


def test_a_cell_that_is_asked_alone_may_be_positive() -> None:
    wish = Wish(cnn_layers.FAMILY, 1, {"cells": (1,)}, ("cells",))
    cells = [value for seed in range(30) for (value,) in practice(wish, seed).truth.accepted.values()]
    assert 5 < sum(value > 0 for value in cells) < 25


def test_work_is_counted_by_the_conventions_of_the_network() -> None:
    """Dilation 0 means side by side, where it is counted from zero; else there is no such layer."""
    work = OPERATIONS["conv2d"].work
    assert work is not None
    side_by_side = Conv.of(of([[[[1, 2]]]]), dilation=Axes.of(0))
    assert work(Network(Conventions(dilation="from-zero")), of([[1, 2, 3]]), side_by_side) == 4
    with pytest.raises(DoesNotFit):
        work(Network(), of([[1, 2, 3]]), side_by_side)


def test_the_kernel_on_a_signal_lies_too_far_to_the_left_or_to_the_right() -> None:
    call = Call(Network(), OPERATIONS["conv1d"])
    signal, kernel = of([1, 2, 3, 4]), Conv.of(of([[[[1, 10]]]]))
    assert list(SLIPS["conv2d.window-off-by-one"].places(call, 1, signal, kernel)) == [43, 21]


ONE_DIMENSIONAL = sorted(rule.code for rule in (*RULES.values(), *SLIPS.values()) if "conv1d" in rule.operations)


@pytest.mark.parametrize("code", ONE_DIMENSIONAL)
def test_what_is_said_of_a_signal_speaks_of_no_second_direction(code: str) -> None:
    function = RULES[code].change if code in RULES else SLIPS[code].places
    sentence = words_beside(function.__code__.co_filename).fill(code.replace(".", "__").replace("-", "_"))
    assert not {"above", "below", "top", "bottom", "down", "rows", "columns", "upper"} & set(
        sentence.replace(",", "").replace(".", "").split()
    )
