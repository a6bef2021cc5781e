"""Convolve one channel by hand: slide the kernel over the image, multiply, add up, add the bias."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv
from ...cnn.network import Network
from ...cnn.values import BadValue, Record, Tensor
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    image: Tensor
    conv: Conv

    def __post_init__(self) -> None:
        if (self.conv.filters, self.conv.channels) != (1, 1):
            raise BadValue(f"{self.conv.filters} filters for {self.conv.channels} channels; this exercise has one of each")


class Settings(Knobs, frozen=True, kw_only=True):
    side: Annotated[int, Meta(ge=3, le=12)]
    kernel: Annotated[int, Meta(ge=2, le=5)]
    stride: Annotated[int, Meta(ge=1, le=4)] = 1
    padding: Annotated[int, Meta(ge=0, le=3)] = 0
    image_zeros: Annotated[int, Meta(ge=0, le=80)]  # percent of the cells: a fixed number, so that every paper is the same work
    kernel_zeros: Annotated[int, Meta(ge=0, le=80)]
    bias: bool = True


SIGN = {"conv.bias": "a map needs a negative number, or a ReLU too early would not show: a bias below zero helps"}

LEVELS = {
    1: Level(Settings(side=4, kernel=2, image_zeros=32, kernel_zeros=25), work=(24, 34), cap=99, may_hide=ROUNDING, shifts=SIGN),
    2: Level(Settings(side=5, kernel=3, image_zeros=32, kernel_zeros=45), work=(33, 48), cap=99, may_hide=ROUNDING, shifts=SIGN),
    3: Level(Settings(side=7, kernel=3, stride=2, padding=1, image_zeros=33, kernel_zeros=34), work=(52, 76), cap=999, may_hide=ROUNDING),
}


def draw(draws: Draws, settings: Settings) -> Given:
    return Given(draws.image(1, settings.side, high=5, zeros=settings.image_zeros), draws.conv(1, 1, settings))


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask("shape", net.output_shape(given.image.shape, given.conv))
    ask("map", net.conv2d(given.image, given.conv))


FAMILY = Family(
    "conv2d", version=1, topic="convolution", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"shape": 1, "map": 3}
)
