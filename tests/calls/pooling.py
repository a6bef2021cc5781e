"""Calls of pooling layers."""

from random import Random

from convexam.cnn.layers import Pool
from convexam.cnn.values import Tensor

from .drawing import axes, single, some_tensor, volume


def pooled(random: Random) -> tuple[Tensor, Pool]:
    return random.choice((volume, single))(random), Pool(axes(random, 1, 3), axes(random, 1, 3))


def largest(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


SENSIBLE = {"max_pool": pooled, "pool_window": pooled, "largest": largest}
