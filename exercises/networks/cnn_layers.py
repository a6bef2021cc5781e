"""Some layers of a network by hand: convolution over several channels, ReLU, max pooling, and the parameters of all layers."""

from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Conv, Dense, Pool
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Position, Record, Tensor
from ..draws import Draws
from ..family import ROUNDING, Family, Knobs, Level
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

EASY = Settings(side=4, channels=2, kernel=2, neurons=10, image_zeros=38, kernel_zeros=25)
EXAM = Settings(side=6, channels=3, kernel=3, neurons=32, image_zeros=31, kernel_zeros=56)
HARD = Settings(side=7, channels=3, kernel=3, stride=2, padding=1, neurons=64, image_zeros=37, kernel_zeros=45)

LEVELS = {
    1: Level(EASY, work=(38, 54), cap=99, parts=DEFAULT, may_hide=ROUNDING, shifts=SIGN),
    2: Level(EXAM, work=(130, 175), cap=99, parts=DEFAULT, may_hide=ROUNDING, shifts=SIGN),
    3: Level(HARD, work=(95, 135), cap=999, parts=DEFAULT, may_hide=ROUNDING),
}


def draw(draws: Draws, settings: Settings) -> Given:
    layer = draws.conv(1, settings.channels, settings)
    image = _image(draws, settings, settings.side)
    shape = Network().output_shape(image.shape, layer)
    if shape is None:
        raise BadValue(f"a kernel of {settings.kernel} is larger than {settings.side} cells with padding {settings.padding}")
    own = None if settings.chained else Network().conv2d(_image(draws, settings, settings.side + settings.stride), layer)
    pool = Pool(Axes.of(settings.pool), Axes.of(settings.pool_stride))
    return Given(image, layer, pool, Dense(settings.neurons), draws.sample(shape.positions(), min(settings.cells, shape.size())), own)


def _image(draws: Draws, settings: Settings, side: int) -> Tensor:
    return draws.image(settings.channels, side, high=6, zeros=settings.image_zeros)


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
    in_conv, in_pool = net.conv_parameters(given.conv, given.input.shape), net.pool_parameters(given.pool, given.input.shape)
    ask("parameters", net.total(in_conv, in_pool, net.dense_parameters(net.size(pooled), given.dense)))


def _maps(given: Given, net: Network, ask: Ask) -> Tensor:
    before = given.map
    if before is None or ask.wants("map"):
        z = ask("map", net.conv2d(given.input, given.conv))
        before = z if before is None else before
    return ask("pool", net.max_pool(ask("relu", net.relu(before)), given.pool))


WEIGHTS = {"shape": 1, "cells": 3, "map": 4, "relu": 1, "pool": 2, "parameters": 2}
FAMILY = Family("cnn-layers", 1, "networks", Given, LEVELS, draw, solve, WEIGHTS, apart="map")
