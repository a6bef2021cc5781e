"""What random calls are made of: numbers, tensors, layers, conventions."""

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.values import Axes, Record, Shape, Tensor

CHOICES: dict[str, tuple[Any, ...]] = {
    "padding": ("per-side", "total"),
    "odd": ("behind", "in-front"),
    "size": ("floor", "ceil", "none"),
    "dilation": ("from-one", "from-zero"),
    "pool_stride": ("window", "one"),
    "average": ("cells-on-map", "whole-window"),
    "mirror": ("edge-once", "edge-twice"),
    "layout": ("rows-columns-channels", "channels-rows-columns"),
    "bias": ("counted", "not-counted"),
    "cost": ("macs", "flops"),
    "kernel": ("as-it-is", "flipped"),
}
Numbers = tuple[int | Fraction, ...]
WHOLE: Numbers = tuple(range(-9, 10))
BROKEN: Numbers = (*WHOLE, Fraction(1, 3), Fraction(-7, 2))
HUGE: Numbers = (*BROKEN, 2**31, -(2**62), 2**62 - 1, 2**63 + 1, 10**30)


def conventions(random: Random) -> Conventions:
    return Conventions(**{name: random.choice(values) for name, values in CHOICES.items()})


def tensor(random: Random, *sizes: int, numbers: Numbers = BROKEN) -> Tensor:
    return Tensor(sizes, [random.choice(numbers) for _ in range(prod(sizes))])


def axes(random: Random, least: int, most: int) -> Axes:
    return Axes((random.randint(least, most), random.randint(least, most)))


def padding(random: Random) -> Padding:
    """Mostly numbers; sides of their own, and words."""
    numbers = (random.randint(0, 2), random.randint(0, 2))
    sides = ((random.randint(0, 2), random.randint(0, 2)), (random.randint(0, 2), random.randint(0, 2)))
    return Padding.of(
        random.choice((0, numbers, numbers, numbers, sides, "same", "same", "full", "valid", "valid", ("same", "valid"), (0, "same")))
    )


def conv(random: Random, filters: int, channels: int, numbers: Numbers = BROKEN) -> Conv:
    """A small layer with its numbers."""
    size, biased = axes(random, 1, 3), random.random() < 0.8
    weights = tensor(random, filters, channels, *size, numbers=numbers)
    dilation = random.choice((None, axes(random, 1, 2)))
    settings = {"stride": axes(random, 1, 3), "padding": padding(random), "dilation": dilation}
    return Conv.of(weights, tensor(random, filters, numbers=numbers) if biased else None, **settings)


def plain(value: Any) -> Any:
    """A value of the network as the loops know it: lists and dictionaries. What a layer does not have is left out."""
    match value:
        case Tensor():
            return value.to_nested()
        case Shape():
            return value.axes()
        case Record():
            return {name: plain(found) for name in value.__struct_fields__ if (found := getattr(value, name)) is not None}
        case tuple() | list():
            return [plain(inner) for inner in value]
    return value


def some_numbers(random: Random) -> Numbers:
    """Whole ones, broken ones, or huge ones."""
    return random.choice((WHOLE, BROKEN, HUGE))


def single(random: Random) -> Tensor:
    """One map."""
    return tensor(random, random.randint(1, 6), random.randint(1, 6), numbers=some_numbers(random))


def volume(random: Random) -> Tensor:
    """Maps of one to three channels."""
    return tensor(random, random.randint(1, 3), random.randint(1, 6), random.randint(1, 6), numbers=some_numbers(random))


def vector(random: Random, numbers: Numbers = BROKEN) -> Tensor:
    return tensor(random, random.randint(1, 6), numbers=numbers)


def some_tensor(random: Random) -> Tensor:
    return random.choice((volume, single, vector))(random)
