"""Calls that pool whole maps, and that compare sizes."""

from random import Random
from typing import Any

from convexam.cnn.values import Tensor

from .drawing import single, volume


def whole_maps(random: Random) -> tuple[Tensor]:
    return (random.choice((volume, volume, single))(random),)


def reduction(random: Random) -> tuple[Any, Any]:
    some = random.choice((volume, single))
    one, other = some(random), some(random)
    return random.choice((one, one.shape)), random.choice((other, other.shape))


SENSIBLE = {"global_average_pool": whole_maps, "global_max_pool": whole_maps, "reduction_factor": reduction}
