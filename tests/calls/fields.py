"""Calls that look through several layers."""

from random import Random

from convexam.cnn.layers import Conv, Padding, Pool
from convexam.cnn.values import Axes, Shape

Layer = Conv | Pool


def layer(random: Random) -> Layer:
    """A square one, mostly a convolution."""
    window, stride = Axes.of(random.randint(1, 4)), Axes.of(random.randint(1, 3))
    if random.random() < 0.4:
        return Pool(window, random.choice((None, stride)))
    return Conv(window, stride=stride, dilation=random.choice((None, None, Axes.of(random.randint(1, 3)))))


def layers(random: Random) -> tuple[tuple[Layer, ...]]:
    return (tuple(layer(random) for _ in range(random.randint(1, 5))),)


def layers_needed(random: Random) -> tuple[int, Layer]:
    return random.randint(1, 30), layer(random)


def field_after(random: Random) -> tuple[int, int, Layer]:
    return random.randint(1, 20), random.randint(1, 8), layer(random)


def jump_after(random: Random) -> tuple[int, Layer]:
    return random.randint(1, 8), layer(random)


def stack_shape(random: Random) -> tuple[Shape, tuple[Layer, ...]]:
    shape = Shape(channels=random.randint(1, 3), rows=random.randint(6, 30), columns=random.randint(6, 30))
    channels, stack = shape.channels or 1, list[Layer]()
    for _ in range(random.randint(1, 4)):
        window, stride = Axes.of(random.randint(1, 3)), Axes.of(random.randint(1, 2))
        filters, padding = random.randint(1, 4), Padding.of(random.choice((0, 1, "same")))
        if random.random() < 0.3:
            stack.append(Pool(window, stride))
        else:
            stack.append(Conv(window, filters, channels, stride, padding))
            channels = filters
    return shape, tuple(stack)


SENSIBLE = {
    "receptive_field": layers,
    "field_area": layers,
    "jump": layers,
    "layers_needed": layers_needed,
    "field_after": field_after,
    "jump_after": jump_after,
    "stack_shape": stack_shape,
}
