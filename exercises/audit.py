"""The audit: many draws of a family, what they are like before and after the rules, and which rule is broken where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..cnn.values import Record
from ..errors import BadInput, NoGoodVariant
from .audit_counts import Broken, Counts, Drawn
from .audit_report import LevelAudit
from .draw import Wish, practice, refusals
from .draws import Draws
from .exercise import solve
from .family import Family, Knobs

FAILURES = 5  # seeds without any good variant, after which a level is given up: each costs hundreds of tries


def audit(
    of: Family, level: int, draws: int, go_on: Callable[[], bool] = lambda: True, clock: Callable[[], float] | None = None
) -> LevelAudit:
    """Seeds 0 to draws − 1 of a family at a level. `go_on` is asked before each; `clock` tells seconds, where the time is wanted."""
    of.level(level)
    counts, failures = Counts(of, level), 0
    for seed in range(draws):
        if failures == FAILURES or not go_on():
            break
        drawn = _drawn(of, level, seed, clock or _no_clock)
        if isinstance(drawn, Broken):
            failures += 1
            counts.breaks(drawn)
            continue
        counts.add(drawn)
        for broken in _refused(drawn):
            counts.breaks(broken)
    return counts.report(timed=clock is not None)


@dataclass
class _Notes:
    """What a family drew on the way to a good variant."""

    tries: int = 0
    first: Record | None = None

    def watch(self, of: Family) -> Family:
        """The family, its draws noted."""

        def draw(draws: Draws, settings: Knobs) -> Record:
            given = of.draw(draws, settings)
            self.tries += 1
            self.first = given if self.first is None else self.first
            return given

        return replace(of, draw=draw)


def _drawn(of: Family, level: int, seed: int, clock: Callable[[], float]) -> Drawn | Broken:
    notes, start = _Notes(), clock()
    try:
        good = practice(Wish(notes.watch(of), level), seed)
    except NoGoodVariant as error:
        return Broken("no-good-variant", seed, (str(error),))
    except BadInput as error:
        return Broken("misfit", seed, (str(error),))
    seconds = clock() - start
    refused = notes.tries > 1 and notes.first is not None
    first = solve(replace(good.exercise, given=notes.first)) if refused else good
    return Drawn(seed, notes.tries, first, good, seconds)


def _no_clock() -> float:
    return 0.0


def _refused(drawn: Drawn) -> Iterator[Broken]:
    """What speaks against a variant that was handed out: nothing, if the draw loop is right."""
    exercise = drawn.good.exercise
    for reason, part in refusals(drawn.good, exercise.family.level(exercise.level), usual=True):
        yield Broken("refused", drawn.seed, (reason,), part or None, reason)
