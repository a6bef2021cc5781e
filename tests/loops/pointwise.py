"""What is done to each number by itself, by hand, and with mpmath where it takes exponentials."""

from typing import Any

import mpmath

from .grid import Conventions, Number
from .scores import exact, real


def relu(conventions: Conventions, x: Any) -> Any:
    if isinstance(x, list):
        return [relu(conventions, inner) for inner in x]
    return x if x > 0 else 0


def leaky_relu(conventions: Conventions, x: Any, slope: Number) -> Any:
    if isinstance(x, list):
        return [leaky_relu(conventions, inner, slope) for inner in x]
    return x if x > 0 else slope * x


def sigmoid(conventions: Conventions, x: Any) -> Any:
    if isinstance(x, list):
        return [sigmoid(conventions, inner) for inner in x]
    with mpmath.workdps(60):
        return exact(1 / (1 + mpmath.exp(-real(x))))


def tanh(conventions: Conventions, x: Any) -> Any:
    if isinstance(x, list):
        return [tanh(conventions, inner) for inner in x]
    with mpmath.workdps(60):
        return exact(mpmath.tanh(real(x)))


LOOPS = (relu, leaky_relu, sigmoid, tanh)
APPROXIMATE = ("sigmoid", "tanh")
