"""Exams that earlier versions made are graded as ever. `tests/kept/` is never made anew: CONTRIBUTING.md says how another one is added."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands import Done, called
from convexam.errors import BadInput
from convexam.exercises.family import family, names
from convexam.exercises.problem import Key
from convexam.grader import classes
from convexam.grader.archived import Difference
from convexam.grader.archived import differences as really
from convexam.sheets.archive import Folder
from convexam.sheets.reading import Archive

KEPT = sorted((Path(__file__).parent / "kept").glob("exam-*"))
PROGRAM, ARCHIVE = "results", "results-by-archive"  # folders of what was said when it was kept
FOLDERS = {"program": PROGRAM, "archive": ARCHIVE}  # by what decided the points
FILES = ("results.jsonl", "gradebook.csv", "listed.csv")

every = pytest.mark.parametrize("kept", KEPT, ids=[path.name for path in KEPT])


def grade(kept: Path, results: Path, *more: str) -> Done:
    return called("grade", str(kept / "out"), str(kept / "submissions"), "-o", str(results), *more)


def sheets(results: Path) -> dict[str, dict[str, Any]]:
    """By code; which program graded is left away."""
    lines = (results / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {sheet["code"]: sheet | {"program": ""} for sheet in map(json.loads, lines)}


def problems(results: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return {(code, one["name"]): one for code, sheet in sheets(results).items() for one in sheet["problems"]}


def points(results: Path) -> dict[tuple[str, str], Any]:
    """What no version may change, whatever its words are."""
    parts = {place: one["parts"] for place, one in problems(results).items()}
    return {
        place: [[part[name] for name in ("id", "status", "points", "max", "cells")] for part in several] for place, several in parts.items()
    }


def as_kept(kept: Path, results: Path) -> None:
    """Each problem is graded as it was: with its family, or by the archive alone where that is needed now."""
    found = problems(results)
    before = {used: problems(kept / folder) for used, folder in FOLDERS.items() if used in {one["used"] for one in found.values()}}
    assert found == {place: before[one["used"]][place] for place, one in found.items()}


def renewed(kept: Path, results: Path, refresh: bool) -> None:
    """With --refresh other words, or more mistakes that are named, are kept from now on; other points never."""
    assert not kept.exists() or points(results) == points(kept)
    if refresh:
        kept.mkdir(exist_ok=True)
        for name in FILES:
            (kept / name).write_bytes((results / name).read_bytes())


def gone(_key: Key, where: str) -> None:
    raise BadInput(f"{where}: no family is called so")


@every
def test_a_kept_exam_is_graded_as_ever(kept: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    done = grade(kept, tmp_path / "results")
    if done.status == 2:  # a family has changed since: the archive decides, where it must
        assert "--use archive" in done.err
        assert grade(kept, tmp_path / "results", "--use", "archive").status < 2
    else:
        renewed(kept / PROGRAM, tmp_path / "results", bool(request.config.getoption("--refresh")))
    as_kept(kept, tmp_path / "results")
    changed = {(one["family"], one["version"]) for one in problems(tmp_path / "results").values() if one["used"] == "archive"}
    assert not any(name in names() and family(name).version == version for name, version in changed), "raise the version of the family"


@every
def test_it_is_graded_by_the_archive_when_all_families_are_gone(
    kept: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "solved_again", gone)
    assert "--use archive" in grade(kept, tmp_path / "results").err
    assert grade(kept, tmp_path / "results", "--use", "archive").status < 2
    results = tmp_path / "results"
    renewed(kept / ARCHIVE, results, bool(request.config.getoption("--refresh")))
    assert sheets(results) == sheets(kept / ARCHIVE)
    assert [name for name in FILES[1:] if (results / name).read_bytes() != (kept / ARCHIVE / name).read_bytes()] == []


@every
def test_one_changed_family_changes_no_other_problem(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = next(iter(problems(kept / PROGRAM).values()))["family"]
    other = Difference("a part", "1", "2")
    monkeypatch.setattr(classes, "differences", lambda key, solved: [other] if key.family == changed else really(key, solved))
    done = grade(kept, tmp_path / "results")
    assert (done.status, "--use archive" in done.err) == (2, True)
    assert grade(kept, tmp_path / "results", "--use", "archive").status < 2
    as_kept(kept, tmp_path / "results")
    assert {one["family"] for one in problems(tmp_path / "results").values() if one["used"] == "archive"} >= {changed}


@every
def test_the_archive_alone_gives_the_same_points_where_nothing_is_carried(kept: Path) -> None:
    alone, whole = points(kept / ARCHIVE), points(kept / PROGRAM)
    carried = {place for place, one in problems(kept / PROGRAM).items() if any(part["carried"] for part in one["parts"])}
    assert {place: alone[place] for place in alone if place not in carried} == {
        place: whole[place] for place in whole if place not in carried
    }


@every
def test_all_of_it_can_be_read(kept: Path) -> None:
    archive, state = Archive.open(kept / "out"), Folder(kept / "out").state()
    assert {one.code for one in state.sheets} == set(archive.codes())
    for code in archive.seated:
        assert archive.sheet(code).code == archive.key(code).code == code


def test_exams_of_the_first_format_are_kept() -> None:
    assert [path.name for path in KEPT][:1] == ["exam-1"]
