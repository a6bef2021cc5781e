"""The marking table: who marks with it alone agrees with the grader, on the right answer and on each mistake made alone."""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from archives import Asked, archive
from convexam.exercises.family import families
from convexam.grader.classes import ClassGrader
from convexam.grader.handed_in import Answers, Found
from convexam.grader.submission import Given
from convexam.sheets import marking, marking_page, marking_press
from convexam.sheets.reading import Archive
from convexam.sheets.records import Sheet, Student
from convexam.sheets.spreadsheet import bare, encoded, safe
from convexam.text.escape import clean
from test_typst_press import pages

STUDENTS = tuple(Student(f"s{number}") for number in range(2))
FAMILIES = tuple(of.name for of in families() if of.topic != "awkward")
CHOICES = (Asked("size", "output-size", choices=("shape",)), Asked("count", "conv-parameters", choices=("parameters",)))
AWKWARD = ("chosen-cells", "inverse-size", "named-filter", "network-table", "pattern-search", "softmax-loss")


def exams() -> dict[str, tuple[Asked, ...]]:
    single = {name: (Asked("it", name), Asked("other", "conv-parameters")) for name in FAMILIES}
    awkward = {name: (Asked("it", name), Asked("other", "conv-parameters")) for name in AWKWARD}
    return {**single, **awkward, "choices": CHOICES, "hard": (Asked("a", "conv-volume", 3), Asked("b", "pooling", 3))}


def rows_of(book: Archive) -> list[dict[str, str]]:
    rows = (row for code in book.codes() for row in marking.csv_rows(marking.marked(book.sheet(code), book.key(code))))
    text = encoded((marking.HEADER, *rows)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def ids(sheet: Sheet, part: str) -> list[str]:
    """A part, or the cells of a group that is one answer."""
    return [one.id for problem in sheet.problems for one in problem.parts if one.id == part or one.id.startswith(f"{part}.")]


def typed(sheet: Sheet, part: str, answer: str) -> Iterator[Given]:
    several = ids(sheet, part)
    yield from (Given(id, text) for id, text in zip(several, answer.split("; ") if len(several) > 1 else [answer], strict=True))


def points(book: Archive, code: str, part: str, answer: str) -> Fraction:
    """What the grader gives for this one answer."""
    sheet = book.sheet(code)
    given = Answers(tuple(typed(sheet, part, answer)))
    graded = ClassGrader(book).sheet(code, Found("a test", code, book.seated[code].student.id, 0, lambda: given))
    return sum((Fraction(one.points) for one in graded.results.verdicts() if one.id in ids(sheet, part)), Fraction(0))


@pytest.mark.parametrize("exam", exams().values(), ids=exams())
def test_a_marker_with_the_table_alone_agrees_with_the_grader(exam: tuple[Asked, ...], tmp_path: Path) -> None:
    book = Archive.open(archive(tmp_path, exam, STUDENTS))
    rows = rows_of(book)
    assert {row["part"].split(".")[0] for row in rows} == {one.name for one in exam}
    differing = {
        (row["sheet"], row["part"], row["answer"]): (row["points"], given)
        for row in rows
        if row["points"] != marking.decimal(given := points(book, row["sheet"], row["part"], row["answer"]))
    }
    assert differing == {}


def test_the_right_answer_stands_first(tmp_path: Path) -> None:
    book = Archive.open(archive(tmp_path))
    seen: set[tuple[str, str]] = set()
    for row in rows_of(book):
        first = (row["sheet"], row["part"]) not in seen
        seen.add((row["sheet"], row["part"]))
        assert bool(row["mistakes"]) != first


def test_labels_are_those_of_the_sheet(tmp_path: Path) -> None:
    book = Archive.open(archive(tmp_path))
    labels = {(code, part.id): part.label for code in book.codes() for problem in book.sheet(code).problems for part in problem.parts}
    assert {(row["sheet"], row["part"]): row["label"] for row in rows_of(book)} == labels
    assert len({label for (_, part), label in labels.items() if part == "conv.map"}) > 1  # shuffled


def table(folder: Path) -> dict[str, Any]:
    book = Archive.open(archive(folder))
    return marking.table(marking.marked(book.sheet(code), book.key(code)) for code in book.codes())


def test_the_printed_table_names_the_two_likeliest_mistakes(tmp_path: Path) -> None:
    page = table(tmp_path)
    assert page["columns"] == ["conv.shape", "conv.map", "count.parameters", "size.shape"]
    shape, long, count, _ = page["rows"][0]["cells"]
    assert (shape["answer"], len(shape["others"]), shape["points"]) == ("3 × 3", 2, "1")
    assert (long["answer"], long["others"], long["points"]) == (None, [], "3")
    assert [one["points"] for one in count["others"]] == ["1", "1"]


def test_no_name_stands_in_the_table(tmp_path: Path) -> None:
    assert "Ada" not in str(table(tmp_path))


SAFE = {  # cell: what is written
    "=1+1": "'=1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
    "-1+1": "'-1+1",
    "'=1+1": "''=1+1",
    "''@x": "'''@x",
    "'-3": "''-3",
    "a|'=1": "a|''=1",
    "'x": "'x",
    "\t=1": " '=1",
    "\r=1": " '=1",
    "\n=1": " '=1",
    " =1": " '=1",
    "a;=1+1": "a;'=1+1",
    "a,@b": "a,'@b",
    "＝1": "'＝1",
    "-3": "-3",
    "+3": "+3",
    "-1.5": "-1.5",
    "-1/2": "-1/2",
    "-3 4; -5 6": "-3 4; -5 6",
    "-3 4 / 5 -6 // 1 2 / 3 4": "-3 4 / 5 -6 // 1 2 / 3 4",
    "−3": "−3",
    "e-mail": "e-mail",
    "": "",
}


@pytest.mark.parametrize(("cell", "written"), SAFE.items(), ids=map(repr, SAFE))
def test_no_cell_becomes_a_formula(cell: str, written: str) -> None:
    assert safe(cell) == written
    assert bare(written) == clean(cell)


POINTS = {
    "a whole number": ("2", "2"),
    "a half": ("1/2", "0.5"),
    "eighths": ("15/8", "1.875"),
    "a third": ("1/3", "0.333333"),
    "none": ("0", "0"),
}


@pytest.mark.parametrize(("exact", "written"), POINTS.values(), ids=POINTS)
def test_points_as_decimals(exact: str, written: str) -> None:
    assert marking.decimal(Fraction(exact)) == written


def test_a_large_class_has_several_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = table(tmp_path)
    monkeypatch.setattr(marking_page, "MOST_ROWS", 2)
    monkeypatch.setattr(marking_page, "ROWS", 2)
    codes = [row["code"] for row in page["rows"]]
    first, second = (pages(pdf)[0] for pdf in marking_press.by_typst(marking_page.parts(marking_page.marking_page(page)), ()))
    assert all(code in first for code in codes[:2])
    assert codes[2] in second
    assert codes[0] not in second
