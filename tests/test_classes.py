"""Grading a class: gradebook, feedback, results, the list of what needs a person, and what happens when the archive is another one."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archives import CLASS, archive, sheet_code
from commands import called, refused
from convexam.exercises.problem import Key
from convexam.sheets.reading import Archive

ONE, TWO, THREE = (sheet_code(one.id) for one in CLASS)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("class") / "out")


def answers(book: Archive, code: str, kind: str) -> list[str]:
    """What a student writes: all right, each part with its likeliest mistake, rubbish; by part id."""
    parts = sorted((part for key in book.key(code).problems for part in key.parts), key=lambda part: part.id)
    return [{"right": part.shown, "mistake": part.mistakes[0].shown, "rubbish": "?!", "blank": "_"}[kind] for part in parts]


def table(out: Path, folder: Path, *rows: tuple[str, str, str], name: str = "answers.csv") -> Path:
    """Rows of (code, who, kind)."""
    book = Archive.open(out)
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["sheet", "who", "conv.map", "conv.shape", "count.parameters", "size.shape"])
        for code, who, kind in rows:
            writer.writerow([code, who, *answers(book, code, kind)])
    return folder / name


def gradebook(results: Path) -> dict[str, dict[str, str]]:
    with (results / "gradebook.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def listed(results: Path) -> list[tuple[str, str]]:
    with (results / "listed.csv").open(newline="", encoding="utf-8-sig") as file:
        return [(row["counted"], row["kind"]) for row in csv.DictReader(file)]


def whole(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


KINDS = {  # kind: (total, what the feedback says, remarks)
    "right": ("8.00", "Together: 8 of 8 points.", ""),
    "mistake": ("3.00", "probably", ""),
    "rubbish": ("0.00", "could not be read", "4 parts could not be read."),
    "blank": ("0.00", "Nothing was written.", ""),
}


@pytest.mark.parametrize(("kind", "said"), KINDS.items(), ids=KINDS)
def test_what_a_student_gets(out: Path, tmp_path: Path, kind: str, said: tuple[str, str, str]) -> None:
    total, sentence, remarks = said
    done = called("grade", str(out), str(table(out, tmp_path, (TWO, "s2", kind))), "-o", str(tmp_path / "results"))
    assert (done.status, done.err) == (0, "")
    row = gradebook(tmp_path / "results")["s2"]
    assert (row["total"], row["max"], row["remarks"], row["name"]) == (total, "8.00", remarks, "Ștefan Odobleja")
    feedback = (tmp_path / "results" / "feedback" / f"{TWO}.txt").read_text(encoding="utf-8")
    assert sentence in feedback
    assert "Ștefan Odobleja (s2), sheet " + TWO in feedback


def test_the_class_and_its_gradebook(out: Path, tmp_path: Path) -> None:
    path = table(out, tmp_path, (ONE, "s1", "right"), (ONE, "s1", "mistake"), (THREE, "'=1+1", "right"))
    done = called("grade", str(out), str(path), "-o", str(tmp_path / "results"))
    assert done.status == 0
    book = gradebook(tmp_path / "results")
    assert list(book) == ["'=1+1", "s1", "s2"]
    assert (book["'=1+1"]["name"], book["'=1+1"]["e-mail"]) == ("'@SUM(A1)", "'+a@example.org")
    assert (book["s1"]["total"], book["s1"]["remarks"]) == ("3.00", "Several submissions: one of them counts (listed.csv).")
    assert (book["s2"]["total"], book["s2"]["remarks"]) == ("", "Nothing was handed in.")
    assert listed(tmp_path / "results") == [("yes", "superseded")]


def test_results_are_documents_without_names(out: Path, tmp_path: Path) -> None:
    called("grade", str(out), str(table(out, tmp_path, (ONE, "s1", "mistake"))), "-o", str(tmp_path / "results"))
    (line,) = (tmp_path / "results" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    one: dict[str, Any] = json.loads(line)
    assert (one["format"], one["code"], one["who"], one["total"]) == ("convexam.sheet-results/1", ONE, "s1", "3.00")
    assert {problem["used"] for problem in one["problems"]} == {"program"}
    assert "Ada" not in line


def test_same_inputs_same_bytes(out: Path, tmp_path: Path) -> None:
    path = table(out, tmp_path, (ONE, "s1", "mistake"), (TWO, "s2", "right"))
    (tmp_path / "elsewhere").mkdir()
    again = table(out, tmp_path / "elsewhere", (ONE, "s1", "mistake"), (TWO, "s2", "right"))
    for file, results in ((path, "a"), (again, "b")):
        assert called("grade", str(out), str(file), "-o", str(tmp_path / results)).status == 0
    assert whole(tmp_path / "a") == whole(tmp_path / "b")
    assert (tmp_path / "a" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_grading_again_replaces_results_and_says_what_changed(out: Path, tmp_path: Path) -> None:
    results = str(tmp_path / "results")
    called("grade", str(out), str(table(out, tmp_path, (ONE, "s1", "mistake"), (TWO, "s2", "right"))), "-o", results)
    again = called("grade", str(out), str(table(out, tmp_path, (ONE, "s1", "right"), (TWO, "s2", "right"))), "-o", results)
    assert "1 total changed since last time: s1 (3.00, now 8.00)." in again.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "results"]


def changed_gradebook(results: Path) -> None:
    (results / "gradebook.csv").write_text("mine")


def notes(results: Path) -> None:
    (results / "feedback" / "notes.txt").write_text("mine")


FOREIGN: dict[str, tuple[Callable[[Path], None], str]] = {
    "a changed gradebook": (changed_gradebook, "has been changed since"),
    "notes of somebody's own": (notes, "not one that `convexam grade` wrote"),
    "no marker": (lambda results: (results / "graded.json").unlink(), "holds other things"),
}


@pytest.mark.parametrize(("change", "said"), FOREIGN.values(), ids=FOREIGN)
def test_nothing_of_somebodys_own_is_replaced(out: Path, tmp_path: Path, change: Callable[[Path], None], said: str) -> None:
    words = ("grade", str(out), str(table(out, tmp_path, (ONE, "s1", "right"))), "-o", str(tmp_path / "results"))
    assert called(*words).status == 0
    change(tmp_path / "results")
    before = whole(tmp_path / "results")
    refused(words, said)
    assert whole(tmp_path / "results") == before


def test_what_is_not_counted_is_said(out: Path, tmp_path: Path) -> None:
    path = table(out, tmp_path, (ONE, "s1", "right"), (TWO, "s1", "right"))
    done = called("grade", str(out), str(path), "-o", str(tmp_path / "results"))
    assert done.status == 1
    assert done.err == f"answers.csv, line 3: The sheet {TWO} is not the one of s1.\n"
    assert listed(tmp_path / "results") == [("no", "wrong-who")]
    book = gradebook(tmp_path / "results")
    assert (book["s1"]["total"], book["s1"]["remarks"]) == ("8.00", "")
    assert (book["s2"]["total"], book["s2"]["remarks"]) == ("", "What was handed in could not be counted (listed.csv).")


def test_whose_row_could_not_be_counted_is_told_from_who_handed_in_nothing(out: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(f"sheet,who,conv.shape\n{ONE[:-1]}?,s1,3x3\n")
    called("grade", str(out), str(tmp_path / "answers.csv"), "-o", str(tmp_path / "results"))
    remarks = {who: row["remarks"] for who, row in gradebook(tmp_path / "results").items()}
    assert (remarks["s1"], remarks["s2"]) == ("What was handed in could not be counted (listed.csv).", "Nothing was handed in.")


@pytest.mark.parametrize("who", ["s1", ""], ids=["a student", "a sheet alone"])
def test_whose_submission_is_broken_is_told_from_who_handed_in_nothing(out: Path, tmp_path: Path, who: str) -> None:
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions" / "a.json").write_text(json.dumps({"answers": {}, "sheet": ONE.lower(), "who": who}))
    called("grade", str(out), str(tmp_path / "submissions"), "-o", str(tmp_path / "results"))
    remarks = {who: row["remarks"] for who, row in gradebook(tmp_path / "results").items()}
    assert (remarks["s1"], remarks["s2"]) == ("What was handed in could not be counted (listed.csv).", "Nothing was handed in.")


def test_points_by_hand(out: Path, tmp_path: Path) -> None:
    text = f"sheet,who,conv.map points,conv.shape points,count.parameters points,size.shape points\n{ONE},s1,2.5,1,,1\n{TWO},s2,9,1,2,2\n"
    (tmp_path / "marks.csv").write_text(text)
    done = called("grade", str(out), str(tmp_path / "marks.csv"), "-o", str(tmp_path / "results"))
    assert (done.status, done.err) == (1, "marks.csv, line 3: '9' are no points for conv.map; they were not counted.\n")
    book = gradebook(tmp_path / "results")
    assert (book["s1"]["total"], book["s1"]["remarks"]) == ("4.50", "3 parts by hand. 1 part waits for a person.")
    assert (book["s2"]["total"], book["s2"]["remarks"]) == ("5.00", "3 parts by hand. 1 part waits for a person.")
    feedback = (tmp_path / "results" / "feedback" / f"{ONE}.txt").read_text(encoding="utf-8")
    assert "These points were given by hand." in feedback


def test_cells_that_could_not_be_read_are_listed(out: Path, tmp_path: Path) -> None:
    key = next(key for key in Archive.open(out).key(ONE).problems if key.name == "conv")
    right = next(part.shown for part in key.parts if part.id == "conv.map")
    first = right.split()[0]
    text = f'sheet,who,conv.map\n{ONE},s1,"{right.replace(first, "l", 1)}"\n{TWO},s2,1 si 1\n'
    (tmp_path / "answers.csv").write_text(text, encoding="utf-8")
    done = called("grade", str(out), str(tmp_path / "answers.csv"), "-o", str(tmp_path / "results"))
    assert (done.status, "2 for a person to look at" in done.out) == (0, True)
    assert listed(tmp_path / "results") == [("yes", "unreadable-cells")] * 2
    assert "conv.map could not be read (?), and count as wrong: 1 ? 1" in (tmp_path / "results" / "listed.csv").read_text(encoding="utf-8")
    assert "be read: “si”" in (tmp_path / "results" / "feedback" / f"{TWO}.txt").read_text(encoding="utf-8")


def test_a_mark_wins_over_an_answer(out: Path, tmp_path: Path) -> None:
    (tmp_path / "both.csv").write_text(f"sheet,who,conv.shape,conv.map points\n{ONE},s1,3x3,3\n")
    assert called("grade", str(out), str(tmp_path / "both.csv"), "-o", str(tmp_path / "results")).status == 0
    assert gradebook(tmp_path / "results")["s1"]["conv"] == "4.00"


def test_withdrawn_sheets_still_grade(tmp_path: Path) -> None:
    out = archive(tmp_path / "out", withdrawn=("s1", "s2"))
    old, older = sheet_code("s1", 1), sheet_code("s2", 1)
    path = table(out, tmp_path, (ONE, "s1", "right"), (old, "s1", "mistake"), (older, "s2", "mistake"))
    done = called("grade", str(out), str(path), "-o", str(tmp_path / "results"))
    assert done.status == 0
    book = gradebook(tmp_path / "results")
    assert (book["s1"]["sheet"], book["s1"]["total"]) == (ONE, "8.00")
    assert book["s1"]["remarks"] == f"The withdrawn sheet {old} was handed in as well (3.00); it does not count."
    assert (book["s2"]["sheet"], book["s2"]["total"], book["s2"]["remarks"]) == (older, "3.00", "This sheet had been withdrawn.")
    assert listed(tmp_path / "results") == [("yes", "withdrawn"), ("yes", "withdrawn")]
    assert "had been withdrawn" in (tmp_path / "results" / "feedback" / f"{old}.txt").read_text(encoding="utf-8")


NEW, OLD = (ONE, "s1"), (sheet_code("s1", 1), "s1")
AGAIN = {  # id: (what is graded first, what then, what is said of the totals)
    "the new sheet after the withdrawn one": ([(*OLD, "mistake")], [(*OLD, "mistake"), (*NEW, "right")], ": s1 (3.00, now 8.00)."),
    "both sheets have the same points": ([(*OLD, "right")], [(*NEW, "right")], ""),
    "the withdrawn one comes later, and does not count": ([(*NEW, "right")], [(*NEW, "right"), (*OLD, "mistake")], ""),
    "the withdrawn one changes and does not count": ([(*NEW, "right"), (*OLD, "mistake")], [(*NEW, "right"), (*OLD, "right")], ""),
    "the new one is gone": ([(*NEW, "right"), (*OLD, "mistake")], [(*OLD, "mistake")], ": s1 (8.00, now 3.00)."),
    "none is left": ([(*OLD, "mistake"), (TWO, "s2", "right")], [(TWO, "s2", "right")], ": s1 (3.00, now none)."),
}


@pytest.mark.parametrize(("first", "then", "said"), AGAIN.values(), ids=AGAIN)
def test_what_changed_is_what_stands_in_the_gradebook(
    tmp_path: Path, first: list[tuple[str, str, str]], then: list[tuple[str, str, str]], said: str
) -> None:
    out = archive(tmp_path / "out", withdrawn=("s1",))
    called("grade", str(out), str(table(out, tmp_path, *first)), "-o", str(tmp_path / "results"))
    again = called("grade", str(out), str(table(out, tmp_path, *then)), "-o", str(tmp_path / "results"))
    assert again.out.partition("changed since last time")[2].partition("\n")[0] == said


def other_answer(key: Key) -> Key:
    if key.family != "conv-parameters":
        return key
    return replace(key, program="0.0.9", parts=(replace(key.parts[0], answer=7, accepted=(7,), shown="7"),))


def gone(key: Key) -> Key:
    return replace(key, family="lost") if key.family == "conv-parameters" else key


USED = {  # id: (change, --use, status, total of somebody who writes what the archive has for right, what is said)
    "another answer": (other_answer, None, 2, "", "--use archive grades by the archive alone, --use new by this program"),
    "another answer, by the archive": (other_answer, "archive", 0, "8.00", ""),
    "another answer, by the program": (other_answer, "new", 0, "6.00", ""),
    "a gone family": (gone, None, 2, "", "no family is called 'lost'"),
    "a gone family, by the archive": (gone, "archive", 0, "8.00", ""),
    "a gone family, by the program": (gone, "new", 2, "", "no family is called 'lost'"),
}


@pytest.mark.parametrize(("change", "use", "status", "total", "said"), USED.values(), ids=USED)
def test_an_archive_that_would_be_graded_otherwise(
    tmp_path: Path, change: Callable[[Key], Key], use: str | None, status: int, total: str, said: str
) -> None:
    out = archive(tmp_path / "out", changed=change)
    path = table(out, tmp_path, (ONE, "s1", "right"))
    done = called("grade", str(out), str(path), "-o", str(tmp_path / "results"), *(("--use", use) if use else ()))
    assert done.status == status
    assert said in done.err
    assert (tmp_path / "results").exists() == (status == 0)
    if status == 0:
        row = gradebook(tmp_path / "results")["s1"]
        assert row["total"] == total
        assert ("archive alone" in row["remarks"]) == (use == "archive")


def test_versions_stand_in_the_gradebook(tmp_path: Path) -> None:
    out = archive(tmp_path / "out", versions={"s1": "A", "s2": "B", "=1+1": "A"})
    called("grade", str(out), str(table(out, tmp_path, (ONE, "s1", "right"))), "-o", str(tmp_path / "results"))
    assert [row["version"] for row in gradebook(tmp_path / "results").values()] == ["A", "A", "B"]


DAMAGED: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {  # id: (file, change, what is said)
    "a sheet": (f"sheets/{ONE}.json", lambda data: data.replace(b"Midterm", b"Mid term"), "has been changed"),
    "half a sheet": (f"sheets/{ONE}.json", lambda data: data[: len(data) // 2], f"{ONE}.json"),
    "half a key": (f"keys/{ONE}.json", lambda data: data[: len(data) // 2], "is the file complete?"),
    "a key that is no text": (f"keys/{ONE}.json", lambda data: b"\xff" + data, "is not UTF-8 text"),
    "somebody else's key": (f"keys/{ONE}.json", lambda data: data.replace(ONE.encode(), TWO.encode()), f"not {ONE}"),
    "the header": ("exam.json", lambda _: b"{}", "exam.json"),
    "a roster of another exam": ("roster.json", lambda data: data.replace(b'"exam":"midterm"', b'"exam":"final"'), "'final'"),
    "a code that leaves the folder": ("roster.json", lambda data: data.replace(ONE.encode(), b"../../../x"), "is no code of a sheet"),
}


@pytest.mark.parametrize(("file", "change", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_files_are_named(tmp_path: Path, file: str, change: Callable[[bytes], bytes], said: str) -> None:
    out = archive(tmp_path / "out")
    path = table(out, tmp_path, (ONE, "s1", "right"))
    (out / file).write_bytes(change((out / file).read_bytes()))
    refused(("grade", str(out), str(path), "-o", str(tmp_path / "results")), said)
    assert not (tmp_path / "results").exists()


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    out = archive(tmp_path / "out")
    path = table(out, tmp_path, (ONE, "s1", "right"))
    (out / "keys" / f"{ONE}.json").unlink()
    refused(("grade", str(out), str(path), "-o", str(tmp_path / "results")), f"{ONE}.json: there is no such file")
