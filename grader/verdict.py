"""What grading says of a part: a status, points, which mistake, why; and the same cell by cell."""

from typing import Literal

from ..cnn.values import Record
from ..exercises.problem import Exact

RESULTS_FORMAT = "convexam.results/1"

Status = Literal["right", "partly", "wrong", "blank", "unreadable", "for a person"]


class CellVerdict(Record, frozen=True):
    """One cell of a map, by channel, row and column, each counted from 1."""

    channel: int
    row: int
    column: int
    status: Literal["right", "wrong", "blank", "unreadable"]


class Verdict(Record, frozen=True):
    """One part, graded."""

    id: str
    status: Status
    points: Exact
    max: Exact
    read: str = ""  # what was read, as it is shown back
    codes: tuple[str, ...] = ()  # mistakes, likeliest first
    sentence: str = ""  # what was probably done, and what to do instead
    why: str = ""  # why these points
    carried: bool = False  # right on the student's own earlier answers
    cells: tuple[CellVerdict, ...] = ()
    perhaps: bool = False  # the codes are a guess, and earned nothing: a slip in one cell, or two mistakes together


class Results(Record, frozen=True):
    """The answers to one problem, graded."""

    program: str
    points: Exact
    max: Exact
    parts: tuple[Verdict, ...]
    waiting: Exact = 0  # points of the parts that wait for a person; they are among `max`, and not yet among `points`
    name: str = ""  # of the problem
    family: str = ""
    code: str | None = None  # practice problems have one
    format: Literal["convexam.results/1"] = RESULTS_FORMAT
