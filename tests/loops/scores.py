"""The predicted class by hand; softmax and cross-entropy with mpmath, to 60 digits."""

from fractions import Fraction
from typing import Any

import mpmath

from .grid import Conventions, Number


def real(value: Number) -> Any:
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def exact(value: Any) -> Fraction:
    return Fraction(str(mpmath.nstr(value, 50)))


def predicted_class(_: Conventions, scores: list[Number]) -> int:
    best = 1
    for number, score in enumerate(scores, 1):
        if score > scores[best - 1]:
            best = number
    return best


def softmax(_: Conventions, scores: list[Number]) -> list[Number]:
    with mpmath.workdps(60):
        powers = [mpmath.exp(real(score)) for score in scores]
        return [exact(power / mpmath.fsum(powers)) for power in powers]


def cross_entropy(_: Conventions, probabilities: list[Number], label: int) -> Number:
    with mpmath.workdps(60):
        return exact(-mpmath.log(real(probabilities[label - 1])))


def exponentials(_: Conventions, scores: list[Number]) -> list[Number]:
    with mpmath.workdps(60):
        return [exact(mpmath.exp(real(score))) for score in scores]


LOOPS = (predicted_class, softmax, exponentials, cross_entropy)
APPROXIMATE = ("softmax", "exponentials", "cross_entropy")
