"""The table in which somebody types what stands on paper: a row per sheet, a column per part; or the points of a part."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput, shown
from ..sheets import tables
from ..sheets.spreadsheet import bare, encoded

SHEET, WHO, NAME, ATTEMPT, MARK = "sheet", "who", "name", "attempt", "points"  # the words of the header
_CALLED = {"sheet": SHEET, "code": SHEET, "who": WHO, "id": WHO, "student": WHO, "name": NAME, "attempt": ATTEMPT}
_ATTEMPT = 9  # digits


class TypedRow(NamedTuple):
    """One row; only cells in which something stands."""

    line: int
    sheet: str
    who: str
    attempt: int
    answers: tuple[tuple[str, str], ...]  # part and text
    marks: tuple[tuple[str, str], ...]
    wrong: str = ""  # why the row cannot be used


def answers_table(path: Path, encoding: str | None = None) -> Iterator[TypedRow]:
    """The rows of a table. Its header names the columns, in any order."""
    table = _table(path, encoding)
    header = [" ".join(cell.split()) for cell in table.header.cells]
    names = [_CALLED.get(cell.casefold(), cell) for cell in header]
    where = f"{table.where}, line {table.header.line}"
    for wanted in (SHEET, WHO):
        if wanted not in names:
            raise BadInput(f"{where}: no column is called {wanted}; `convexam template` writes such a table")
    twice = [name for place, name in enumerate(names) if name and name in names[:place]]
    if twice:
        raise BadInput(f"{where}: two columns are called {shown(twice[0])}; name each part once")
    for row in table.rows:
        if any(cell.strip() for cell in row.cells):
            yield _row(row, names)


def _table(path: Path, encoding: str | None) -> tables.Table:
    """A monster in one cell is one answer that cannot be read: it costs nobody else's work."""
    usual = csv.field_size_limit(tables.LARGEST)
    try:
        return tables.read(path, encoding)
    finally:
        csv.field_size_limit(usual)


def _row(row: tables.Row, names: Sequence[str]) -> TypedRow:
    cells = list(zip(names, row.cells, strict=False))
    said = {name: text for name, text in cells if name in (SHEET, WHO, NAME, ATTEMPT)}
    attempt, sheet, who = said.get(ATTEMPT, "").strip(), bare(said.get(SHEET, "")).strip(), bare(said.get(WHO, ""))
    typed = [(name, text) for name, text in cells if name not in said and text.strip()]
    marks = tuple((name[: -len(MARK)].strip(), text) for name, text in typed if _is_mark(name))
    answers = tuple((name, text) for name, text in typed if not _is_mark(name))
    wrong = ""
    if any(cell.strip() for cell in row.cells[len(names) :]):
        wrong = f"this row has {len(row.cells)} cells, and the header {len(names)}; is a cell with a comma not quoted?"
    elif attempt and not (attempt.isascii() and attempt.isdecimal() and len(attempt) <= _ATTEMPT):
        wrong = f"{shown(attempt)} is no attempt; a whole number is meant"
    return TypedRow(row.line, sheet, who, 0 if wrong else int(attempt or 0), answers, marks, wrong)


def _is_mark(name: str) -> bool:
    return name.casefold().endswith(f" {MARK}")


def empty_table(rows: Iterable[tuple[str, ...]], parts: Iterable[str], answers: bool, marks: bool) -> bytes:
    """A table to fill in, of code and id, or of names besides, which are never read. A column for the answer of each part, its points, or both."""
    columns = [column for part in parts for column, wanted in ((part, answers), (f"{part} {MARK}", marks)) if wanted]
    students = list(rows)
    said = [SHEET, WHO, NAME][: max(map(len, students), default=2)]
    return encoded([[*said, *columns], *([*row, *([""] * len(columns))] for row in students)])
