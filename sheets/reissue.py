"""A new draw for one student: the old sheet is put away and still grades; nobody else's files change."""

from collections.abc import Sequence

import msgspec

from ..errors import BadInput, shown
from .archive import Folder
from .production import Order
from .publish import Progress, Report, Run, Wanted, checked
from .records import Pinned, RosterDocument, Seated, State, Student
from .sheet_codes import code
from .withdrawing import once_more, replaced


def reissue(order: Order, who: str, by_code: bool, problems: Sequence[str], progress: Progress) -> tuple[Seated, str, Report]:
    """The old sheet, the new code, and what was done. `who`: the id of a student, or the code of their sheet."""
    archive = Folder(order.folder)
    archive.state()  # nothing is begun where there is no archive
    archive.create()
    with archive.locked():
        state = archive.state()
        checked(state, order)
        if state.versions:
            raise BadInput(
                f"{order.folder}: the numbers are shared by all who have the same version; make a new exam with an id of its own"
            )
        roster = archive.load("roster.json", RosterDocument)
        run = Run(archive, order, Wanted(tuple(seated.student for seated in roster.sheets)), progress)
        old = _found(roster, state, who, by_code, order)
        pinned = next(one for one in state.pinned if one.student == old.student.id)
        old, state = _begun(state, pinned, order) or _begin(state, old, _wanted(order, problems), order)
        state, places = run.seated(state)
        report = run.closed(run.made(state, places), places)
        new = next(place.seated.code for place in places if place.seated.student.id == old.student.id)
        return old, new, report


def _found(roster: RosterDocument, state: State, who: str, by_code: bool, order: Order) -> Seated:
    begun = next((one.by for one in state.withdrawn if one.by == state.reissuing and one.code == who), who)
    for seated in roster.sheets:
        if (seated.code in (who, begun)) if by_code else (seated.student.id == who):
            return seated
    for seated in roster.withdrawn:
        if by_code and who == seated.code:
            raise BadInput(f"{who} was withdrawn already; name the student's present sheet, or --student {shown(seated.student.id)}")
    what = "sheet has the code" if by_code else "student has the id"
    raise BadInput(f"{order.folder}: no {what} {shown(who)}")


def _wanted(order: Order, problems: Sequence[str]) -> tuple[str, ...]:
    """The problems that are drawn again: those that were named, else all that are drawn for each student."""
    plans = {plan.name: plan for plan in order.blueprint.problems}
    shared = [name for name, plan in plans.items() if plan.same or plan.given is not None]
    for name in problems:
        if name not in plans:
            raise BadInput(f"--problem {shown(name)}: there is no such problem; there are {', '.join(plans)}")
        if name in shared:
            raise BadInput(f"--problem {name}: its numbers are the same for everybody, so that it cannot be drawn again for one student")
    wanted = tuple(problems) or tuple(name for name in plans if name not in shared)
    if not wanted:
        raise BadInput(f"{order.blueprint.path}: the numbers of all problems are the same for everybody; nothing can be drawn again")
    return wanted


def _begin(state: State, old: Seated, problems: Sequence[str], order: Order) -> tuple[Seated, State]:
    """Decide it; from here on a run that is killed goes on with this."""
    pinned = next(one for one in state.pinned if one.student == old.student.id)
    new, state = replaced(state, old, once_more(pinned, problems), problems, order)
    return old, msgspec.structs.replace(state, reissuing=new)


def _begun(state: State, pinned: Pinned, order: Order) -> tuple[Seated, State] | None:
    """A reissue of this student that was killed before its end: it is brought to it, and no second one begins."""
    new = code(order.secret, order.blueprint.id, pinned.student, pinned.sheet)
    earlier = next((Seated(one.code, Student(one.student)) for one in state.withdrawn if one.by == new), None)
    if earlier is None or state.reissuing != new:
        return None
    return earlier, state
