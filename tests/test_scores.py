"""Predicted classes, softmax and cross-entropy, against the slides, NumPy, SciPy and mpmath."""

from fractions import Fraction
from random import Random
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

import calls
from compared import spoilt
from convexam.answers.number import typed
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit, Number, Tensor
from depth import LOGARITHMS

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=200, derandomize=True, deadline=None)


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def real(value: Number) -> Any:
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def close(found: Number, expected: Any) -> bool:
    """The same to 45 digits."""
    return bool(abs(real(found) - expected) <= abs(expected) * mpmath.mpf(10) ** -45)


# --- the slides ----------------------------------------------------------------------------------------------------------------------------------


def test_softmax_of_four_classes() -> None:
    shares = Network().softmax(of([5, 6, 1, 2])).values
    assert [f"{float(share):.4f}" for share in shares] == ["0.2641", "0.7179", "0.0048", "0.0131"]
    assert sum(shares) == 1


def test_the_class_that_is_predicted() -> None:
    scores = of([5, 6, 1, 2])
    assert Network().predicted_class(scores) == Network().predicted_class(Network().softmax(scores)) == 2


# --- other libraries -----------------------------------------------------------------------------------------------------------------------------


@given(seeds)
@drawn
def test_softmax_and_its_loss_are_mpmaths(random: Random) -> None:
    scores = [Fraction(random.randint(-60_000, 60_000), random.choice((1, 7, 1000)) * 1000) for _ in range(random.randint(1, 6))]
    label = random.randint(1, len(scores))
    shares = Network().softmax(of(scores))
    assert sum(shares.values) == 1
    with mpmath.workdps(120):
        powers = [mpmath.exp(real(score)) for score in scores]
        assert all(close(share, power / mpmath.fsum(powers)) for share, power in zip(shares.values, powers, strict=True))
        assert all(close(found, power) for found, power in zip(Network().exponentials(of(scores)).values, powers, strict=True))
        assert close(Network().cross_entropy(shares, label), -mpmath.log(real(shares.values[label - 1])))


@given(seeds)
@drawn
def test_scores_are_numpys_and_scipys(random: Random) -> None:
    scores = calls.tensor(random, random.randint(1, 6), numbers=calls.WHOLE)
    assert Network().predicted_class(scores) == int(np.argmax(scores.array)) + 1
    assert np.allclose([float(share) for share in Network().softmax(scores).values], special.softmax(scores.array), rtol=1e-12)


def decimals_of(value: Any, places: int) -> int:
    """What is written down, without its point: halves away from zero."""
    return int(mpmath.floor(abs(value) * mpmath.mpf(10) ** places + mpmath.mpf("0.5"))) * (-1 if value < 0 else 1)


def test_every_stated_decimal_is_that_of_fifty_digits() -> None:
    """To 12 places at most."""
    with mpmath.workdps(50):
        for seed in range(LOGARITHMS):
            random = Random(seed)
            scores = [random.randint(-900, 900) if seed % 2 else Fraction(random.randint(-900, 900), 100) for _ in range(3)]
            scores, places = [Fraction(score, 100) for score in scores], random.randint(1, 12)
            shares = Network().softmax(of(scores))
            powers = [mpmath.exp(real(score)) for score in scores]
            share = powers[0] / mpmath.fsum(powers)
            assert Fraction(typed(shares.values[0], places)) * 10**places == decimals_of(share, places)
            loss = Network().cross_entropy(shares, 1)
            assert Fraction(typed(loss, places)) * 10**places == decimals_of(-mpmath.log(share), places)


# --- exact, and large ----------------------------------------------------------------------------------------------------------------------------

SAME = {
    "one class": ([7], (1,)),
    "equal scores": ([3, 3, 3], (Fraction(1, 3),) * 3),
    "large equal scores": ([10**400, 10**400], (Fraction(1, 2),) * 2),
}


@pytest.mark.parametrize(("scores", "shares"), SAME.values(), ids=SAME)
@pytest.mark.parametrize("explains", [False, True], ids=["quiet", "explaining"])
def test_softmax_that_is_exact(scores: list[int], shares: tuple[Number, ...], explains: bool) -> None:
    assert Network(explains=explains).softmax(of(scores)).values == shares


def test_a_sure_class_costs_nothing() -> None:
    assert Network().cross_entropy(of([0, 1]), 2) == 0


PREDICTED = {
    "the first of equal ones": ([1, 5, 5], 2),
    "the least negative": ([-3, -1, -2], 2),
    "above 2**63": ([2**63, 2**63 + 1], 2),
    "thirds": ([Fraction(33, 100), Fraction(1, 3)], 2),
}


@pytest.mark.parametrize(("scores", "number"), PREDICTED.values(), ids=PREDICTED)
def test_a_predicted_class(scores: list[Number], number: int) -> None:
    assert Network().predicted_class(of(scores)) == number


# --- mistakes ------------------------------------------------------------------------------------------------------------------------------------

HALVES = of([Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)])
COUNTED = {
    "from zero": ("predicted-class.from-zero", [5, 6, 1], 1),
    "the smallest": ("predicted-class.smallest", [5, 6, 1], 3),
}


@pytest.mark.parametrize(("code", "scores", "wrong"), COUNTED.values(), ids=COUNTED)
def test_a_class_that_is_wrongly_predicted(code: str, scores: list[int], wrong: int) -> None:
    assert Network(rule=RULES[code]).predicted_class(of(scores)) == wrong


LOSSES = {
    "no sign": ("cross-entropy.sign-lost", "-1.3863"),
    "base ten": ("cross-entropy.base-ten", "0.6021"),
    "base two": ("cross-entropy.base-two", "2.0000"),
    "the most probable class": ("cross-entropy.wrong-class", "0.6931"),
    "all classes": ("cross-entropy.all-classes", "3.4657"),
    "no logarithm": ("cross-entropy.probability", "0.2500"),
}


@pytest.mark.parametrize(("code", "wrong"), LOSSES.values(), ids=LOSSES)
def test_a_wrong_loss(code: str, wrong: str) -> None:
    assert f"{float(Network(rule=RULES[code]).cross_entropy(HALVES, 1)):.4f}" == wrong


SHARES = {
    "no exponentials": ("softmax.no-exponentials", ["0.3333", "0.6667"]),
    "not divided": ("softmax.not-normalised", ["2.7183", "7.3891"]),
    "base two": ("softmax.base-two", ["0.3333", "0.6667"]),
}


@pytest.mark.parametrize(("code", "wrong"), SHARES.values(), ids=SHARES)
def test_wrong_shares(code: str, wrong: list[str]) -> None:
    assert [f"{float(share):.4f}" for share in Network(rule=RULES[code]).softmax(of([1, 2])).values] == wrong


IDLE = {
    "equal scores": ("predicted-class.smallest", "predicted_class", (of([2, 2]),)),
    "one class": ("softmax.no-exponentials", "softmax", (of([2]),)),
    "scores that are shares already": ("softmax.no-exponentials", "softmax", (of([2, 3, -4]),)),
    "equal scores in any base": ("softmax.base-two", "softmax", (of([2, 2]),)),
    "a sure class has no sign": ("cross-entropy.sign-lost", "cross_entropy", (of([1]), 1)),
    "the right class is the most probable": ("cross-entropy.wrong-class", "cross_entropy", (HALVES, 2)),
    "another class is impossible": ("cross-entropy.all-classes", "cross_entropy", (of([Fraction(1, 2), Fraction(1, 2), 0]), 1)),
}


@pytest.mark.parametrize(("code", "operation", "arguments"), IDLE.values(), ids=IDLE)
def test_where_a_mistake_cannot_be_made(code: str, operation: str, arguments: Any) -> None:
    assert not spoilt(code, operation, *arguments)


MISFITS = {
    "a matrix of scores": ("predicted_class", (of([[1, 2]]),)),
    "a volume of exponentials": ("exponentials", (of([[[1]]]),)),
    "an exponential of a million": ("exponentials", (of([10**6]),)),
    "scores too far apart": ("softmax", (of([10**400, 0]),)),
    "thousands of exponentials": ("softmax", (of([1] * 50_000),)),
    "a matrix of probabilities": ("cross_entropy", (of([[1]]), 1)),
    "no class": ("cross_entropy", (HALVES, None)),
    "half a class": ("cross_entropy", (HALVES, Fraction(1, 2))),
    "class zero": ("cross_entropy", (HALVES, 0)),
    "a class of 401 digits": ("cross_entropy", (HALVES, 10**400)),
    "more than sure": ("cross_entropy", (of([2]), 1)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)
