"""The demonstration: what its students hand in is seen by the grader for what it is, and of demo/ only its own files are removed."""

import json
from pathlib import Path

import pytest

from archives import archive
from commands import called
from convexam import make
from convexam.examples.demo import gradebook, graded, handed_in, write_submissions
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student

CLASS = tuple(Student(f"s{number}", f"Student {number}") for number in range(1, 21))


def test_the_grader_sees_what_made_up_students_did(tmp_path: Path) -> None:
    made = Archive.open(archive(tmp_path / "out", students=CLASS))
    students = write_submissions(made, tmp_path / "submissions")
    assert called("grade", str(tmp_path / "out"), str(tmp_path / "submissions"), "-o", str(tmp_path / "results")).status == 0
    good = dict(graded(tmp_path / "results", students))
    assert {code for code, seen in good.items() if seen} == set(students)
    kinds = [one.kind for one in students.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"right": 4, "mistake": 14, "blank": 1, "rubbish": 1}
    assert len({one.mistake for one in students.values()}) > 8
    header, *lines = gradebook(made, tmp_path / "results", students, good, 200).splitlines()
    assert header.split() == ["id", "name", "conv", "count", "size", "total", "handed", "in"]
    assert lines[0].endswith("8.00   all right")
    assert lines[-1].endswith("0.00   what nobody can read")
    narrow = gradebook(made, tmp_path / "results", students, good, 64).splitlines()
    assert narrow[0].split() == ["id", "name", "total", "handed", "in"]
    assert (len(narrow), max(map(len, narrow)) <= 64) == (len(lines) + 1, True)


def test_what_the_grader_does_not_see_is_said(tmp_path: Path) -> None:
    made = Archive.open(archive(tmp_path / "out", students=CLASS[:2]))
    students = write_submissions(made, tmp_path / "submissions")
    assert called("grade", str(tmp_path / "out"), str(tmp_path / "submissions"), "-o", str(tmp_path / "results")).status == 0
    others = dict.fromkeys(students, students[next(iter(students))])
    good = dict(graded(tmp_path / "results", others))
    assert list(good.values()).count(False) == 1
    assert gradebook(made, tmp_path / "results", students, good, 200).count("(NOT SEEN)") == 1


def test_the_same_class_hands_in_the_same(tmp_path: Path) -> None:
    made = Archive.open(archive(tmp_path / "out", students=CLASS[:6]))
    assert dict(handed_in(made)) == dict(handed_in(made))
    write_submissions(made, tmp_path / "submissions")
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "submissions").iterdir())]
    assert {one["who"] for one in documents} == {one.id for one in CLASS[:6]}


def test_only_its_own_files_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "ROOT", tmp_path)
    make.remove_demo()  # nothing is there
    for name in make.DEMO:
        path = tmp_path / "demo" / name / "a file" if "." not in name else tmp_path / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "demo" / "mine.txt").write_text("x")
    make.remove_demo()
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["mine.txt"]
