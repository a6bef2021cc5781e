"""Calls of pooling layers."""

from random import Random

from convexam.cnn.layers import NOTHING, Pool
from convexam.cnn.values import Tensor

from .drawing import axes, padding, single, some_numbers, some_tensor, tensor, volume


def roomy(random: Random) -> Tensor:
    """A map on which a window of two or three cells moves."""
    channels = random.choice(((), (), (1,), (2,)))
    return tensor(random, *channels, random.randint(4, 7), random.randint(4, 7), numbers=some_numbers(random))


def pooled(random: Random) -> tuple[Tensor, Pool]:
    stride = random.choice((None, axes(random, 1, 3), axes(random, 2, 3)))
    layer = Pool(axes(random, 1, 3), stride, random.choice((NOTHING, padding(random))))
    return random.choice((volume, single, roomy, roomy))(random), layer


def of_window(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


def window_mean(random: Random) -> tuple[Tensor, int]:
    return some_tensor(random), random.randint(1, 9)


SENSIBLE = {
    **dict.fromkeys(("max_pool", "average_pool", "min_pool", "pool_window"), pooled),
    **dict.fromkeys(("largest", "smallest"), of_window),
    "window_mean": window_mean,
}
