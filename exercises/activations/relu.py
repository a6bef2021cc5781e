"""Rectify a map with ReLU or leaky ReLU, tell the graph of the function from others, and plot it on paper."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from ...cnn.layers import Moved
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Record, Tensor
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask

FURTHEST = 4  # a graph bends between the ends of its axes
STEEPEST = 5


class Given(Record, frozen=True):
    map: Tensor
    picked: Moved  # the graph that is to be told from others
    plotted: Moved  # the graph that is to be drawn on paper
    slope: Fraction = Fraction(0)  # for negative numbers; 0 for ReLU

    def __post_init__(self) -> None:
        if not {"rows", "columns"} <= set(self.map.shape.axes()) <= {"channels", "rows", "columns"}:
            raise BadValue(f"a map with {' × '.join(self.map.shape.axes())}; it has (channels ×) rows × columns")
        if not 0 <= self.slope < 1:
            raise BadValue(f"slope is {self.slope}, must be 0 (ReLU) or a number between 0 and 1")
        for moved in (self.picked, self.plotted):
            if abs(moved.shift) > FURTHEST or not 0 < abs(moved.factor) <= STEEPEST:
                raise BadValue(
                    f"shift {moved.shift}, factor {moved.factor}: shifts are −{FURTHEST} to {FURTHEST}, factors −{STEEPEST} to {STEEPEST}, not 0"
                )


class Settings(Knobs, frozen=True, kw_only=True):
    size: Annotated[Axes, Meta(extra={"ge": 2, "le": 10})]
    channels: Annotated[int, Meta(ge=1, le=4)] = 1
    negatives: Annotated[int, Meta(ge=1, le=60)]  # fixed, as the zeros are, so that every map has both signs
    zeros: Annotated[int, Meta(ge=0, le=40)] = 1
    largest: Annotated[int, Meta(ge=3, le=99)] = 9
    leak: Annotated[int, Meta(ge=0, le=10)] = 0
    moved: bool = True


PICKED = (-2, -1, 1, 2, 3)  # so that on the left there is room to see a slope
FACTORS = (-2, -1, 2)
PLOTTED = (-3, -1, 0, 1)  # so that on the right there is room for a steep one

LEVELS = {
    1: Level(Settings(size=Axes((3, 4)), negatives=5, moved=False), parts=("map", "graph")),
    2: Level(Settings(size=Axes((4, 5)), negatives=9, zeros=2, largest=30)),
    3: Level(Settings(size=Axes((3, 4)), channels=2, negatives=5, largest=20, leak=4), ranges={"leak": (2, 3, 4)}),
}


def draw(draws: Draws, settings: Settings) -> Given:
    picked, plotted = Moved(), Moved()
    if settings.moved:
        picked = Moved(draws.choice(PICKED))
        plotted = Moved(draws.choice([shift for shift in PLOTTED if shift != picked.shift]), draws.choice(FACTORS))
    values = [number for _ in range(settings.channels) for number in _map(draws, settings)]
    slope = Fraction(1, settings.leak) if settings.leak else Fraction(0)
    return Given(Tensor((settings.channels, *settings.size), values), picked, plotted, slope)


def _map(draws: Draws, settings: Settings) -> tuple[int, ...]:
    """Negative numbers are multiples, so that what leaks is whole."""
    positives, step = settings.size.rows * settings.size.columns - settings.negatives - settings.zeros, max(1, settings.leak)
    if positives < 1:
        raise BadValue(f"{settings.negatives} negative numbers and {settings.zeros} zeros leave no room for a positive number")
    low = [-step * draws.integer(1, max(1, settings.largest // step)) for _ in range(settings.negatives)]
    return draws.shuffle([*low, *[0] * settings.zeros, *(draws.integer(1, settings.largest) for _ in range(positives))])


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("map"):
        ask("map", net.leaky_relu(given.map, given.slope) if given.slope else net.relu(given.map))
    if ask.wants("graph"):
        ask("graph", net.activation_graph(given.slope, given.picked))
    ask.person("plot", net.activation_graph(given.slope, given.plotted))


WEIGHTS = {"map": 2, "graph": 1, "plot": 2}
FAMILY = Family("relu", version=1, topic="activations", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
