"""Sheets that are replaced by another one, or whose student leaves or comes back: what is decided, and where their files lie."""

from collections.abc import Collection, Iterable, Sequence

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


def replaced(state: State, old: Seated, problems: Sequence[str], order: Order) -> tuple[str, State]:
    """A new sheet for a student, with a code of its own; the old one is withdrawn."""
    pinned = next(one for one in state.pinned if one.student == old.student.id)
    again = msgspec.structs.replace(once_more(pinned, problems), sheet=pinned.sheet + 1)
    new = code(order.secret, order.blueprint.id, old.student.id, again.sheet)
    state = msgspec.structs.replace(
        state,
        pinned=tuple(again if one is pinned else one for one in state.pinned),
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


def drawn_again(
    state: State, places: Sequence[Place], equal: Iterable[tuple[str, Sequence[str]]], given_out: Collection[str], order: Order
) -> State:
    """All but the first of those who have equal numbers get new ones. First is who came first to the archive.

    A sheet that an earlier run has brought to its end may be on paper: it keeps its code and is withdrawn, and the new numbers get a new code.
    """
    by_code = {place.seated.code: place for place in places}
    came = {one.student: number for number, one in enumerate(state.pinned)}
    again: dict[str, list[str]] = {}
    for problem, codes in equal:
        _, *later = sorted(codes, key=lambda one: came[by_code[one].pinned.student])
        for one in later:
            again.setdefault(one, []).append(problem)
    for one, problems in again.items():
        seated = by_code[one].seated
        if one in given_out:
            _, state = replaced(state, seated, problems, order)
            continue
        pinned = tuple(once_more(its, problems) if its.student == seated.student.id else its for its in state.pinned)
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
