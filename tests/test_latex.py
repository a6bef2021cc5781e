"""Text and formulas as TeX: what is printed is what was typed, and no character of it means anything to TeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convexam.cnn.values import Tensor
from convexam.text.formula_latex import latex
from convexam.text.formula_reader import read_formula
from convexam.text.latex import blocks, inlines
from convexam.text.latex_escape import Tex, escape
from convexam.text.tree import parse
from test_formula import SOURCES

TYPED = {
    "underscore": ("a_b", r"a\_b"),
    "ampersand": ("&", r"\&"),
    "percent": ("50 %", r"50 \%"),
    "hash": ("#1", r"\#1"),
    "dollar": ("$x$", r"\$x\$"),
    "braces": ("{}", r"\{\}"),
    "backslash": (r"\input", r"\textbackslash{}input"),
    "tilde and caret": ("~^", r"\textasciitilde{}\textasciicircum{}"),
    "angles": ("<>", r"\textless{}\textgreater{}"),
    "quotes": ("\"'`", r"\textquotedbl{}\textquotesingle{}\textasciigrave{}"),
    "bar": ("|", r"\textbar{}"),
    "joined": ("--- ,, ?` !`", r"{-}{-}{-} {,}{,} {?}\textasciigrave{} {!}\textasciigrave{}"),
    "after a new line": ("*[x]", "{*}{[}x{]}"),
    "minus": ("−3 × 4", r"$-$3 \texttimes{} 4"),
    "lowered": ("n₁₋", r"n\typed{FEFF2081}{\textsubscript{1}}\typed{FEFF208B}{\textsubscript{$-$}}"),
    "raised": ("10⁺³", r"10\typed{FEFF207A}{\textsuperscript{+}}\typed{FEFF00B3}{\textsuperscript{3}}"),
    "a name": ("Ana Țăran", "Ana Țăran"),
    "control and direction": ("a\x00\u202eb\tc\nd\x7f", "ab c d"),
    "joiners": ("a\u200db", "ab"),
}
SPECIAL = re.compile(r"[#$%&_~^|<>\"'`*\[\]]")


@pytest.mark.parametrize(("typed", "written"), TYPED.values(), ids=TYPED)
def test_escape(typed: str, written: str) -> None:
    assert escape(typed) == written


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(0, 12))
def test_nothing_of_a_text_reaches_tex_as_code(text: str, most: int) -> None:
    """What is left after our own commands holds no character that means anything."""
    written = re.sub(r"\\typed\{FEFF[0-9A-F]{4}\}\{\\text(?:sub|super)script\{(?:[0-9+]|\$-\$)\}\}", "", escape(text, most))
    ours = re.sub(r"\\(?:[#$%&_{}]|text[a-z]+\{\}|dots\{\}|allowbreak\{\})|\$(?:-|\\[a-z]+)\$|\{[-,?!*\[\]]\}", "", written)
    assert not SPECIAL.search(ours.replace("~", "") if "\u00a0" in text else ours)
    assert not set(ours) & set("\\{}\r\n\x00")


def test_a_long_word_breaks_after_every_few_letters() -> None:
    assert escape("short " + "x" * 13, 12) == "short " + r"\allowbreak{}".join(["xx"] * 6 + ["x"])


@pytest.mark.parametrize("source", SOURCES, ids=SOURCES)
def test_a_formula_that_is_read_again_is_the_same(source: str) -> None:
    formula = read_formula(source)
    assert read_formula(_as_typed(latex(formula))) == formula


def _as_typed(written: str) -> str:
    """Without what only printing needs."""
    named = {r"\nobreak": "", r"\widehat": r"\hat", r"\overline": r"\bar", r"\varepsilon": r"\epsilon", r"\varphi": r"\phi"}
    written = re.sub(r"\\operatorname\{\\words\{(.*?)\}\}", r"\\operatorname{\1}", written).replace(r"\words{", r"\text{")
    for printed, typed in named.items():
        written = written.replace(printed, typed)
    return re.sub(r"\\math(?:open|close)\{(.*?)\}(?!\})", r"\1", written)


def test_words_in_a_formula_are_escaped() -> None:
    assert latex(read_formula(r"x_{\text{a \& b}}")) == r"{x}_{\words{a \& b}}"


def test_a_long_sum_breaks_at_plus_and_not_inside_a_product() -> None:
    assert latex(read_formula(r"3 \cdot 4 + 1")) == r"3\cdot\nobreak 4+1"
    assert r"\nobreak" not in latex(read_formula(r" \cdot ".join("3" * 40)))


LINES = {
    "plain": ("50 % of $x$", r"50 \% of \mbox{$x$}"),
    "strong": ("**a_b**", r"\textbf{a\_b}"),
    "emphasis": ("*so*", r"\emph{so}"),
    "code": ("`a_b`", r"\code{a\_b}"),
    "fraction": (r"$\frac{1}{2}$", r"\tallformula{\frac{1}{2}}"),
}


@pytest.mark.parametrize(("typed", "written"), LINES.values(), ids=LINES)
def test_a_line(typed: str, written: str) -> None:
    (paragraph,) = blocks(parse(typed), {})
    assert paragraph == {"type": "paragraph", "content": written}
    assert isinstance(paragraph["content"], Tex)


def test_all_blocks() -> None:
    text = "- one\n- two\n\n| a | b |\n| - | - |\n| 1 | $x$ |\n\n```\na_b\n```\n\n$$x + 1$$\n\n::: tensors X\n"
    found = blocks(parse(text), {"X": Tensor.nested([[1, -2]])})
    assert [block["type"] for block in found] == ["list", "table", "code", "formula", "tensors"]
    assert found[1]["rows"] == [["1", r"\mbox{$x$}"]]
    assert found[4]["grids"][0]["rows"] == [["1", "−2"]]


def test_nothing_is_dropped_from_an_empty_line() -> None:
    assert inlines(()) == ""
