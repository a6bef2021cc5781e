"""The command line from outside: families, schemas, help, and how it behaves as a process among others."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from commands import CODE, called, command, process, shown
from convexam import __version__
from convexam.cli.main import COMMANDS, convexam
from convexam.exercises import codes


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
    assert max(map(len, text.split("\n"))) <= 80


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


def test_a_process_of_its_own() -> None:
    done = process("show", CODE)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, shown("show", CODE), b"")


def test_the_package_is_a_command_too() -> None:
    done = subprocess.run([sys.executable, "-P", "-m", "convexam", "--version"], capture_output=True, timeout=60, check=False)
    assert (done.returncode, __version__.encode() in done.stdout, done.stderr) == (0, True, b"")


def test_bad_input_as_a_process() -> None:
    done = process("show", "conv2")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_stdin_that_is_no_text() -> None:
    done = process("check", CODE, "-", stdin=b"\xff\xfe")
    assert (done.returncode, done.stderr) == (2, b"convexam: -: byte 0 is not UTF-8 text; save the file as UTF-8\n")


@pytest.mark.parametrize(
    "words", [["draw", "conv2d", "--seeds", "0:2000"], ["schema", "key"], ["show", "cnn-layers", "-n", "20", "--format", "json"]], ids=str
)
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


def test_an_output_without_utf_8() -> None:
    """A terminal of another encoding is written to in UTF-8, and never stops a command."""
    done = process("show", CODE, "--solution", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == shown("show", CODE, "--solution")


@pytest.mark.parametrize("words", ["families", "draw conv2d --seeds 0:2", "check MINE", "show conv2d --solution", "--help"])
def test_nothing_heavy_is_loaded(words: str, tmp_path: Path) -> None:
    mine = str(tmp_path / "mine.json")
    called("show", CODE, "--answers", mine)
    program = "import sys\nfrom convexam.cli.main import run\ntry:\n    run()\nfinally:\n    print(sorted({'sympy', 'pylatex', 'typst'} & set(sys.modules)), file=sys.stderr)"
    typed = [mine if word == "MINE" else word for word in words.split()]
    done = subprocess.run([sys.executable, "-c", program, *typed], capture_output=True, timeout=60, check=False)
    assert (done.returncode in (0, 1), done.stderr) == (True, b"[]\n")
