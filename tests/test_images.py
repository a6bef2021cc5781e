"""Images as numbers: against SciPy and NumPy, exact, and what does not fit."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

import calls
from convexam.cnn.filters import FilterName
from convexam.cnn.layers import Conv
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit, Shape, Tensor

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=60, derandomize=True, deadline=None)
THIRD = Fraction(1, 3)


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


@pytest.mark.parametrize(
    ("shape", "count"), [(Shape(channels=1, rows=28, columns=28), 784), (Shape(channels=3, rows=512, columns=512), 786432)]
)
def test_features_of_an_image(shape: Shape, count: int) -> None:
    assert Network().features(shape) == count


@given(seeds)
@drawn
def test_differences_are_correlations(random: Random) -> None:
    x = calls.tensor(random, random.randint(3, 9), numbers=calls.WHOLE)
    cases: tuple[tuple[FilterName, Tensor], ...] = (
        ("difference", Network().forward_difference(x, 1)),
        ("central-difference", Network().central_difference(x, 1, False)),
    )
    for name, differences in cases:
        weights = Network().filter_named(name)
        assert list(differences.values) == signal.correlate(x.array, weights.array, mode="valid").tolist()
        assert differences == Network().conv1d(x, Conv.of(Tensor((1, 1, 1, weights.sizes[1]), weights.values)))


@given(seeds)
@drawn
def test_a_halved_central_difference_is_numpys_gradient(random: Random) -> None:
    x = calls.tensor(random, random.randint(3, 9), numbers=calls.WHOLE)
    halves = Network().central_difference(x, 1, True)
    assert list(map(float, halves.values)) == np.gradient(x.array.astype(float))[1:-1].tolist()


EXACT = {
    "differences beyond int64": ("forward_difference", (of([-(2**63), 2**63]), 1), of([2**64])),
    "thirds stay thirds": ("forward_difference", (of([0, 0, 0, 1]), 3), of([THIRD])),
    "halves become whole": ("central_difference", (of([0, 7, 4]), 1, True), of([2])),
    "not halved": ("central_difference", (of([0, 7, 9, 9, 4]), 2, False), of([2])),
    "a steep line": ("slope", (0, 0, THIRD, 10**30), 3 * 10**30),
    "a slope of a third": ("slope", (1, 1, 4, 2), THIRD),
    "features beyond int64": ("features", (Shape(rows=2**40, columns=2**40),), 2**80),
}


@pytest.mark.parametrize(("operation", "arguments", "result"), EXACT.values(), ids=EXACT)
def test_numbers_are_exact(operation: str, arguments: tuple[Any, ...], result: Any) -> None:
    found = getattr(Network(), operation)(*arguments)
    assert found == result
    assert type(found) is type(result)


MISFITS = {
    "a matrix for a signal": ("forward_difference", (of([[1, 2]]), 1)),
    "a step of zero": ("forward_difference", (of([1, 2]), 0)),
    "a broken step": ("forward_difference", (of([1, 2]), THIRD)),
    "a step beyond the signal": ("forward_difference", (of([1, 2]), 2)),
    "a huge step": ("central_difference", (of([1, 2, 3]), 10**400, True)),
    "no two neighbours": ("central_difference", (of([1, 2]), 1, True)),
    "a line straight up": ("slope", (1, 2, 1, 3)),
    "a point without a height": ("slope", (1, None, 2, 3)),
    "no image": ("features", (None,)),
    "a vector": ("features", (Shape(entries=3),)),
    "a batch": ("features", (Shape(batch=2, rows=3, columns=3),)),
    "an image of no rows": ("features", (Shape(rows=0, columns=3),)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


WRONG = {
    "falling": ("derivative.mirrored", "forward_difference", (of([1, 3]), 1), of([-2])),
    "per step": ("derivative.half-forgotten", "central_difference", (of([1, 3, 5]), 1, True), of([4])),
    "half of it stays": ("derivative.step-forgotten", "central_difference", (of([1, 3, 5, 7, 9]), 2, True), of([4])),
    "the one beside": ("derivative.next-neighbours", "forward_difference", (of([1, 3, 7]), 2), of([2, 4])),
    "run over rise": ("slope.upside-down", "slope", (0, 0, 2, 3), Fraction(2, 3)),
    "one channel": ("features.channels-forgotten", "features", (Shape(channels=3, rows=4, columns=5),), 20),
    "one side": ("features.side-only", "features", (Shape(channels=3, rows=4, columns=5),), 4),
    "added": ("features.sum", "features", (Shape(channels=3, rows=4, columns=5),), 12),
}


@pytest.mark.parametrize(("code", "operation", "arguments", "result"), WRONG.values(), ids=WRONG)
def test_what_a_mistake_gives(code: str, operation: str, arguments: tuple[Any, ...], result: Any) -> None:
    assert getattr(Network(rule=RULES[code]), operation)(*arguments) == result


HIDDEN = {
    "not halved": ("derivative.half-forgotten", "central_difference", (of([1, 3, 5]), 1, False)),
    "a step of one": ("derivative.step-forgotten", "forward_difference", (of([1, 3]), 1)),
    "a level line": ("slope.sign-turned", "slope", (0, 1, 2, 1)),
    "a slope of one": ("slope.upside-down", "slope", (0, 1, 2, 3)),
    "a single channel": ("features.channels-forgotten", "features", (Shape(channels=1, rows=4, columns=5),)),
    "two and two": ("features.sum", "features", (Shape(rows=2, columns=2),)),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), HIDDEN.values(), ids=HIDDEN)
def test_a_mistake_is_not_tried_where_it_cannot_show(code: str, operation: str, arguments: tuple[Any, ...]) -> None:
    holding = Network(rule=RULES[code])
    getattr(holding, operation)(*arguments)
    assert holding.spoilt == []
