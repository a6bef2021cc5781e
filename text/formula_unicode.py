"""Writes a formula as plain Unicode text on one line, for the terminal: ⌊(n + 2p − f)/s⌋ + 1."""

import unicodedata
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
    is_function,
    items,
    multiplies,
    opens_operand,
    role,
)  # fmt: skip

_SPACES = {"thin": " ", "thick": " ", "quad": "\u00a0\u00a0"}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304"}
_SUB = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_SUP = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)


@lru_cache(maxsize=4096)
def unicode(formula: Formula) -> str:
    """The formula on one line."""
    return _row(items(formula)).strip(" ")


def _row(parts: tuple[Formula, ...]) -> str:
    text = ""
    for place, part in enumerate(parts):
        before = _neighbour(parts, place, -1)
        after = _neighbour(parts, place, 1)
        piece = _piece(part, before, after)
        if text.endswith(" "):
            piece = piece.lstrip(" ")
        text += piece
    return text


def _neighbour(parts: tuple[Formula, ...], place: int, step: int) -> Formula | None:
    """What stands before or after, blanks not counted."""
    place += step
    while 0 <= place < len(parts) and isinstance(parts[place], Space):
        place += step
    return parts[place] if 0 <= place < len(parts) else None


def _piece(part: Formula, before: Formula | None, after: Formula | None) -> str:
    """One thing of a row, with the blanks and brackets that its neighbours ask for."""
    match part:
        case Ratio() if multiplies(before) or multiplies(after):
            return f"({_atom(part)})"
        case Function() | Scripts(base=Function()):
            left = " " if before is not None and role(before) == "ordinary" and not is_function(before) else ""
            return left + _atom(part) + ("" if after is None or isinstance(after, Fenced) else " ")
        case Sign(name="sum") | Scripts(base=Sign(name="sum")):
            left = " " if before is not None and role(before) in ("ordinary", "large") else ""
            return f"{left}{_atom(part)} "
        case Sign():
            return _sign(part, before)
        case Scripts() if isinstance(after, Number | Symbol | Name | Phrase | Scripts):
            text = _atom(part)
            return text if text.endswith(")") or not {"_", "^"} & set(text) else text + " "  # W_K w, not W_Kw
        case Name(text) if len(text) > 1 and isinstance(before, Number | Symbol):
            return " " + text
    return _atom(part)


def _sign(sign: Sign, before: Formula | None) -> str:
    character, kind = SIGNS[sign.name]
    if kind == "binary" and not opens_operand(before):
        return f" {character} "
    if kind == "relation":
        return f" {character} "
    return f"{character} " if kind == "punctuation" else character


def _atom(formula: Formula) -> str:
    """One thing for itself."""
    match formula:
        case Row():
            return unicode(formula)
        case Number(text) | Symbol(text) | Name(text) | Function(text) | Phrase(text):
            return text
        case Sign(name):
            return SIGNS[name][0]
        case Space(width):
            return _SPACES[width]
        case Ratio(over, under):
            return f"{_bracketed(over)}/{_bracketed(under, products=False)}"
        case Root(content):
            return f"√{_bracketed(content, products=False)}"
        case Accent(mark, content):
            text = unicode(content)
            return unicodedata.normalize("NFC", text + _ACCENTS[mark]) if len(text) == 1 else f"{mark}({text})"
        case Fenced(left, right, content):
            return FENCES[left][0] + unicode(content) + FENCES[right][1]
        case Scripts():
            return _scripts(formula)
        case Matrix():
            return _matrix(formula)
    assert_never(formula)


def _bracketed(formula: Formula, products: bool = True) -> str:
    """In brackets unless it is one thing, or (above a line) a product such as 2p."""
    text = unicode(formula)
    if isinstance(formula, Row):
        together = products and all(isinstance(item, Number | Symbol | Scripts) for item in formula.items)
        return text if together else f"({text})"
    return f"({text})" if isinstance(formula, Ratio | Root | Phrase) else text


def _scripts(formula: Scripts) -> str:
    base = _bracketed(formula.base, products=False) if isinstance(formula.base, Ratio | Root | Accent) else _atom(formula.base)
    return base + _script(formula.sub, _SUB, "_") + _script(formula.sup, _SUP, "^")


def _script(formula: Formula | None, small: dict[str, str], mark: str) -> str:
    if formula is None:
        return ""
    text = unicode(formula)
    tight = text.replace(" ", "")
    words = isinstance(formula, Name | Phrase) and " " not in text
    if not words and all(c in small for c in tight):
        return "".join(small[c] for c in tight)
    return f"{mark}{text}" if words or isinstance(formula, Number | Symbol | Sign) else f"{mark}({text})"


def _matrix(formula: Matrix) -> str:
    if formula.kind == "cases":
        return "{ " + "; ".join(" ".join(map(unicode, row)) for row in formula.rows)
    opening, closing = "[]" if formula.kind == "bmatrix" else "()"
    return opening + "; ".join(", ".join(map(unicode, row)) for row in formula.rows) + closing
