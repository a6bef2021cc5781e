"""Convolve a volume by hand: several channels, several filters, and one map for each filter."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, Padding, takes
from ...cnn.network import Network
from ...cnn.values import Axes, Record, Tensor
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level, share
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
    cells, size = settings.side**2, settings.kernel
    image = draws.tensor((settings.channels, settings.side, settings.side), low=0, high=5, zeros=share(settings.image_zeros, cells))
    kernels = draws.kernel((settings.filters, settings.channels, size, size), largest=3, zeros=share(settings.kernel_zeros, size**2))
    biases = draws.bias(settings.bias, settings.filters)
    return Given(image, Conv.of(kernels, biases, stride=Axes.of(settings.stride), padding=Padding.of(settings.padding)))


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("shape"):
        ask("shape", net.output_shape(given.input.shape, given.conv))
    if ask.wants("map"):
        ask("map", net.conv2d(given.input, given.conv))
    ask("parameters", net.conv_parameters(given.conv, given.input.shape))


WEIGHTS = {"shape": 1, "map": 4, "parameters": 1}
FAMILY = Family("conv-volume", version=1, topic="convolution", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
