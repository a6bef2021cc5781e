"""Calls that count parameters."""

from random import Random

from convexam.cnn.layers import Conv, Dense, Pool
from convexam.cnn.values import Shape

from .drawing import axes, conv, volume


def conv_parameters(random: Random) -> tuple[Conv, Shape]:
    shape = volume(random).shape
    return conv(random, random.randint(1, 3), shape.channels or 1), shape


def pool_parameters(random: Random) -> tuple[Pool, Shape]:
    return Pool(axes(random, 1, 3), axes(random, 1, 3)), volume(random).shape


def activation_parameters(random: Random) -> tuple[Shape]:
    return (volume(random).shape,)


def dense_parameters(random: Random) -> tuple[int, Dense]:
    return random.randint(1, 99), Dense(random.randint(1, 9), random.random() < 0.5)


def total(random: Random) -> tuple[int, ...]:
    return tuple(random.randint(0, 999) for _ in range(random.randint(1, 4)))


SENSIBLE = {
    "conv_parameters": conv_parameters,
    "conv_weights": conv_parameters,
    "conv_biases": conv_parameters,
    "locally_connected_parameters": conv_parameters,
    "pool_parameters": pool_parameters,
    "activation_parameters": activation_parameters,
    "dense_parameters": dense_parameters,
    "dense_weights": dense_parameters,
    "dense_biases": dense_parameters,
    "total": total,
}
