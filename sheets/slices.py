"""Which students share a run of TeX. Decided once and written down: fonts are shared by a run, so other neighbours would mean other bytes."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from .records import State
from .seating import Place

MOST = 150  # students of a run: beyond that a run gains little, and a mistake in one sheet costs more

Slices = tuple[tuple[str, ...], ...]


def pinned(state: State, rows: dict[str, str]) -> State:
    """Whoever has no slice yet gets one. `rows`: the digest of each student's row, by code; who has changed is taken out of their old one."""
    changed = {one.code for one in state.sheets if rows.get(one.code, one.row) != one.row}
    slices = apart(state.slices, {code for several in state.slices for code in several if code not in rows} | changed)
    there = {code for several in slices for code in several}
    new = sorted(code for code in rows if code not in there)
    left = tuple(one for one in state.sheets if one.code not in changed)
    return msgspec.structs.replace(state, slices=(*slices, *cut(new)), sheets=left)


def cut(codes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """As few as can be, and about equally long."""
    count = -(-len(codes) // MOST)
    for number in range(count):
        yield tuple(codes[len(codes) * number // count : len(codes) * (number + 1) // count])


def apart(slices: Slices, codes: Collection[str]) -> Slices:
    """Without these."""
    left = (tuple(code for code in several if code not in codes) for several in slices)
    return tuple(several for several in left if several)


def unfinished(slices: Slices, places: Sequence[Place], finished: Collection[str]) -> list[tuple[Place, ...]]:
    """What is to be made, in runs: with one that is not finished its whole slice; each by itself where nothing is cut."""
    by_code = {place.seated.code: place for place in places}
    cut_up = slices or tuple((code,) for code in by_code)
    several = (tuple(by_code[code] for code in codes if code in by_code) for codes in cut_up)
    return [run for run in several if any(place.seated.code not in finished for place in run)]
