"""The kernel is hidden: any size that fits is right."""

from convexam.cnn.network import Network
from convexam.cnn.values import Record
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    before: int
    after: int
    padding: int
    stride: int
    most: int = 99  # the largest kernel that is allowed


class Settings(Knobs, frozen=True, kw_only=True):
    stride: int = 2
    padding: int = 1


LEVELS = {1: Level(Settings(stride=1)), 2: Level(Settings()), 3: Level(Settings(stride=3, padding=2))}


def draw(draws: Draws, settings: Settings) -> Given:
    kernel, before = draws.integer(4, 7), draws.integer(24, 64)
    after = (before + 2 * settings.padding - kernel) // settings.stride + 1
    return Given(before, after, settings.padding, settings.stride)


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask.any_of("kernel", net.kernels_that_fit(given.before, given.after, given.padding, given.stride, given.most))


FAMILY = Family("inverse-size", version=2, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"kernel": 2})
