"""Shapes of tensors: what stands where, what a mistake makes of it, and what does not fit."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape, Tensor

COLOURED = Shape(channels=3, rows=28, columns=32)
GREY = Shape(rows=28, columns=28)
LAYER = Conv(Axes((3, 5)), filters=16, channels=3)
FLAT = Conv(Axes((3, 3)))

SHAPES = {
    "a batch of images": ("batch_shape", (COLOURED, 64), Shape(batch=64, channels=3, rows=28, columns=32)),
    "a batch of one": ("batch_shape", (COLOURED, 1), Shape(batch=1, channels=3, rows=28, columns=32)),
    "a batch of grey images has four axes too": ("batch_shape", (GREY, 8), Shape(batch=8, channels=1, rows=28, columns=28)),
    "a large batch": ("batch_shape", (GREY, 2**70), Shape(batch=2**70, channels=1, rows=28, columns=28)),
    "a kernel is as deep as its input": ("kernel_shape", (LAYER, COLOURED), Shape(channels=3, rows=3, columns=5)),
    "a kernel on one channel": ("kernel_shape", (FLAT, GREY), Shape(channels=1, rows=3, columns=3)),
    "all weights": ("weights_shape", (LAYER, COLOURED), Shape(filters=16, channels=3, rows=3, columns=5)),
    "all weights of one filter": ("weights_shape", (FLAT, GREY), Shape(filters=1, channels=1, rows=3, columns=3)),
}


@pytest.mark.parametrize(("operation", "arguments", "shape"), SHAPES.values(), ids=SHAPES)
def test_a_shape(operation: str, arguments: tuple[Any, ...], shape: Shape) -> None:
    assert getattr(Network(), operation)(*arguments) == shape


def test_the_weights_are_as_many_as_the_layer_holds() -> None:
    """What the record of a layer, and NumPy, say of its weights."""
    weights = Tensor((2, 3, 3, 5), tuple(range(90)))
    shape = Network().weights_shape(Conv.of(weights), COLOURED)
    assert shape == weights.shape
    assert np.zeros(tuple(shape.axes().values())).size == len(weights.values)
    assert Network().kernel_shape(Conv.of(weights), COLOURED).size() * 2 == len(weights.values)


@pytest.mark.parametrize("operation", ["batch_shape"])
def test_the_order_of_four_sizes_is_said(operation: str) -> None:
    net = Network()
    getattr(net, operation)(COLOURED, 4)
    assert net.consulted == {"layout"}


MISFITS = {
    "no image": ("batch_shape", (None, 3)),
    "a vector": ("batch_shape", (Shape(entries=3), 3)),
    "a batch already": ("batch_shape", (Shape(batch=2, channels=1, rows=3, columns=3), 3)),
    "no images": ("batch_shape", (GREY, 0)),
    "a negative batch": ("batch_shape", (GREY, -(10**400))),
    "nobody knows how many": ("batch_shape", (GREY, None)),
    "an image of no columns": ("kernel_shape", (LAYER, Shape(rows=3, columns=0))),
    "no channels": ("kernel_shape", (LAYER, Shape(channels=0, rows=3, columns=3))),
    "no input": ("weights_shape", (LAYER, None)),
    "weights for weights": ("weights_shape", (LAYER, Shape(filters=2, channels=1, rows=3, columns=3))),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


FIRST = Conventions(layout="channels-rows-columns")
WRONG = {
    "channels first": ("batch.layout-swapped", Conventions(), (COLOURED, 4), Shape(batch=4, rows=3, columns=28, channels=32)),
    "channels last": ("batch.layout-swapped", FIRST, (COLOURED, 4), Shape(batch=4, channels=28, rows=32, columns=3)),
    "no batch": ("batch.forgotten", Conventions(), (COLOURED, 4), COLOURED),
    "a flat kernel": ("kernel-shape.depth-forgotten", Conventions(), (LAYER, COLOURED), Shape(rows=3, columns=5)),
    "as deep as there are filters": (
        "kernel-shape.filters-as-depth",
        Conventions(),
        (LAYER, COLOURED),
        Shape(channels=16, rows=3, columns=5),
    ),
    "one filter": ("weights-shape.filters-forgotten", Conventions(), (LAYER, COLOURED), Shape(channels=3, rows=3, columns=5)),
    "flat weights": ("weights-shape.channels-forgotten", Conventions(), (LAYER, COLOURED), Shape(filters=16, rows=3, columns=5)),
    "in for out": ("weights-shape.in-and-out-swapped", Conventions(), (LAYER, COLOURED), Shape(filters=3, channels=16, rows=3, columns=5)),
}


@pytest.mark.parametrize(("code", "conventions", "arguments", "shape"), WRONG.values(), ids=WRONG)
def test_what_a_mistake_gives(code: str, conventions: Conventions, arguments: tuple[Any, ...], shape: Shape) -> None:
    (operation,) = RULES[code].operations
    assert getattr(Network(conventions, RULES[code]), operation)(*arguments) == shape


def test_a_kernel_without_its_depth_is_little_more_than_a_copy_of_the_printed_size() -> None:
    assert RULES["kernel-shape.depth-forgotten"].share == Fraction(1, 4)


HIDDEN = {
    "a batch of one": ("batch.forgotten", (COLOURED, 1)),
    "a single channel": ("batch.layout-swapped", (GREY, 4)),
    "a cube": ("batch.layout-swapped", (Shape(channels=3, rows=3, columns=3), 4)),
    "a flat input": ("kernel-shape.depth-forgotten", (LAYER, GREY)),
    "as many filters as channels": ("kernel-shape.filters-as-depth", (FLAT, GREY)),
    "nothing to swap": ("weights-shape.in-and-out-swapped", (FLAT, GREY)),
    "no depth": ("weights-shape.channels-forgotten", (LAYER, GREY)),
    "a single filter": ("weights-shape.filters-forgotten", (FLAT, COLOURED)),
}


@pytest.mark.parametrize(("code", "arguments"), HIDDEN.values(), ids=HIDDEN)
def test_a_mistake_is_not_tried_where_it_cannot_show(code: str, arguments: tuple[Any, ...]) -> None:
    (operation,) = RULES[code].operations
    holding = Network(rule=RULES[code])
    getattr(holding, operation)(*arguments)
    assert holding.spoilt == []
