"""Calls that count connections and multiplications."""

from random import Random

from convexam.cnn.layers import Conv
from convexam.cnn.values import Shape

from .counts import conv_parameters, dense_parameters


def dense_equivalent(random: Random) -> tuple[Shape, Conv]:
    layer, shape = conv_parameters(random)
    return shape, layer


def ratio(random: Random) -> tuple[int, int]:
    return random.randint(0, 999), random.randint(1, 99)


SENSIBLE = {
    "inputs_per_output": conv_parameters,
    "connections": conv_parameters,
    "dense_equivalent": dense_equivalent,
    "ratio": ratio,
    "multiplications": conv_parameters,
    "dense_multiplications": dense_parameters,
    "cost": conv_parameters,
    "dense_cost": dense_parameters,
}
