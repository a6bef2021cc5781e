"""Softmax and cross-entropy, rounded to four places and chained."""

from convexam.cnn.network import Network
from convexam.cnn.values import Record, Tensor
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Given(Record, frozen=True):
    scores: Tensor
    label: int


class Settings(Knobs, frozen=True, kw_only=True):
    classes: int = 4
    largest: int = 4


LEVELS = {1: Level(Settings(classes=3, largest=3)), 2: Level(Settings()), 3: Level(Settings(classes=5))}


def draw(draws: Draws, settings: Settings) -> Given:
    scores = Tensor((settings.classes,), draws.sample(range(-1, 2 * settings.largest), settings.classes))
    return Given(scores, draws.integer(1, settings.classes))


def solve(given: Given, net: Network, ask: Ask) -> None:
    probabilities = ask("softmax", net.softmax(given.scores), decimals=4)
    ask("loss", net.cross_entropy(probabilities, given.label), decimals=4)


FAMILY = Family(
    "softmax-loss", version=1, topic="awkward", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"softmax": 2, "loss": 1}
)
