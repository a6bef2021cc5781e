"""Empty tables and submissions, and that what is typed into them is graded."""

import csv
import io
import json
from pathlib import Path

import pytest

from archives import CLASS, archive, sheet_code
from commands import called, refused, shown
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student

PARTS = ["conv.shape", "conv.map", "count.parameters", "size.shape"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("class") / "out")


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_row_per_sheet_and_a_column_per_part(out: Path) -> None:
    header, *students = rows(shown("template", str(out), "--csv"))
    assert header == ["sheet", "who", *PARTS]
    assert [row[:2] for row in students] == [[sheet_code(one), who] for one, who in (("=1+1", "'=1+1"), ("s1", "s1"), ("s2", "s2"))]
    assert [row[2:] for row in students] == [[""] * 4] * 3


def test_names_where_they_are_wanted(out: Path) -> None:
    header, *students = rows(shown("template", str(out), "--csv", "--names"))
    assert header == ["sheet", "who", "name", *PARTS]
    assert students[-1][1:3] == ["s2", "Ștefan Odobleja"]


def test_a_table_for_points(out: Path) -> None:
    header, *_ = rows(shown("template", str(out), "--marks"))
    assert header == ["sheet", "who", *(f"{part} points" for part in PARTS)]


def test_answers_of_some_and_points_of_others_in_one_table(out: Path, tmp_path: Path) -> None:
    header, *students = rows(shown("template", str(out), "--csv", "--marks"))
    assert header == ["sheet", "who", *(column for part in PARTS for column in (part, f"{part} points"))]
    for row, column, typed in (
        (students[1], "conv.shape", "7x7"),
        (students[2], "conv.shape points", "1"),
        (students[2], "conv.map points", "2,5"),
    ):
        row[header.index(column)] = typed
    with (tmp_path / "both.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *students])
    done = called("grade", str(out), str(tmp_path / "both.csv"), "-o", str(tmp_path / "results"))
    assert (done.status, done.err) == (0, "")
    graded = [json.loads(line) for line in (tmp_path / "results" / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["who"]: (one["total"], one["by_hand"]) for one in graded} == {
        "s1": ("0.00", []),
        "s2": ("3.50", ["conv.shape", "conv.map"]),
    }


def test_the_empty_table_is_graded_as_nothing(out: Path, tmp_path: Path) -> None:
    table = str(tmp_path / "answers.csv")
    assert f"convexam grade {out} {table} -o results/" in called("template", str(out), "--csv", "-o", table).err
    done = called("grade", str(out), str(tmp_path / "answers.csv"), "-o", str(tmp_path / "results"))
    assert (done.status, done.err) == (0, "")
    assert "0 sheets graded." in done.out
    assert "Nothing is typed in" in done.out


@pytest.mark.parametrize("student", [one.id for one in CLASS])
def test_one_submission_filled_in(out: Path, tmp_path: Path, student: str) -> None:
    document = json.loads(shown("template", str(out), "--student", student))
    assert (document["sheet"], document["who"]) == (sheet_code(student), student)
    answers = {part.id: part.shown for key in Archive.open(out).key(document["sheet"]).problems for part in key.parts}
    assert {one["id"] for one in document["answers"]} == set(answers)
    filled = document | {"answers": [{"id": id, "answer": answer} for id, answer in answers.items()]}
    (tmp_path / "mine.json").write_text(json.dumps(filled))
    assert called("grade", str(out), str(tmp_path / "mine.json"), "-o", str(tmp_path / "results")).status == 0
    assert json.loads((tmp_path / "results" / "results.jsonl").read_text())["total"] == "8.00"


def test_ids_that_spreadsheets_take_for_formulas_come_back(tmp_path: Path) -> None:
    ids = ("=1+1", "'=1+1", "@x", "-3", "d'1")
    out = archive(tmp_path / "out", students=[Student(id, "\t=2\r=3") for id in ids])
    (header, *rest) = rows(shown("template", str(out), "--csv", "--names"))
    assert {row[1] for row in rest} == {"'=1+1", "''=1+1", "'@x", "-3", "d'1"}
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([*row[:3], "3x3", *row[4:]] for row in rest)])
    assert "5 sheets graded." in shown("grade", str(out), str(tmp_path / "answers.csv"), "-o", str(tmp_path / "results"))
    graded = [json.loads(line)["who"] for line in (tmp_path / "results" / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(graded) == sorted(ids)
    cells = [cell for row in rows((tmp_path / "results" / "gradebook.csv").read_text(encoding="utf-8-sig")) for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "@", "\t", "\r") or ("=2" in cell and "'=2" not in cell)] == []


REFUSED = {
    "nothing wanted": ((), "--csv for a table"),
    "two at once": (("--csv", "--student", "s1"), "--csv for a table"),
    "nobody": (("--student", "s9"), "'s9'"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(out: Path, words: tuple[str, ...], said: str) -> None:
    refused(("template", str(out), *words), said)


def test_no_archive(tmp_path: Path) -> None:
    refused(("template", str(tmp_path), "--csv"), "exam.json: there is no such file")


def test_no_file_is_overwritten(out: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("mine")
    refused(("template", str(out), "--csv", "-o", str(tmp_path / "answers.csv")), "--force overwrites it")
    assert (tmp_path / "answers.csv").read_text() == "mine"
