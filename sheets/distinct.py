"""Numbers that only one student has. Who must get others is found by drawing alone, before any sheet is printed again or withdrawn."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..errors import BadInput
from ..text.words import speaking
from .exam import drawn_for, numbers
from .production import Order
from .records import Numbers, Pinned, State
from .seating import Place
from .withdrawing import once_more

ROUNDS = 100  # of drawing again what is equal


class Equal(NamedTuple):
    """Students who have the same numbers in a problem, by code."""

    problem: str
    codes: tuple[str, ...]


def equal(theirs: Mapping[str, Sequence[Numbers]], shared: Collection[str]) -> Iterator[Equal]:
    """`theirs`: numbers by code. `shared`: problems in which everybody is meant to have the same."""
    found: dict[tuple[str, str], list[str]] = {}
    for code, several in theirs.items():
        for one in several:
            if one.problem not in shared:
                found.setdefault((one.problem, one.digest), []).append(code)
    yield from (Equal(problem, tuple(codes)) for (problem, _), codes in found.items() if len(codes) > 1)


def shared(order: Order, versions: int) -> set[str]:
    """Problems that are the same for several students because somebody wants it so."""
    return {plan.name for plan in order.blueprint.problems if versions or plan.same or plan.given is not None}


def made_distinct(state: State, places: Sequence[Place], order: Order) -> dict[str, Pinned]:
    """By code: whose problems are drawn again, and how often. The first of several who came to the archive keeps the numbers."""
    known, theirs = {place.seated.code: place.pinned for place in places}, {one.code: one.numbers for one in state.sheets}
    came = {one.student: number for number, one in enumerate(state.pinned)}
    drawn: dict[str, Pinned] = {}
    of_all, last = shared(order, state.versions), ""
    for _ in range(ROUNDS):
        again: dict[str, list[str]] = {}
        for problem, codes in equal(theirs, of_all):
            for code in sorted(codes, key=lambda one: came[known[one].student])[1:]:
                again.setdefault(code, []).append(problem)
        if not again:
            return drawn
        for code, problems in again.items():
            drawn[code] = once_more(drawn.get(code, known[code]), problems)
            theirs[code] = _numbers(order, drawn[code])
        last = next(iter(again.values()))[0]
    raise BadInput(f"{last}: there are not enough different problems for this class, and no sheet was replaced; leave --distinct away")


def _numbers(order: Order, pinned: Pinned) -> tuple[Numbers, ...]:
    with speaking(order.blueprint.language, order.words):
        return numbers(drawn_for(order.blueprint, order.secret, pinned))
