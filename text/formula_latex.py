"""Writes a formula as LaTeX math. Only signs, letters and commands of closed tables can come out of here.

Nothing that a person typed is copied: words are escaped character by character, everything else is chosen from the tables below.
"""

from functools import lru_cache
from typing import assert_never

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
    is_tall,
)  # fmt: skip
from .latex_escape import Tex, escape

# After a sign of multiplication no line ends: a long sum breaks at plus, minus and equals.
_SIGN = {
    "plus": "+", "minus": "-", "dot": r"\cdot\nobreak ", "times": r"\times\nobreak ", "star": "*", "plus_minus": r"\pm ", "slash": "/",
    "equals": "=", "unequal": r"\ne ", "less": "<", "greater": ">", "at_most": r"\le ", "at_least": r"\ge ", "about": r"\approx ",
    "element": r"\in ", "arrow": r"\to ", "comma": ",", "dots": r"\ldots ", "middle_dots": r"\cdots ", "infinity": r"\infty ",
    "sum": r"\sum ",
}  # fmt: skip
_FENCE = {
    "round": ("(", ")"), "square": ("[", "]"), "curly": (r"\{", r"\}"), "bar": (r"\lvert ", r"\rvert "),
    "floor": (r"\lfloor ", r"\rfloor "), "ceil": (r"\lceil ", r"\rceil "),
}  # fmt: skip
_SPACE = {"thin": r"\,", "thick": r"\;", "quad": r"\quad "}
_ACCENT = {"hat": (r"\hat", r"\widehat"), "bar": (r"\bar", r"\overline")}
_KNOWN = frozenset({"max", "min", "ln", "log", "exp"})
_LETTER = {letter: f"\\{name} " for name, letter in GREEK.items()} | {
    "ε": r"\varepsilon ",
    "φ": r"\varphi ",
}  # as the other press draws them
_LONGEST_PRODUCT = 120  # letters that surely fit on a line


@lru_cache(maxsize=4096)
def latex(formula: Formula) -> Tex:
    """The formula as the inside of `$…$`. A product too long for any line may break at its signs."""
    written = _written(formula)
    longest = max(map(len, written.replace("=", "+").split("+")))
    return Tex(written if longest <= _LONGEST_PRODUCT else written.replace(r"\nobreak ", " "))


@lru_cache(maxsize=4096)
def _written(formula: Formula) -> str:
    match formula:
        case Row():
            return "".join(map(_written, formula.items))
        case Number(text):
            return text
        case Symbol(letter):
            return _LETTER.get(letter, letter)
        case Name(text):
            return rf"\mathrm{{{text}}}" if _plain(text) else _words(text)
        case Phrase(text):
            return _words(text)
        case Function(text):
            return f"\\{text} " if text in _KNOWN else rf"\operatorname{{{text if _plain(text) else _words(text)}}}"
        case Sign(name):
            return _SIGN[name]
        case Space(width):
            return _SPACE[width]
        case Ratio(over, under):
            return rf"\frac{{{_written(over)}}}{{{_written(under)}}}"
        case Root(content):
            return rf"\sqrt{{{_written(content)}}}"
        case Accent(mark, content):
            return f"{_ACCENT[mark][isinstance(content, Row)]}{{{_written(content)}}}"
        case Fenced():
            return _fenced(formula)
        case Scripts():
            return _scripts(formula)
        case Matrix():
            return _matrix(formula)
    assert_never(formula)


def _plain(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _words(text: str) -> str:
    return rf"\words{{{escape(text)}}}"


def _fenced(formula: Fenced) -> str:
    left, right, inside = _FENCE[formula.left][0], _FENCE[formula.right][1], _written(formula.content)
    if is_tall(formula.content):
        return rf"\left{left}{inside}\right{right}"
    return rf"\mathopen{{{left}}}{inside}\mathclose{{{right}}}" if formula.left != formula.right else f"{left}{inside}{right}"


def _scripts(formula: Scripts) -> str:
    base = _written(formula.base)
    above = "" if formula.sup is None else f"^{{{_written(formula.sup)}}}"
    below = "" if formula.sub is None else f"_{{{_written(formula.sub)}}}"
    return f"{base if isinstance(formula.base, Sign | Function) else f'{{{base}}}'}{below}{above}"


def _matrix(formula: Matrix) -> str:
    rows = r" \\ ".join(" & ".join(map(_written, row)) for row in formula.rows)
    return rf"\begin{{{formula.kind}}}{rows}\end{{{formula.kind}}}"
