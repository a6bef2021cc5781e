"""The gradebook: a row per student, a column per problem."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..sheets.points import value
from ..sheets.records import RosterDocument, Seated
from ..sheets.seating import natural
from ..sheets.spreadsheet import encoded
from ..text.terminal import one_line
from ..text.words import words_beside
from .results import SheetResults, two_places


class Line(NamedTuple):
    """What the gradebook keeps of a sheet that was graded."""

    points: Mapping[str, str]  # by problem
    total: str
    most: str
    by_hand: int
    waiting: int  # parts that need a person
    unreadable: int
    by_archive: bool


def line(results: SheetResults) -> Line:
    statuses = [verdict.status for verdict in results.verdicts()]
    return Line(
        {problem.name: two_places(value(problem.points)) for problem in results.problems},
        results.total,
        two_places(value(results.max)),
        len(results.by_hand),
        statuses.count("for a person"),
        statuses.count("unreadable"),
        any(problem.used == "archive" for problem in results.problems),
    )


@dataclass
class Gradebook:
    """Lines by the code of the sheet, as they are graded."""

    roster: RosterDocument
    problems: Sequence[str]
    lines: dict[str, Line] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)  # codes of which several submissions came
    uncounted: set[str] = field(default_factory=set)  # codes, and ids of students, with whom something came that does not count

    def __post_init__(self) -> None:
        self._present = {one.code for one in self.roster.sheets}
        self._withdrawn: dict[str, list[str]] = {}  # codes by student
        for one in self.roster.withdrawn:
            self._withdrawn.setdefault(one.student.id, []).append(one.code)

    def rows(self) -> Iterator[Sequence[str]]:
        """The header, then the students by id; who has two sheets stands there once, with the present one where that was handed in."""
        words = words_beside(__file__)
        versions = any(one.version for one in self.roster.sheets)
        names = ("id", "name", "email", "code", *(("version",) if versions else ()), "total", "max", "remarks")
        captions = {name: one_line(words.fill(name)) for name in names}
        *front, total, most, remarks = captions.values()
        yield [*front, *self.problems, total, most, remarks]
        for seated, line in sorted(self._students(), key=lambda one: (natural(one[0].student.id), one[0].student.id)):
            student = seated.student
            yield [
                student.id, student.name, student.email, seated.code, *((seated.version,) if versions else ()),
                *(line.points.get(name, "") if line else "" for name in self.problems),
                line.total if line else "", line.most if line else "", " ".join(self._remarks(seated, line)),
            ]  # fmt: skip

    def counted(self) -> set[str]:
        """The codes of the sheets that stand there with points, one for each student."""
        return {seated.code for seated, line in self._students() if line is not None}

    def _students(self) -> Iterable[tuple[Seated, Line | None]]:
        found: dict[str, tuple[Seated, Line | None]] = {}
        for seated in (*self.roster.withdrawn, *self.roster.sheets):
            line = self.lines.get(seated.code)
            if line is not None or (seated.code in self._present and found.get(seated.student.id, (seated, None))[1] is None):
                found[seated.student.id] = (seated, line)
        return found.values()

    def _remarks(self, seated: Seated, line: Line | None) -> Iterator[str]:
        words = words_beside(__file__)
        if line is None:
            lost = {seated.code, seated.student.id} & self.uncounted
            yield one_line(words.fill("uncounted" if lost else "nothing"))
            return
        counts = {"by_hand": line.by_hand, "waiting": line.waiting, "unreadable": line.unreadable}
        yield from (one_line(words.fill(f"{name}_parts", count=count)) for name, count in counts.items() if count)
        if line.by_archive:
            yield one_line(words.fill("by_archive"))
        if seated.code in self.superseded:
            yield one_line(words.fill("superseded"))
        if seated.code not in self._present:
            yield one_line(words.fill("withdrawn"))
        else:
            others = (code for code in self._withdrawn.get(seated.student.id, ()) if code in self.lines)
            yield from (one_line(words.fill("also", code=code, total=self.lines[code].total)) for code in others)

    def written(self) -> bytes:
        return encoded(self.rows())
