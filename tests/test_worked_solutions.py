"""The words of every operation on every medium: three calls of each, filled in, drawn in the terminal, and printed into one PDF."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

import pypdfium2
import pytest

from compared import explained
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import Graph, Tensor
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.key import key
from convexam.exercises.statement import asked, problem
from convexam.sheets.page import page
from convexam.sheets.typst_press import TypstPress
from convexam.text.figures import Drawing, drawn
from convexam.text.terminal import terminal
from convexam.text.tree import parse
from convexam.text.typst import blocks

SHOWN = 3  # calls of each operation
_HUGE = re.compile("[0-9]{7}")  # numbers of other tests, which fill lines


def worked(operation: str) -> Iterator[tuple[str, dict[str, Tensor], dict[str, Drawing]]]:
    """The worked solution of the first calls that fit, with small numbers."""
    small = (
        (text, result) for text, result in explained(operation, 200) if not _HUGE.search(text + (repr(result) if ":::" in text else ""))
    )
    for text, result in islice(small, SHOWN):
        tensors, figures = {"R": result} if isinstance(result, Tensor) else {}, {"R": drawn(result)} if isinstance(result, Graph) else {}
        yield re.sub("::: (tensors|figure) result", r"::: \1 R", text), tensors, figures


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_terminal_shows_it(operation: str) -> None:
    shown = [terminal(parse(text), tensors, figures=figures) for text, tensors, figures in worked(operation)]
    assert len(shown) == SHOWN
    assert not any(re.search(r"[$\\{}]|<<|>>|None", text) for text in shown), shown


def test_one_pdf_shows_them_all() -> None:
    solved = practice(Wish(family("output-size")), 1)
    whole = page([problem(solved.exercise, asked(solved))], [key(solved)])
    part = whole["problems"][0]["parts"][0]
    whole["problems"][0]["parts"] = [
        {**part, "label": f"({number})", "solution": printed(operation)} for number, operation in enumerate(OPERATIONS)
    ]
    text = text_of(TypstPress().press(whole).pdf)
    assert [number for number in range(len(OPERATIONS)) if text.count(f"({number})") < 2] == []


def printed(operation: str) -> list[dict[str, Any]]:
    return [block for text, tensors, figures in worked(operation) for block in blocks(parse(text), tensors, figures=figures)]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)
