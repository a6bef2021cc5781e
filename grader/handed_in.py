"""What a class handed in: a table that somebody typed, a folder of submissions, one submission, or one a line."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput
from ..exercises.given import LARGEST_FILE, text_of
from ..sheets import sheet_codes
from ..sheets.records import Seated
from . import submission
from .answers_table import answers_table
from .results import Remark
from .submission import Given

_LARGEST_LINES = 200_000_000  # bytes of a file of submissions


class Answers(NamedTuple):
    """What stands on one submission, as it was typed."""

    answers: tuple[Given, ...]
    marks: tuple[Given, ...] = ()  # points that a person typed, by part


class Found(NamedTuple):
    """One submission, before anybody knows whether it counts."""

    where: str
    sheet: str | None
    who: str
    attempt: int
    load: Callable[[], Answers]  # read again when it is graded, so that a class needs no more memory than a student
    empty: bool = False  # a row in which nothing was typed


@dataclass
class HandedIn:
    """What counts, by the code of its sheet, and what is to be said of the rest."""

    counts: dict[str, Found] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def collect(path: Path, seated: Mapping[str, Seated], encoding: str | None = None) -> HandedIn:
    """Look at all submissions once: whose they are, and which of several counts."""
    handed = HandedIn()
    for found in _submissions(path, encoding, handed.remarks):
        code = _code(found, seated, handed.remarks)
        if code is None or found.empty:
            continue
        before = handed.counts.get(code)
        latest = found if before is None or found.attempt >= before.attempt else before
        if before is not None:
            older = before if latest is found else found
            handed.remarks.append(Remark("superseded", older.where, code, found.who, seen=latest.where))
        handed.counts[code] = latest
    return handed


def _code(found: Found, seated: Mapping[str, Seated], remarks: list[Remark]) -> str | None:
    """The code of the sheet, if it is a sheet of this exam and of this student."""
    if found.sheet is None or not found.sheet.strip():
        remarks.append(Remark("no_sheet", found.where, who=found.who))
        return None
    try:
        code = sheet_codes.read(found.sheet)
    except BadInput as error:
        remarks.append(Remark("no_code", found.where, who=found.who, seen=str(error)))
        return None
    if code not in seated:
        remarks.append(Remark("unknown_code", found.where, who=found.who, seen=code))
        return None
    if found.who != usual(seated[code].student.id):
        remarks.append(Remark("wrong_who", found.where, code, found.who))
        return None
    return code


def usual(id: str | None) -> str:
    """An id as rosters have it: trimmed, with one way of writing an accent."""
    return unicodedata.normalize("NFC", (id or "").strip())


def _submissions(path: Path, encoding: str | None, remarks: list[Remark]) -> Iterator[Found]:
    if path.is_dir():
        return _folder(path, remarks)
    match path.suffix.lower():
        case ".json":
            return _alone(path, _name(Path(path.name)), remarks, strict=True)
        case ".jsonl" | ".ndjson":
            return _lines(path, remarks)
        case _:
            return _table(path, encoding, remarks)


def _name(path: Path) -> str:
    """A name that can be written down; on some systems names are bytes."""
    return path.as_posix().encode("utf-8", "replace").decode()


def _folder(path: Path, remarks: list[Remark]) -> Iterator[Found]:
    """By the names of the files, which is the same everywhere; when they were written is never looked at."""
    for file in sorted((one for one in path.rglob("*") if one.is_file()), key=lambda one: one.relative_to(path).as_posix()):
        name = _name(file.relative_to(path))
        if any(piece.startswith(".") for piece in file.relative_to(path).parts):
            continue
        if file.suffix.lower() != ".json":
            remarks.append(Remark("other_file", name))
            continue
        yield from _alone(file, name, remarks)


def _alone(path: Path, name: str, remarks: list[Remark], strict: bool = False) -> Iterator[Found]:
    """A file that holds one submission. `strict`: it is all that there is."""
    text = ""
    try:
        text = text_of(path)
        one = submission.read(text, name)
    except BadInput as error:
        if strict:
            raise
        remarks.append(_broken(text, name, error))
        return
    yield Found(name, one.sheet, usual(one.who), one.attempt or 0, lambda: Answers(submission.read(text_of(path), name).answers))


def _lines(path: Path, remarks: list[Remark]) -> Iterator[Found]:
    """A submission a line; each is taken apart twice, so that only its text is kept."""
    for number, line in enumerate(_text_lines(path), 1):
        where = f"{_name(Path(path.name))}, line {number}"
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            remarks.append(Remark("broken", where, seen=f"byte {error.start} is not UTF-8 text"))
            continue
        try:
            one = submission.read(text, where)
        except BadInput as error:
            remarks.append(_broken(text, where, error))
            continue
        yield Found(where, one.sheet, usual(one.who), one.attempt or 0, _again(text, where))


def _broken(text: str, where: str, error: BadInput) -> Remark:
    """With the sheet and the student where they can be read, so that the gradebook knows that something came."""
    sheet, who = submission.whose(text)
    with suppress(BadInput):  # else it is listed as it was typed
        sheet = sheet_codes.read(sheet)
    return Remark("broken", where, sheet, usual(who), seen=str(error))


def _again(text: str, where: str) -> Callable[[], Answers]:
    return lambda: Answers(submission.read(text, where).answers)


def _text_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file; a longer one than any submission comes in pieces, which are broken submissions."""
    try:
        with path.open("rb") as file:
            read = 0
            while line := file.readline(LARGEST_FILE):
                read += len(line)
                if read > _LARGEST_LINES:
                    raise BadInput(f"{path}: more than {_LARGEST_LINES} bytes; so much is not read")
                yield line
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None


def _table(path: Path, encoding: str | None, remarks: list[Remark]) -> Iterator[Found]:
    name = _name(Path(path.name))
    for row in answers_table(path, encoding):
        where = f"{name}, line {row.line}"
        if row.wrong:
            remarks.append(Remark("broken", where, row.sheet, row.who, seen=row.wrong))
            continue
        answers, marks = (tuple(Given(part, text) for part, text in cells) for cells in (row.answers, row.marks))
        yield Found(where, row.sheet, usual(row.who), row.attempt, _kept(Answers(answers, marks)), not (answers or marks))


def _kept(answers: Answers) -> Callable[[], Answers]:
    return lambda: answers
