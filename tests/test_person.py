"""Answers for a person: kept as they are, harmless to whatever prints them, and compared with nothing."""

from decimal import Decimal
from typing import Any

import pytest

from convexam.answers.person import PersonForm
from convexam.answers.reading import MAX_TEXT

FORM = PersonForm()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        pytest.param("a\tb", "a b", id="tab"),
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="line-ends"),
        pytest.param("a\u200cb", "a\u200cb", id="joiner-of-persian"),
        pytest.param("\x1b[31mred", "\ufffd[31mred", id="colour-of-a-terminal"),
        pytest.param("a\ud800\u202eb", "a\ufffd\ufffdb", id="half-a-character-and-reversed-writing"),
        pytest.param(["a line", "another"], "a line\nanother", id="lines"),
        pytest.param(7, "7", id="number"),
        pytest.param(Decimal("0.50"), "0.50", id="decimal"),
        pytest.param("x" * MAX_TEXT, "x" * MAX_TEXT, id="as-long-as-may-be"),
    ],
)
def test_what_is_kept(raw: Any, kept: str) -> None:
    assert FORM.read(raw).value == kept


@pytest.mark.parametrize("raw", [None, "", " \n", "\u200b", "\u200b \u2060", [], ["", " "], "?"], ids=repr)
def test_what_cannot_be_seen_is_blank(raw: Any) -> None:
    assert FORM.read(raw).status == "blank"


@pytest.mark.parametrize("raw", [True, {"text": "x"}, [1], [["x"]], ["x", None]], ids=repr)
def test_only_text_is_kept(raw: Any) -> None:
    assert FORM.read(raw).why == "not_text"


def test_any_text_may_be_right_and_none_is_wrong() -> None:
    examples = FORM.examples(None)
    assert {FORM.read(raw).status for raw in examples.right} == {"read"}
    assert {FORM.read(raw).status for raw in examples.unreadable} == {"unreadable"}
    assert examples.wrong == ()


def test_a_key_without_a_text_shows_nothing() -> None:
    assert (FORM.show(None), FORM.show("two\nlines")) == ("", "two lines")


def test_nothing_is_compared() -> None:
    with pytest.raises(NotImplementedError):
        FORM.match("a", "a")
