"""Sheets that are replaced by another one, or whose student leaves or comes back: what is decided, and where their files lie."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from ..errors import BadInput, shown
from .archive import AWAY, Folder
from .production import Order
from .records import Pinned, Redrawn, RosterDocument, Seated, State, Withdrawn
from .seating import Place
from .sheet_codes import code

_FOLDERS = ("sheets", "keys", "solutions")


def once_more(pinned: Pinned, problems: Sequence[str]) -> Pinned:
    """These problems drawn again."""
    times = {one.problem: one.times for one in pinned.redrawn}
    times.update((problem, times.get(problem, 0) + 1) for problem in problems)
    return msgspec.structs.replace(pinned, redrawn=tuple(Redrawn(problem, times[problem]) for problem in sorted(times)))


def replaced(state: State, old: Seated, again: Pinned, problems: Sequence[str], order: Order) -> tuple[str, State]:
    """A new sheet for a student, with a code of its own; the old one is withdrawn. `again`: what is drawn for it."""
    again = msgspec.structs.replace(again, sheet=again.sheet + 1)
    new = code(order.secret, order.blueprint.id, old.student.id, again.sheet)
    state = msgspec.structs.replace(
        state,
        pinned=tuple(again if one.student == again.student else one for one in state.pinned),
        withdrawn=(*state.withdrawn, withdrawn(state, old, new, tuple(problems))),
    )
    return new, unfinished(state, {old.code})


def withdrawn(state: State, old: Seated, by: str = "", problems: tuple[str, ...] = ()) -> Withdrawn:
    """What is written down of a sheet that does not count any more."""
    was = next((one for one in state.sheets if one.code == old.code), None)
    return Withdrawn(old.code, old.student.id, old.version, by, problems, was)


def unfinished(state: State, codes: Collection[str]) -> State:
    """As if these sheets had not been made yet."""
    return msgspec.structs.replace(state, sheets=tuple(one for one in state.sheets if one.code not in codes))


def drawn_again(state: State, places: Sequence[Place], drawn: Mapping[str, Pinned], given_out: Collection[str], order: Order) -> State:
    """These get new numbers. `drawn`: by code, what is drawn for them.

    A sheet that an earlier run has brought to its end may be on paper: it keeps its code and is withdrawn, and the new numbers get a new code.
    """
    by_code = {place.seated.code: place for place in places}
    for one, again in drawn.items():
        place = by_code[one]
        if one in given_out:
            problems = [redrawn.problem for redrawn in again.redrawn if redrawn not in place.pinned.redrawn]
            _, state = replaced(state, place.seated, again, problems, order)
            continue
        pinned = tuple(again if its.student == again.student else its for its in state.pinned)
        state = unfinished(msgspec.structs.replace(state, pinned=pinned), {one})
    return state


def left(state: State, dropped: Sequence[str], archive: Folder) -> State:
    """Without the students who are not in the roster any more, by somebody's word; their sheets still grade."""
    pinned = {one.student for one in state.pinned}
    known = pinned | {one.student for one in state.withdrawn}  # of a run that was killed
    for student in dropped:
        if student not in known:
            raise BadInput(f"--drop {shown(student)}: nobody in {archive.path} has this id")
    leaving = pinned.intersection(dropped)
    if not leaving:
        return state
    gone = [one for one in archive.load("roster.json", RosterDocument).sheets if one.student.id in leaving]
    state = msgspec.structs.replace(
        state,
        pinned=tuple(one for one in state.pinned if one.student not in leaving),
        left=(*state.left, *(one for one in state.pinned if one.student in leaving)),
        withdrawn=(*state.withdrawn, *(withdrawn(state, one) for one in gone)),
    )
    return unfinished(state, {one.code for one in gone})


def come_back(state: State, places: Sequence[Place], archive: Folder) -> State:
    """Who comes back has the sheet that they had: their files move to their old places, and are not made again."""
    there = {place.seated.code for place in places}
    back = [one for one in state.withdrawn if one.code in there]
    for one in back:
        _move(archive, one.code, AWAY, ".")
    finished = {one.code: one for one in (*state.sheets, *(one.was for one in back if one.was is not None))}
    students = {place.pinned.student for place in places}
    return msgspec.structs.replace(
        state,
        sheets=tuple(finished[code] for code in sorted(finished)),
        withdrawn=tuple(one for one in state.withdrawn if one.code not in there),
        left=tuple(one for one in state.left if one.student not in students),
    )


def put_away(archive: Folder, state: State) -> None:
    """Move the files of withdrawn sheets, unless that is done."""
    for one in state.withdrawn:
        _move(archive, one.code, ".", AWAY)


def _move(archive: Folder, code: str, source: str, target: str) -> None:
    for folder in _FOLDERS:
        for path in sorted((archive.path / source / folder).glob(f"{code}.*")):
            archive.folders(f"{target}/{folder}")
            path.replace(archive.path / target / folder / path.name)
