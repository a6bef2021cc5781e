"""Softmax and cross-entropy with mpmath, to 60 digits."""

from fractions import Fraction
from typing import Any

import mpmath

from .grid import Conventions, Number


def real(value: Number) -> Any:
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def exact(value: Any) -> Fraction:
    return Fraction(str(mpmath.nstr(value, 50)))


def softmax(_: Conventions, scores: list[Number]) -> list[Number]:
    with mpmath.workdps(60):
        powers = [mpmath.exp(real(score)) for score in scores]
        return [exact(power / mpmath.fsum(powers)) for power in powers]


def cross_entropy(_: Conventions, probabilities: list[Number], label: int) -> Number:
    with mpmath.workdps(60):
        return exact(-mpmath.log(real(probabilities[label - 1])))


LOOPS = (softmax, cross_entropy)
APPROXIMATE = ("softmax", "cross_entropy")
