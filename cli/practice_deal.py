"""Which problem comes next in practice: families in turn, or those that went wrong most."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, count, cycle

from ..errors import BadInput, shown
from ..exercises import codes
from ..exercises.draw import practice
from ..exercises.draws import Draws
from ..exercises.exercise import Solved
from ..exercises.family import families, family, names
from ..text.nearest import nearest
from . import sheet
from .practice_progress import ProgressFile

USUAL = 2  # the level, where none is said


def chosen(named: Sequence[str], topic: str | None) -> tuple[str, ...]:
    """The families that are named, or all of a topic, or all."""
    for name in named:
        if sheet.looks_like_code(name):
            raise BadInput(f"{shown(name)} is a code; practice takes families (`convexam check CODE` asks for the answers of a code)")
    if topic is None:
        return tuple(named) or names()
    if named:
        raise BadInput("--topic takes all families of a topic; name families, or a topic, but not both")
    known = {family.name: family.topic for family in families()}
    if topic not in known.values():
        raise BadInput(
            f"no topic is called {shown(topic)}{nearest(topic, sorted(set(known.values())))}; there are {', '.join(sorted(set(known.values())))}"
        )
    return tuple(name for name, of in known.items() if of == topic)


def seeds(seed: str | None) -> Iterator[int]:
    """The seed and those after it, or fresh ones."""
    if seed is None:
        return (sheet.seed_of(None) for _ in count())
    first = sheet.seed_of(seed)
    return ((first + place) % codes.SEEDS for place in count())


def in_turn(named: Sequence[str], among: Sequence[str], level: int | None, seed: str | None, settings: Sequence[str]) -> Iterator[Solved]:
    """Family after family. Those that are not named come in drawn order, or each session would begin with the same one."""
    wishes = [sheet.wish(name, USUAL if level is None else level, settings, None) for name in among]
    numbers = seeds(seed)
    order = wishes if named else Draws(("practice order", sheet.seed_of(seed))).shuffle(wishes)
    return (practice(wish, number) for wish, number in zip(cycle(order), numbers, strict=False))


def weak_spots(progress: ProgressFile, among: Sequence[str], level: int | None) -> dict[tuple[str, int], int]:
    """Families and levels at which something went wrong, and how much."""
    found: dict[tuple[str, int], int] = {}
    for one in progress.read().practised:
        if one.weight and one.family in among and level in (None, one.level) and one.level in family(one.family).levels:
            spot = (one.family, one.level)
            found[spot] = found.get(spot, 0) + one.weight
    return found


def weakest(
    spots: dict[tuple[str, int], int],
    progress: ProgressFile,
    among: Sequence[str],
    level: int | None,
    seed: str | None,
    settings: Sequence[str],
) -> Iterator[Solved]:
    """The more went wrong, the more often it comes. `spots`: some at least; they are looked up anew for each problem."""
    wishes = {spot: sheet.wish(*spot, settings, None) for spot in spots}  # what is wrong with the settings is said before anybody begins
    numbers = seeds(seed)

    def problems() -> Iterator[Solved]:
        now = spots
        for number in numbers:
            now = weak_spots(progress, among, level) or now
            spot = _heaviest(now, Draws(("practice weak", number)))
            yield practice(wishes.get(spot) or sheet.wish(*spot, settings, None), number)

    return problems()


def _heaviest(weights: dict[tuple[str, int], int], draws: Draws) -> tuple[str, int]:
    """One of them, the heavier the likelier."""
    ends = list(accumulate(weights.values()))
    return list(weights)[bisect_left(ends, draws.integer(1, ends[-1]))]
