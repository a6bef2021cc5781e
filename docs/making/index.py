"""The index of the documentation, and what README.md shows: the families, and what a student is told of a mistake."""

import re
from collections.abc import Iterator
from pathlib import Path

from ...grader.feedback import told
from ...text.escape import Markdown
from ...text.words import words_beside
from .examples import graded
from .gallery import entries
from .layout import page

README = Path(__file__).resolve().parents[2] / "README.md"
_MADE = re.compile(r"(<!-- (\w+): made [^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> Iterator[tuple[str, bytes]]:
    yield "docs/README.md", page(__file__, "index")
    words = words_beside(__file__)
    pieces = {"families": words.fill("families", entries=entries()), "verdict": words.fill("verdict", told=_told())}
    text = README.read_text(encoding="utf-8")
    yield "README.md", _MADE.sub(lambda found: f"{found[1]}\n{pieces[found[2]]}\n\n{found[3]}", text).encode()


def _told() -> Markdown:
    """As a terminal of 80 columns shows it."""
    return Markdown(told(*graded(), 1, 80))
