"""`convexam new`: what it writes works as it is, and nothing that is there is written over."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from commands import called
from convexam.sheets.advice import advice
from convexam.sheets.beginning import exam_id
from convexam.sheets.blueprint import read
from convexam.sheets.blueprint_keys import BlueprintKeys, ProblemKeys
from convexam.sheets.blueprint_schema import schema
from convexam.sheets.exam import preview
from convexam.sheets.roster import read as read_roster


@pytest.fixture
def made(tmp_path: Path) -> Path:
    done = called("new", str(tmp_path / "midterm.toml"))
    assert (done.status, done.err) == (0, "")
    assert f"convexam exam {tmp_path / 'midterm.toml'} --roster {tmp_path / 'class.csv'} -o out/\n" in done.out
    return tmp_path / "midterm.toml"


def test_the_blueprint_works_as_it_is(made: Path) -> None:
    blueprint = read(made)
    assert (blueprint.id, blueprint.total, len(blueprint.problems)) == ("midterm", 20, 5)
    (line,) = advice(blueprint, preview(blueprint).solved)  # nothing to complain of but the minutes
    (minutes,) = re.findall(r"^About ([0-9]+) minutes", line)
    assert 25 <= int(minutes) <= 40


def test_the_blueprint_is_valid_for_an_editor(made: Path) -> None:
    raw = tomllib.loads(made.read_text(encoding="utf-8"), parse_float=Decimal)
    jsonschema.Draft202012Validator(schema()).validate(raw)


def test_the_comments_name_every_key(made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    keys = {*BlueprintKeys.__struct_fields__, *ProblemKeys.__struct_fields__}
    assert [key for key in keys if not re.search(rf"^(# )?(\[+(problem\.)?)?{key}\b", text, re.MULTILINE)] == []


COMMENTED = (
    "institution",
    "language",
    "same",
    "paper",
    "answer_space",
    "formula_sheet",
    "engine",
    "choice",
    "shares",
    "conventions",
    "note",
)


@pytest.mark.parametrize("key", COMMENTED)
def test_each_line_that_is_commented_out_works_as_well(made: Path, key: str) -> None:
    text, count = re.subn(rf"^# ({key} = )", r"\1", made.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    made.write_text(text, encoding="utf-8")
    assert read(made).problems


def test_the_class_is_twenty_students_that_do_not_exist(made: Path) -> None:
    found = read_roster(made.with_name("class.csv"))
    assert (len(found.students), found.notes) == (20, ())
    assert all(one.email.endswith("@example.org") and one.group and one.seat for one in found.students)
    assert sum(one.large for one in found.students) == 1
    assert sum(not one.name.isascii() for one in found.students) > 10


def test_a_roster_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text("mine")
    assert "it is kept" in called("new", str(tmp_path / "midterm.toml")).out
    assert (tmp_path / "class.csv").read_text() == "mine"


def test_a_blueprint_that_is_there_is_kept(made: Path) -> None:
    made.write_text("mine")
    done = called("new", str(made))
    assert (done.status, done.out, made.read_text()) == (2, "", "mine")
    assert "there is such a file already" in done.err


IDS = {
    "midterm": "midterm",
    "Midterm 2026 (A)": "midterm-2026-a",
    "Prüfung_1": "prufung_1",
    "..": "exam",
    "考试": "exam",
    "x" * 60: "x" * 40,
}


@pytest.mark.parametrize(("name", "id"), IDS.items(), ids=IDS)
def test_the_id_follows_the_name(name: str, id: str) -> None:
    assert exam_id(name) == id


REFUSED = {
    "no ending": ("midterm", "name it midterm.toml"),
    "another ending": ("midterm.csv", "a blueprint is a TOML file"),
    "ending alone": (".toml", "a blueprint is a TOML file"),
    "line break": ("mid\nid = 'x'.toml", "characters that cannot stand in a command"),
    "quote": ('mid".toml', "characters that cannot stand in a command"),
    "no folder": ("none/mid.toml", "there is no folder"),
}


@pytest.mark.parametrize(("name", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, name: str, said: str) -> None:
    done = called("new", str(tmp_path / name))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert list(tmp_path.iterdir()) == []
