"""The command line as the tests call it: in this process where that is enough, as a process of its own where it is not."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from convexam.cli.main import run

EXAMPLE = str(Path(__file__).resolve().parent.parent / "examples" / "slides-exercise.toml")


class Done(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str


def called(*words: str, stdin: str = "") -> Done:
    """`convexam WORDS` in this process: fast, for the many small ones."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    given = patch.multiple(sys, argv=["convexam", *words], stdin=typed)
    with given, redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        run()
    return Done(int(end.value.code or 0), *(stream.buffer.getvalue().decode() for stream in (out, err)))


def process(*words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[bytes]":
    """`convexam WORDS` as a process of its own."""
    return subprocess.run(command(*words), input=stdin, capture_output=True, timeout=60, check=False, env=env)


def command(*words: str) -> Sequence[str]:
    return [sys.executable, "-m", "convexam.cli", *words]


def shown(*words: str) -> str:
    """What a command prints that has nothing to complain of."""
    done = called(*words)
    assert (done.status, done.err) == (0, "")
    return done.out


def documents(*words: str) -> dict[str, Any]:
    """Problems and keys of a sheet."""
    return json.loads(shown("show", *words, "--solution", "--format", "json"))


def printed(text: str) -> list[str]:
    """The codes that stand in a text."""
    return re.findall(r"\[([a-z0-9-]+-[0-9]-[0-9A-Z]{8}\S*)\]", text)


def refused(words: Sequence[str], fragment: str, stdin: str = "") -> None:
    """Status 2, one line on stderr that says it, and nothing on stdout."""
    done = called(*words, stdin=stdin)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert "sys." not in done.err  # advice of Python's to programmers
    assert fragment in done.err


(PROBLEM,), (KEY,) = documents("conv2d", "--level", "1", "--seed", "7").values()
CODE: str = PROBLEM["code"]
SHAPE, (MAP,) = "3 x 3", KEY["parts"][1]["answer"]  # the right answers to it
