"""A marker who has nothing but `marking.csv` of an exam, with shuffled problems, pools and versions, agrees with the grader."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from convexam.sheets import marking
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student
from depth import FULL
from exams import COUNT, POOL, SIZE, made, order
from test_marking import points

LAYERS = '[[problem]]\nname = "layers"\nfamily = "cnn-layers"\nlevel = "1..2"\nparts = ["shape", "cells", "pool", "parameters"]\n'
CHOICE = '[[problem]]\nname = "choice"\nfamily = "output-size"\nparts = ["shape"]\nchoice = ["shape"]\ncount = 2\n'
CLASS = tuple(Student(f"s{number}", f"Student {number}", seat=str(number)) for number in range(300 if FULL else 8))
VERSIONS = {"each student numbers of their own": 0, "three versions": 3}

Row = dict[str, str]


def marked(book: Archive) -> Iterator[tuple[str, Row]]:
    """Each sheet with the rows that its marker looks at: its own, or where versions were dealt those of its version."""
    with (book.path / "marking.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    dealt = any(row["version"] for row in rows)
    for code in book.codes():
        own = book.seated[code].version if dealt else code
        yield from ((code, row) for row in rows if row["version" if dealt else "sheet"] == own)


@pytest.mark.parametrize("versions", VERSIONS.values(), ids=VERSIONS)
def test_a_marker_with_the_csv_alone_agrees_with_the_grader(versions: int, tmp_path: Path) -> None:
    of = order(tmp_path, problems=SIZE + COUNT + POOL + LAYERS + CHOICE)
    made(of, CLASS[: 6 * versions or None], versions=versions)
    book = Archive.open(of.folder)
    seen = list(marked(book))
    differing = {
        (code, row["part"], row["answer"]): (row["points"], given)
        for code, row in seen
        if row["points"] != marking.decimal(given := points(book, code, row["part"], row["answer"]))
    }
    assert differing == {}
    assert {code for code, _ in seen} == set(book.codes())
    assert {row["part"].split(".")[0] for _, row in seen} == {"size", "count", "any", "layers", "choice-1", "choice-2"}
