"""The padding that keeps the size: half of what the kernel is too large, one side more than the other, and what a stride changes."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import NOTHING, Conv, Padding, takes
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Record, Shape
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask

SAME = Padding.of("same")


class Given(Record, frozen=True):
    shape: Shape  # of the input
    conv: Conv
    apart: int = 1  # how far apart the weights of the kernel lie, whatever number a course calls that

    def __post_init__(self) -> None:
        takes(self.conv, self.shape)
        if self.conv.padding not in (NOTHING, SAME):
            raise BadValue('the padding is what is asked: leave conv.padding out, or say padding = "same"')
        if self.conv.dilation is not None:
            raise BadValue("conv.dilation stands here; leave it out, and say with `apart` how many cells apart the weights lie")
        if self.apart < 1:
            raise BadValue(f"apart is {self.apart}, must be 1 or more; 1 is side by side")
        for name, pair in (("input", (self.shape.rows, self.shape.columns)), ("size", self.conv.size), ("stride", self.conv.stride)):
            if pair[0] != pair[1]:
                raise BadValue(
                    f"{name} is {pair[0]} by rows and {pair[1]} by columns; one padding is asked for both, so they must be equal"
                )


class Settings(Knobs, frozen=True, kw_only=True):
    kernel: Annotated[int, Meta(ge=2, le=31)]
    stride: Annotated[int, Meta(ge=1, le=8)] = 1
    apart: Annotated[int, Meta(ge=1, le=4)] = 1
    channels: Annotated[int, Meta(ge=1, le=4096)] = 3
    filters: Annotated[int, Meta(ge=1, le=4096)] = 8
    bias: bool = True


FILTERS = (4, 6, 8, 10, 12, 16, 20, 24, 32)

LEVELS = {
    1: Level(Settings(kernel=3), ranges={"kernel": (3, 5, 7), "filters": FILTERS}, parts=("padding", "parameters")),
    2: Level(Settings(kernel=7), ranges={"kernel": (3, 4, 5, 6, 7, 8, 9), "filters": FILTERS}),
    3: Level(Settings(kernel=6, stride=2), ranges={"kernel": (5, 6, 7, 8), "stride": (2, 3), "filters": FILTERS}),
}


def draw(draws: Draws, settings: Settings) -> Given:
    side = draws.integer(24, 256)
    stride, size = Axes.of(settings.stride), Axes.of(settings.kernel)
    layer = Conv(size, settings.filters, settings.channels, stride, SAME, biased=settings.bias)
    return Given(Shape(channels=settings.channels, rows=side, columns=side), layer, settings.apart)


def solve(given: Given, net: Network, ask: Ask) -> None:
    size, window, stride = given.shape.rows or 1, given.conv.size.rows, given.conv.stride.rows
    if ask.wants("padding"):
        ask("padding", net.same_padding(size, window, stride, given.apart), none=True)
    if ask.wants("sides"):
        ask("sides", net.same_sides(size, window, stride, given.apart))
    ask("parameters", net.conv_parameters(given.conv, given.shape))


FAMILY = Family(
    "same-padding",
    version=1,
    topic="sizes",
    given=Given,
    levels=LEVELS,
    draw=draw,
    solve=solve,
    weights={"padding": 2, "sides": 2, "parameters": 2},
)
