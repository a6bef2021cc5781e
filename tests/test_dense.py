"""Flattening and fully connected layers, against the slides and against NumPy."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import calls
from compared import spoilt
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Dense
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import DoesNotFit, Tensor

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=100, derandomize=True, deadline=None)
FIRST, LAST = Conventions(layout="channels-rows-columns"), Conventions(layout="rows-columns-channels")


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def layer(weights: Any, biases: Any = None) -> Dense:
    return Dense(len(weights), biases is not None, of(weights), None if biases is None else of(biases))


# --- flattening ----------------------------------------------------------------------------------------------------------------------------------

TWO = of([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
ORDERS = {
    "channel by channel, as on the slides": (FIRST, TWO, list(range(1, 13))),
    "cell by cell": (LAST, TWO, [1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12]),
    "a single map": (LAST, of([[1, 2], [3, 4]]), [1, 2, 3, 4]),
    "a list": (LAST, of([3, 1, 2]), [3, 1, 2]),
}


@pytest.mark.parametrize(("conventions", "x", "flat"), ORDERS.values(), ids=ORDERS)
def test_the_order_of_a_flattened_volume(conventions: Conventions, x: Tensor, flat: list[int]) -> None:
    assert Network(conventions).flatten(x).to_nested() == flat


@given(seeds)
@drawn
def test_flattening_is_numpys(random: Random) -> None:
    x = calls.tensor(random, *(random.randint(1, 4) for _ in range(3)), numbers=calls.WHOLE)
    array = x.array.reshape(x.sizes)
    assert Network(FIRST).flatten(x).to_nested() == array.ravel().tolist()
    assert Network(LAST).flatten(x).to_nested() == np.moveaxis(array, 0, -1).ravel().tolist()


ASKED = {
    "two channels": (TWO, True),
    "one channel": (of([[[1, 2]]]), False),
    "one map": (of([[1, 2]]), False),
    "cells": (of([[[1]], [[2]]]), False),
}


@pytest.mark.parametrize(("x", "asked"), ASKED.values(), ids=ASKED)
def test_the_layout_is_asked_for_where_it_matters(x: Tensor, asked: bool) -> None:
    network = Network()
    network.flatten(x)
    assert ("flattening" in network.consulted) == asked


# --- fully connected -----------------------------------------------------------------------------------------------------------------------------


@given(seeds)
@drawn
def test_dense_is_numpys_product(random: Random) -> None:
    neurons, inputs = random.randint(1, 5), random.randint(1, 6)
    x, w, b = (calls.tensor(random, *sizes, numbers=calls.WHOLE) for sizes in ((inputs,), (neurons, inputs), (neurons,)))
    expected = w.array.reshape(w.sizes) @ x.array
    assert Network().dense(x, Dense(neurons, False, w)).to_nested() == expected.tolist()
    assert Network().dense(x, Dense(neurons, True, w, b)).to_nested() == (expected + b.array).tolist()


EXACT = {
    "beyond 2**63": ([2**62, 2**62], [[2, 2]], [2**64], (2**65,)),
    "thirds stay thirds": ([Fraction(1, 3), 1], [[1, 0], [2, 0]], [0, 1], (Fraction(1, 3), Fraction(5, 3))),
    "thirds that are whole": ([Fraction(1, 3)], [[2]], [Fraction(1, 3)], (1,)),
}


@pytest.mark.parametrize(("x", "weights", "biases", "values"), EXACT.values(), ids=EXACT)
def test_dense_is_exact(x: Any, weights: Any, biases: Any, values: tuple[Any, ...]) -> None:
    found = Network().dense(of(x), layer(weights, biases)).values
    assert [(type(v), v) for v in found] == [(type(v), v) for v in values]


WORK = {
    "all products": ([1, 2], [[1, 1], [1, 1]], None, 4),
    "with biases": ([1, 2], [[1, 1], [1, 1]], [1, 0], 5),
    "zeros need no product": ([0, 2], [[1, 1], [1, 0]], [0, 0], 1),
}


@pytest.mark.parametrize(("x", "weights", "biases", "count"), WORK.values(), ids=WORK)
def test_work_is_the_number_of_products_by_hand(x: Any, weights: Any, biases: Any, count: int) -> None:
    work = OPERATIONS["dense"].work
    assert work is not None
    assert work(Network(), of(x), layer(weights, biases)) == count


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------

SQUARE = layer([[1, 2], [-3, -4]], [10, 20])
MISTAKES = {
    "the other order": ("flatten.other-order", "flatten", (of([[[1, 2]], [[3, 4]]]),), [1, 2, 3, 4]),
    "column by column": ("flatten.column-by-column", "flatten", (of([[1, 2], [3, 4]]),), [1, 3, 2, 4]),
    "column by column, two channels": (
        "flatten.column-by-column",
        "flatten",
        (of([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),),
        [1, 5, 3, 7, 2, 6, 4, 8],
    ),
    "one channel": ("flatten.first-channel-only", "flatten", (TWO,), [1, 2, 3, 4, 5, 6]),
    "no bias": ("dense.bias-forgotten", "dense", (of([1, 5]), SQUARE), [11, -23]),
    "one bias": ("dense.first-bias-everywhere", "dense", (of([1, 5]), SQUARE), [21, -13]),
    "columns": ("dense.transposed", "dense", (of([1, 5]), SQUARE), [-4, 2]),
    "rectified": ("dense.rectified", "dense", (of([1, 5]), SQUARE), [21, 0]),
    "a negative number alone": ("dense.rectified", "dense", (of([1, 2]), layer([[1, -2]])), [0]),
    "one neuron": ("dense.first-neuron-only", "dense", (of([1, 5]), SQUARE), [21]),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_gives(code: str, operation: str, arguments: Any, wrong: list[int]) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments).to_nested() == wrong


IDLE = {
    "one channel has no other order": ("flatten.other-order", "flatten", (of([[[1, 2]]]),)),
    "one row has no columns to follow": ("flatten.column-by-column", "flatten", (of([[1, 2]]),)),
    "biases of zero": ("dense.bias-forgotten", "dense", (of([1]), layer([[1]], [0]))),
    "equal biases": ("dense.first-bias-everywhere", "dense", (of([1]), layer([[1], [2]], [3, 3]))),
    "weights that are not square": ("dense.transposed", "dense", (of([1, 2]), layer([[1, 2]]))),
    "symmetric weights": ("dense.transposed", "dense", (of([1, 2]), layer([[1, 2], [2, 1]]))),
    "a positive number alone": ("dense.rectified", "dense", (of([1, 2]), layer([[1, 2]]))),
    "a single neuron": ("dense.first-neuron-only", "dense", (of([1, 2]), layer([[1, 2]]))),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), IDLE.values(), ids=IDLE)
def test_where_a_mistake_cannot_be_made(code: str, operation: str, arguments: Any) -> None:
    assert not spoilt(code, operation, *arguments)


MISFITS = {
    "kernels": ("flatten", (of([[[[1]]]]),)),
    "a layer without numbers": ("dense", (of([1]), Dense(10**400))),
    "a map instead of a list": ("dense", (of([[1]]), layer([[1]]))),
    "too many inputs": ("dense", (of([1, 2]), layer([[1]]))),
    "too few inputs": ("dense", (of([1]), layer([[1, 2]]))),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


@pytest.mark.parametrize(("x", "flawed"), [([[1, 1], [1, 1]], True), ([[1, 1], [1, 2]], False), ([1, 1], False), ([[1]], False)])
def test_a_map_of_one_number_everywhere_is_no_exercise(x: Any, flawed: bool) -> None:
    flaw = OPERATIONS["flatten"].flaw
    assert flaw is not None
    assert bool(flaw(of(x), Network().flatten(of(x)))) == flawed
