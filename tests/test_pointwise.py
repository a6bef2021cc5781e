"""What is done to each number by itself: kinks exactly, curves against mpmath."""

from fractions import Fraction
from random import Random
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import calls
from compared import spoilt
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import DoesNotFit, Number, Tensor

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=200, derandomize=True, deadline=None)
TENTH = Fraction(1, 10)


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def close(found: Number, expected: Any) -> bool:
    """The same to 45 digits."""
    found = Fraction(found)
    return bool(abs(mpmath.mpf(found.numerator) / found.denominator - expected) <= abs(expected) * mpmath.mpf(10) ** -45)


# --- kinks ---------------------------------------------------------------------------------------------------------------------------------------

KINKS = {
    "both signs": ([[3, -3], [0, -10]], TENTH, (3, Fraction(-3, 10), 0, -1)),
    "thirds": ([Fraction(-1, 3), Fraction(1, 3)], Fraction(1, 3), (Fraction(-1, 9), Fraction(1, 3))),
    "large numbers": ([-(2**63), 2**64], 2, (-(2**64), 2**64)),
    "no slope": ([-5, 5], 0, (0, 5)),
    "half of an even number": ([-4], Fraction(1, 2), (-2,)),
}


@pytest.mark.parametrize(("x", "slope", "values"), KINKS.values(), ids=KINKS)
def test_leaky_relu_is_exact(x: Any, slope: Number, values: tuple[Number, ...]) -> None:
    found = Network().leaky_relu(of(x), slope).values
    assert [(type(v), v) for v in found] == [(type(v), v) for v in values]


def test_relu_is_leaky_relu_without_a_slope() -> None:
    x = calls.tensor(Random(1), 2, 3, 4)
    assert Network().relu(x) == Network().leaky_relu(x, 0)


# --- curves --------------------------------------------------------------------------------------------------------------------------------------


@given(seeds)
@drawn
def test_curves_are_mpmaths(random: Random) -> None:
    scale = random.choice((1, 10**3, 10**12, 10**30, 10**60))
    x = Fraction(random.randint(-40 * 10**6, 40 * 10**6), 10**6 * scale)
    with mpmath.workdps(200):
        exact = mpmath.mpf(x.numerator) / x.denominator
        sigmoid, tanh = 1 / (1 + mpmath.exp(-exact)), mpmath.tanh(exact)
        assert close(Network().sigmoid(of([x])).values[0], sigmoid)
        assert close(Network().tanh(of([x])).values[0], tanh)


FIXED = {
    "half way": ("sigmoid", [0], (Fraction(1, 2),)),
    "zero": ("tanh", [[0, 0]], (0, 0)),
}


@pytest.mark.parametrize(("operation", "x", "values"), FIXED.values(), ids=FIXED)
def test_what_a_curve_hits_exactly(operation: str, x: Any, values: tuple[Number, ...]) -> None:
    assert getattr(Network(), operation)(of(x)).values == values


@pytest.mark.parametrize("x", [Fraction(1, 3), 5, 113, -113])
def test_both_sides_of_a_curve_belong_together(x: Number) -> None:
    right, left = Network().sigmoid(of([x, -x])).values
    assert abs(right + left - 1) < Fraction(1, 10**45)
    right, left = Network().tanh(of([x, -x])).values
    assert abs(right + left) < Fraction(1, 10**45)


def test_a_curve_keeps_the_shape() -> None:
    assert Network().sigmoid(of([[[1, 2]], [[3, 4]]])).sizes == (2, 1, 2)


def test_all_digits_of_a_large_tensor_are_not_waited_for() -> None:
    with pytest.raises(DoesNotFit):
        Network().sigmoid(Tensor((300, 300), [1] * 90_000))


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------

MISTAKES = {
    "no slope": ("leaky-relu.slope-forgotten", (0, 5, 0)),
    "no sign": ("leaky-relu.sign-lost", (1, 5, 0)),
    "a line": ("leaky-relu.slope-everywhere", (-1, Fraction(1, 2), 0)),
    "the other side": ("leaky-relu.sides-swapped", (-10, Fraction(1, 2), 0)),
    "a copy": ("leaky-relu.forgotten", (-10, 5, 0)),
}


@pytest.mark.parametrize(("code", "wrong"), MISTAKES.values(), ids=MISTAKES)
def test_what_a_mistake_gives(code: str, wrong: tuple[Number, ...]) -> None:
    assert Network(rule=RULES[code]).leaky_relu(of([-10, 5, 0]), TENTH).values == wrong


IDLE = {
    "a slope of zero": ("leaky-relu.slope-forgotten", "leaky_relu", (of([-1]), 0)),
    "nothing negative": ("leaky-relu.sign-lost", "leaky_relu", (of([0, 1]), TENTH)),
    "a slope of one": ("leaky-relu.slope-everywhere", "leaky_relu", (of([-1, 1]), 1)),
    "zeros without a minus": ("sigmoid.minus-forgotten", "sigmoid", (of([0, 0]),)),
    "no sign to lose": ("tanh.sign-lost", "tanh", (of([0, 1]),)),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), IDLE.values(), ids=IDLE)
def test_where_a_mistake_cannot_be_made(code: str, operation: str, arguments: Any) -> None:
    assert not spoilt(code, operation, *arguments)


MISFITS = {
    "no slope at all": ("leaky_relu", (of([1]), None)),
    "a truth as slope": ("leaky_relu", (of([1]), True)),
    "an exponent of a million": ("sigmoid", (of([-(10**6)]),)),
    "an exponent of 401 digits": ("tanh", (of([10**400]),)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)


@pytest.mark.parametrize(("x", "flawed"), [([1, 2], True), ([-1, -2], True), ([-1, -2, -3, 1], False)], ids=["all up", "all down", "both"])
def test_leaky_relu_wants_both_signs(x: list[int], flawed: bool) -> None:
    flaw = OPERATIONS["leaky_relu"].flaw
    assert flaw is not None
    assert bool(flaw(of(x), TENTH, Network().leaky_relu(of(x), TENTH))) == flawed
