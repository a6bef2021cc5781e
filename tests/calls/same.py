"""Calls that ask for borders."""

from random import Random

from convexam.cnn.layers import Conv
from convexam.cnn.values import Position, Shape

from .drawing import conv


def same(random: Random) -> tuple[int, ...]:
    return random.randint(1, 12), random.randint(1, 5), random.randint(1, 3), random.randint(1, 3)


def full_padding(random: Random) -> tuple[int, ...]:
    return random.randint(1, 7), random.randint(1, 3)


def lost(random: Random) -> tuple[int, ...]:
    return random.randint(3, 12), random.randint(1, 5)


def pixel_uses(random: Random) -> tuple[Shape, Conv, Position]:
    rows, columns = random.randint(1, 7), random.randint(1, 7)
    position = Position((random.randint(1, rows), random.randint(1, columns)))
    return Shape(channels=1, rows=rows, columns=columns), conv(random, 1, 1), position


def windows_over(random: Random) -> tuple[int, ...]:
    size = random.randint(1, 9)
    front, behind = random.randint(0, 2), random.randint(0, 2)
    return size, random.randint(1, 4), front, behind, random.randint(1, 3), random.randint(1, 2), random.randint(1, size)


SENSIBLE = {
    "same_padding": same,
    "same_sides": same,
    "full_padding": full_padding,
    "pixels_lost": lost,
    "pixels_lost_per_edge": lost,
    "pixel_uses": pixel_uses,
    "windows_over": windows_over,
}
