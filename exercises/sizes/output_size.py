"""The size of a convolutional layer's result: kernel, padding, stride, rounding, and one channel for each filter."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, Padding, takes
from ...cnn.network import Network
from ...cnn.values import Axes, Record, Shape
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    shape: Shape  # of the input
    conv: Conv

    def __post_init__(self) -> None:
        takes(self.conv, self.shape)


class Settings(Knobs, frozen=True, kw_only=True):
    kernel: Annotated[Axes, Meta(extra={"ge": 1, "le": 99})]
    stride: Annotated[Axes, Meta(extra={"ge": 1, "le": 20})]
    padding: Annotated[Axes, Meta(extra={"ge": 0, "le": 49})]
    channels: Annotated[int, Meta(ge=1, le=4096)] = 3
    filters: Annotated[int, Meta(ge=1, le=4096)] = 8
    whole: bool = False  # whether the last window ends at the border
    square: bool = True
    too_small: Annotated[int, Meta(ge=0, le=8)] = 0  # in so many variants of eight the kernel does not fit


FILTERS = {"filters": (4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)}

LEVELS = {
    1: Level(Settings(kernel=Axes.of(7), stride=Axes.of(1), padding=Axes.of(2), whole=True), ranges=FILTERS, may_hide=ROUNDING),
    2: Level(Settings(kernel=Axes.of(5), stride=Axes.of(2), padding=Axes.of(2)), ranges=FILTERS, may_hide=ROUNDING),
    3: Level(
        Settings(kernel=Axes((7, 5)), stride=Axes((2, 3)), padding=Axes((2, 1)), square=False, too_small=1),
        ranges=FILTERS,
        may_hide=ROUNDING,
    ),
}


def draw(draws: Draws, settings: Settings) -> Given:
    small = draws.integer(1, 8) <= settings.too_small
    rows = _size(draws, settings, 0, small)
    columns = rows if settings.square else _size(draws, settings, 1, small)
    layer = Conv(settings.kernel, settings.filters, settings.channels, settings.stride, Padding.of(settings.padding))
    return Given(Shape(channels=settings.channels, rows=rows, columns=columns), layer)


def _size(draws: Draws, settings: Settings, axis: int, small: bool) -> int:
    """So many rows or columns that the division is whole or is not, as the settings say."""
    kernel, stride, padding = settings.kernel[axis], settings.stride[axis], settings.padding[axis]
    if small:
        return max(1, kernel - 2 * padding - draws.integer(1, 2))
    room = stride * draws.integer(8, max(8, 60 // stride)) + (0 if settings.whole or stride == 1 else draws.integer(1, stride - 1))
    return room + kernel - 2 * padding


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask("shape", net.output_shape(given.shape, given.conv), none=True)


FAMILY = Family("output-size", version=2, topic="sizes", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"shape": 2})
