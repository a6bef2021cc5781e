"""Who gets which sheet."""

from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets.blueprint import read
from convexam.sheets.records import Pinned, Student
from convexam.sheets.seating import Place, by_seat, copies, missing, natural, seat

SECRET = b"secret"
EXAM = 'id = "midterm"\ntitle = "Midterm"\n[[problem]]\nfamily = "output-size"\n'


def seated(tmp_path: Path, students: list[Student], before: tuple[Pinned, ...] = (), versions: int = 0) -> tuple[Place, ...]:
    path = tmp_path / "midterm.toml"
    path.write_text(EXAM, encoding="utf-8")
    return seat(read(path), SECRET, students, before, versions)


def dealt(places: tuple[Place, ...]) -> dict[str, str]:
    return {place.seated.student.id: place.pinned.version for place in places}


def test_a_code_does_not_depend_on_the_neighbours(tmp_path: Path) -> None:
    ana, bob, eve = Student("ana"), Student("bob"), Student("eve")
    codes = {place.seated.student.id: place.seated.code for place in seated(tmp_path, [ana, bob])}
    more = {place.seated.student.id: place.seated.code for place in seated(tmp_path, [eve, bob, ana])}
    assert codes.items() <= more.items()
    assert sorted(more.values()) == [place.seated.code for place in seated(tmp_path, [eve, bob, ana])]


def test_versions_go_by_group_and_seat(tmp_path: Path) -> None:
    students = [Student("a", seat="10"), Student("b", seat="9"), Student("c", seat="2"), Student("d", group="B", seat="1")]
    assert dealt(seated(tmp_path, students, versions=2)) == {"c": "A", "b": "B", "a": "A", "d": "B"}


def test_without_seats_they_go_by_the_roster(tmp_path: Path) -> None:
    assert dealt(seated(tmp_path, [Student("z"), Student("a"), Student("m")], versions=2)) == {"z": "A", "a": "B", "m": "A"}


def test_what_was_dealt_stays(tmp_path: Path) -> None:
    before = (Pinned("a", "B"), Pinned("b", "B"))
    assert dealt(seated(tmp_path, [Student("c"), Student("b"), Student("a")], before, versions=2)) == {"a": "B", "b": "B", "c": "A"}


def test_for_the_printer_by_seat_where_there_are_any(tmp_path: Path) -> None:
    students = [Student("a", seat="10"), Student("b", seat="9"), Student("c", seat="A2")]
    assert [place.seated.student.id for place in by_seat(seated(tmp_path, students))] == ["b", "a", "c"]
    places = seated(tmp_path, [Student("a"), Student("b")])
    assert by_seat(places) == list(places)


@pytest.mark.parametrize(("one", "other"), [("9", "10"), ("A9", "A10"), ("a1", "B1"), ("", "1"), ("1", "x"), ("7", "07x")])
def test_digits_are_numbers(one: str, other: str) -> None:
    assert natural(one) < natural(other)


def test_who_is_missing_is_named() -> None:
    before = [Pinned("007"), Pinned("008")]
    with pytest.raises(BadInput, match=r"'007'.*leading zeros.*--drop 007"):
        missing(before, [Student("7"), Student("008")], ())
    missing(before, [Student("008")], ("007",))


def test_copies_are_numbered() -> None:
    assert [student.id for student in copies(3)] == ["copy-1", "copy-2", "copy-3"]
