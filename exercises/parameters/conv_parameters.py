"""The parameters of a convolutional layer: weights of each filter over all channels, and the biases."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, takes
from ...cnn.network import Network
from ...cnn.values import Axes, Record, Shape
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    shape: Shape  # of the input: it does not matter, and some put it in
    conv: Conv

    def __post_init__(self) -> None:
        takes(self.conv, self.shape)


class Settings(Knobs, frozen=True, kw_only=True):
    kernel: Annotated[Axes, Meta(extra={"ge": 1, "le": 16})]
    stride: Annotated[int, Meta(ge=1, le=4)] = 1
    channels: Annotated[int, Meta(ge=1, le=4096)] = 3
    filters: Annotated[int, Meta(ge=1, le=4096)] = 8
    bias: bool = True


def _ranges(channels: tuple[int, ...], filters: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    return {"channels": channels, "filters": filters}


LEVELS = {
    1: Level(Settings(kernel=Axes.of(3)), ranges=_ranges((2, 3, 4), (2, 4, 5, 6, 8, 10))),
    2: Level(Settings(kernel=Axes.of(5)), ranges=_ranges((3, 6, 8, 12, 16), (8, 12, 16, 20, 24, 32))),
    3: Level(Settings(kernel=Axes((5, 3)), stride=2), ranges=_ranges((16, 24, 32, 48, 64), (40, 80, 96, 100, 128))),
}


def draw(draws: Draws, settings: Settings) -> Given:
    side = draws.integer(16, 64)
    layer = Conv(settings.kernel, settings.filters, settings.channels, Axes.of(settings.stride), biased=settings.bias)
    return Given(Shape(channels=settings.channels, rows=side, columns=side), layer)


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask("parameters", net.conv_parameters(given.conv, given.shape))


FAMILY = Family(
    "conv-parameters", version=1, topic="parameters", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"parameters": 2}
)
