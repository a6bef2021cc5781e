"""Writes a formula in words, for alternative texts and screen readers."""

import re
from typing import assert_never

from .escape import Markdown
from .formula import (
    GREEK,
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
    is_function,
    is_negative_number,
    items,
    multiplies,
    opens_operand,
    role,
)  # fmt: skip
from .voice import spoken_cache
from .words import ENGLISH, words_beside

_LETTERS = {letter: name for name, letter in GREEK.items()}
_POWERS = {Number("2"): "squared", Number("3"): "cubed", Sign("star"): "starred"}
_COMMAS = re.compile(r"(?:\s*,)+")


@spoken_cache(4096)
def spoken(formula: Formula, language: str = ENGLISH) -> str:
    """The formula as somebody would read it aloud: floor of n plus 2 p minus f, all over s, end floor, plus 1."""
    return _finished(_whole(formula, language))


def _finished(text: str) -> str:
    """One comma where several parts end at once, and none at the end."""
    return " ".join((_COMMAS.sub(",", text) if "," in text else text).split()).strip(" ,")


def _say(block: str, language: str, **values: object) -> str:
    """The words of a block; what is said inside of them is words already."""
    ready = {name: Markdown(value) for name, value in values.items()}
    return words_beside(__file__, language).fill(block, **ready)


def _whole(formula: Formula, language: str) -> str:
    """All that stands between two brackets: a fraction that fills them needs no end of its own."""
    if isinstance(formula, Row):
        return _row(formula.items, language)
    if isinstance(formula, Ratio) and _is_long(formula):
        return _say("filling_fraction", language, over=spoken(formula.over, language), under=spoken(formula.under, language))
    return _words(formula, language)


@spoken_cache(4096)
def _words(formula: Formula, language: str) -> str:
    match formula:
        case Row():
            return _row(formula.items, language)
        case Number(text) | Name(text) | Phrase(text):
            return text
        case Function(text):
            return _say(text, language) if words_beside(__file__, language).has(text) else text
        case Symbol(letter):
            return _LETTERS.get(letter, letter)
        case Sign(name):
            return _signs(language)[name]
        case Space():
            return ""
        case Ratio():
            return _ratio(formula, language, "long_fraction" if _is_long(formula) else "fraction")
        case Root() | Accent():
            return _decorated(formula, language)
        case Fenced():
            return _fenced(formula, language)
        case Scripts():
            return _scripts(formula, language)
        case Matrix():
            return _matrix(formula, language)
    assert_never(formula)


def _row(parts: tuple[Formula, ...], language: str) -> str:
    said: list[str] = []
    signs = _signs(language)
    parts = tuple([part for part in parts if not isinstance(part, Space)])
    for before, part, after in zip((None, *parts), parts, (*parts[1:], None), strict=False):
        if not is_function(before):  # most of what stands in a sum
            if isinstance(part, Number):
                said.append(part.text)
                continue
            if isinstance(part, Sign):
                said.append(signs[_heard(part, before)])
                continue
        applied = is_function(before) and role(part) == "ordinary"
        if applied:
            said.append(_say("applied", language))
        elif _is_fenced(part) and (_is_fenced(before) or isinstance(before, Number)):
            said.append(_say("times", language))
        if isinstance(part, Sign):
            said.append(signs[_heard(part, before)])
        elif isinstance(part, Ratio) and not applied and (multiplies(before) or multiplies(after)):
            said.append(_ratio(part, language, "long_fraction"))
        elif applied and isinstance(part, Fenced) and part.left == "round" and len(items(part.content)) == 1:
            said.append(_whole(part.content, language))  # ReLU of x
        else:
            said.append(_words(part, language))
    return " ".join(said)


def _heard(sign: Sign, before: Formula | None) -> str:
    """The block of a sign. A minus is said in another way where nothing is subtracted from."""
    return "negative" if sign.name == "minus" and opens_operand(before) else sign.name


class _Signs(dict[str, str]):
    """What is said for each sign, asked for when it first comes up."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, name: str) -> str:
        self[name] = said = _say(name, self._language)
        return said


_signs = spoken_cache(64)(_Signs)


def _is_fenced(formula: Formula | None) -> bool:
    return isinstance(formula.base if isinstance(formula, Scripts) else formula, Fenced)


def _is_long(formula: Ratio) -> bool:
    return any(isinstance(part, Row | Ratio) and not is_negative_number(part) for part in (formula.over, formula.under))


def _ratio(formula: Ratio, language: str, block: str) -> str:
    return _say(block, language, over=spoken(formula.over, language), under=spoken(formula.under, language))


def _decorated(formula: Root | Accent, language: str) -> str:
    block = {"hat": "hat", "bar": "bar_mark"}[formula.mark] if isinstance(formula, Accent) else "root"
    long = len(items(formula.content)) > 1
    return _say(f"long_{block}" if long else block, language, content=spoken(formula.content, language))


def _fenced(formula: Fenced, language: str) -> str:
    content = _finished(_whole(formula.content, language))
    if formula.left == "round" and is_negative_number(formula.content):
        return content  # 2 times minus 3
    if formula.left != formula.right:
        return _say("right_open" if formula.right == "round" else "left_open", language, content=content)
    return _say(formula.left, language, content=content)


def _scripts(formula: Scripts, language: str) -> str:
    base, sub, sup = formula.base, formula.sub, formula.sup
    if base == Sign("sum"):
        return _sum(sub, sup, language)
    said = _ratio(base, language, "long_fraction") if isinstance(base, Ratio) else _words(base, language)
    if sub is not None:
        block = "long_sub" if len(items(sub)) > 1 else "sub"
        said += " " + _say(block, language, content=spoken(sub, language))
    if sup is not None:
        block = _POWERS.get(sup, "long_power" if len(items(sup)) > 1 else "power")
        said += " " + _say(block, language, content=spoken(sup, language))
    return said


def _sum(sub: Formula | None, sup: Formula | None, language: str) -> str:
    limits = {name: spoken(limit, language) for name, limit in (("sub", sub), ("sup", sup)) if limit is not None}
    return _say({"sub": "sum_over", "sup": "sum_up_to", "sub sup": "sum_from"}[" ".join(limits)], language, **limits)


def _matrix(formula: Matrix, language: str) -> str:
    rows = []
    for number, row in enumerate(formula.rows, 1):
        cells = ", ".join(spoken(cell, language) for cell in row)
        rows.append(_say("case" if formula.kind == "cases" else "matrix_row", language, number=number, cells=cells))
    return _say("cases" if formula.kind == "cases" else "matrix", language, rows=" ".join(rows))
