"""Calls of predicted classes, softmax and cross-entropy."""

from fractions import Fraction
from random import Random

from convexam.cnn.values import Tensor

from .drawing import some_numbers, vector


def predicted_class(random: Random) -> tuple[Tensor]:
    return (vector(random, some_numbers(random)),)


def scores(random: Random) -> tuple[Tensor]:
    return (vector(random),)


def cross_entropy(random: Random) -> tuple[Tensor, int]:
    parts = [random.randint(1, 10**6) for _ in range(random.randint(1, 6))]
    return Tensor((len(parts),), [Fraction(part, sum(parts)) for part in parts]), random.randint(1, len(parts))


SENSIBLE = {"predicted_class": predicted_class, "softmax": scores, "exponentials": scores, "cross_entropy": cross_entropy}
