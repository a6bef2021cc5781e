"""What a class hands in: whose it is, which of several counts, and that nothing harms anybody else's work."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import archive, sheet_code
from convexam.errors import BadInput, shown
from convexam.grader.classes import ClassGrader, mark_of, place
from convexam.grader.handed_in import Answers, HandedIn, collect
from convexam.grader.results import Remark
from convexam.grader.submission import Given
from convexam.sheets.reading import Archive

ONE, TWO = sheet_code("s1"), sheet_code("s2")
HEADER = "sheet,who,attempt,conv.shape,conv.map"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive.open(archive(tmp_path_factory.mktemp("out")))


def table(book: Archive, folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> HandedIn:
    path = folder / "answers.csv"
    path.write_bytes("\r\n".join([header, *rows]).encode(encoding))
    return collect(path, book.seated)


def kinds(handed: HandedIn) -> list[tuple[str, str]]:
    return [(remark.kind, remark.where.rpartition(" ")[2]) for remark in handed.remarks]


ROWS = {  # id: (rows, lines that count by student, remarks with their lines)
    "one each": ([f"{ONE},s1,,3x3,", f"{TWO},s2,,3x3,"], [2, 3], []),
    "small letters and no dashes": ([f"{ONE.replace('-', '').lower()},s1,,3x3,"], [2], []),
    "blanks around": ([f" {ONE} , s1 ,,3x3,"], [2], []),
    "nothing typed": ([f"{ONE},s1,,,", f"{TWO},s2,,3x3,"], [3], []),
    "nothing typed later replaces nothing": ([f"{ONE},s1,,3x3,", f"{ONE},s1,9,,"], [2], []),
    "a row of blanks": ([f"{ONE},s1,,3x3,", ",,,,"], [2], []),
    "the later line": ([f"{ONE},s1,,3x3,", f"{ONE},s1,,4x4,"], [3], [("superseded", "2")]),
    "the larger attempt": ([f"{ONE},s1,2,3x3,", f"{ONE},s1,1,4x4,"], [2], [("superseded", "3")]),
    "somebody else's sheet": ([f"{ONE},s2,,3x3,", f"{TWO},s2,,3x3,"], [3], [("wrong_who", "2")]),
    "nobody": ([f"{ONE},,,3x3,"], [], [("wrong_who", "2")]),
    "an id in other letters": ([f"{ONE},S1,,3x3,"], [], [("wrong_who", "2")]),
    "no sheet": ([",s1,,3x3,"], [], [("no_sheet", "2")]),
    "a typing error": ([f"{ONE[:-1]}{'0' if ONE[-1] != '0' else '1'},s1,,3x3,"], [], [("no_code", "2")]),
    "no code at all": (["=1+1,s1,,3x3,"], [], [("no_code", "2")]),
    "a sheet of another exam": ([f"{sheet_code('s9')},s9,,3x3,"], [], [("unknown_code", "2")]),
    "more cells than columns": ([f"{ONE},s1,,3,3,3", f"{TWO},s2,,3x3,"], [3], [("broken", "2")]),
    "an attempt that is none": ([f"{ONE},s1,²,3x3,"], [], [("broken", "2")]),
    "a map over three lines": ([f'{ONE},s1,,,"1 2\n3 4"', f"{TWO},s2,,3x3,"], [2, 4], []),
}


@pytest.mark.parametrize(("rows", "counts", "remarks"), ROWS.values(), ids=ROWS)
def test_rows_of_a_table(book: Archive, tmp_path: Path, rows: list[str], counts: list[int], remarks: list[tuple[str, str]]) -> None:
    handed = table(book, tmp_path, *rows)
    assert sorted(int(found.where.rpartition(" ")[2]) for found in handed.counts.values()) == counts
    assert kinds(handed) == remarks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_tables_as_spreadsheets_save_them(book: Archive, tmp_path: Path, encoding: str, separator: str) -> None:
    row = separator.join([ONE, "s1", "", "3 × 3", '"1 2; 3 −4"'])
    handed = table(book, tmp_path, row, header=HEADER.replace(",", separator), encoding=encoding)
    assert handed.counts[ONE].load().answers == (Given("conv.shape", "3 × 3"), Given("conv.map", "1 2; 3 −4"))


HEADERS = {
    "no sheet": ("who,conv.map", "no column is called sheet"),
    "no who": ("sheet,conv.map", "no column is called who"),
    "a part twice": ("sheet,who,conv.map,conv.map", "two columns are called 'conv.map'"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize(("header", "said"), HEADERS.values(), ids=HEADERS)
def test_headers_that_cannot_be_used(book: Archive, tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        table(book, tmp_path, header=header)


def test_a_monster_in_a_cell_costs_nobody_else(book: Archive, tmp_path: Path) -> None:
    handed = table(book, tmp_path, f"{ONE},s1,,{'9' * 1_000_000},", f"{'x' * 1_000_000},s1,,3x3,", f"{TWO},s2,,3x3,")
    assert list(handed.counts) == [ONE, TWO]
    assert kinds(handed) == [("no_code", "3")]
    verdict = ClassGrader(book).sheet(ONE, handed.counts[ONE]).results.verdicts()
    assert {one.status for one in verdict} == {"unreadable", "blank"}


def document(code: str, who: str | None, answers: list[Any] | None = None, **more: Any) -> str:
    return json.dumps({"answers": answers or [], "sheet": code, "who": who, **more})


FOLDER = {  # name: text
    "a.json": document(ONE, "s1"),
    "b.json": document(ONE, "s1"),
    "c.json": "{",
    "d.json": "[" * 100_000,
    "e.json": document(TWO, "s2", [{"id": "conv.map", "answer": "x" * 1_000_000}]),
    "f.json": '{"answers": [], "sheet": "' + TWO + '", "who": "s2", "who": "s1"}',
    "g.json": document(TWO, "s1", attempt=99),
    "h.json": '{"answers": []}',
    "i.json": document(TWO, "s2", [{"id": "conv.map", "answer": {"a": [1]}}]),
    "j.json": "\udc80",
    "notes.txt": "hello",
    ".DS_Store": "",
    "moodle/s2/z.json": document(TWO, "s2", attempt=3),
}


def test_a_folder_of_submissions(book: Archive, tmp_path: Path) -> None:
    for name, text in FOLDER.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    handed = collect(tmp_path, book.seated)
    assert {code: found.where for code, found in handed.counts.items()} == {ONE: "b.json", TWO: "moodle/s2/z.json"}
    broken = {remark.where for remark in handed.remarks if remark.kind == "broken"}
    others = {(remark.kind, remark.where) for remark in handed.remarks if remark.kind != "broken"}
    assert broken == {"c.json", "d.json", "f.json", "i.json", "j.json"}
    assert others == {
        ("superseded", "a.json"),
        ("superseded", "e.json"),
        ("wrong_who", "g.json"),
        ("no_sheet", "h.json"),
        ("other_file", "notes.txt"),
    }
    assert all("\n" not in remark.sentence and len(remark.sentence) < 400 for remark in handed.remarks)


def test_a_submission_a_line(book: Archive, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join([document(ONE, "s1"), "{", "", document(TWO, "s2", attempt=2), document(TWO, "s2"), '"text"']) + "\n")
    handed = collect(path, book.seated)
    assert {code: found.where for code, found in handed.counts.items()} == {ONE: "all.jsonl, line 1", TWO: "all.jsonl, line 4"}
    assert kinds(handed) == [("broken", "2"), ("superseded", "5"), ("broken", "6")]


BROKEN = {  # id: (more of a document, or other text; sheet and student that are told)
    "an unknown format": (document(ONE, "s1", format="other/1"), (ONE, "s1")),
    "an extra key": (document(ONE, " s1 ", extra=1), (ONE, "s1")),
    "an attempt that is text": (document(ONE.replace("-", "").lower(), "s1", attempt="two"), (ONE, "s1")),
    "answers in an object": (json.dumps({"answers": {}, "sheet": ONE, "who": "s1"}), (ONE, "s1")),
    "an answer that is none": (document(ONE, "s1", [{"id": "conv.map", "answer": True}]), (ONE, "s1")),
    "no student": (document(ONE, None, extra=1), (ONE, "")),
    "a code that is a number": (json.dumps({"answers": [], "sheet": 5, "who": "s1"}), ("", "s1")),
    "a code that is none": (document("5", "s1", extra=1), ("5", "s1")),
    "a monster": (document("x" * 100_000, "s1" * 100_000, extra=1), ("x" * 200, "s1" * 100)),
    "half a character": (document(ONE, "\ud800", extra=1), ("", "")),
    "two students": ('{"answers": [], "sheet": "' + ONE + '", "who": "s2", "who": "s1"}', ("", "")),
    "a list": (json.dumps([ONE, "s1"]), ("", "")),
    "a torn file": (document(ONE, "s1")[:-1], ("", "")),
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_submission_says_whose_it_is(book: Archive, tmp_path: Path, text: str, told: tuple[str, str]) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder" / "a.json", tmp_path / "all.jsonl"):
        path.write_text(text)
    for path in (tmp_path / "folder", tmp_path / "all.jsonl"):
        (remark,) = collect(path, book.seated).remarks
        assert (remark.kind, remark.code, remark.who) == ("broken", *told)


def test_one_submission_alone(book: Archive, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(document(ONE, "s1"))
    assert list(collect(path, book.seated).counts) == [ONE]
    path.write_text("{")
    with pytest.raises(BadInput, match="not JSON"):
        collect(path, book.seated)


PLACED = {  # id: (answers, marks, placed answers by part of conv, kinds of remarks)
    "an id": ([("conv.shape", "1x1")], [], {"shape": "1x1"}, []),
    "an id in a header that a spreadsheet has begun with a large letter": ([("Conv.Shape", "1x1")], [], {"shape": "1x1"}, []),
    "points in such a header": ([], [("CONV.shape", "1")], {}, []),
    "no such part": ([("conv.shape", "1x1"), ("conv.lost", "5")], [], {"shape": "1x1"}, ["no_part"]),
    "no such part, and no answer": ([("conv.lost", None)], [], {}, []),
    "the same twice": ([("conv.shape", "1x1"), ("conv.shape", "1x1")], [], {"shape": "1x1"}, []),
    "two answers": ([("conv.shape", "1x1"), ("conv.shape", "2x2")], [], {}, ["two_answers"]),
    "a mark": ([], [("conv.shape", "0.5")], {}, []),
    "too many points": ([], [("conv.shape", "1.5")], {}, ["bad_mark"]),
    "points below zero": ([], [("conv.shape", "-1")], {}, ["bad_mark"]),
    "no points": ([], [("conv.shape", "=1")], {}, ["bad_mark"]),
    "points for nothing": ([], [("conv.lost", "1")], {}, ["no_part"]),
}


@pytest.mark.parametrize(("answers", "marks", "placed", "said"), PLACED.values(), ids=PLACED)
def test_answers_find_their_parts(book: Archive, answers: Any, marks: Any, placed: dict[str, str], said: list[str]) -> None:
    typed = Answers(tuple(Given(*one) for one in answers), tuple(Given(*one) for one in marks))
    found = place(typed, book.sheet(ONE), Remark("", "here", ONE, "s1"))
    assert found.answers["conv"] == placed
    assert [remark.kind for remark in found.remarks] == said
    assert len(found.marks) == len(marks) - sum(kind in ("bad_mark", "no_part") for kind in said) * bool(marks)


NEAR = {  # what is typed for the name of a part: what was probably meant
    "conv.mapp": " (did you mean conv.map?)",
    "Conv.Mapp": " (did you mean conv.map?)",
    "convv.map": " (did you mean conv.map?)",
    "conv.nothing": "",  # and not conv.shape, with which it shares the name of the problem
    "of nobody": "",
    "conv.map" * 20_000: "",
}


@pytest.mark.parametrize(("typed", "meant"), NEAR.items(), ids=lambda text: text[:20])
def test_a_typing_error_in_a_name_is_told_with_the_name_that_is_near(book: Archive, typed: str, meant: str) -> None:
    for answers in (Answers((Given(typed, "5"),)), Answers((), (Given(typed, "1"),))):
        (remark,) = place(answers, book.sheet(ONE), Remark("", "here", ONE, "s1")).remarks
        assert remark.sentence == f"There is no part {shown(typed)}{meant} on the sheet {ONE}; this answer was not counted."


MARKS = {
    "2": "2",
    "1.5": "3/2",
    "1,5": "3/2",
    " 1 ": "1",
    "2/3": "2/3",
    "1/0": None,
    "-1": None,
    "1e3": None,
    "²": None,
    "": None,
    "9" * 99: None,
}


@pytest.mark.parametrize(("text", "points"), MARKS.items(), ids=map(repr, MARKS))
def test_points_as_people_type_them(text: str, points: str | None) -> None:
    found = mark_of(text)
    assert (found if found is None else str(found)) == points
