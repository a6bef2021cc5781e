"""Writes a formula as Typst math. Only signs, letters and functions of closed tables can come out of here.

Typst's math can read files even without a `#`, so nothing that a person typed is copied: words stand in strings in which
every character but letters, digits and blanks is written by its number.
"""

from functools import lru_cache
from typing import assert_never

from .formula import (
    FENCES,
    SIGNS,
    Accent,
    Fenced,
    Formula,
    Function,
    Matrix,
    Name,
    Number,
    Phrase,
    Ratio,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Symbol,
)  # fmt: skip

_SIGN = {"dot": "⋅", "slash": r"\/", "less": "lt", "greater": "gt", "comma": r"\,"}  # as themselves these mean something to Typst
_FENCE = {"(": r"\(", ")": r"\)", "[": r"\[", "]": r"\]", "{": r"\{", "}": r"\}", "|": "|"}
_ACCENT = {"hat": "hat", "bar": "macron"}
_KNOWN = frozenset({"max", "min", "ln", "log", "exp"})
_DELIMITER = {"bmatrix": "[", "pmatrix": "("}


@lru_cache(maxsize=4096)
def typst(formula: Formula) -> str:
    """The formula as Typst math source, without dollars."""
    match formula:
        case Row():
            return " ".join(map(typst, formula.items))
        case Number(text) | Symbol(text):
            return text
        case Name(text) | Phrase(text):
            return _string(text)
        case Function(text):
            return text if text in _KNOWN else f"op({_string(text)})"
        case Sign(name):
            return _SIGN.get(name, SIGNS[name][0])
        case Space(width):
            return width
        case Ratio(over, under):
            return f"frac({typst(over)}, {typst(under)})"
        case Root(content):
            return f"sqrt({typst(content)})"
        case Accent(mark, content):
            return f"{_ACCENT[mark]}({typst(content)})"
        case Fenced(left, right, content):
            opening, closing = FENCES[left][0], FENCES[right][1]
            return f"lr({_FENCE.get(opening, opening)} {typst(content)} {_FENCE.get(closing, closing)})"
        case Scripts():
            return _scripts(formula)
        case Matrix():
            return _matrix(formula)
    assert_never(formula)


def _string(text: str) -> str:
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\u{{{ord(c):x}}}" for c in text) + '"'


def _scripts(formula: Scripts) -> str:
    sub = "" if formula.sub is None else f"_({typst(formula.sub)})"
    sup = "" if formula.sup is None else f"^({typst(formula.sup)})"
    return typst(formula.base) + sub + sup


def _matrix(formula: Matrix) -> str:
    if formula.kind == "cases":
        return f"cases({', '.join(' & '.join(map(typst, row)) for row in formula.rows)})"
    rows = "; ".join(", ".join(map(typst, row)) for row in formula.rows)
    return f'mat(delim: "{_DELIMITER[formula.kind]}", {rows})'
