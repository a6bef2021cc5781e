"""Calls that ask for sizes."""

from random import Random

import msgspec

from convexam.cnn.layers import Conv, Padding, Pool
from convexam.cnn.values import Shape

from .drawing import axes, conv, padding, single, volume


def border(random: Random) -> Padding:
    """Words as often as numbers."""
    return random.choice((padding(random), Padding.of(random.choice(("valid", "same", "full")))))


def output_shape(random: Random) -> tuple[Shape, Conv]:
    shape = random.choice((volume, single))(random).shape
    return shape, msgspec.structs.replace(conv(random, random.randint(1, 3), shape.channels or 1), padding=border(random))


def pool_shape(random: Random) -> tuple[Shape, Pool]:
    return random.choice((volume, single))(random).shape, Pool(
        axes(random, 1, 3), random.choice((None, axes(random, 1, 3))), border(random)
    )


def output_size(random: Random) -> tuple[int, int, int | tuple[int, int], int, int]:
    added = (random.randint(0, 2), random.randint(0, 2)) if random.random() < 0.15 else random.randint(0, 5)
    return random.randint(1, 9), random.randint(1, 5), added, random.randint(1, 4), random.randint(1, 3)


SENSIBLE = {"output_shape": output_shape, "pool_shape": pool_shape, "output_size": output_size}
