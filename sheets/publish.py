"""One call of `convexam exam`: what is there already stays, what is missing is made, what belongs together follows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

import msgspec

from .. import __version__
from ..errors import BadInput, shown
from . import collate, files, inputs, slices
from .archive import PRIVATE, Folder, canonical, changes
from .distinct import Equal, equal, made_distinct, shared
from .production import Done, Order, row_of, sheets, version_keys
from .records import Exam, Finished, Listed, Pinned, RosterDocument, Seated, Sheet, State, Student, Withdrawn
from .seating import Place, by_seat, missing, seat
from .withdrawing import come_back, drawn_again, left, put_away

OFTEN, SELDOM = 25, 50  # sheets between two notes of what is finished, or a fiftieth of them: a killed run does these again

Progress = Callable[[str, int], None]  # (what is done now, how many of it lie ahead); 0: one of them is done


class Wanted(NamedTuple):
    """What somebody asks of this run."""

    students: tuple[Student, ...]
    versions: int = 0
    jobs: int = 1
    distinct: bool = False
    dropped: tuple[str, ...] = ()


@dataclass
class Report:
    """What a run did."""

    made: int = 0
    sheets: int = 0
    missing: dict[str, None] = field(default_factory=dict)  # characters of texts that no font has
    unnamed: dict[str, str] = field(default_factory=dict)  # by the id of a student: characters of their name that no font has
    lacking: dict[str, str] = field(default_factory=dict)  # by the id: characters that TeX has not, so that typst printed the sheet
    faults: dict[str, str] = field(default_factory=dict)  # by the id: why nothing could be printed
    marking: str = ""  # why TeX could not print the marking table, so that typst did
    equal: tuple[Equal, ...] = ()
    notes: tuple[str, ...] = ()
    replaced: list[Withdrawn] = field(default_factory=list)  # sheets of an earlier run, by `distinct`


def publish(order: Order, wanted: Wanted, progress: Progress) -> Report:
    """Make what is missing, and only that. What was decided is written down before anything is made of it."""
    archive = Folder(order.folder)
    archive.create()
    with archive.locked():
        return Run(archive, order, wanted, progress).all()


class Run:
    """One run over one archive, which is locked."""

    def __init__(self, archive: Folder, order: Order, wanted: Wanted, progress: Progress) -> None:
        self._archive, self._order, self._wanted, self._progress = archive, order, wanted, progress
        self._report = Report()

    def all(self) -> Report:
        state = self._begun() if self._archive.exists else self._new()
        missing(state.pinned, self._wanted.students, self._wanted.dropped)
        state, places = self.seated(left(state, self._wanted.dropped, self._archive))
        state = self.made(state, places)
        drawn = self._distinct(state, places) if self._wanted.distinct else {}
        if drawn:
            before = len(state.withdrawn)
            state = drawn_again(state, places, drawn, self._given_out(), self._order)
            self._report.replaced += state.withdrawn[before:]
            state, places = self.seated(state)
            state = self.made(state, places)
        numbers = {one.code: one.numbers for one in state.sheets}
        self._report.equal = tuple(equal(numbers, shared(self._order, state.versions)))
        return self.closed(state, places)

    def _distinct(self, state: State, places: Sequence[Place]) -> Mapping[str, Pinned]:
        """Whose problems are drawn again, by code; where that comes to no end, the archive stays as it was."""
        try:
            return made_distinct(state, places, self._order)
        except BadInput:
            if self._given_out():
                self.closed(state, places)
            raise

    def _new(self) -> State:
        order = self._order
        return State(
            __version__, order.blueprint.source, inputs.digests(order), versions=self._wanted.versions, named=order.named, press=order.press
        )

    def _begun(self) -> State:
        """The archive goes on only with what it was begun with."""
        state = self._archive.state()
        checked(state, self._order)
        if self._wanted.versions not in (0, state.versions):
            raise BadInput(f"{self._archive.path}: was made with {state.versions or 'no'} versions, not with {self._wanted.versions}")
        if state.press != self._order.press:
            raise BadInput(f"{self._archive.path}: was printed by {state.press}, not by {self._order.press}; name another folder with -o")
        if state.named != self._order.named:
            kind = "a roster" if state.named else "copies for nobody in particular"
            raise BadInput(f"{self._archive.path}: was made with {kind}; name that again, or another folder with -o")
        self._report.notes = tuple(inputs.changed(state.inputs, self._order))
        return state

    def seated(self, state: State) -> tuple[State, tuple[Place, ...]]:
        """A place for everybody, written down."""
        order = self._order
        wanted = {student.id for student in self._wanted.students}
        known = (*state.pinned, *(one for one in state.left if one.student in wanted))
        places = seat(order.blueprint, order.secret, self._wanted.students, known, state.versions)
        before = {one.student for one in state.pinned}
        new = (place.pinned for place in places if place.pinned.student not in before)
        state = msgspec.structs.replace(state, pinned=(*state.pinned, *new), documents=())  # they change now
        state = come_back(state, places, self._archive)
        if order.tex is not None:
            state = slices.pinned(state, {place.seated.code: row_of(place.seated) for place in places})
        roster = RosterDocument(__version__, order.blueprint.id, tuple(place.seated for place in places), self._withdrawn(state))
        self._note(state)
        self._archive.keep("roster.json", roster, PRIVATE)
        put_away(self._archive, state)
        return state, places

    def _given_out(self) -> frozenset[str]:
        """The codes of an earlier run that came to its end: the header is written then."""
        there = self._archive.file("exam.json").is_file()
        return frozenset(one.code for one in self._archive.load("exam.json", Exam).sheets) if there else frozenset()

    def _withdrawn(self, state: State) -> tuple[Seated, ...]:
        """Whose sheets were withdrawn: the names are those of the roster as it was."""
        if not state.withdrawn:
            return ()
        last = self._archive.load("roster.json", RosterDocument)
        named = {seated.code: seated for seated in (*last.withdrawn, *last.sheets)}
        return tuple(named.get(one.code, Seated(one.code, Student(one.student), one.version)) for one in state.withdrawn)

    def _note(self, state: State) -> None:
        self._archive.keep("state.json", state, PRIVATE)

    def made(self, state: State, places: Sequence[Place]) -> State:
        """With the sheets that were not finished."""
        finished = dict(self._finished(state, places))
        runs = slices.unfinished(state.slices, places, finished)
        todo = [place for several in runs for place in several]
        ids = {place.seated.code: place.seated.student.id for place in todo}
        self._progress("sheets", len(todo))
        most = len(runs) if self._order.tex else len(todo) // 4  # a process takes a second to begin
        noted = 0
        for number, done in enumerate(sheets(self._order, runs, max(1, min(self._wanted.jobs, most))), 1):
            self._tell(done, ids)
            if done.fault:
                finished.pop(done.finished.code, None)
            else:
                finished[done.finished.code] = done.finished
            self._progress("sheets", 0)
            if number >= noted + max(OFTEN, len(finished) // SELDOM):
                self._note(_with(state, finished))
                noted = number
        failed = [place.seated.code for place in todo if place.seated.code not in finished]
        self._report.made += len(todo) - len(failed)
        state = _with(state, finished)
        if failed:  # those who could be printed are not printed again with them
            state = msgspec.structs.replace(state, slices=(*slices.apart(state.slices, failed), *slices.cut(failed)))
        self._note(state)
        return state

    def _tell(self, done: Done, ids: Mapping[str, str]) -> None:
        self._report.missing.update(dict.fromkeys(done.missing))
        if done.fault:
            self._report.faults[ids[done.finished.code]] = done.fault
        if done.lacking:
            self._report.lacking[ids[done.finished.code]] = "".join(done.lacking)
        if done.unnamed:
            self._report.unnamed[ids[done.finished.code]] = "".join(done.unnamed)

    def _finished(self, state: State, places: Sequence[Place]) -> Iterator[tuple[str, Finished]]:
        rows = {place.seated.code: row_of(place.seated) for place in places}
        for one in state.sheets:
            as_wanted = not self._order.solutions or state.versions or any(file.name.startswith("solutions/") for file in one.files)
            if rows.get(one.code) == one.row and as_wanted and self._archive.whole(one):
                yield one.code, one

    def closed(self, state: State, places: Sequence[Place]) -> Report:
        """The header, and what is made once for all, unless it is there and nothing that it is made from has changed."""
        state = self._with_version_keys(state)
        made = {one.code for one in state.sheets}
        places = [place for place in places if place.seated.code in made]  # all, unless TeX complained of one
        if not places:
            return self._report
        digests = {file.name: file.digest for one in state.sheets for file in one.files}
        order = by_seat(places)
        files.settle()
        header = self._archive.keep("exam.json", self._exam(digests, places))
        state = msgspec.structs.replace(state, reissuing="")
        codes = repr([place.seated.code for place in order])
        of = sha256(canonical(msgspec.structs.replace(state, collated=(), collated_of="")) + codes.encode()).hexdigest()
        if state.collated_of != of or not all(map(self._archive.has, state.collated)):
            self._progress("files for the whole class", 0)
            made_of_all = collate.whole_class(self._order, tuple(order), bool(state.versions), self._wanted.jobs)
            self._report.marking = made_of_all.fault
            self._report.lacking |= {"marking.pdf": made_of_all.lacking} if made_of_all.lacking else {}
            done = "" if made_of_all.fault else of  # the next run tries again
            state = msgspec.structs.replace(state, collated=made_of_all.files, collated_of=done)
        self._note(msgspec.structs.replace(state, documents=(header, self._archive.digest("roster.json"))))
        self._report.sheets = len(places)
        return self._report

    def _with_version_keys(self, state: State) -> State:
        letters = sorted({one.version for one in state.pinned if one.version})
        wanted = len(letters) * (2 if self._order.solutions else 1)
        if len(state.version_keys) >= wanted and all(map(self._archive.has, state.version_keys)):
            return state
        several = list(version_keys(self._order, letters))
        self._report.faults.update((f"version {done.finished.code}", done.fault) for done in several if done.fault)
        keys = tuple(pdf for done in several for pdf in done.finished.files)
        return msgspec.structs.replace(state, version_keys=keys)

    def _exam(self, digests: Mapping[str, str], places: Sequence[Place]) -> Exam:
        of = self._order.blueprint
        listed = tuple(Listed(place.seated.code, digests[f"sheets/{place.seated.code}.json"]) for place in places)
        total = self._archive.load(f"sheets/{listed[0].code}.json", Sheet).total if listed else 0
        return Exam(__version__, of.id, of.title, total, len(of.problems), listed, of.course, of.date, of.language)


def checked(state: State, order: Order) -> None:
    """Refuse another blueprint, or another secret."""
    different = list(changes(state.blueprint, order.blueprint.source))
    if different:
        more = f" (and {len(different) - 5} more)" if len(different) > 5 else ""
        raise BadInput(
            f"{order.blueprint.path}: the blueprint has changed since {shown(str(order.folder))} was made: {'; '.join(different[:5])}{more}; "
            "undo that, or name a new folder with -o (a resit gets a new id)"
        )
    if inputs.secret(state.inputs) != inputs.secret(inputs.digests(order)):
        raise BadInput(f"{order.blueprint.path}: this is not the secret with which {shown(str(order.folder))} was made; restore that one")


def _with(state: State, finished: Mapping[str, Finished]) -> State:
    """By code, whatever the order in which they were finished."""
    return msgspec.structs.replace(state, sheets=tuple(finished[code] for code in sorted(finished)))
