"""Calls of what is done to each number by itself."""

from random import Random

from convexam.cnn.values import Tensor

from .drawing import some_tensor


def on_each(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


SENSIBLE = {"relu": on_each}
