"""Calls that ask for shapes of tensors."""

from random import Random

from convexam.cnn.layers import Conv
from convexam.cnn.values import Shape

from .drawing import conv


def image(random: Random) -> Shape:
    return Shape(channels=random.choice((None, 1, 2, 3)), rows=random.randint(1, 64), columns=random.randint(1, 64))


def batch_shape(random: Random) -> tuple[Shape, int]:
    return image(random), random.randint(1, 64)


def of_a_layer(random: Random) -> tuple[Conv, Shape]:
    shape = image(random)
    return conv(random, random.randint(1, 4), shape.channels or 1), shape


SENSIBLE = {"batch_shape": batch_shape, "kernel_shape": of_a_layer, "weights_shape": of_a_layer}
