"""The terminal: text of any width, and tensors as grids."""

from fractions import Fraction
from textwrap import dedent

import pytest

from convexam.answers.kind import Missing, Typed
from convexam.cnn.values import Tensor
from convexam.errors import BadInput
from convexam.text.figures import Drawing
from convexam.text.terminal import grid, terminal
from convexam.text.tree import parse

TENSORS = {
    "X": Tensor((2, 2, 3), (1, -12, 3, 0, 5, 6, 7, 8, 9, 0, 1, 2)),
    "K": Tensor((2, 2, 1, 2), range(8)),
    "b": Tensor((2,), (1, Fraction(-1, 3))),
}


def written(markdown: str, width: int = 40) -> str:
    return terminal(parse(markdown), TENSORS, width, figures={"graph": Drawing("", "a line that rises", " /\n/")})


def drawn(text: str) -> str:
    return dedent(text).strip("\n")


WRITTEN = [
    ("wrapped", "one two three four five six **seven** *eight* `nine` ten", "one two three four five six seven eight\nnine ten"),
    (
        "formula unbroken",
        "The result has the side length $(n + 2p - f) / s + 1$ here.",
        "The result has the side length\n(n + 2p − f)/s + 1 here.",
    ),
    ("paragraphs", "a\n\nb", "a\n\nb"),
    ("list", "- a\n- b\n  1. c", "• a\n\n• b\n\n  1. c"),
    ("tight list", "1. a\n2. b", "1. a\n2. b"),
    ("formula", "$$\\frac{a + 1}{2}$$", "    (a + 1)/2"),
    ("code", "```\na\n\n b\n```", "    a\n\n     b"),
    ("figure", "::: figure graph", " /\n/\n[a line that rises]"),
    ("nameless figure", "::: figure other", "[other]"),
]


@pytest.mark.parametrize(("markdown", "text"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN])
def test_written(markdown: str, text: str) -> None:
    assert written(markdown) == text


def test_tensors_side_by_side() -> None:
    assert written("::: tensors X, b") == drawn("""
        X, channel 1    X, channel 2
        ┌   1 −12   3 ┐   ┌ 7 8 9 ┐
        └   0   5   6 ┘   └ 0 1 2 ┘

        b
        [    1 −1/3 ]
    """).replace("X, channel 1    X", "X, channel 1      X")


def test_filters_and_channels() -> None:
    assert written("::: tensors K", 60) == drawn("""
        K, filter 1, channel 1   K, filter 1, channel 2
        [ 0 1 ]                  [ 2 3 ]

        K, filter 2, channel 1   K, filter 2, channel 2
        [ 4 5 ]                  [ 6 7 ]
    """)


def test_table() -> None:
    table = "| layer | parameters | what it is |\n|---|---|---|\n| conv | 28 | one filter over three channels |\n| pool | $-3$ | none |"
    assert written(table) == drawn("""
        layer  parameters  what it is
        ─────  ──────────  ─────────────────────
        conv           28  one filter over three
                           channels
        pool           −3  none
    """)


@pytest.mark.parametrize("width", [30, 40, 80])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    text = (
        "The image $X$ passes through a layer.\n\n- and more and more and more and more\n\n| a | b |\n|---|---|\n| "
        + "word " * 20
        + "| c |\n\n::: tensors X, K, b"
    )
    assert max(map(len, written(text, width).split("\n"))) <= width


CELLS = [
    ("fractions", Tensor((1, 2), (Fraction(1, 3), -2)), None, ["[ 1/3  −2 ]"]),
    ("decimals", Tensor((2,), (Fraction(1, 3), Fraction(-1, 2)), 2), None, ["[   1/3 −0.50 ]"]),
    ("column", Tensor((3, 1), (1, 2, 3)), None, ["┌ 1 ┐", "│ 2 │", "└ 3 ┘"]),
    ("marks", Tensor((2, 2), (1, 2, -3, 4)), {1, 2}, ["┌   1   [2] ┐", "└ [−3]   4  ┘"]),
    ("typed", Typed((2, 2), (1, Missing.BLANK, Fraction(5, 2), Missing.UNREADABLE)), None, ["┌   1   · ┐", "└ 2.5   ? ┘"]),
    ("typed thirds", Typed((1,), (Fraction(1, 3),)), None, ["[ 1/3 ]"]),
]


@pytest.mark.parametrize(("tensor", "marks", "lines"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS])
def test_grid(tensor: Tensor | Typed, marks: set[int] | None, lines: list[str]) -> None:
    assert [line.rstrip() for line in grid("Z", tensor, marks)] == ["Z", *lines]


def test_a_map_without_a_name() -> None:
    assert grid("", Tensor((2,), (1, 2))) == ["[ 1 2 ]"]
    assert grid("", TENSORS["X"])[0] == "channel 1         channel 2"


def test_marks_count_through_all_channels() -> None:
    assert "".join(grid("X", TENSORS["X"], {0, 6})).count("[") == 2
    assert "[7]" in grid("X", TENSORS["X"], {0, 6})[1]


def test_a_tensor_that_is_not_there() -> None:
    with pytest.raises(BadInput, match=r"a tensor 'Q', which is not there \(there are: X, K, b\)"):
        written("::: tensors Q")
