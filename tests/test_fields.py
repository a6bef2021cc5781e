"""Receptive fields and stacks: the examples of the slides, a pulse sent through SciPy, exactness, and what does not fit."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import signal

from compared import spoilt
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Shape


def conv(kernel: int, stride: int = 1, dilation: int | None = None, filters: int = 1, channels: int = 1) -> Conv:
    return Conv(Axes.of(kernel), filters, channels, Axes.of(stride), dilation=None if dilation is None else Axes.of(dilation))


def pool(window: int, stride: int | None = None) -> Pool:
    return Pool(Axes.of(window), None if stride is None else Axes.of(stride))


LAYERS = {  # layers → side, jump
    "K = 3, S = 2": ((conv(3, 2),), 3, 2),
    "K = 3, S = 2, twice": ((conv(3, 2), conv(3, 2)), 7, 4),
    "three of 3": ((conv(3), conv(3), conv(3)), 7, 1),
    "two and a pool": ((conv(3), conv(3), pool(2, 2)), 6, 2),
    "a pool between two": ((conv(3), pool(2, 2), conv(3)), 8, 2),
    "a pool that says nothing of its stride": ((pool(3), conv(2)), 6, 3),
    "a dilated one": ((conv(3, 1, 2),), 5, 1),
    "a dilated one above another": ((conv(3), conv(3, 1, 2)), 7, 1),
    "cells of one": ((conv(1), conv(1, 5)), 1, 5),
    "steps over cells": ((conv(2, 5), conv(2)), 7, 5),
}


@pytest.mark.parametrize(("layers", "side", "jump"), LAYERS.values(), ids=LAYERS)
def test_what_a_number_sees(layers: Any, side: int, jump: int) -> None:
    network = Network()
    assert network.receptive_field(layers) == side
    assert network.field_area(layers) == side**2
    assert network.jump(layers) == jump


@pytest.mark.parametrize("layers", [layers for layers, _, _ in LAYERS.values()], ids=LAYERS)
def test_an_input_as_large_as_the_field_gives_one_number(layers: Any) -> None:
    network = Network()
    side = network.receptive_field(layers)
    for added, rows in ((0, 1), (network.jump(layers), 2)):
        after = network.stack_shape(Shape(channels=1, rows=side + added, columns=side), layers)
        assert after is not None
        assert (after.rows, after.columns) == (rows, 1)


@pytest.mark.parametrize(("first", "second", "stride"), list(product((1, 2, 3), (1, 2, 4), (1, 2, 3))))
def test_the_field_is_the_reach_of_a_pulse_in_scipy(first: int, second: int, stride: int) -> None:
    """Two correlations, the first with a stride, are one with the second kernel spread out."""
    spread = np.zeros(stride * (second - 1) + 1)
    spread[::stride] = 1
    assert Network().receptive_field((conv(first, stride), conv(second))) == len(signal.convolve(np.ones(first), spread))


CONVENTIONS = {
    "a pool without a stride, moved by its window": (Conventions(), (pool(3), conv(2)), 6),
    "a pool without a stride, moved by one": (Conventions(pool_stride="one"), (pool(3), conv(2)), 4),
    "dilation counted from one": (Conventions(), (conv(3, 1, 1),), 3),
    "dilation counted from zero": (Conventions(dilation="from-zero"), (conv(3, 1, 1),), 5),
}


@pytest.mark.parametrize(("conventions", "layers", "side"), CONVENTIONS.values(), ids=CONVENTIONS)
def test_a_convention_decides(conventions: Conventions, layers: Any, side: int) -> None:
    assert Network(conventions).receptive_field(layers) == side


def test_conventions_that_do_not_matter_are_not_consulted() -> None:
    network = Network()
    network.receptive_field((conv(3), pool(2, 2)))
    assert not network.consulted


STACKS = {  # layers → shape after each
    "the slides": (64, (conv(3, 1), conv(5, 2), conv(7, 2)), (62, 29, 12)),
    "until nothing fits": (6, (conv(3), pool(2, 2), conv(3)), (4, 2, None)),
    "and what comes behind it": (6, (conv(3), pool(2, 2), conv(3), conv(3)), (4, 2, None, None)),
}


@pytest.mark.parametrize(("side", "layers", "sides"), STACKS.values(), ids=STACKS)
def test_a_shape_through_all_layers(side: int, layers: Any, sides: tuple[int | None, ...]) -> None:
    for count, expected in enumerate(sides, 1):
        after = Network().stack_shape(Shape(channels=1, rows=side, columns=side), layers[:count])
        assert (after and after.rows) == expected


NEEDED = {  # field, layer → layers
    "one cell": (1, conv(3), 0),
    "as far as one reaches": (3, conv(3), 1),
    "one cell more": (4, conv(3), 2),
    "fifteen": (15, conv(3), 7),
    "fifteen with stride 2": (15, conv(3, 2), 3),
    "sixteen with stride 2": (16, conv(3, 2), 4),
    "pools": (9, pool(2, 2), 4),
    "as many as there may be": (401, conv(3), 200),
}


@pytest.mark.parametrize(("field", "layer", "layers"), NEEDED.values(), ids=NEEDED)
def test_how_many_layers_are_needed(field: int, layer: Any, layers: int) -> None:
    assert Network().layers_needed(field, layer) == layers


def test_fields_are_exact() -> None:
    deep = (conv(3, 2),) * 100
    assert Network().receptive_field(deep) == 2**101 - 1
    assert Network().jump(deep) == 2**100
    assert Network().field_area(deep) == (2**101 - 1) ** 2


LOPSIDED = (
    Conv(Axes((3, 2))),
    Conv(Axes((3, 3)), stride=Axes((1, 2))),
    Conv(Axes((3, 3)), dilation=Axes((1, 2))),
    Pool(Axes((2, 3)), Axes((1, 1))),
)
UNFIT: dict[str, tuple[str, tuple[Any, ...]]] = {
    "another window by rows": ("receptive_field", (LOPSIDED[:1],)),
    "another stride by rows": ("jump", (LOPSIDED[1:2],)),
    "another stride, of the last layer": ("receptive_field", (LOPSIDED[1:2],)),
    "another dilation by rows": ("field_area", (LOPSIDED[2:3],)),
    "another window of a pool": ("layers_needed", (5, LOPSIDED[3])),
    "no layers": ("receptive_field", ((),)),
    "no tuple": ("jump", (None,)),
    "too many layers": ("receptive_field", ((conv(3),) * 201,)),
    "a dense layer": ("jump", ((Dense(3),),)),
    "a stack of no layers": ("stack_shape", (Shape(channels=1, rows=5, columns=5), ())),
    "no shape": ("stack_shape", (None, (conv(3),))),
    "a field that never grows": ("layers_needed", (5, conv(1))),
    "a field that no 200 layers see": ("layers_needed", (402, conv(3))),
    "a field of ten to the 400": ("layers_needed", (10**400, conv(3, 2))),
    "no field": ("layers_needed", (None, conv(3))),
    "a field of 0": ("field_after", (0, 1, conv(3))),
    "a jump of 0": ("jump_after", (0, conv(3))),
    "dilation 0 where 1 means side by side": ("receptive_field", ((conv(3, 1, 0),),)),
}


@pytest.mark.parametrize(("operation", "arguments"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


THREE, POOLED = (conv(3), conv(3), conv(3)), (conv(3), pool(2, 2), conv(3))
MISTAKES: dict[str, tuple[str, str, tuple[Any, ...], int]] = {  # code, operation, arguments → what is written down
    "kernels added": ("field.kernels-added", "receptive_field", (THREE,), 9),
    "strides ignored": ("field.strides-ignored", "receptive_field", (POOLED,), 6),
    "pool left out": ("field.pooling-left-out", "receptive_field", ((conv(3), conv(3), pool(2, 2)),), 5),
    "pooling doubles the field": ("field.pooling-multiplied", "receptive_field", (POOLED,), 10),
    "jump updated before use": ("field.jump-too-early", "receptive_field", ((conv(3, 2), conv(3, 2)),), 13),
    "dilation ignored": ("field.dilation-ignored", "receptive_field", ((conv(3), conv(3, 1, 2)),), 5),
    "last layer twice": ("field.last-layer-twice", "receptive_field", (THREE,), 9),
    "last kernel only": ("field.last-kernel-only", "receptive_field", ((conv(3), conv(3, 1, 2)),), 5),
    "pixels for the side": ("field.area", "receptive_field", (THREE,), 49),
    "the side for pixels": ("field.side", "field_area", (THREE,), 7),
    "kernels added, in pixels": ("field.kernels-added", "field_area", (THREE,), 81),
    "last layer twice, in pixels": ("field.last-layer-twice", "field_area", (THREE,), 81),
    "strides added": ("jump.sum", "jump", ((conv(3, 2), pool(2, 3)),), 5),
    "last stride left out": ("jump.last-left-out", "jump", ((conv(3, 2), pool(2, 3)),), 2),
    "no pool in the jump": ("field.pooling-left-out", "jump", ((conv(3, 2), pool(2, 3)),), 2),
    "one layer too few": ("layers-needed.one-less", "layers_needed", (15, conv(3)), 6),
    "the first cell forgotten": ("layers-needed.own-cell-forgotten", "layers_needed", (15, conv(3)), 8),
    "whole kernels added up": ("field.kernels-added", "layers_needed", (15, conv(3)), 5),
    "no strides on the way": ("field.strides-ignored", "layers_needed", (15, conv(3, 2)), 7),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_leads_to(code: str, operation: str, arguments: tuple[Any, ...], wrong: int) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == wrong


INNER = {  # a mistake in every layer of a stack → what comes out
    "plus one forgotten": ("size.plus-one-forgotten", (10, 10, 8)),
    "channels kept": ("shape.channels-kept", (12, 12, 4)),  # a single channel is not mistaken for that of the filters
}


@pytest.mark.parametrize(("code", "sizes"), INNER.values(), ids=INNER)
def test_a_mistake_in_each_layer_of_a_stack(code: str, sizes: tuple[int, int, int]) -> None:
    layers = (conv(3, filters=4), conv(5, 2, filters=6, channels=4), conv(7, 2, filters=8, channels=6))
    after = Network(rule=RULES[code]).stack_shape(Shape(channels=1, rows=64, columns=64), layers)
    assert after == Shape(rows=sizes[0], columns=sizes[1], channels=sizes[2])


HIDDEN: dict[str, tuple[str, str, tuple[Any, ...]]] = {  # where a mistake cannot show, it is not made
    "the last stride widens nothing": ("field.strides-ignored", "receptive_field", ((conv(3), pool(2, 2)),)),
    "one layer": ("field.kernels-added", "receptive_field", ((conv(3),),)),
    "no pools": ("field.pooling-left-out", "receptive_field", (THREE,)),
    "a pool before anything else": ("field.pooling-multiplied", "receptive_field", ((pool(2, 2), conv(3)),)),
    "stride 1": ("field.jump-too-early", "receptive_field", (THREE,)),
    "dilation 1": ("field.dilation-ignored", "receptive_field", ((conv(3, 1, 1),),)),
    "a single cell": ("field.area", "receptive_field", ((conv(1),),)),
    "two and two": ("jump.sum", "jump", ((pool(2, 2), pool(2, 2)),)),
    "one, two and three": ("jump.sum", "jump", ((conv(3), pool(2, 2), conv(3, 3)),)),
    "a stack that does not fit": ("shape.axes-swapped", "stack_shape", (Shape(channels=1, rows=5, columns=2), (conv(3), conv(2)))),
    "a stack without a result": ("shape.layout-swapped", "stack_shape", (Shape(channels=1, rows=5, columns=2), (conv(3, filters=2),))),
    "a stack that ends square": ("shape.axes-swapped", "stack_shape", (Shape(channels=1, rows=5, columns=6), (pool(1, 3),))),
    "a last stride of 1": ("jump.last-left-out", "jump", (POOLED,)),
    "one layer is enough": ("layers-needed.one-less", "layers_needed", (3, conv(3))),
    "a field between two layers": ("layers-needed.own-cell-forgotten", "layers_needed", (14, conv(3))),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), HIDDEN.values(), ids=HIDDEN)
def test_a_mistake_that_cannot_show_is_not_made(code: str, operation: str, arguments: tuple[Any, ...]) -> None:
    assert not spoilt(code, operation, *arguments)


def test_padding_changes_the_stack_and_not_the_field() -> None:
    padded = (Conv(Axes((3, 3)), padding=Padding((1, 1))),) * 2
    assert Network().receptive_field(padded) == 5
    assert Network().stack_shape(Shape(channels=1, rows=9, columns=9), padded) == Shape(channels=1, rows=9, columns=9)
