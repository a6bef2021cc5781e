"""Calls of what draws a graph."""

from fractions import Fraction
from random import Random

from convexam.cnn.layers import Moved
from convexam.cnn.values import Number


def activation_graph(random: Random) -> tuple[Number, Moved]:
    """ReLU, leaky ReLU, and a slope that makes it a line."""
    slope = random.choice((0, 0, Fraction(1, 10), Fraction(1, 4), Fraction(1, 3), 1, 2))
    return slope, Moved(random.randint(-4, 4), random.choice((1, 1, 2, 3, -1, -2)))


SENSIBLE = {"activation_graph": activation_graph}
