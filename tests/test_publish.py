"""The folder of an exam: what is made once stays, whoever comes later and whatever stops a run."""

import os
import stat
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets.archive import Folder, usable
from convexam.sheets.production import Order
from convexam.sheets.publish import Wanted, publish
from convexam.sheets.reading import Archive
from convexam.sheets.records import Pinned, Student
from convexam.sheets.reissue import reissue
from exams import COUNT, HEAD, POOL, SECRET, SIZE, STUDENTS, Stopped, files, made, order, quiet, students_files


def test_the_same_call_changes_nothing(exam: Order) -> None:
    before = files(exam.folder)
    assert made(exam).made == 0
    assert files(exam.folder) == before


def test_what_is_in_the_folder(exam: Order) -> None:
    sheets = [
        f"{folder}/{code}.{kind}" for code in Archive.open(exam.folder).codes() for folder in ("sheets", "keys") for kind in ("json", "pdf")
    ]
    whole = [".gitignore", "all-keys.pdf", "all-sheets.pdf", "exam.json", "marking.csv", "marking.pdf", "roster.json", "state.json"]
    assert sorted(files(exam.folder)) == sorted([*sheets, *whole])
    assert exam.folder.joinpath(".gitignore").read_text(encoding="utf-8") == "*\n"


def test_who_may_read_it(exam: Order) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (exam.folder, *exam.folder.glob("*.json"), *exam.folder.glob("*/"))}
    private = {"out": 0o700, "sheets": 0o700, "keys": 0o700, "roster.json": 0o600, "state.json": 0o600}
    assert os.name == "nt" or private.items() <= modes.items()


@pytest.mark.parametrize(
    "students",
    [(*STUDENTS, Student("s5", "New")), tuple(reversed(STUDENTS)), (Student("a0"), *STUDENTS, Student("z9"))],
    ids=["one more", "another order", "before and behind"],
)
def test_nobody_else_is_touched(exam: Order, students: tuple[Student, ...]) -> None:
    before = students_files(exam.folder)
    report = made(exam, students)
    assert before.items() <= students_files(exam.folder).items()
    assert report.made == len(students) - len(STUDENTS)


def test_another_folder_and_more_processes_give_the_same_bytes(exam: Order, tmp_path: Path) -> None:
    other = order(tmp_path, "elsewhere")
    made(other, (*STUDENTS[2:], *STUDENTS[:2], *(Student(f"t{n}") for n in range(6))), jobs=2)
    assert students_files(exam.folder).items() <= students_files(other.folder).items()


def test_a_new_problem_changes_no_number_of_the_others(exam: Order, tmp_path: Path) -> None:
    other = order(tmp_path, "more", POOL + SIZE + COUNT)
    made(other)
    numbers = {(one.code, of.problem): of.digest for one in Folder(other.folder).state().sheets for of in one.numbers}
    assert {
        (one.code, of.problem): of.digest for one in Folder(exam.folder).state().sheets for of in one.numbers
    }.items() <= numbers.items()


def test_words_and_points_change_no_number(exam: Order, tmp_path: Path) -> None:
    other = order(
        tmp_path, "other", SIZE + 'points = 7\nnote = "Mine."\n' + COUNT, head=HEAD.replace("Midterm", "Final").replace("Networks", "Nets")
    )
    made(other)
    assert [one.numbers for one in Folder(other.folder).state().sheets] == [one.numbers for one in Folder(exam.folder).state().sheets]


def test_another_id_changes_every_number(exam: Order, tmp_path: Path) -> None:
    other = order(tmp_path, "resit", head=HEAD.replace('"midterm"', '"resit"'))
    made(other)
    assert not set(Archive.open(exam.folder).codes()) & set(Archive.open(other.folder).codes())
    assert {of for one in Folder(other.folder).state().sheets for of in one.numbers} != {
        of for one in Folder(exam.folder).state().sheets for of in one.numbers
    }


def test_a_changed_row_prints_that_sheet_again(exam: Order) -> None:
    before = students_files(exam.folder)
    report = made(exam, (Student("s1", "Another Name"), *STUDENTS[1:]))
    changed = {name for name, digest in students_files(exam.folder).items() if before[name] != digest}
    code = next(one.code for one in Archive.open(exam.folder).roster.sheets if one.student.id == "s1")
    assert (report.made, changed) == (1, {f"sheets/{code}.pdf"})


@pytest.mark.parametrize("name", ["sheets", "keys"])
def test_a_damaged_file_is_made_again(exam: Order, name: str) -> None:
    before = files(exam.folder)
    pdf, document = sorted((exam.folder / name).glob("*.pdf"))[0], sorted((exam.folder / name).glob("*.json"))[-1]
    pdf.unlink()
    document.write_bytes(document.read_bytes()[:-20])
    assert made(exam).made == 2
    assert files(exam.folder) == before


@pytest.mark.parametrize("stop", range(1, 7))
def test_a_run_that_stops_goes_on(first: Path, tmp_path: Path, stop: int) -> None:
    """Whatever was done when it stopped: the next run ends in the same bytes."""
    calls = iter(range(1, 100))

    def until(_what: str, _count: int) -> None:
        if next(calls) == stop:
            raise Stopped

    exam = order(tmp_path)
    with pytest.raises(Stopped):
        publish(exam, Wanted(STUDENTS), until)
    (exam.folder / "sheets" / f"half.{os.getpid()}.part").write_bytes(b"half")
    made(exam)
    assert files(exam.folder) == files(first / "out")


def test_only_one_run_at_a_time(exam: Order) -> None:
    with Folder(exam.folder).locked(), pytest.raises(BadInput, match="another run is at work"):
        made(exam)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda exam: order(exam.folder.parent, problems=SIZE), r"problem: 2 of them are now 1"),
        (lambda exam: order(exam.folder.parent, head=HEAD + 'date = "1 May"\n'), r"date is new"),
        (lambda exam: order(exam.folder.parent, problems=SIZE + COUNT + "points = 3\n"), r"problem 2: points is new"),
        (lambda exam: Order(exam.blueprint, b"other", exam.folder), r"not the secret"),
        (lambda exam: order(exam.folder.parent, named=False), r"made with a roster"),
    ],
    ids=["a problem less", "a new key", "points", "another secret", "copies"],
)
def test_something_else_is_refused(exam: Order, change: Callable[[Order], Order], message: str) -> None:
    before = files(exam.folder)
    with pytest.raises(BadInput, match=message):
        made(change(exam))
    assert files(exam.folder) == before


def test_versions_share_numbers_and_keys(tmp_path: Path) -> None:
    exam = order(tmp_path)
    made(exam, versions=2)
    archive = Archive.open(exam.folder)
    by_version: dict[str, set[str]] = {}
    for seated in archive.roster.sheets:
        given = [problem.given for problem in archive.key(seated.code).problems]
        by_version.setdefault(seated.version, set()).add(repr(given))
        assert archive.sheet(seated.code).version == archive.key(seated.code).version == seated.version
    assert {version: len(given) for version, given in by_version.items()} == {"A": 1, "B": 1}
    assert sorted(path.name for path in (exam.folder / "keys").glob("*.pdf")) == ["version-A.pdf", "version-B.pdf"]
    before = students_files(exam.folder)
    made(exam, (*STUDENTS, Student("s5")))
    assert before.items() <= students_files(exam.folder).items()
    with pytest.raises(BadInput, match="made with 2 versions"):
        made(exam, versions=3)


def test_a_new_sheet_for_one_student(exam: Order) -> None:
    before = students_files(exam.folder)
    old, new, report = reissue(exam, "s2", False, ("size",), quiet)
    archive = Archive.open(exam.folder)
    after = students_files(exam.folder)
    assert report.made == 1
    assert {name for name in before if old.code not in name} == {name for name in after if new not in name and "withdrawn" not in name}
    assert all(after[name] == digest for name, digest in before.items() if old.code not in name)
    assert all(after[f"withdrawn/{name}"] == digest for name, digest in before.items() if old.code in name)
    first, second = ({one.name: one.given for one in archive.key(code).problems} for code in (old.code, new))
    assert first["count"] == second["count"]
    assert first["size"] != second["size"]


def test_a_reissue_stays(exam: Order) -> None:
    reissue(exam, "s2", False, (), quiet)
    before = students_files(exam.folder)
    made(exam, (*STUDENTS, Student("s5")))
    assert before.items() <= students_files(exam.folder).items()


def test_a_reissue_that_was_stopped_comes_to_its_end(exam: Order) -> None:
    def stopped(_what: str, _count: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        reissue(exam, "s2", False, (), stopped)
    old, new, _ = reissue(exam, "s2", False, (), quiet)
    state = Folder(exam.folder).state()
    assert [(one.code, one.by) for one in state.withdrawn] == [(old.code, new)]
    assert next(one for one in state.pinned if one.student == "s2").sheet == 1
    newer = reissue(exam, new, True, (), quiet)[1]
    assert newer not in (old.code, new)


@pytest.mark.parametrize(
    ("who", "by_code", "problems", "message"),
    [
        ("s9", False, (), "no student has the id 's9'"),
        ("0000-0000-0000", True, (), "no sheet has the code"),
        ("s1", False, ("conv",), "there is no such problem; there are size, count"),
    ],
)
def test_a_reissue_that_cannot_be(exam: Order, who: str, by_code: bool, problems: tuple[str, ...], message: str) -> None:
    before = files(exam.folder)
    with pytest.raises(BadInput, match=message):
        reissue(exam, who, by_code, problems, quiet)
    assert files(exam.folder) == before


def test_shared_numbers_are_not_drawn_again(tmp_path: Path) -> None:
    dealt = order(tmp_path, "dealt")
    made(dealt, versions=2)
    with pytest.raises(BadInput, match="shared by all who have the same version"):
        reissue(dealt, "s1", False, (), quiet)
    same = order(tmp_path, "same", SIZE + "same = true\n")
    made(same)
    with pytest.raises(BadInput, match="the same for everybody"):
        reissue(same, "s1", False, (), quiet)


def test_an_old_folder_is_moved_and_never_deleted(exam: Order) -> None:
    before = files(exam.folder)
    for number in (1, 2):
        usable(exam.folder, force=True)
        assert not exam.folder.exists()
        assert files(exam.folder.with_name("out.1")) == before
        made(exam)
        assert exam.folder.with_name(f"out.{number}").is_dir()


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    usable(tmp_path / "out", force=False)
    (tmp_path / "out" / "thesis.tex").write_text("a life's work", encoding="utf-8")
    with pytest.raises(BadInput, match="holds other things"):
        usable(tmp_path / "out", force=False)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="no folder"):
        usable(tmp_path / "file", force=True)


def test_pinned_students_keep_their_order(exam: Order) -> None:
    made(exam, (Student("a0"), *STUDENTS))
    codes = [one.student for one in Folder(exam.folder).state().pinned]
    assert codes[-1] == "a0"
    places = {one.student.id: one.code for one in Archive.open(exam.folder).roster.sheets}
    assert all(places[one] < places[other] for one, other in pairwise(codes[:-1]))
    assert Pinned("a0") in Folder(exam.folder).state().pinned
    assert SECRET not in exam.folder.joinpath("state.json").read_bytes()
