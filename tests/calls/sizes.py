"""Calls that ask for sizes."""

from random import Random
from typing import Any

from convexam.cnn.layers import Conv, Pool
from convexam.cnn.values import Shape

from .drawing import axes, conv, padding, single, some_tensor, volume


def output_shape(random: Random) -> tuple[Shape, Conv]:
    shape = random.choice((volume, single))(random).shape
    return shape, conv(random, random.randint(1, 3), shape.channels or 1)


def pool_shape(random: Random) -> tuple[Shape, Pool]:
    return random.choice((volume, single))(random).shape, Pool(
        axes(random, 1, 3), random.choice((None, axes(random, 1, 3))), padding(random)
    )


def output_size(random: Random) -> tuple[int, ...]:
    return random.randint(1, 9), random.randint(1, 5), random.randint(0, 5), random.randint(1, 4), random.randint(1, 3)


def size(random: Random) -> tuple[Any]:
    x = some_tensor(random)
    return (random.choice((x, x.shape)),)


def kernels_that_fit(random: Random) -> tuple[int, ...]:
    return random.randint(1, 12), random.randint(1, 6), random.randint(0, 4), random.randint(1, 3)


SENSIBLE = {
    "output_shape": output_shape,
    "pool_shape": pool_shape,
    "output_size": output_size,
    "size": size,
    "kernels_that_fit": kernels_that_fit,
}
