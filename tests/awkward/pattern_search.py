"""A pattern is looked for in named windows: found, its opposite, nothing."""

from convexam.cnn.layers import Conv
from convexam.cnn.network import Network
from convexam.cnn.values import Position, Record, Tensor
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    image: Tensor
    pattern: Conv
    windows: tuple[Position, ...]


class Settings(Knobs, frozen=True, kw_only=True):
    side: int = 5
    windows: int = 3


HIDDEN: dict[str, str] = dict.fromkeys(("conv2d.kernel-flipped", "conv2d.rectified", "conv2d.cell-swapped"), "a sign says little of a sum")
LEVELS = {number: Level(Settings(side=side), may_hide=HIDDEN) for number, side in ((1, 4), (2, 5), (3, 6))}


def draw(draws: Draws, settings: Settings) -> Given:
    """Bright and dark columns, so that the pattern of an edge is there, turned round, and not there; one window lies on an edge."""
    bright = [draws.choice((10, 90)) for _ in range(settings.side - 3)]
    row = draws.shuffle([10, 90, 90, *bright])
    places = [Position((r, c)) for r in range(1, settings.side + 1) for c in range(1, settings.side)]
    edge = draws.choice([place for place in places if row[place.column - 1] != row[place.column]])
    others = draws.sample([place for place in places if place != edge], settings.windows - 1)
    pattern = Conv.of(Tensor.nested([[[[-1, 1]]]]))
    return Given(Tensor((1, settings.side, settings.side), row * settings.side), pattern, draws.shuffle([edge, *others]))


def solve(given: Given, net: Network, ask: Ask) -> None:
    window = ask.cells("windows", given.windows)
    for position in given.windows:
        window(*position, net.pattern_at(given.image, given.pattern, position), options=("found", "opposite", "nothing"))


FAMILY = Family("pattern-search", version=2, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"windows": 3})
