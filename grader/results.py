"""What grading a class says of one sheet, and everything that needs a person."""

from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from ..cnn.values import Record
from ..exercises.problem import Exact
from ..text.terminal import one_line
from ..text.words import words_beside
from .verdict import Verdict

SHEET_RESULTS_FORMAT = "convexam.sheet-results/1"

Used = Literal["program", "archive", "new", "hand"]


class ProblemResults(Record, frozen=True):
    """One problem of a sheet, graded."""

    name: str
    family: str
    version: int  # of the family, when the sheet was made
    used: Used  # the program, which agrees with the archive; where they differ, one of the two; or nothing, where a person marked
    points: Exact
    max: Exact
    parts: tuple[Verdict, ...]


class SheetResults(Record, frozen=True):
    """One student's sheet, graded. A line of `results.jsonl`; no name stands in it."""

    program: str
    exam: str
    code: str
    who: str  # the id of the student
    points: Exact
    max: Exact
    total: str  # the points as they count: rounded once, to two places
    problems: tuple[ProblemResults, ...]
    by_hand: tuple[str, ...]  # ids of the parts whose points a person gave
    handed_in: str  # where it stood: a file, or a line of one
    sheet: str  # SHA-256 of the sheet's file
    key: str
    submission: str  # SHA-256 of what was handed in
    attempt: int = 0
    version: str = ""  # A, B, C … where several students share numbers
    withdrawn: bool = False  # the sheet had been replaced by another one
    format: Literal["convexam.sheet-results/1"] = SHEET_RESULTS_FORMAT

    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(verdict for problem in self.problems for verdict in problem.parts)


class Remark(NamedTuple):
    """Something that was not counted, or that a person should look at. `kind`: a block of the words file."""

    kind: str
    where: str  # a file, or a line of one
    code: str = ""
    who: str = ""
    part: str = ""
    seen: str = ""  # what stood there

    @property
    def counted(self) -> bool:
        """Whether all that was handed in there counts."""
        return self.kind in COUNTED

    @property
    def sentence(self) -> str:
        return one_line(words_beside(__file__).fill(self.kind, remark=self))


COUNTED = frozenset(
    ("superseded", "withdrawn", "unreadable", "unreadable_cells", "person", "not_marked", "by_archive")
)  # a person should know of them


def two_places(points: Fraction) -> str:
    """Half up, as points are rounded."""
    hundredths = floor(points * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"
