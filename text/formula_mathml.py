"""Writes a formula as MathML Core, named by its words for whoever listens. Every text of the tree is escaped."""

from html import escape
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
    is_tall,
    items,
    opens_operand,
    role,
)  # fmt: skip
from .formula_spoken import spoken
from .formula_unicode import unicode
from .voice import spoken_cache
from .words import ENGLISH

_UNBROKEN = 24  # a formula up to this length stays on one line, also on a phone
_SPACES = {"thin": "0.167em", "thick": "0.278em", "quad": "1em"}
_MARKS = {"hat": "^", "bar": "¯"}
_THIN = f'<mspace width="{_SPACES["thin"]}"/>'
_HARD_BLANK = "\u00a0"  # a browser takes other blanks away at the ends of a text


@spoken_cache(4096)
def mathml(formula: Formula, block: bool = False, language: str = ENGLISH) -> str:
    """The formula as a `math` element. A long one is cut into pieces between which a line may end."""
    display = ' display="block"' if block else ""
    words = escape(spoken(formula, language))
    pieces = _pieces(items(formula)) if len(unicode(formula)) > _UNBROKEN else [_row(items(formula))]
    long = ' class="long"' if len(pieces) > 1 else ""
    content = "".join(f"<mrow>{piece}</mrow>" for piece in pieces) if long else pieces[0]
    return f'<math{display}{long} aria-label="{words}">{content}</math>'


def _pieces(parts: tuple[Formula, ...]) -> list[str]:
    """Written out, cut before each relation, sum and difference: a line begins with its sign."""
    pieces: list[str] = []
    for place in range(len(parts)):
        before = _before(parts, place)
        written = _part(parts[place], before)
        if not pieces or (_starts_line(parts[place]) and not opens_operand(before)):
            pieces.append(written)
        else:
            pieces[-1] += written
    return pieces


def _starts_line(part: Formula) -> bool:
    return isinstance(part, Sign) and (role(part) == "relation" or part.name in ("plus", "minus", "plus_minus"))


def _row(parts: tuple[Formula, ...]) -> str:
    return "".join(_part(part, _before(parts, place)) for place, part in enumerate(parts))


def _before(parts: tuple[Formula, ...], place: int) -> Formula | None:
    """What stands before, blanks not counted."""
    return next((part for part in reversed(parts[:place]) if not isinstance(part, Space)), None)


def _part(part: Formula, before: Formula | None) -> str:
    """One thing of a row, with the distance that its neighbour asks for."""
    if isinstance(part, Sign):
        return _sign(part, before)
    applied = is_function(before) and not isinstance(part, Fenced)
    called = is_function(part) and before is not None and role(before) == "ordinary" and not is_function(before)
    return (_THIN if applied or called else "") + _one(part)


def _sign(sign: Sign, before: Formula | None) -> str:
    """A sign says itself what it is: at the start of a piece a browser would take it for the sign of a number."""
    character, kind = SIGNS[sign.name]
    match kind:
        case "ordinary":
            return f"<mi>{character}</mi>"
        case "tight":
            return f'<mo lspace="0" rspace="0">{character}</mo>'
        case "binary":
            return f'<mo form="{"prefix" if opens_operand(before) else "infix"}">{character}</mo>'
        case "relation":
            return f'<mo form="infix">{escape(character)}</mo>'
        case "punctuation" | "large":
            return f"<mo>{character}</mo>"
    assert_never(kind)


def _one(formula: Formula) -> str:
    """One thing for itself: exactly one element."""
    match formula:
        case Row():
            return f"<mrow>{_row(formula.items)}</mrow>"
        case Number(text):
            return f"<mn>{text}</mn>"
        case Symbol(letter):
            return f"<mi>{letter}</mi>"
        case Name(text) | Function(text):
            return f"<mi{_upright(text)}>{escape(text)}</mi>"
        case Phrase(text):
            return f"<mtext>{escape(text).replace(' ', _HARD_BLANK)}</mtext>"
        case Sign():
            return _sign(formula, None)
        case Space(width):
            return f'<mspace width="{_SPACES[width]}"/>'
        case Ratio(over, under):
            return f"<mfrac>{_one(over)}{_one(under)}</mfrac>"
        case Root(content):
            return f"<msqrt>{_one(content)}</msqrt>"
        case Accent(mark, content):
            return f'<mover accent="true">{_one(content)}<mo>{_MARKS[mark]}</mo></mover>'
        case Fenced():
            return _fenced(formula)
        case Scripts():
            return _scripts(formula)
        case Matrix():
            return _matrix(formula)
    assert_never(formula)


def _upright(name: str) -> str:
    """A single letter would be slanted like a variable."""
    return ' mathvariant="normal"' if len(name) == 1 else ""


def _fenced(formula: Fenced) -> str:
    left, right = FENCES[formula.left][0], FENCES[formula.right][1]
    stretchy = "" if is_tall(formula.content) else ' stretchy="false"'  # without a font for formulas a browser makes them too tall
    inside = _row(items(formula.content))
    return f'<mrow><mo form="prefix"{stretchy}>{left}</mo>{inside}<mo form="postfix"{stretchy}>{right}</mo></mrow>'


def _scripts(formula: Scripts) -> str:
    below, above = ("under", "over") if formula.base == Sign("sum") else ("sub", "sup")
    scripts = [(name, script) for name, script in ((below, formula.sub), (above, formula.sup)) if script is not None]
    element = "m" + "".join(name for name, _ in scripts)
    return f"<{element}>{_one(formula.base)}{''.join(_one(script) for _, script in scripts)}</{element}>"


def _matrix(formula: Matrix) -> str:
    rows = "".join(f"<mtr>{''.join(f'<mtd>{_one(cell)}</mtd>' for cell in row)}</mtr>" for row in formula.rows)
    left, right = {"cases": ("{", ""), "bmatrix": ("[", "]"), "pmatrix": ("(", ")")}[formula.kind]
    kind = ' class="cases"' if formula.kind == "cases" else ""
    closing = f'<mo form="postfix">{right}</mo>' if right else ""
    return f'<mrow><mo form="prefix">{left}</mo><mtable{kind}>{rows}</mtable>{closing}</mrow>'
