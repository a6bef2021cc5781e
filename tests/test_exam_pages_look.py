"""Every family and level as part of an exam: accessible, complete, and its key in step with its sheet."""

import re
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from convexam.exercises.documents import plain
from convexam.sheets.exam_page import Look, exam_page
from convexam.sheets.records import Sheet, SheetKey, Student
from convexam.sheets.typst_press import TypstPress
from test_exam_page import assert_accessible
from test_families import EVERY, documents
from test_pages import numbers, stated, without
from test_typst_press import pages, right_edge

PRESS = TypstPress()
every = pytest.mark.parametrize(("name", "level"), EVERY)
ANA = Student("s105", "Ana Țăran-Wilhelmina", seat="14", group="B2")
A4 = 595  # points wide


def made(name: str, level: int) -> tuple[Sheet, SheetKey]:
    problem, key = documents(name, level, 2)
    total = sum(Fraction(part.points) for part in problem.parts)
    sheet = Sheet("1", "7Q4K-9M2X-1PA3", "midterm", "Midterm", plain(total), (msgspec.structs.replace(problem, code=None),), "00")
    return sheet, SheetKey("1", sheet.code, "midterm", (key,), "00")


def pdf(sheet: Sheet, key: SheetKey | None = None, **look: Any) -> bytes:
    printed = PRESS.press(exam_page(sheet, key, ANA, Look(**look)))
    assert (printed.missing, printed.unnamed) == ((), ())
    return printed.pdf


@every
def test_sheet_and_key_are_accessible(name: str, level: int) -> None:
    sheet, key = made(name, level)
    for one in (pdf(sheet, formula_sheet=name in ("conv2d", "receptive-field")), pdf(sheet, key)):
        assert_accessible(one)


@every
def test_the_numbers_of_the_pdf_are_those_of_the_document(name: str, level: int) -> None:
    sheet, key = made(name, level)
    for one in (pdf(sheet), pdf(sheet, key)):
        assert without(numbers(one), stated(sheet.problems[0])) == []


@every
def test_a_key_breaks_its_pages_where_the_sheet_does(name: str, level: int) -> None:
    sheet, key = made(name, level)
    starts = [[re.findall(r"\([a-z]\)", page) for page in pages(one)] for one in (pdf(sheet), pdf(sheet, key))]
    assert starts[1][: len(starts[0])] == starts[0]


@every
def test_large_print_stays_on_the_page(name: str, level: int) -> None:
    sheet, _ = made(name, level)
    large = pdf(sheet, large=True)
    assert right_edge(large) < A4 - 18
    assert without(numbers(large), stated(sheet.problems[0])) == []
