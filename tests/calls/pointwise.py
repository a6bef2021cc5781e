"""Calls of what is done to each number by itself."""

from fractions import Fraction
from random import Random

from convexam.cnn.values import Tensor

from .drawing import single, some_tensor, tensor, vector, volume


def on_each(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


def leaky(random: Random) -> tuple[Tensor, int | Fraction]:
    return some_tensor(random), random.choice((Fraction(1, 10), Fraction(1, 100), Fraction(1, 5), Fraction(1, 3), 2))


def curved(random: Random) -> tuple[Tensor]:
    """Numbers that have an exponential."""
    return (tensor(random, *random.choice((single, volume, vector))(random).sizes),)


SENSIBLE = {"relu": on_each, "leaky_relu": leaky, "sigmoid": curved, "tanh": curved}
