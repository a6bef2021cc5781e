"""The words of every operation on every medium: three calls of each, filled in, drawn in the terminal, and printed into one PDF."""

import re
from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pypdfium2
import pytest

import calls
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import DoesNotFit, Tensor
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.key import Inner, by_name, key, words_of
from convexam.exercises.statement import asked, problem
from convexam.sheets.page import page
from convexam.sheets.typst_press import TypstPress
from convexam.text.terminal import terminal
from convexam.text.tree import parse
from convexam.text.typst import blocks

SHOWN = 3  # calls of each operation
_HUGE = re.compile("[0-9]{7}")  # numbers of other tests, which fill lines


def worked(operation: str, calls_of_it: int = SHOWN) -> Iterator[tuple[str, dict[str, Tensor]]]:
    """The worked solution of the first calls that fit, with small numbers."""
    found = 0
    for seed in range(200):
        random = Random(seed)
        network = Network(calls.conventions(random), explains=True)
        try:
            result = getattr(network, operation)(*calls.sensible(operation, random))
        except DoesNotFit:
            continue
        *inner, step = network.steps
        below = [Inner(one.operation, one.result, by_name(one)) for one in inner]
        text = words_of(operation).fill(operation, **by_name(step), result=result, inner=below)
        if _HUGE.search(text) or (":::" in text and _HUGE.search(repr(result))):
            continue
        found += 1
        yield text.replace("::: tensors result", "::: tensors R"), {"R": result} if isinstance(result, Tensor) else {}
        if found == calls_of_it:
            return


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_terminal_shows_it(operation: str) -> None:
    shown = [terminal(parse(text), tensors) for text, tensors in worked(operation)]
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
    return [block for text, tensors in worked(operation) for block in blocks(parse(text), tensors)]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)
