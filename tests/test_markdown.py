"""Markdown for GitHub: text that reads as it is, and what a page shows when it is parsed again."""

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from convexam.cnn.values import Tensor
from convexam.errors import BadInput
from convexam.text.markdown import Link, code, code_cell, markdown, one_cell, plain
from convexam.text.tree import clean, escape, parse

TENSORS = {"X": Tensor((2, 1, 2), (1, -2, 3, 4)), "b": Tensor((1,), (5,))}
FIGURES = {"graph": Link("../graph.svg", "a line [rising]")}
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(text: str) -> str:
    return markdown(parse(text), TENSORS, FIGURES)


WRITTEN = [
    ("paragraphs", "a\n\nb", "a\n\nb"),
    ("marks", "**a** *b* `c*`", "**a** *b* `c*`"),
    ("formula", "so $x_1 < 2 \\cdot 3$", "so x₁ \\< 2 · 3"),
    ("formula block", "$$\\frac{a + 1}{2}$$", "> (a + 1)/2"),
    ("no product is lost", "3\\*3\\*16", "3\\*3\\*16"),
    ("no list comes about", "1\\. a", "1\\. a"),
    ("no heading comes about", "\\# a", "\\# a"),
    ("dollars", "\\$5 and \\$6", "\\$5 and \\$6"),
    ("tight list", "1. a\n2. b", "1. a\n2. b"),
    ("loose list", "- a\n\n  b\n- c", "- a\n\n  b\n\n- c"),
    ("nested list", "- a\n  1. b", "- a\n\n  1. b"),
    ("table", "| a | |\n|---|---|\n| `x\\|y` | $-3$ |", "| a |  |\n| --- | --- |\n| `x\\|y` | −3 |"),
    ("code", "```\na\n\n b\n```", "```text\na\n\n b\n```"),
    ("code with ticks", "````\n```\n````", "````text\n```\n````"),
    ("figure", "::: figure graph", "![a line \\[rising\\]](../graph.svg)"),
]


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN])
def test_written(text: str, wanted: str) -> None:
    assert written(text) == wanted


def test_tensors_stand_side_by_side() -> None:
    assert written("::: tensors X, b") == dedent("""\
        ```text
        X, channel 1   X, channel 2   b
        [  1 −2 ]      [ 3 4 ]        [ 5 ]
        ```""")


@pytest.mark.parametrize(("text", "wanted"), [("a\n\n`b|c`", "a `b\\|c`"), ("- a\n- b | c", "• a • b \\| c")], ids=["paragraphs", "list"])
def test_one_cell(text: str, wanted: str) -> None:
    assert one_cell(parse(text)) == wanted


@pytest.mark.parametrize(("text", "kind"), [("::: tensors Q", "tensor"), ("::: figure Q", "figure")], ids=["tensor", "figure"])
def test_what_is_not_there(text: str, kind: str) -> None:
    with pytest.raises(BadInput, match=f"a {kind} 'Q', which is not there"):
        written(text)


def seen(page: str) -> str:
    """What a reader of the page sees, without marks."""
    found = READER.parse(page)
    return " ".join(child.content for token in found for child in token.children or () if child.type in ("text", "code_inline"))


ANY = st.text(alphabet="ab1#$*_\\\"'`<>[](){}/=@~|-+.:;&%^! é−", min_size=1, max_size=20)


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_any_text_reads_as_it_is(text: str) -> None:
    page = markdown(parse(f"a {escape(text)} b"), {})
    assert seen(page).split() == clean(f"a {text} b").split()


@settings(max_examples=150, deadline=None)
@given(ANY.map(str.strip).filter(bool))
def test_any_text_is_one_cell_of_a_table(text: str) -> None:
    """(Of a row of backslashes before a bar half is lost in code: GitHub has no way to write them.)"""
    cells = [plain(text), code_cell(text)] if "\\|" not in text else [plain(text)]
    page = "\n".join(f"| {cell} | z |\n| --- | --- |" for cell in cells[:1]) + "".join(f"\n| {cell} | z |" for cell in cells[1:])
    assert seen(page).split() == f"{text} z ".split() * len(cells)


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_any_text_is_code(text: str) -> None:
    assert seen(code(text)).split() == text.split()
