"""Chosen cells of a convolution that flow into the next map."""

from convexam.cnn.layers import Conv
from convexam.cnn.network import Network
from convexam.cnn.values import Position, Record, Tensor
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    image: Tensor
    conv: Conv
    partial: Tensor  # the map with zeros where cells are asked
    cells: tuple[Position, ...]


class Settings(Knobs, frozen=True, kw_only=True):
    side: int = 5
    kernel: int = 2
    cells: int = 3


LEVELS = {1: Level(Settings(side=4)), 2: Level(Settings()), 3: Level(Settings(side=6, kernel=3, cells=4))}


def draw(draws: Draws, settings: Settings) -> Given:
    image = draws.tensor((1, settings.side, settings.side), low=0, high=5)
    conv = Conv.of(draws.kernel((1, 1, settings.kernel, settings.kernel), largest=3, zeros=1), draws.bias(True))
    side = settings.side - settings.kernel + 1
    cells = draws.sample([Position((r, c)) for r in range(1, side + 1) for c in range(1, side + 1)], settings.cells)
    net = Network()
    return Given(image, conv, net.put(net.conv2d(image, conv), cells, (0,) * len(cells)), cells)


def solve(given: Given, net: Network, ask: Ask) -> None:
    cell = ask.cells("cells", given.cells)
    values = tuple(cell(*position, net.conv2d_cell(given.image, given.conv, position)) for position in given.cells)
    ask("relu", net.relu(net.put(given.partial, given.cells, values)))


FAMILY = Family(
    "chosen-cells", version=2, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"cells": 3, "relu": 1}
)
