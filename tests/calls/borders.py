"""Calls of borders and bytes."""

from fractions import Fraction
from random import Random
from typing import Any

from convexam.cnn.layers import Conv, Pool
from convexam.cnn.values import Tensor

from .drawing import Numbers, axes, conv, padding, single, tensor, volume

PIXELS: Numbers = (*range(-300, 600, 7), Fraction(1, 2), Fraction(-1, 2), Fraction(509, 2), Fraction(511, 2), 10**30)


def padded(random: Random) -> tuple[Tensor, Conv | Pool]:
    x = random.choice((volume, single))(random)
    return x, random.choice((conv(random, 1, 1), Pool(axes(random, 1, 3), padding=padding(random))))


def bordered(random: Random) -> tuple[Any, ...]:
    return random.choice((volume, single))(random), random.randint(0, 5), random.choice(("zeros", "replicated", "mirrored"))


def to_bytes(random: Random) -> tuple[Tensor]:
    return (tensor(random, random.randint(1, 3), random.randint(1, 3), numbers=PIXELS),)


SENSIBLE = {"padded": padded, "bordered": bordered, "to_bytes": to_bytes}
