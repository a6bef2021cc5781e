"""The roster: who sits the exam, from whatever a spreadsheet, Moodle or Canvas exports. Nobody is dropped in silence."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import BadInput, shown
from ..text.escape import clean
from .records import Student
from .roster_columns import Columns, columns, plainly
from .tables import Row, Table
from .tables import read as read_table

LONGEST_NAME, LONGEST_ID, LONGEST = 20_000, 100, 300  # characters
_TOLD = 10  # doubtful rows in one message
_LARGE = {"large", "mare", "grande", "gross", "16 pt", "16pt", "16"}
_USUAL = {"", "normal", "standard", "no", "nu", "nein"}
_ROUNDED = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")  # 1.23457E+11: what spreadsheets make of a long number
_FORMULA = re.compile(r'="([^"]*)"')  # how some programs keep a spreadsheet from that
_TEST_STUDENTS = {"student test", "test student"}


@dataclass(frozen=True)
class Roster:
    """The students in the order of the file, and what the instructor should know of it."""

    students: tuple[Student, ...]
    notes: tuple[str, ...]


class _Unusable(Exception):
    """A row that cannot be used, with the reason."""


def read(path: Path, encoding: str | None = None) -> Roster:
    """The students in a CSV file. Rows that cannot be used stop the run, and are named."""
    return roster(read_table(path, encoding))


def roster(table: Table) -> Roster:
    where = f"{table.where}, line {table.header.line}"
    named = _with_ids(columns([clean(name) for name in table.header.cells], where), table.rows)
    notes: list[str] = []
    students, bad = _students(table, named, notes)
    if bad:
        told = "; ".join(f"line {line}: {reason}" for line, reason in bad[:_TOLD])
        more = f"; and {len(bad) - _TOLD} more" if len(bad) > _TOLD else ""
        raise BadInput(f"{table.where}: {told}{more}; nobody is left out in silence: mend or remove these rows")
    if not students:
        raise BadInput(f"{table.where}: no student stands below the header")
    return Roster(tuple(students), (*notes, *_remarks(table, named, students)))


def _with_ids(named: Columns, rows: Sequence[Row]) -> Columns:
    """Of several columns with ids the first one that is not empty."""
    filled = (place for place in named.ids if any(_cell(row, place) for row in rows))
    chosen = next(filled, named.ids[0])
    return named._replace(ids=(chosen, *(place for place in named.ids if place != chosen)))


def _students(table: Table, named: Columns, notes: list[str]) -> tuple[list[Student], list[tuple[int, str]]]:
    students: list[Student] = []
    bad: list[tuple[int, str]] = []
    before: dict[str, tuple[int, str]] = {}  # where an id stood first
    passed: dict[str, list[int]] = {}  # lines that are no student, by reason
    for row in table.rows:
        nobody = _nobody(row, named)
        if nobody:
            passed.setdefault(nobody, []).append(row.line)
            continue
        try:
            student = _student(row, named, len(table.header.cells))
            _refuse_twice(student, row, before)
        except _Unusable as error:
            bad.append((row.line, str(error)))
        else:
            students.append(student)
    notes += (f"{_lines(lines)} passed over: {reason}" for reason, lines in passed.items())
    return students, bad


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _nobody(row: Row, named: Columns) -> str:
    """Why a row is no student at all."""
    if not any(map(str.strip, row.cells)):
        return "all its cells are empty"
    if not named.canvas:
        return ""
    name = plainly(_cell(row, named.places.get("full", named.ids[0])))
    if name.startswith("points possible"):
        return "the points possible of Canvas"
    if name in _TEST_STUDENTS:
        return "the test student of Canvas"
    return "no student, but a row of Canvas about its columns" if not name and not any(_cell(row, place) for place in named.ids) else ""


def _student(row: Row, named: Columns, width: int) -> Student:
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) != width:
        raise _Unusable(f"it has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}, and the header {width}")

    def text(role: str, most: int = LONGEST) -> str:
        return _folded(cells[named.places[role]], most, role) if role in named.places else ""

    first, last, full = (text(role, LONGEST_NAME) for role in ("first", "last", "full"))
    name = f"{first} {last}".strip() or _turned(full)
    return Student(_id(cells[named.ids[0]]), name, text("email"), text("group"), text("seat"), _large(text("print")))


def _folded(cell: str, most: int, role: str) -> str:
    """On one line, without characters that cannot be printed, composed."""
    text = unicodedata.normalize("NFC", " ".join(clean(cell).split()))
    if len(text) > most:
        raise _Unusable(f"{role}: a text of {len(text)} characters ({shown(text, 20)}); {most} are the most")
    return text


def _id(cell: str) -> str:
    """Text as it stands: an id is no number, and its case counts."""
    formula = _FORMULA.fullmatch(cell.strip())
    text = _folded(formula[1] if formula else cell, LONGEST_ID, "id")
    if not text:
        raise _Unusable("it has no id")
    if _ROUNDED.fullmatch(text):
        raise _Unusable(f"the id {shown(text)} was rounded by a spreadsheet; make the column text, and export again")
    return text


def _turned(name: str) -> str:
    """`Last, First` as Canvas has it, the other way round."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and last.strip() and "," not in first else name


def _large(text: str) -> bool:
    word = plainly(text)
    if word not in _LARGE and word not in _USUAL:
        raise _Unusable(f"print is {shown(text)}; allowed are `large` and nothing")
    return word in _LARGE


def _refuse_twice(student: Student, row: Row, before: dict[str, tuple[int, str]]) -> None:
    """Ids that are the same for a person: nobody could say whose sheet it is."""
    line, other = before.setdefault(student.id.casefold(), (row.line, student.id))
    if line != row.line:
        how = "stands" if other == student.id else f"is {shown(other)} but for its case, which stands"
        raise _Unusable(f"the id {shown(student.id)} {how} in line {line} already")


def _remarks(table: Table, named: Columns, students: Sequence[Student]) -> Iterator[str]:
    """What is not wrong, and may not be meant."""
    header = table.header.cells
    if others := [shown(header[place].strip()) for place in named.ids[1:]]:
        yield f"the ids are those of the column {shown(header[named.ids[0]].strip())}, not of {', '.join(others)}"
    if named.unused:
        yield f"columns that are not used: {', '.join(shown(name, 30) for name in named.unused[:8])}{_more(len(named.unused), 8)}"
    if not {"full", "first", "last"} & set(named.places):
        yield "no column holds names; sheets will show the ids"
    full = named.places.get("full")
    if full is not None and any("," in _cell(row, full) for row in table.rows):
        yield "names are turned round at their comma: `Last, First` is printed `First Last`"
    if spoilt := [row.line for row in table.rows if any("\N{REPLACEMENT CHARACTER}" in cell for cell in row.cells)]:
        yield f"{_lines(spoilt)}: a character was lost before, and stands there as \N{REPLACEMENT CHARACTER}"
    names = [named.places[role] for role in ("full", "first", "last") if role in named.places]
    for what, places in (("id", named.ids[:1]), ("name", names)):
        if odd := [row.line for row in table.rows if any(_odd(_cell(row, place)) for place in places)]:
            yield f"{_lines(odd)}: characters of the {what} that cannot be printed are left away"
    leading = sum(one.id.startswith("0") for one in students)
    if not leading and len({len(one.id) for one in students if one.id.isdecimal()}) > 1:
        yield "the ids are numbers of different length: has a spreadsheet dropped leading zeros?"


def _odd(text: str) -> bool:
    return not (text.isascii() and text.isprintable()) and " ".join(clean(text).split()) != " ".join(text.split())


def _lines(lines: Sequence[int]) -> str:
    return f"line {', '.join(map(str, lines[:5]))}{_more(len(lines), 5)}"


def _more(count: int, told: int) -> str:
    return f" and {count - told} more" if count > told else ""
