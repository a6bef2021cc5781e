"""Some layers of a network by hand: convolution over several channels, ReLU, max pooling, and the parameters of all layers."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, Dense, Padding, Pool
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Position, Record, Shape, Tensor
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level, share
from ..work import Ask


class Given(Record, frozen=True):
    input: Tensor
    conv: Conv
    pool: Pool
    dense: Dense
    cells: tuple[Position, ...] = ()  # of the map, asked one by one
    map: Tensor | None = None  # for ReLU, where the exercise is not chained

    def __post_init__(self) -> None:
        if self.conv.filters != 1:
            raise BadValue(f"filters is {self.conv.filters}; this exercise has one filter")
        if len(set(self.cells)) < len(self.cells):
            raise BadValue("the same cell stands twice among the cells")


class Settings(Knobs, frozen=True, kw_only=True):
    side: Annotated[int, Meta(ge=3, le=12)]
    channels: Annotated[int, Meta(ge=1, le=6)]
    kernel: Annotated[int, Meta(ge=2, le=5)]
    stride: Annotated[int, Meta(ge=1, le=4)] = 1
    padding: Annotated[int, Meta(ge=0, le=3)] = 0
    pool: Annotated[int, Meta(ge=2, le=4)] = 2
    pool_stride: Annotated[int, Meta(ge=1, le=4)] = 1
    neurons: Annotated[int, Meta(ge=2, le=4096)]
    image_zeros: Annotated[int, Meta(ge=0, le=80)]  # percent of each channel: a fixed number, so that every paper is the same work
    kernel_zeros: Annotated[int, Meta(ge=0, le=80)]
    bias: bool = True
    chained: bool = True  # off: ReLU works on a map of its own
    cells: Annotated[int, Meta(ge=1, le=6)] = 3


DEFAULT = ("shape", "map", "relu", "pool", "parameters")

SIGN = {"conv.bias": "a rectified map must not be mostly zeros, and the map before it must not be without negatives"}

LEVELS = {
    1: Level(
        Settings(side=4, channels=2, kernel=2, neurons=10, image_zeros=38, kernel_zeros=25),
        work=(38, 54),
        cap=99,
        parts=DEFAULT,
        may_hide=ROUNDING,
        shifts=SIGN,
    ),
    2: Level(
        Settings(side=6, channels=3, kernel=3, neurons=32, image_zeros=31, kernel_zeros=56),
        work=(130, 175),
        cap=99,
        parts=DEFAULT,
        may_hide=ROUNDING,
        shifts=SIGN,
    ),
    3: Level(
        Settings(side=7, channels=3, kernel=3, stride=2, padding=1, neurons=64, image_zeros=37, kernel_zeros=45),
        work=(95, 135),
        cap=999,
        parts=DEFAULT,
        may_hide=ROUNDING,
    ),
}


def draw(draws: Draws, settings: Settings) -> Given:
    layer = Conv.of(
        draws.kernel(
            (1, settings.channels, settings.kernel, settings.kernel), largest=3, zeros=share(settings.kernel_zeros, settings.kernel**2)
        ),
        draws.bias(settings.bias),
        stride=Axes.of(settings.stride),
        padding=Padding.of(settings.padding),
    )
    image = _image(draws, settings, settings.side)
    shape = Network().output_shape(image.shape, layer)
    if shape is None:
        raise BadValue(f"a kernel of {settings.kernel} is larger than {settings.side} cells with padding {settings.padding}")
    own = None if settings.chained else Network().conv2d(_image(draws, settings, settings.side + settings.stride), layer)
    pool = Pool(Axes.of(settings.pool), Axes.of(settings.pool_stride))
    return Given(image, layer, pool, Dense(settings.neurons), draws.sample(_all(shape), min(settings.cells, shape.size())), own)


def _image(draws: Draws, settings: Settings, side: int) -> Tensor:
    return draws.tensor((settings.channels, side, side), low=0, high=6, zeros=share(settings.image_zeros, side * side))


def _all(shape: Shape) -> list[Position]:
    return [Position((row, column)) for row in range(1, (shape.rows or 0) + 1) for column in range(1, (shape.columns or 0) + 1)]


def solve(given: Given, net: Network, ask: Ask) -> None:
    shape = ask("shape", net.output_shape(given.input.shape, given.conv))
    if ask.wants("cells"):
        cell = ask.cells("cells", given.cells)
        for position in given.cells:
            cell(*position, net.conv2d_cell(given.input, given.conv, position))
    if ask.wants("map", "relu", "pool"):
        pooled = _maps(given, net, ask)
    else:
        pooled = net.pool_shape(shape if given.map is None else given.map.shape, given.pool)
    layers = (
        net.conv_parameters(given.conv, given.input.shape),
        net.pool_parameters(given.pool, given.input.shape),
        net.dense_parameters(net.size(pooled), given.dense),
    )
    ask("parameters", net.total(*layers))


def _maps(given: Given, net: Network, ask: Ask) -> Tensor:
    before = given.map
    if before is None or ask.wants("map"):
        z = ask("map", net.conv2d(given.input, given.conv))
        before = z if before is None else before
    return ask("pool", net.max_pool(ask("relu", net.relu(before)), given.pool))


FAMILY = Family(
    "cnn-layers",
    version=1,
    topic="networks",
    given=Given,
    levels=LEVELS,
    draw=draw,
    solve=solve,
    weights={"shape": 1, "cells": 3, "map": 4, "relu": 1, "pool": 2, "parameters": 2},
    apart="map",
)
