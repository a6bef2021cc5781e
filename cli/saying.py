"""What a command says on one line: a block of the words file beside it."""

from pathlib import Path
from typing import Any

import click

from ..text.terminal import one_line
from ..text.words import words_beside


def said(module_file: str, block: str, **values: Any) -> str:
    """The line: `said(__file__, "done", folder=folder)`."""
    typed = {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}
    return one_line(words_beside(module_file).fill(block, **typed))


def note(text: str) -> None:
    """What another room has to tell, and what nothing depends on."""
    say(__file__, "note", text=text)


def say(module_file: str, block: str, *, err: bool = True, **values: Any) -> None:
    """To stderr, unless it is what the command was called for."""
    click.echo(said(module_file, block, **values), err=err)
