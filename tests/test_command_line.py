"""The commands from outside: what they print, where they write, and the status that they leave."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from commands import called, command, process
from jsonschema import Draft202012Validator

from convexam import __version__
from convexam.cli.main import COMMANDS, convexam
from convexam.exercises import codes

EXAMPLE = str(Path(__file__).resolve().parent.parent / "examples" / "slides-exercise.toml")
CODE = "conv2d-1-0000073T"  # seed 7 of level 1
RIGHT = {"conv2d.shape": "3 x 3", "conv2d.map": [[6, -4, 12], [10, -1, -13], [0, -9, 1]]}


def shown(*words: str) -> str:
    done = called(*words)
    assert (done.status, done.err) == (0, "")
    return done.out


def documents(*words: str) -> dict[str, Any]:
    return json.loads(shown("show", *words, "--solution", "--format", "json"))


def printed(text: str) -> list[str]:
    """The codes that stand in a text."""
    return re.findall(r"\[([a-z0-9-]+-[0-9]-[0-9A-Z]{8}\S*)\]", text)


def parts(problem: dict[str, Any]) -> list[str]:
    return [part["id"].split(".", 1)[1] for part in problem["parts"]]


# families, schema, version, help


def test_families_are_listed_by_topic() -> None:
    lines = shown("families").split("\n")
    assert {"convolution", "networks", "parameters", "sizes"} <= set(lines)
    assert {"  conv2d", "  cnn-layers", "  conv-parameters", "  output-size"} <= set(lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(("text", "found"), [("conv2d", True), ("SLIDE THE KERNEL", True), ("image_zeros", True), ("pooling", False)])
def test_families_are_found_by_name_words_and_settings(text: str, found: bool) -> None:
    assert ("  conv2d\n" in shown("families", text)) == found


def test_families_that_are_not_found_are_said() -> None:
    done = called("families", "nothing of this kind")
    assert (done.status, done.out) == (0, "")
    assert "nothing of this kind" in done.err


def test_families_as_json() -> None:
    (family,) = [one for one in json.loads(shown("families", "--json")) if one["name"] == "conv2d"]
    assert (family["version"], family["topic"], family["parts"], family["given"]) == (1, "convolution", ["shape", "map"], ["image", "conv"])
    assert [level["level"] for level in family["levels"]] == [1, 2, 3]
    assert family["levels"][2]["settings"]["stride"] == "2"
    assert json.loads(shown("families", "--json", "nothing of this kind")) == []


@pytest.mark.parametrize("document", ["problem", "key", "submission"])
def test_schemas_are_printed(document: str) -> None:
    Draft202012Validator.check_schema(json.loads(shown("schema", document)))


def test_version() -> None:
    assert shown("--version") == f"convexam {__version__}\n"


@pytest.mark.parametrize("words", [["--help"], ["-h"], []], ids=str)
def test_help_names_all_commands(words: list[str]) -> None:
    text = shown(*words)
    assert all(f"  {name} " in text for name in COMMANDS)
    assert "Examples:" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_examples(name: str) -> None:
    text = shown(name, "--help")
    assert f"convexam {name} " in text[text.index("Example") :]
    assert max(map(len, text.split("\n"))) <= 100


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_codes_in_help_are_right(name: str) -> None:
    for word in re.findall(r"[a-z0-9-]+-[0-9]-[0-9A-Z]{8}", shown(*filter(None, [name, "--help"]))):
        assert codes.read(word)


def test_every_command_and_option_has_words() -> None:
    for name in COMMANDS:
        found = convexam.get_command(click.Context(convexam), name)
        assert found is not None
        assert found.help
        assert all(option.help for option in found.params if isinstance(option, click.Option))


# show


def test_a_family_is_shown_at_level_2_with_a_fresh_code() -> None:
    (first,), (second,) = printed(shown("show", "conv2d")), printed(shown("show", "conv2d"))
    assert first.startswith("conv2d-2-")
    assert first != second


def test_a_code_shows_the_same_problem() -> None:
    for words in (["conv2d"], ["cnn-layers", "--level", "1"], ["output-size", "--set", "kernel=3x5,7"], ["cnn-layers", "--parts", "pool,map"]):
        text = shown("show", *words, "--solution")
        assert shown("show", *printed(text), "--solution") == text


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
    "list": ("kernel=3,2", "kernel", {2, 3}),
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
    assert "−13" in text
    assert "-13" not in text


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


# draw


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
    drawn = json.loads(called("draw", "--given", EXAMPLE).out)
    assert drawn["problem"]["name"] == "slides"
    assert "code" not in drawn["problem"]
    assert drawn["key"]["parts"][-1]["answer"] == 348


# check


def answers(tmp_path: Path, changed: dict[str, Any], **more: Any) -> str:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"answers": [{"id": id, "answer": answer} for id, answer in (RIGHT | changed).items()], **more}), encoding="utf-8")
    return str(file)


STATUS = {
    "all right": ({}, 0),
    "typed as text": ({"conv2d.map": "6 −4 12; 10 −1 −13; 0 −9 1"}, 0),
    "one cell wrong": ({"conv2d.map": [[6, -4, 12], [10, -1, -13], [0, -9, 2]]}, 1),
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
    text = called("check", CODE, answers(tmp_path, {"conv2d.map": [[6, -4, 12], [10, -1, -13], [0, -9, 2]]})).out
    assert "(a) right, 1 of 1 point" in text
    assert "(b) partly right" in text
    assert "[2]" in text
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


# as a process


def test_a_process_of_its_own() -> None:
    done = process("show", CODE)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, shown("show", CODE), b"")


def test_bad_input_as_a_process() -> None:
    done = process("show", "conv2")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_stdin_that_is_no_text() -> None:
    done = process("check", CODE, "-", stdin=b"\xff\xfe")
    assert (done.returncode, done.stderr) == (2, b"convexam: -: byte 0 is not UTF-8 text; save the file as UTF-8\n")


@pytest.mark.parametrize("words", [["draw", "conv2d", "--seeds", "0:2000"], ["schema", "key"], ["show", "cnn-layers", "-n", "20", "--format", "json"]], ids=str)
def test_a_closed_pipe_ends_quietly(words: list[str]) -> None:
    with subprocess.Popen(command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert len(running.stdout.readline()) > 0
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_pipe_that_nobody_reads() -> None:
    shell = f"set -o pipefail; {subprocess.list2cmdline(command('families'))} | true"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no such device")
def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command("show", CODE), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"No space left on device" in done.stderr


def test_an_output_without_utf_8() -> None:
    """A terminal of another encoding is written to in UTF-8, and never stops a command."""
    done = process("show", CODE, "--solution", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "−13" in done.stdout.decode()


@pytest.mark.parametrize("words", ["families", "draw conv2d --seeds 0:2", "check MINE", "show conv2d --solution", "--help"])
def test_nothing_heavy_is_loaded(words: str, tmp_path: Path) -> None:
    mine = answers(tmp_path, {}, codes=[CODE])
    program = "import sys\nfrom convexam.cli.main import run\ntry:\n    run()\nfinally:\n    print(sorted({'sympy', 'pylatex', 'typst'} & set(sys.modules)), file=sys.stderr)"
    typed = [mine if word == "MINE" else word for word in words.split()]
    done = subprocess.run([sys.executable, "-c", program, *typed], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"[]\n")
