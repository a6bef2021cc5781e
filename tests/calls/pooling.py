"""Calls of pooling layers."""

from random import Random

from convexam.cnn.layers import NOTHING, Pool
from convexam.cnn.values import Tensor

from .drawing import axes, padding, single, some_tensor, volume


def pooled(random: Random) -> tuple[Tensor, Pool]:
    return random.choice((volume, single))(random), Pool(
        axes(random, 1, 3), random.choice((None, axes(random, 1, 3))), random.choice((NOTHING, padding(random)))
    )


def largest(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


SENSIBLE = {"max_pool": pooled, "pool_window": pooled, "largest": largest}
