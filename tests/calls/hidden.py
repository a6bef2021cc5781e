"""Calls that look for a hidden setting."""

from random import Random


def kernels_that_fit(random: Random) -> tuple[int, ...]:
    return random.randint(1, 12), random.randint(1, 6), random.randint(0, 4), random.randint(1, 3), random.randint(3, 14)


def paddings_that_fit(random: Random) -> tuple[int, ...]:
    return random.randint(1, 12), random.randint(1, 12), random.randint(1, 5), random.randint(1, 3), random.randint(3, 9)


def strides_that_fit(random: Random) -> tuple[int, ...]:
    return random.randint(4, 12), random.randint(1, 6), random.randint(1, 5), random.randint(0, 4), random.randint(3, 12)


def sizes_that_fit(random: Random) -> tuple[int, ...]:
    return random.randint(1, 9), random.randint(1, 5), random.randint(0, 4), random.randint(1, 4), random.randint(9, 60)


SENSIBLE = {
    "kernels_that_fit": kernels_that_fit,
    "paddings_that_fit": paddings_that_fit,
    "strides_that_fit": strides_that_fit,
    "sizes_that_fit": sizes_that_fit,
}
