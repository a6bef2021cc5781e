"""`convexam check`: answers from a file, by id or by label, for one problem or a sheet, and the status that it leaves."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands import CODE, EXAMPLE, MAP, SHAPE, called, documents

RIGHT = {"conv2d.shape": SHAPE, "conv2d.map": MAP}
ONE_WRONG = {"conv2d.map": [*MAP[:2], [*MAP[2][:2], 999]]}


def answers(tmp_path: Path, changed: dict[str, Any], **more: Any) -> str:
    file = tmp_path / "mine.json"
    file.write_text(
        json.dumps({"answers": [{"id": id, "answer": answer} for id, answer in (RIGHT | changed).items()], **more}), encoding="utf-8"
    )
    return str(file)


STATUS = {
    "all right": ({}, 0),
    "typed as text": ({"conv2d.map": "; ".join(" ".join(map(str, row)) for row in MAP).replace("-", "−")}, 0),
    "one cell wrong": (ONE_WRONG, 1),
    "one blank": ({"conv2d.shape": None}, 1),
    "one that cannot be read": ({"conv2d.shape": "three by three"}, 1),
    "no such part": ({"conv2d.pool": 1}, 2),
}


@pytest.mark.parametrize(("changed", "status"), STATUS.values(), ids=STATUS)
def test_status_of_check(changed: dict[str, Any], status: int, tmp_path: Path) -> None:
    done = called("check", CODE, answers(tmp_path, changed))
    assert done.status == status
    assert bool(done.err) == (status == 2)


def test_check_says_what_was_read_and_why(tmp_path: Path) -> None:
    text = called("check", CODE, answers(tmp_path, ONE_WRONG)).out
    assert "(a) right, 1 of 1 point" in text
    assert "(b) partly right" in text
    assert "[999]" in text
    assert "8 of 9 cells" in text
    assert text.rstrip().split("\n")[-1].startswith("Together: ")


def test_check_takes_labels_and_codes_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    labelled = [{"id": f"1 ({letter})", "answer": answer} for letter, answer in zip("ab", RIGHT.values(), strict=True)]
    file.write_text(json.dumps({"answers": labelled, "codes": [CODE]}), encoding="utf-8")
    assert called("check", str(file)).status == 0
    assert called("check", CODE, str(file)).status == 0


def test_check_reads_stdin(tmp_path: Path) -> None:
    text = Path(answers(tmp_path, {})).read_text(encoding="utf-8")
    assert called("check", CODE, "-", stdin=text).status == 0


def test_check_with_several_codes(tmp_path: Path) -> None:
    second = {f"conv2d-2.{id.split('.')[1]}": answer for id, answer in RIGHT.items()}
    shape = documents("conv2d", "--seed", "3")["keys"][0]["parts"][0]["shown"]
    code = documents("conv2d", "--seed", "3")["problems"][0]["code"]
    done = called("check", code, CODE, answers(tmp_path, {"conv2d.shape": shape, "conv2d.map": None} | second), "--json")
    first, other = json.loads(done.out)["results"]
    assert done.status == 1
    assert [part["status"] for part in first["parts"]] == ["right", "blank"]
    assert [part["status"] for part in other["parts"]] == ["right", "right"]


def test_results_as_json(tmp_path: Path) -> None:
    done = called("check", CODE, answers(tmp_path, {"conv2d.shape": "4 x 4"}), "--json")
    (results,) = json.loads(done.out)["results"]
    wrong, right = results["parts"]
    assert done.status == 1
    assert (wrong["id"], wrong["status"], right["status"], right["points"]) == ("conv2d.shape", "wrong", "right", 3)
    assert {"points", "max", "codes", "sentence", "why"} <= set(wrong)


def test_check_of_a_given_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"answers": [{"id": "slides.parameters", "answer": "28 + 320"}]}), encoding="utf-8")
    done = called("check", "--given", EXAMPLE, str(file), "--json")
    assert [part["status"] for part in json.loads(done.out)["results"][0]["parts"]][-1] == "right"
