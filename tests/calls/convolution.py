"""Calls of convolutions."""

from random import Random
from typing import Any

from convexam.cnn.layers import Conv
from convexam.cnn.values import Position, Tensor

from .drawing import axes, conv, single, some_numbers, tensor, volume


def conv2d(random: Random) -> tuple[Tensor, Conv]:
    x = random.choice((volume, single))(random)
    channels = x.sizes[0] if len(x.sizes) == 3 else 1
    return x, conv(random, random.randint(1, 3), channels, some_numbers(random))


def at_a_cell(random: Random) -> tuple[Tensor, Conv, Position]:
    x = volume(random)
    return x, conv(random, 1, x.sizes[0], some_numbers(random)), Position(axes(random, 1, 2))


def channel_sums(random: Random) -> tuple[Tensor, Tensor]:
    channels, numbers = random.randint(1, 3), some_numbers(random)
    return tensor(random, channels, 2, 3, numbers=numbers), tensor(random, random.randint(1, 3), channels, 2, 3, numbers=numbers)


def turn(random: Random) -> tuple[Tensor]:
    return (random.choice((single(random), tensor(random, 2, 3, 2, 3, numbers=some_numbers(random)))),)


def sum_up(random: Random) -> tuple[Any, ...]:
    numbers = some_numbers(random)
    return tensor(random, random.randint(1, 3), numbers=numbers), random.choice((None, 0, *numbers))


def put(random: Random) -> tuple[Any, ...]:
    x = single(random)
    places = [Position((random.randint(1, x.sizes[0]), random.randint(1, x.sizes[1]))) for _ in range(random.randint(0, 3))]
    return random.choice((x, Tensor((1, *x.sizes), x.values))), places, [random.choice(some_numbers(random)) for _ in places]


SENSIBLE = {
    "conv2d": conv2d,
    "conv2d_cell": at_a_cell,
    "window": at_a_cell,
    "channel_sums": channel_sums,
    "turn": turn,
    "sum_up": sum_up,
    "put": put,
}
