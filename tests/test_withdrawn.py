"""Sheets that do not count any more: students who leave and come back, and numbers that are drawn again."""

from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets import distinct
from convexam.sheets.production import Order
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student
from convexam.sheets.reissue import reissue
from exams import SIZE, STUDENTS, files, made, order, quiet, students_files

FEW = '[[problem]]\nname = "few"\nfamily = "find-hyperparameter"\npoints = 1\nsettings = { hidden = "padding", kernel = 3, stride = 1, padding = "1..2" }\n'  # about twenty
MANY = tuple(Student(f"s{number}") for number in range(40))


def code_of(exam: Order, student: str) -> str:
    return next(one.code for one in Archive.open(exam.folder).roster.sheets if one.student.id == student)


def test_who_left_is_named_and_may_be_dropped(exam: Order) -> None:
    with pytest.raises(BadInput, match=r"'s1'.*--drop s1"):
        made(exam, STUDENTS[1:])
    made(exam, STUDENTS[1:], dropped=("s1",))
    archive = Archive.open(exam.folder)
    assert [one.student.id for one in archive.roster.withdrawn] == ["s1"]
    assert archive.sheet(archive.roster.withdrawn[0].code).exam == "midterm"
    with pytest.raises(BadInput, match="nobody"):
        made(exam, STUDENTS[1:], dropped=("s9",))


def test_who_comes_back_has_the_same_sheet(exam: Order) -> None:
    before = students_files(exam.folder)
    made(exam, STUDENTS[1:], dropped=("s1",))
    made(exam)
    assert before.items() <= students_files(exam.folder).items()
    assert students_files(exam.folder) == before
    assert Archive.open(exam.folder).roster.withdrawn == ()


def test_who_comes_back_is_not_printed_again(exam: Order) -> None:
    made(exam, STUDENTS[1:], dropped=("s1",))
    assert made(exam).made == 0


def test_who_comes_back_has_the_new_sheet_and_not_the_old_one(exam: Order) -> None:
    old, new, _ = reissue(exam, "s2", False, ("size",), quiet)
    before = students_files(exam.folder)
    rest = tuple(one for one in STUDENTS if one.id != "s2")
    made(exam, rest, dropped=("s2",))
    made(exam)
    assert code_of(exam, "s2") == new
    assert [one.code for one in Archive.open(exam.folder).roster.withdrawn] == [old.code]
    assert students_files(exam.folder) == before


def test_who_comes_back_has_the_version_that_is_on_paper(tmp_path: Path) -> None:
    exam = order(tmp_path)
    made(exam, versions=2)
    before = students_files(exam.folder)
    made(exam, STUDENTS[1:], dropped=("s1",))
    made(exam, (*STUDENTS[1:], Student("s5")))  # takes the version that was dealt least
    made(exam, (*STUDENTS, Student("s5")))
    assert before.items() <= students_files(exam.folder).items()


def test_somebody_of_the_roster_may_be_dropped_and_stays(exam: Order) -> None:
    before = files(exam.folder)
    made(exam, dropped=("s1",))
    assert students_files(exam.folder).items() <= before.items()


def test_equal_numbers_are_reported_or_drawn_again(tmp_path: Path) -> None:
    """A sheet that may have been printed keeps its code and its numbers; the new numbers have a new code."""
    exam = order(tmp_path, problems=SIZE)
    report = made(exam, MANY)
    assert report.equal
    before = students_files(exam.folder)
    later = {code for one in report.equal for code in one.codes[1:]}
    again = made(exam, MANY, distinct=True)
    assert again.equal == ()
    assert again.made == len(again.replaced) == sum(len(one.codes) - 1 for one in report.equal)
    after = students_files(exam.folder)
    assert all(after[f"withdrawn/{name}" if name not in after else name] == digest for name, digest in before.items())
    withdrawn = {one.code for one in Archive.open(exam.folder).roster.withdrawn}
    assert withdrawn == {one.code for one in again.replaced}
    assert len(withdrawn) == len(later)
    assert made(exam, MANY).made == 0


def test_where_numbers_are_too_few_nothing_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct, "ROUNDS", 10)
    exam = order(tmp_path, problems=FEW)
    made(exam, MANY)
    before = files(exam.folder)
    with pytest.raises(BadInput, match="few: there are not enough different problems for this class, and no sheet was replaced"):
        made(exam, MANY, distinct=True)
    assert files(exam.folder) == before
    assert made(exam, MANY).made == 0


def test_numbers_that_nobody_has_seen_are_drawn_again_under_their_code(tmp_path: Path) -> None:
    exam, plain = order(tmp_path, problems=SIZE), order(tmp_path, "plain", problems=SIZE)
    report = made(exam, MANY, distinct=True)
    made(plain, MANY)
    assert (report.equal, report.replaced) == ((), [])
    assert Archive.open(exam.folder).codes() == Archive.open(plain.folder).codes()
    assert students_files(exam.folder).keys() == students_files(plain.folder).keys()
