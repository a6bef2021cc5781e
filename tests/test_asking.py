"""`convexam check CODE` at a terminal: what is typed row by row, shown back, and typed again."""

import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from commands import CODE, MAP, called, command

ROWS = [*(" ".join(map(str, row)) for row in MAP), ""]
LAUNCH = (
    "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execv(sys.argv[1], sys.argv[1:])"  # its own terminal, so that Ctrl-C reaches it
)
CTRL_C, CTRL_D = "\x03", "\x04"


class Talk(NamedTuple):
    """What stood on the screen in the end."""

    status: int
    screen: str
    err: str


def talk(words: Sequence[str], typed: Sequence[str]) -> Talk:
    """Type these lines, each when it is asked for."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCH, *command(*words)], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        os.close(theirs)
        screen, waiting, last = b"", [f"{line}\n" if line not in (CTRL_C, CTRL_D) else line for line in typed], ""
        while seen := _seen(ours, running, pressed=last == CTRL_C):
            screen += seen
            if screen.endswith(b"> ") and waiting:
                last = waiting.pop(0)
                os.write(ours, last.encode())
        os.close(ours)
        err = running.stderr.read().decode() if running.stderr else ""
    return Talk(running.returncode, screen.decode().replace("\r\n", "\n"), err)


def _seen(screen: int, running: "subprocess.Popen[bytes]", *, pressed: bool) -> bytes:
    """What the screen shows next. Ctrl-C is pressed once more where nothing happens, as everybody does: Python notices a
    signal that comes a hair before it waits for a key only with the next key."""
    for _ in range(45):
        ready, _, _ = select.select([screen], [], [], 2)
        if ready:
            break
        if pressed:
            os.write(screen, CTRL_C.encode())
    else:
        running.kill()
        return b""
    try:
        return os.read(screen, 65536)
    except OSError:  # Linux says so when the last writer has gone
        return b""


def test_all_right() -> None:
    done = talk(["check", CODE], ["3x3", *ROWS])
    assert (done.status, done.err) == (0, "")
    assert "Read as 3 × 3." in done.screen
    assert "".join(f"row> {row}\n" for row in ROWS) + "Read as:\n" in done.screen
    middle = re.search(r"│ +" + " +".join(ROWS[1].replace("-", "−").split()) + " │", done.screen)
    assert middle
    assert middle.start() < done.screen.index("Together: 4 of 4 points.")  # shown back before it is graded


def test_the_statement_comes_first_and_each_part_before_its_answer() -> None:
    screen = talk(["check", CODE], ["3x3", *ROWS]).screen
    places = [
        screen.index(text)
        for text in ("1. Convolution of one channel", "What is the shape", "> 3x3", "Compute the result", f"row> {ROWS[0]}")
    ]
    assert places == sorted(places)


def test_a_question_mark_leaves_a_cell_blank() -> None:
    first, _, last = ROWS[1].split()
    done = talk(["check", CODE], ["3x3", ROWS[0], f"{first} ? {last}", *ROWS[2:]])
    assert done.status == 1
    assert "partly right" in done.screen
    assert "8 of 9 cells are right" in done.screen


def test_an_empty_line_leaves_an_answer_blank() -> None:
    done = talk(["check", CODE], ["", ""])
    assert done.status == 1
    assert done.screen.count("Left blank.") == 2
    assert "Together: 0 of 4 points." in done.screen


def test_what_cannot_be_read_is_typed_again() -> None:
    done = talk(["check", CODE], ["three by three", "3 x 3", ROWS[0], "12 -6", "", *ROWS])
    assert done.status == 0
    assert "“three by three”" in done.screen
    assert done.screen.count("> 3 x 3") == 1


def test_after_three_readings_it_stays_as_it_is() -> None:
    done = talk(["check", CODE], ["a", "b", "c", *ROWS])
    assert done.status == 1
    assert "It stays as it is" in " ".join(done.screen.split())
    assert "(a) could not be read" in done.screen
    assert "(b) right" in done.screen


def test_ctrl_d_leaves_the_rest_blank() -> None:
    done = talk(["check", CODE], ["3x3", CTRL_D])
    assert (done.status, done.err) == (1, "")
    assert "(a) right" in done.screen
    assert "(b) blank" in done.screen


def test_ctrl_d_after_two_rows() -> None:
    done = talk(["check", CODE], ["3x3", *ROWS[:2], CTRL_D])
    assert (done.status, done.err) == (1, "")
    assert "Together: 1 of 4 points." in done.screen


@pytest.mark.parametrize("typed", [[], ["3x3"], ["3x3", ROWS[0]]], ids=["at once", "after a part", "in a map"])
def test_ctrl_c_stops(typed: list[str]) -> None:
    done = talk(["check", CODE], [*typed, CTRL_C])
    assert (done.status, done.err.strip()) == (130, "convexam: stopped")
    assert "Together" not in done.screen


def test_cells_are_asked_one_by_one() -> None:
    code = json.loads(called("draw", "cnn-layers", "--seeds", "7:8", "--parts", "cells").out)
    values = [part["shown"] for part in code["key"]["parts"]]
    done = talk(["check", code["problem"]["code"]], values)
    assert (done.status, done.err) == (0, "")
    assert done.screen.count("column ") >= len(values) == 3


def test_answers_from_a_pipe() -> None:
    done = called("check", CODE, stdin="3x3\n" + "\n".join(ROWS) + "\n")
    assert (done.status, done.err) == (0, "")
    assert "Together: 4 of 4 points." in done.out


def test_a_pipe_that_ends_early() -> None:
    done = called("check", CODE, stdin=f"3x3\n{ROWS[0]}\n")
    assert (done.status, done.err) == (1, "")


def test_answers_from_a_pipe_as_json() -> None:
    done = called("check", CODE, "--json", stdin="3x3\n" + "\n".join(ROWS) + "\n")
    assert done.status == 0
    assert [part["status"] for part in json.loads(done.out)["results"][0]["parts"]] == ["right", "right"]
    assert "What is the shape" in done.err


def test_a_pipe_that_is_no_text() -> None:
    done = subprocess.run(command("check", CODE), input=b"\xff\xfe\n", capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"convexam: what was typed is not UTF-8 text\n"


def test_endless_rows_are_bounded() -> None:
    done = called("check", CODE, stdin="3x3\n" + "1 2 3\n" * 200_000)
    assert (done.status, done.err) == (1, "")
