"""Lines that somebody types: with arrow keys and history at a terminal, plainly from a pipe."""

import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

import click

LONGEST = 16_000  # characters of one line, more than any answer may have; the rest of it is dropped
_PIECE = 65_536


CHANNEL = "//"  # a line of its own between two channels, as answers are printed


def row(line: str) -> str:
    """A typed row of a map, or what stands between two channels in an answer."""
    return f" {CHANNEL} " if line.strip() == CHANNEL else line


def ends_map(line: str) -> bool:
    """An empty line ends a map, and so does a whole map on one line, as the program itself prints it."""
    return not line.strip() or " / " in line


class Keyboard:
    """Where answers come from. `live`: somebody sits at a terminal."""

    def __init__(self) -> None:
        self.live = _is_terminal(sys.stdin) and _is_terminal(sys.stdout)
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # one bad byte is a bad answer, not the end of the session
        if self.live:
            with suppress(ImportError):  # Windows has none; its console knows arrow keys and history by itself
                import readline  # noqa: F401 (once imported, input() uses it)

    def line(self, prompt: str) -> str | None:
        """The next line, or None at the end of the input. Where nobody types, prompts are lines like all others."""
        if self.live:
            try:
                return input(f"{prompt} ")[:LONGEST]
            except EOFError:
                return None
        click.echo(prompt)
        return _piped()


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


def _piped() -> str | None:
    if sys.stdin is None:  # closed by whoever called us
        return None
    line = sys.stdin.readline(LONGEST)
    if not line:
        return None
    rest = line
    while rest and not rest.endswith("\n"):
        rest = sys.stdin.readline(_PIECE)
    return line.rstrip("\r\n")
