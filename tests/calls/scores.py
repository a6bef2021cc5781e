"""Calls of softmax and cross-entropy."""

from fractions import Fraction
from random import Random

from convexam.cnn.values import Tensor

from .drawing import vector


def softmax(random: Random) -> tuple[Tensor]:
    return (vector(random),)


def cross_entropy(random: Random) -> tuple[Tensor, int]:
    parts = [random.randint(1, 10**6) for _ in range(random.randint(1, 6))]
    return Tensor((len(parts),), [Fraction(part, sum(parts)) for part in parts]), random.randint(1, len(parts))


SENSIBLE = {"softmax": softmax, "cross_entropy": cross_entropy}
