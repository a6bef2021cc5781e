"""A page from its words: the note on top, and no blank line too many."""

import re
from typing import Any

from ...text.escape import Markdown
from ...text.markdown import code_cell, plain
from ...text.words import words_beside

_BLANK_LINES = re.compile(r"\n[ \t]*(\n[ \t]*)+\n")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def page(module_file: str, block: str, /, **values: Any) -> bytes:
    """One block of the words beside a file, as a page of its own."""
    note = words_beside(__file__).fill("note")
    filled = words_beside(module_file).fill(block, **values)
    return f"{note}\n\n{tidy(filled)}\n".encode()


def tidy(text: str) -> str:
    """Without what loops and conditions leave behind."""
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip()


def marked_up(text: str) -> Markdown:
    """A text of the source, whose pieces of code stand between ticks."""
    pieces = " ".join(text.split()).split("`")
    return Markdown("".join(code_cell(piece) if number % 2 else plain(piece) for number, piece in enumerate(pieces)))
