"""`convexam show` and `convexam draw`: sheets of families, codes and given files, on the terminal, as JSON and as PDF."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from commands import CODE, EXAMPLE, called, command, documents, printed, process, shown
from test_typst_press import pages


def parts(problem: dict[str, Any]) -> list[str]:
    return [part["id"].split(".", 1)[1] for part in problem["parts"]]


def test_a_family_is_shown_at_level_2_with_a_fresh_code() -> None:
    (first,), (second,) = printed(shown("show", "conv2d")), printed(shown("show", "conv2d"))
    assert first.startswith("conv2d-2-")
    assert first != second


def test_a_code_shows_the_same_problem() -> None:
    for words in (
        ["conv2d"],
        ["cnn-layers", "--level", "1"],
        ["output-size", "--set", "kernel=3x5,7"],
        ["cnn-layers", "--parts", "pool,map"],
    ):
        text = shown("show", *words, "--solution")
        assert shown("show", *printed(text), "--solution") == text


@pytest.mark.parametrize(("ending", "title"), [("html", "<h1>Lab 2 &amp; 100 %"), ("tex", r"Lab 2 \& 100 \%"), ("pdf", "Lab 2 & 100 %")])
def test_a_page_has_the_title_that_is_wanted(tmp_path: Path, ending: str, title: str) -> None:
    file = tmp_path / f"lab.{ending}"
    assert called("show", CODE, "--solution", "--title", "Lab *2* & 100 %", "-o", str(file)).status == 0
    assert title in (pages(file.read_bytes())[0] if ending == "pdf" else file.read_text(encoding="utf-8"))


def test_a_seed_shows_the_same_problem() -> None:
    assert shown("show", "conv2d", "--level", "1", "--seed", "7") == shown("show", CODE)


def test_several_make_one_sheet() -> None:
    text = shown("show", "conv2d", CODE, "output-size", "conv2d", "--level", "3")
    assert [line.split(".")[0] for line in text.split("\n") if re.match(r"\d+\. ", line)] == ["1", "2", "3", "4"]
    assert [code.rsplit("-", 1)[0] for code in printed(text)] == ["conv2d-3", "conv2d-1", "output-size-3", "conv2d-3"]
    assert shown("show", *printed(text)) == text


def test_problems_of_a_sheet_have_names_of_their_own() -> None:
    sheet = documents("conv2d", CODE, "conv2d")["problems"]
    assert [one["name"] for one in sheet] == ["conv2d", "conv2d-2", "conv2d-3"]
    assert [one["parts"][0]["id"] for one in sheet] == ["conv2d.shape", "conv2d-2.shape", "conv2d-3.shape"]
    assert [one["parts"][0]["label"] for one in sheet] == ["1 (a)", "2 (a)", "3 (a)"]


def test_several_of_each() -> None:
    found = printed(shown("show", "conv2d", "output-size", "-n", "3"))
    assert [code.rsplit("-", 2)[0] for code in found] == 3 * ["conv2d"] + 3 * ["output-size"]
    assert len(set(found)) == 6


def test_no_problem_stands_twice_on_a_sheet() -> None:
    found = printed(shown("show", "conv2d", "conv2d", "-n", "2", "--seed", "7"))
    assert len(set(found)) == 4
    assert found[0] == printed(shown("show", "conv2d", "--seed", "7"))[0]


SETTINGS = {  # id: (typed, setting, what the key says of it)
    "value": ("stride=2", "stride", {2}),
    "range": ("stride=1..2", "stride", {1, 2}),
    "list": ("stride=3,1", "stride", {1, 3}),
    "bool": ("bias=false", "bias", {False}),
}


@pytest.mark.parametrize(("typed", "name", "values"), SETTINGS.values(), ids=SETTINGS)
def test_settings(typed: str, name: str, values: set[Any]) -> None:
    keys = [documents("conv2d", "--seed", str(seed), "--set", typed)["keys"][0] for seed in range(8)]
    assert {setting["value"] for key in keys for setting in key["settings"] if setting["name"] == name} == values


def test_a_setting_that_is_a_pair() -> None:
    (key,) = documents("output-size", "--set", "kernel=3x5", "--seed", "1")["keys"]
    assert {"name": "kernel", "value": [3, 5]} in key["settings"]
    assert key["code"].endswith("~kernel=3x5")


def test_several_settings() -> None:
    (code,) = printed(shown("show", "conv2d", "--set", "padding=1", "--set", "stride=2", "--seed", "1"))
    assert code.endswith("~stride=2~padding=1")


def test_chosen_parts() -> None:
    (problem,) = documents("cnn-layers", "--parts", "pool, map", "--seed", "1")["problems"]
    assert parts(problem) == ["map", "pool"]
    assert problem["code"].endswith("~parts=map+pool")


def test_the_solution_is_shown_only_if_wanted() -> None:
    assert "Answer: 3 × 3" not in shown("show", CODE)
    assert "Answer: 3 × 3" in shown("show", CODE, "--solution")
    assert set(json.loads(shown("show", CODE, "--format", "json"))) == {"problems"}
    assert set(documents(CODE)) == {"problems", "keys"}


def test_the_file_of_the_slides() -> None:
    done = called("show", "--given", EXAMPLE, "--solution")
    assert done.status == 0
    assert "−2 22 13  9" in done.out
    assert "348" in done.out
    assert done.err.startswith("note: slides:")
    assert printed(done.out) == []


def test_minus_signs_are_real() -> None:
    text = shown("show", CODE, "--solution")
    assert re.search(r"−[0-9]", text)
    assert not re.search(r"-[0-9]+ ", text)


def test_output_goes_to_a_file_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "sheet.txt"
    done = called("show", CODE, "-o", str(file))
    assert (done.status, done.out, done.err) == (0, "", f"{file}: {CODE}\n")
    assert file.read_text(encoding="utf-8") == shown("show", CODE)
    file.write_text("mine", encoding="utf-8")
    refused = called("show", CODE, "-o", str(file))
    assert (refused.status, refused.err) == (2, f"convexam: {file}: there is such a file already; --force overwrites it\n")
    assert file.read_text(encoding="utf-8") == "mine"
    assert called("show", CODE, "-o", str(file), "--force").status == 0
    assert file.read_text(encoding="utf-8") == shown("show", CODE)
    assert list(tmp_path.iterdir()) == [file]


def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert called("show", CODE, "-o", str(tmp_path / "link.txt"), "--force").status == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == shown("show", CODE)


def test_output_to_a_pipe_is_no_overwriting() -> None:
    done = process("show", CODE, "-o", "/dev/stdout")
    assert (done.returncode, done.stdout.decode()) == (0, shown("show", CODE))


def test_json_goes_to_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "sheet.json"
    called("show", CODE, "--format", "json", "--output", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["problems"][0]["code"] == CODE


def test_empty_answers_are_written_and_can_be_checked(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    done = called("show", "conv2d", CODE, "--answers", str(file))
    empty = json.loads(file.read_text(encoding="utf-8"))
    assert empty["answers"] == [{"id": f"{name}.{part}", "answer": None} for name in ("conv2d", "conv2d-2") for part in ("shape", "map")]
    assert empty["codes"] == printed(done.out)
    assert done.err.rstrip().endswith(f"convexam check {' '.join(empty['codes'])} {file}")
    assert called("show", CODE, "--answers", str(file)).status == 2
    for words in ([str(file)], [*empty["codes"], str(file)]):
        checked = called("check", *words)
        assert (checked.status, checked.err) == (1, "")
        assert checked.out.count("blank") == 4


def test_empty_answers_to_a_given_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    done = called("show", "--given", EXAMPLE, "--answers", str(file))
    assert f"check --given {EXAMPLE} {file}" in done.err
    assert json.loads(file.read_text(encoding="utf-8"))["codes"] == []
    assert called("check", "--given", EXAMPLE, str(file)).status == 1


def test_pdf_goes_to_a_file_or_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    assert called("show", CODE, "--format", "pdf", "-o", str(file)).status == 0
    assert file.read_bytes().startswith(b"%PDF-")
    done = process("show", CODE, "--format", "pdf")
    assert done.returncode == 0
    assert done.stdout == file.read_bytes()


def test_pdf_does_not_go_to_a_terminal() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(command("show", CODE, "--format", "pdf"), stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stderr) == (2, b"convexam: a PDF does not go to a terminal; name a file with -o sheet.pdf\n")


def test_draw_writes_an_object_a_line() -> None:
    lines = shown("draw", "conv2d", "--level", "1", "--seeds", "5:9").splitlines()
    drawn = [json.loads(line) for line in lines]
    assert [set(one) for one in drawn] == 4 * [{"problem", "key"}]
    assert drawn[2]["problem"]["code"] == drawn[2]["key"]["code"] == CODE
    assert drawn[2]["problem"] == documents(CODE)["problems"][0]
    assert drawn[2]["key"] == documents(CODE)["keys"][0]


def test_draw_without_seeds_takes_a_fresh_one() -> None:
    first, second = (json.loads(shown("draw", "conv2d"))["problem"]["code"] for _ in range(2))
    assert first.startswith("conv2d-2-")
    assert first != second


def test_draw_with_settings_and_parts() -> None:
    lines = shown("draw", "cnn-layers", "--seeds", "0:3", "--set", "padding=0..1", "--parts", "map").splitlines()
    for problem in (json.loads(line)["problem"] for line in lines):
        assert parts(problem) == ["map"]
        assert documents(problem["code"])["problems"] == [problem]


def test_draw_a_given_file() -> None:
    drawn = json.loads(called("draw", "--given", EXAMPLE).out.splitlines()[0])
    assert drawn["problem"]["name"] == "slides"
    assert "code" not in drawn["problem"]
    assert drawn["key"]["parts"][-1]["answer"] == 348
