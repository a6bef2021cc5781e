"""Convolve a volume by hand: several channels, several filters, and one map for each filter."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, takes
from ...cnn.network import Network
from ...cnn.values import Record, Tensor
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    input: Tensor
    conv: Conv

    def __post_init__(self) -> None:
        takes(self.conv, self.input.shape)


class Settings(Knobs, frozen=True, kw_only=True):
    side: Annotated[int, Meta(ge=3, le=12)]
    channels: Annotated[int, Meta(ge=1, le=6)]
    filters: Annotated[int, Meta(ge=1, le=6)] = 2
    kernel: Annotated[int, Meta(ge=2, le=5)]
    stride: Annotated[int, Meta(ge=1, le=4)] = 1
    padding: Annotated[int, Meta(ge=0, le=3)] = 0
    image_zeros: Annotated[int, Meta(ge=0, le=80)]  # percent of each channel: a fixed number, so that every paper is the same work
    kernel_zeros: Annotated[int, Meta(ge=0, le=80)]
    bias: bool = True


LEVELS = {
    1: Level(Settings(side=4, channels=2, kernel=2, image_zeros=50, kernel_zeros=25), work=(60, 86), cap=99, may_hide=ROUNDING),
    2: Level(
        Settings(side=5, channels=3, kernel=3, stride=2, padding=1, image_zeros=40, kernel_zeros=45),
        work=(96, 138),
        cap=99,
        may_hide=ROUNDING,
    ),
    3: Level(
        Settings(side=6, channels=4, kernel=3, stride=3, padding=2, image_zeros=28, kernel_zeros=34),
        work=(120, 172),
        cap=999,
        may_hide=ROUNDING,
    ),
}


def draw(draws: Draws, settings: Settings) -> Given:
    image = draws.image(settings.channels, settings.side, high=5, zeros=settings.image_zeros)
    return Given(image, draws.conv(settings.filters, settings.channels, settings))


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("shape"):
        ask("shape", net.output_shape(given.input.shape, given.conv))
    if ask.wants("map"):
        ask("map", net.conv2d(given.input, given.conv))
    ask("parameters", net.conv_parameters(given.conv, given.input.shape))


WEIGHTS = {"shape": 1, "map": 4, "parameters": 1}
FAMILY = Family("conv-volume", version=1, topic="convolution", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
