"""Single cells at the border of a padded image: corner, edge and inside; what padding saves, and how often it uses a pixel."""

from typing import Annotated, Literal

from msgspec import Meta

from ...cnn.layers import Conv, Padding, takes
from ...cnn.network import Network
from ...cnn.values import BadValue, Position, Record, Shape, Tensor
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    image: Tensor
    conv: Conv
    cells: tuple[Position, ...]  # of the result, asked one by one
    pixel: Position  # of the image, whose uses are counted

    def __post_init__(self) -> None:
        takes(self.conv, self.image.shape)
        if self.conv.padding.none or self.conv.stride != (1, 1):
            raise BadValue(
                f"padding {tuple(self.conv.padding)}, stride {tuple(self.conv.stride)}: here there is padding, and the stride is 1"
            )
        if not self.cells or len(set(self.cells)) < len(self.cells):
            raise BadValue(f"the cells are {[list(cell) for cell in self.cells]}; name at least one, and none of them twice")


class Settings(Knobs, frozen=True, kw_only=True):
    side: Annotated[int, Meta(ge=4, le=12)]
    kernel: Literal[3, 5] = 3
    sharpen: bool = True  # the weights add up to 1, and brightness stays; off: to 0, and only edges are left
    darkest: Annotated[int, Meta(ge=4, le=200)]
    brightest: Annotated[int, Meta(ge=5, le=255)]
    inner: Annotated[int, Meta(ge=1, le=4)] = 2


LEVELS = {
    1: Level(Settings(side=4, sharpen=False, darkest=4, brightest=9), work=(17, 17), cap=99),
    2: Level(Settings(side=5, darkest=90, brightest=110), work=(17, 17), cap=999),
    3: Level(Settings(side=7, kernel=5, sharpen=False, darkest=10, brightest=30), work=(41, 41), cap=999),
}


def draw(draws: Draws, settings: Settings) -> Given:
    side, half = settings.side, settings.kernel // 2
    inside = range(half + 1, side - half + 1)
    places = Shape(rows=side, columns=side).positions()
    middle = [place for place in places if place.row in inside and place.column in inside]
    if len(middle) < settings.inner:
        raise BadValue(f"a kernel of {settings.kernel} leaves {len(middle)} inner cells of {side} × {side}, and inner is {settings.inner}")
    inner = draws.sample(middle, settings.inner)
    edge = Position(draws.shuffle((draws.choice((1, side)), draws.choice(inside))))
    corner = Position((draws.choice((1, side)), draws.choice((1, side))))
    pixel = draws.choice([place for place in places if place not in middle])
    image = draws.tensor((1, side, side), low=settings.darkest, high=settings.brightest)
    spot = draws.integer(settings.darkest // 4, settings.darkest // 2)  # so dark that its cell becomes negative
    conv = Conv.of(_kernel(draws, settings), padding=Padding.of(half))
    return Given(Network().put(image, inner[:1], (spot,)), conv, (*inner, edge, corner), pixel)


def _kernel(draws: Draws, settings: Settings) -> Tensor:
    """The middle against its neighbours, one of which counts more: else the kernel would be the same turned round."""
    size, half = settings.kernel, settings.kernel // 2
    steps, middle = range(-half, half + 1), size**2 // 2
    weights = [min(0, abs(down) + abs(right) - half - 1) for down in steps for right in steps]
    weights[middle + draws.choice((-size, -1, 1, size))] -= 1
    weights[middle] -= sum(weights) - settings.sharpen
    return Tensor((1, 1, size, size), weights)


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("cells"):
        cell = ask.cells("cells", given.cells)
        for position in given.cells:
            cell(*position, net.conv2d_cell(given.image, given.conv, position))
    if ask.wants("lost"):
        _, rows, _ = given.image.sizes
        ask("lost", net.pixels_lost(rows, given.conv.size.rows))
    ask("uses", net.pixel_uses(given.image.shape, given.conv, given.pixel))


WEIGHTS = {"cells": 4, "lost": 1, "uses": 1}
FAMILY = Family("padded-border", version=1, topic="convolution", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
