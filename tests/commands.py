"""The command line as the tests call it: in this process where that is enough, as a process of its own where it is not."""

import io
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unittest.mock import patch

from convexam.cli.main import run


class Done(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str


def called(*words: str, stdin: str = "") -> Done:
    """`convexam WORDS` in this process: fast, for the many small ones."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with patch.object(sys, "argv", ["convexam", *words]), patch.object(sys, "stdin", typed), redirect_stdout(out), redirect_stderr(err):
        try:
            run()
        except SystemExit as end:
            status = end.code
    return Done(int(status or 0), *(stream.buffer.getvalue().decode() for stream in (out, err)))


def process(*words: str, stdin: bytes = b"", **options: object) -> "subprocess.CompletedProcess[bytes]":
    """`convexam WORDS` as a process of its own."""
    return subprocess.run(command(*words), input=stdin, capture_output=True, timeout=60, check=False, **options)


def command(*words: str) -> Sequence[str]:
    return [sys.executable, "-m", "convexam.cli", *words]
