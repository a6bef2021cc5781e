"""Which of these filters made this map? A choice over nested operations."""

from convexam.cnn.layers import Conv
from convexam.cnn.network import Network
from convexam.cnn.values import Record, Tensor
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    image: Tensor
    made: Tensor
    filters: tuple[Conv, ...]


class Settings(Knobs, frozen=True, kw_only=True):
    side: int = 5


LEVELS = {1: Level(Settings(side=4)), 2: Level(Settings()), 3: Level(Settings(side=6))}
NAMES = ("vertical-edges", "horizontal-edges", "sobel-vertical", "sobel-horizontal")


def draw(draws: Draws, settings: Settings) -> Given:
    """Each filter stands there as it is and turned, so that who flips it finds the other one."""
    net, image = Network(), draws.tensor((1, settings.side, settings.side), low=0, high=9)
    kernels = [net.filter_named(draws.choice(NAMES[::2])), net.filter_named(draws.choice(NAMES[1::2]))]
    layers = [Conv.of(Tensor.nested([[sign.to_nested()]])) for kernel in kernels for sign in (kernel, net.turn(kernel))]
    filters = draws.shuffle(layers)
    return Given(image, net.conv2d(image, draws.choice(filters)), filters)


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask.one_of("filter", net.filter_that_made(given.image, given.made, given.filters), (1, 2, 3, 4))


FAMILY = Family("named-filter", version=1, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"filter": 2})
