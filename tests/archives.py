"""Small archives of exams, as `convexam exam` leaves them, for the tests of their readers."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from convexam import __version__
from convexam.cnn.values import Record
from convexam.exercises.documents import plain, write
from convexam.exercises.draw import Wish, under_secret
from convexam.exercises.exercise import Solved
from convexam.exercises.family import family
from convexam.exercises.key import key
from convexam.exercises.problem import Key
from convexam.exercises.statement import asked, problem
from convexam.sheets.records import Exam, Listed, RosterDocument, Seated, Sheet, SheetKey, Student
from convexam.sheets.sheet_codes import code

SECRET = b"a secret of the tests, 32 bytes!"

Changed = Callable[[Key], Key]


class Asked(NamedTuple):
    """A problem of the exam."""

    name: str
    family: str
    level: int = 2
    parts: tuple[str, ...] | None = None
    choices: tuple[str, ...] = ()


EXAM = (
    Asked("conv", "conv2d"),
    Asked("size", "output-size", choices=("shape",)),
    Asked("count", "conv-parameters"),
)
CLASS = (Student("s1", "Ada Lovelace", "ada@example.org"), Student("s2", "Ștefan Odobleja"), Student("=1+1", "@SUM(A1)", "+a@example.org"))


def sheet_code(student: str, times: int = 0) -> str:
    return code(SECRET, "midterm", student, times)


def same(key: Key) -> Key:
    return key


def archive(
    folder: Path,
    exam: Sequence[Asked] = EXAM,
    students: Sequence[Student] = CLASS,
    withdrawn: Sequence[str] = (),
    changed: Changed = same,
    versions: Mapping[str, str] | None = None,
    solved: Callable[[Asked, str], Solved] | None = None,
) -> Path:
    """Write header, roster, sheets and keys. `withdrawn`: ids of students who have an older sheet as well."""
    seated = [Seated(sheet_code(one.id), one, (versions or {}).get(one.id, "")) for one in students]
    old = [Seated(sheet_code(one.id, 1), one) for one in students if one.id in withdrawn]
    for places, below in ((seated, folder), (old, folder / "withdrawn")):
        for one in places:
            _sheet(below, one, exam, changed, solved or drawn)
    listed = tuple(sorted((_listed(folder, one.code) for one in seated), key=lambda one: one.code))
    _put(folder / "exam.json", Exam(__version__, "midterm", "Midterm", 10, len(exam), listed))
    by_code = tuple(sorted(seated, key=lambda one: one.code))
    _put(folder / "roster.json", RosterDocument(__version__, "midterm", by_code, tuple(old)))
    return folder


def drawn(wanted: Asked, who: str) -> Solved:
    wish = Wish(family(wanted.family), wanted.level, parts=wanted.parts, name=wanted.name, choices=wanted.choices)
    return under_secret(wish, ("exam", "midterm", who, wanted.name), SECRET)


def _sheet(folder: Path, of: Seated, exam: Sequence[Asked], changed: Changed, solved: Callable[[Asked, str], Solved]) -> None:
    """Problems in another order on every second sheet."""
    order = list(exam) if int(sha256(of.code.encode()).hexdigest(), 16) % 2 else list(reversed(exam))
    several = [solved(one, of.version or of.code) for one in order]
    problems = tuple(problem(one.exercise, asked(one), number) for number, one in enumerate(several, 1))
    keys = tuple(changed(key(one)) for one in several)
    total: Any = sum(part.points for one in problems for part in one.parts if isinstance(part.points, int))
    _put(
        folder / "sheets" / f"{of.code}.json",
        Sheet(__version__, of.code, "midterm", "Midterm", plain(total), problems, "00", version=of.version),
    )
    _put(folder / "keys" / f"{of.code}.json", SheetKey(__version__, of.code, "midterm", keys, "00", of.version))


def _put(path: Path, document: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(document) + "\n", encoding="utf-8")


def _listed(folder: Path, code: str) -> Listed:
    return Listed(code, sha256((folder / "sheets" / f"{code}.json").read_bytes()).hexdigest())
