"""The records of an exam that leave this room: what a student gets, what a grader needs, who sits where, what the program remembers."""

from typing import Any, Literal

from ..cnn.values import Record
from ..exercises.problem import Exact, Key, Problem

EXAM_FORMAT = "convexam.exam/1"
SHEET_FORMAT = "convexam.sheet/1"
SHEET_KEY_FORMAT = "convexam.sheet-key/1"
ROSTER_FORMAT = "convexam.roster/1"
STATE_FORMAT = "convexam.state/1"


class Sheet(Record, frozen=True):
    """One student's exam: everything that they are told, and nothing else. `sheets/CODE.json`."""

    program: str
    code: str
    exam: str  # the id of the exam
    title: str  # Markdown of one line, as are course and institution
    total: Exact
    problems: tuple[Problem, ...]
    salt: str  # 128 bits in hexadecimal, so that the digest of this document tells nothing of its content
    course: str = ""
    institution: str = ""
    date: str = ""
    instructions: str = ""  # Markdown of the closed set
    version: str = ""  # A, B, C … where several students share numbers
    language: str = "en"
    format: Literal["convexam.sheet/1"] = SHEET_FORMAT


class SheetKey(Record, frozen=True):
    """What graders need of one sheet. `keys/CODE.json`. No name stands in it."""

    program: str
    code: str
    exam: str
    problems: tuple[Key, ...]  # in the order of the sheet
    salt: str
    version: str = ""
    format: Literal["convexam.sheet-key/1"] = SHEET_KEY_FORMAT


class Listed(Record, frozen=True):
    """A sheet as the header of the exam lists it."""

    code: str
    digest: str  # SHA-256 of the canonical bytes of its document


class Exam(Record, frozen=True):
    """The header that anybody may see. `exam.json`."""

    program: str
    id: str
    title: str
    total: Exact
    problems: int  # on each sheet
    sheets: tuple[Listed, ...]  # by code
    course: str = ""
    date: str = ""
    language: str = "en"
    format: Literal["convexam.exam/1"] = EXAM_FORMAT


class Student(Record, frozen=True):
    """One row of a roster."""

    id: str
    name: str = ""
    email: str = ""
    group: str = ""
    seat: str = ""
    large: bool = False  # printed in 16 pt


class Seated(Record, frozen=True):
    """Which sheet is whose."""

    code: str
    student: Student
    version: str = ""


class RosterDocument(Record, frozen=True):
    """Sheet code and student. `roster.json`, mode 0600: personal data, apart from everything else."""

    program: str
    exam: str
    sheets: tuple[Seated, ...]  # by code
    withdrawn: tuple[Seated, ...] = ()  # sheets that were replaced by another one, and still grade
    format: Literal["convexam.roster/1"] = ROSTER_FORMAT


class Digest(Record, frozen=True):
    """A name and the SHA-256 of what it names: a file below the folder of the exam, or an input such as `words`."""

    name: str
    digest: str


class Numbers(Record, frozen=True):
    """Which numbers a problem has, so that equal ones can be found without reading all keys."""

    problem: str
    digest: str


class Redrawn(Record, frozen=True):
    """A problem of one student that was drawn again, so many times."""

    problem: str
    times: int


class Pinned(Record, frozen=True):
    """What the archive has decided about one student, for good."""

    student: str  # the id
    version: str = ""  # which one was dealt
    sheet: int = 0  # how many sheets were withdrawn: the code depends on it
    redrawn: tuple[Redrawn, ...] = ()


class Finished(Record, frozen=True):
    """A sheet whose files are all there."""

    code: str
    row: str  # digest of its row of the roster
    files: tuple[Digest, ...]
    numbers: tuple[Numbers, ...]


class Withdrawn(Record, frozen=True):
    """A sheet that was replaced, or whose student left. Their name stands in the roster."""

    code: str
    student: str  # the id
    version: str = ""
    by: str = ""  # the code of the new sheet
    problems: tuple[str, ...] = ()  # which were drawn again
    was: Finished | None = None  # with the digests of its files, which lie in `withdrawn` now


class State(Record, frozen=True):
    """What the program remembers between two calls. `state.json`, mode 0600."""

    program: str
    blueprint: dict[str, Any]  # as it was parsed
    inputs: tuple[Digest, ...]  # words, templates, press, fonts, secret (its fingerprint), each family with its version
    pinned: tuple[Pinned, ...] = ()
    left: tuple[Pinned, ...] = ()  # students who were dropped: who comes back has the same sheet
    sheets: tuple[Finished, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    reissuing: str = ""  # the code of a new sheet, until all is made that belongs to it
    versions: int = 0  # how many were dealt; 0: every student has numbers of their own
    named: bool = True  # made for a roster; else for nobody in particular
    press: str = "typst"  # or the TeX that prints: pdflatex, lualatex
    slices: tuple[tuple[str, ...], ...] = ()  # codes of those who share a run of TeX
    version_keys: tuple[Digest, ...] = ()
    collated: tuple[Digest, ...] = ()  # the files for the whole class
    collated_of: str = ""  # digest of what they were made from
    documents: tuple[Digest, ...] = ()  # header and roster, as the last run left them
    format: Literal["convexam.state/1"] = STATE_FORMAT
