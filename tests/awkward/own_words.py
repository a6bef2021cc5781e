"""Count the weights of a layer, and say in your own words why the image does not matter: a part for a person, without any computation."""

from convexam.cnn.layers import Conv
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, Record, Shape
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    shape: Shape
    conv: Conv


class Settings(Knobs, frozen=True, kw_only=True):
    kernel: int = 3


LEVELS = {1: Level(Settings()), 2: Level(Settings(kernel=5)), 3: Level(Settings(kernel=7))}


def draw(draws: Draws, settings: Settings) -> Given:
    side, channels = draws.integer(20, 60), draws.integer(2, 9)
    conv = Conv(Axes.of(settings.kernel), filters=draws.integer(10, 40), channels=channels)
    return Given(Shape(channels=channels, rows=side, columns=side), conv)


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("weights"):
        ask("weights", net.conv_weights(given.conv, given.shape))
    ask.person("why", lines=4)


WEIGHTS = {"weights": 2, "why": 2}
FAMILY = Family("own-words", version=1, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
