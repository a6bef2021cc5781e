"""Calls of filters and patterns."""

from random import Random
from typing import Any, get_args

from convexam.cnn.conventions import Conventions
from convexam.cnn.filters import FilterName
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, Position, Tensor

from .drawing import WHOLE, axes, some_numbers, tensor


def filter_named(random: Random) -> tuple[str]:
    return (random.choice(get_args(FilterName)),)


def shift_kernel(random: Random) -> tuple[int, int, int]:
    middle = random.randint(1, 3)
    return random.randint(-middle, middle), random.randint(-middle, middle), 2 * middle + 1


def filter_that_made(random: Random) -> tuple[Any, ...]:
    """Small filters of one size, and what one of them makes of an image; whether it is flipped is found out elsewhere."""
    size, padding = (random.choice((1, 3)), random.choice((1, 3))), random.choice((0, "same"))
    image = tensor(random, random.randint(3, 5), random.randint(3, 5), numbers=WHOLE)
    layers = tuple(Conv.of(tensor(random, 1, 1, *size, numbers=(-1, 0, 1)), padding=Padding.of(padding)) for _ in range(3))
    made = Network(Conventions(kernel=random.choice(("as-it-is", "flipped")))).conv2d(image, random.choice(layers))
    return image, random.choice((made, Tensor(made.sizes[1:], made.values))), layers


def pattern(random: Random) -> tuple[Tensor, Conv]:
    """An image with flat parts, in which a pattern is looked for."""
    numbers = random.choice(((10, 100), (0, 1), some_numbers(random)))
    channels, size = random.choice((1, 1, 2)), random.choice((Axes((1, 3)), Axes((3, 1)), Axes((2, 2)), Axes((3, 3))))
    layer = Conv.of(
        tensor(random, 1, channels, *size, numbers=(-1, 0, 1)), stride=axes(random, 1, 2), padding=Padding.of(random.choice((0, 1)))
    )
    return tensor(random, channels, random.randint(4, 6), random.randint(4, 6), numbers=numbers), layer


def pattern_at(random: Random) -> tuple[Tensor, Conv, Position]:
    return *pattern(random), Position(axes(random, 1, 2))


SENSIBLE = {
    "filter_named": filter_named,
    "shift_kernel": shift_kernel,
    "filter_that_made": filter_that_made,
    "pattern_at": pattern_at,
    "strongest": pattern,
    "opposites": pattern,
}
