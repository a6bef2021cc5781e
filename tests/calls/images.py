"""Calls that read an image as numbers."""

from random import Random
from typing import Any

from convexam.cnn.values import Shape, Tensor

from .drawing import some_numbers, tensor


def forward_difference(random: Random) -> tuple[Tensor, int]:
    return tensor(random, random.randint(3, 9), numbers=some_numbers(random)), random.randint(1, 3)


def central_difference(random: Random) -> tuple[Tensor, int, bool]:
    step = random.randint(1, 3)
    return tensor(random, 2 * step + random.randint(1, 5), numbers=some_numbers(random)), step, random.random() < 0.5


def slope(random: Random) -> tuple[Any, ...]:
    numbers = some_numbers(random)
    return tuple(random.choice(numbers) for _ in range(4))


def features(random: Random) -> tuple[Shape]:
    return (Shape(channels=random.choice((None, 1, 2, 3)), rows=random.randint(1, 30), columns=random.randint(1, 30)),)


SENSIBLE = {"forward_difference": forward_difference, "central_difference": central_difference, "slope": slope, "features": features}
