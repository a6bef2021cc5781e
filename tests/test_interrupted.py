"""Runs that were stopped at the worst moment, and runs that meet: the next one brings them to their end."""

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from convexam.errors import BadInput, ConvexamError
from convexam.grader.results_folder import LINES, MARKER, earlier
from convexam.sheets.archive import Folder
from convexam.sheets.files import locked
from convexam.sheets.processes import workers
from convexam.sheets.production import Order
from convexam.sheets.publish import Wanted, publish
from convexam.sheets.reading import Archive
from convexam.sheets.reissue import reissue
from convexam.sheets.spreadsheet import bare, safe
from convexam.sheets.typst_press import PressFailed
from exams import STUDENTS, Stopped, files, made, order, quiet


def at(moment: str) -> Callable[[str, int], None]:
    """Stops there."""

    def tell(what: str, _count: int) -> None:
        if what == moment:
            raise Stopped

    return tell


MOMENTS = ["sheets", "files for the whole class"]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("by_code", [False, True])
def test_a_reissue_begins_no_second_one(exam: Order, tmp_path_factory: pytest.TempPathFactory, moment: str, by_code: bool) -> None:
    who = next(code for code, one in Archive.open(exam.folder).seated.items() if one.student.id == "s2") if by_code else "s2"
    other = Path(shutil.copytree(exam.folder.parent, tmp_path_factory.mktemp("undisturbed") / "copy"))
    reissue(order(other), who, by_code, ("size",), quiet)
    with pytest.raises(Stopped):
        reissue(exam, who, by_code, ("size",), at(moment))
    reissue(exam, who, by_code, ("size",), quiet)
    assert files(exam.folder) == files(other / "out")
    assert Folder(exam.folder).state().reissuing == ""


def test_an_exam_that_was_never_ended_says_how_to_go_on(tmp_path: Path) -> None:
    exam = order(tmp_path)
    with pytest.raises(Stopped):
        publish(exam, Wanted(STUDENTS), at("sheets"))
    with pytest.raises(BadInput, match="the same command goes on"):
        Archive.open(exam.folder)


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_was_dropped_may_be_dropped_again(exam: Order, moment: str) -> None:
    wanted = Wanted(STUDENTS[1:], dropped=("s1",))
    with pytest.raises(Stopped):
        publish(exam, wanted, at(moment))
    publish(exam, wanted, quiet)
    roster = Archive.open(exam.folder).roster
    assert [(one.student.id, one.student.name) for one in roster.withdrawn] == [("s1", "Student 1")]
    assert len(roster.sheets) == len(STUDENTS) - 1


def test_a_run_that_has_to_wait_takes_nothing_from_the_other(exam: Order) -> None:
    part = exam.folder / "sheets" / "half.1.part"
    part.write_bytes(b"half")
    with Folder(exam.folder).locked():
        part.write_bytes(b"half")
        with pytest.raises(BadInput, match="another run is at work"):
            made(exam)
        assert part.exists()
    assert not part.exists()


def test_a_run_that_had_written_nothing_down_goes_on(tmp_path: Path) -> None:
    of = order(tmp_path)
    Folder(of.folder).create()
    (of.folder / "state.json.1.part").write_bytes(b"{")
    made(of)
    assert not list(of.folder.rglob("*.part"))


def test_a_process_that_is_killed_is_said() -> None:
    with pytest.raises(BadInput, match="a process was ended from outside"), workers(1) as several:
        several.submit(os._exit, 9).result()


def test_what_the_press_says_reaches_another_process() -> None:
    with pytest.raises(typst.TypstError) as error:
        typst.compile(b"#panic()")
    failure = PressFailed(error.value)
    there = pickle.loads(pickle.dumps(failure))  # as between processes
    assert (type(there), str(there)) == (ConvexamError, str(failure))


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder of results, as small as one can be."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / MARKER).write_text('{"program": "1", "exam": "midterm", "files": [], "totals": []}', encoding="utf-8")
    return tmp_path / "results"


def test_results_that_had_made_room_come_back(results: Path) -> None:
    results.rename(results.with_name("results.old.123.part"))
    found = earlier(results)
    assert found is not None
    assert [path.name for path in results.parent.iterdir()] == ["results"]


def test_what_a_killed_run_has_left_is_removed_and_what_a_live_one_writes_is_not(results: Path) -> None:
    for name in ("results.1.part", "results.2.part", "results.3.part", "results.old.4.part", "other.5.part"):
        results.with_name(name).mkdir()
    results.with_name("results.3.part").joinpath("thesis.tex").write_text("a life's work", encoding="utf-8")
    with results.with_name("results.2.part").joinpath(LINES).open("wb") as lines:
        assert locked(lines.fileno())
        earlier(results)
    assert sorted(path.name for path in results.parent.iterdir()) == ["other.5.part", "results", "results.2.part", "results.3.part"]


@pytest.mark.parametrize("id", ["d'1", "o'-x", "a''.b", "=1", "'=1", "''=1+1", "'-3", "x,'@y", "a, =b;-c", "-3", "@x", "'"])
def test_an_id_comes_back_from_a_table_as_it_was(id: str) -> None:
    assert bare(safe(id)) == id
