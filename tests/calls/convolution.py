"""Calls of convolutions."""

from random import Random
from typing import Any

import msgspec

from convexam.cnn.layers import Conv, Padding
from convexam.cnn.values import Axes, Position, Tensor

from .drawing import axes, conv, single, some_numbers, tensor, volume


def conv2d(random: Random) -> tuple[Tensor, Conv]:
    x = random.choice((volume, single))(random)
    channels = x.sizes[0] if len(x.sizes) == 3 else 1
    return x, conv(random, random.randint(1, 3), channels, some_numbers(random))


def at_a_cell(random: Random) -> tuple[Tensor, Conv, Position]:
    """Often without a border, which a cell tells of only if one would stand in front of it."""
    x, layer = one_filter(random)
    if random.random() < 0.25:
        layer = msgspec.structs.replace(layer, padding=Padding.of("valid"))
    return x, layer, Position(axes(random, 1, 2))


def conv1d(random: Random) -> tuple[Tensor, Conv]:
    channels, filters, numbers = random.randint(1, 3), random.randint(1, 3), some_numbers(random)
    weights = tensor(random, filters, channels, 1, random.randint(1, 3), numbers=numbers)
    biases = tensor(random, filters, numbers=numbers) if random.random() < 0.8 else None
    along = random.choice((0, 1, 2, (1, 0), (0, 2), "same", "full", "valid", "valid"))
    above = (0, 0) if isinstance(along, tuple) else 0
    settings = {"stride": Axes((1, random.randint(1, 3))), "padding": Padding.of((above, along))}
    dilation = random.choice((None, Axes((1, random.randint(1, 2)))))
    x = tensor(random, channels, random.randint(1, 8), numbers=numbers)
    return (Tensor(x.sizes[1:], x.values) if channels == 1 else x), Conv.of(weights, biases, dilation=dilation, **settings)


def one_filter(random: Random) -> tuple[Tensor, Conv]:
    x = volume(random)
    return x, conv(random, 1, x.sizes[0], some_numbers(random))


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
    "conv1d": conv1d,
    "channel_maps": one_filter,
    "window": at_a_cell,
    "channel_sums": channel_sums,
    "turn": turn,
    "sum_up": sum_up,
    "put": put,
}
