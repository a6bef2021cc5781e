"""Reads a formula from a whitelist of TeX. What was typed never reaches a press: only the tree does."""

import re
from functools import lru_cache
from string import ascii_letters, digits
from typing import Literal

from ..errors import BadInput, shown
from .escape import clean
from .formula import (
    FENCES,
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
)  # fmt: skip

MOST_CHARACTERS = 20_000
MOST_DEPTH = 30

_TOKEN = re.compile(
    r"""\\(?:text|mathrm|operatorname)\s*\{(?:[^{}\\]|\\.)*\}      # words, with their blanks
      | \\(?:begin|end)\s*\{[a-z]*\}
      | \\(?:[A-Za-z]+|.)
      | [0-9]+(?:\.[0-9]+)?
      | \S""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = re.compile(r"\\(text|mathrm|operatorname)\s*\{(.*)\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 -]*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&#([0-9]{1,6});|(\\)")  # as `escape` writes them, or a command

_SIGNS = {
    "+": "plus", "-": "minus", "−": "minus", r"\cdot": "dot", "·": "dot", "⋅": "dot", r"\times": "times", "×": "times", "*": "star",
    r"\pm": "plus_minus", "±": "plus_minus", "/": "slash", "=": "equals", r"\ne": "unequal", r"\neq": "unequal", "≠": "unequal",
    "<": "less", r"\lt": "less", ">": "greater", r"\gt": "greater", r"\le": "at_most", r"\leq": "at_most", "≤": "at_most",
    r"\ge": "at_least", r"\geq": "at_least", "≥": "at_least", r"\approx": "about", "≈": "about", r"\in": "element", "∈": "element",
    r"\to": "arrow", r"\rightarrow": "arrow", "→": "arrow", ",": "comma", r"\ldots": "dots", r"\dots": "dots", "…": "dots",
    r"\cdots": "middle_dots", "⋯": "middle_dots", r"\infty": "infinity", "∞": "infinity", r"\sum": "sum", "∑": "sum",
}  # fmt: skip
_SPACES: dict[str, Literal["thin", "thick", "quad"]] = {r"\,": "thin", r"\;": "thick", r"\quad": "quad"}
_FUNCTIONS = (r"\max", r"\min", r"\ln", r"\log", r"\exp")
_ACCENTS: dict[str, Literal["hat", "bar"]] = {r"\hat": "hat", r"\bar": "bar"}
_LEFT = {
    "(": "round",
    "[": "square",
    r"\{": "curly",
    "|": "bar",
    r"\lvert": "bar",
    r"\lfloor": "floor",
    "⌊": "floor",
    r"\lceil": "ceil",
    "⌈": "ceil",
}
_RIGHT = {
    ")": "round",
    "]": "square",
    r"\}": "curly",
    "|": "bar",
    r"\rvert": "bar",
    r"\rfloor": "floor",
    "⌋": "floor",
    r"\rceil": "ceil",
    "⌉": "ceil",
}
_ATOMS: dict[str, Formula] = {  # what stands for one thing whatever is around it
    **{token: Sign(name) for token, name in _SIGNS.items()},
    **{token: Space(width) for token, width in _SPACES.items()},
    **{token: Function(token[1:]) for token in _FUNCTIONS},
    **{letter: Symbol(letter) for letter in (*ascii_letters, *GREEK.values())},
    **{f"\\{name}": Symbol(letter) for name, letter in GREEK.items()},
    **{number: Number(number) for number in map(str, range(100))},  # most numbers, made once
}
_DIGITS = frozenset(digits)
_SCRIPTS = ("_", "^")
_MIXED = frozenset({"round", "square"})


@lru_cache(maxsize=4096)
def read_formula(source: str) -> Formula:
    r"""The tree of a formula such as \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1."""
    if len(source) > MOST_CHARACTERS:
        raise BadInput(f"a formula of {len(source)} characters is longer than {MOST_CHARACTERS}: {shown(source)}")
    reader = _Reader(source)
    formula = reader.row(frozenset())
    if reader.token is not None:
        raise reader.refused("does not belong there")
    return formula


def _atom(token: str) -> Formula | None:
    known = _ATOMS.get(token)
    return Number(token) if known is None and token[0] in _DIGITS else known


class _Reader:
    """One pass over the tokens of one formula."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[str | None] = [*_TOKEN.findall(source), None]  # None: the end
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> str | None:
        return self.tokens[self.place]

    def take(self) -> str:
        token = self.token
        if token is None:
            raise self.refused("comes too early")
        self.place += 1
        return token

    def expect(self, wanted: str) -> None:
        if self.token != wanted:
            raise self.refused(f"stands where {wanted} should")
        self.place += 1

    def refused(self, why: str) -> BadInput:
        seen = "the end" if self.token is None else shown(self.token)
        return BadInput(f"formula {shown(self.source, 120)}: {seen} {why}")

    def row(self, stops: frozenset[str]) -> Formula:
        """Everything up to one of the stops, which is left standing."""
        found: list[Formula] = []
        tokens = self.tokens
        while (token := tokens[self.place]) is not None and token not in stops:
            before = self.place
            item = _atom(token) if tokens[before + 1] not in _SCRIPTS else None
            if item is None:
                item = self.scripted()
            else:
                self.place += 1
            if isinstance(item, Number) and found and isinstance(found[-1], Number):
                self.place = before
                raise self.refused("follows another number without a sign between them")
            found.append(item)
        if not found:
            raise self.refused("stands where a number, a letter or a bracket should")
        return found[0] if len(found) == 1 else Row(tuple(found))

    def scripted(self) -> Formula:
        base, sub, sup = self.atom(), None, None
        while self.token in _SCRIPTS:
            if isinstance(base, Row | Space) or (sub if self.token == "_" else sup) is not None:
                raise self.refused("has nothing of its own to stand at")
            if self.take() == "_":
                sub = self.argument()
            else:
                sup = self.argument()
        return base if sub is None and sup is None else Scripts(base, sub, sup)

    def argument(self) -> Formula:
        """What stands in braces, or a single thing."""
        if self.token != "{":
            return self.atom()
        self.place += 1
        content = self.row(frozenset("}"))
        self.expect("}")
        return content

    def atom(self) -> Formula:
        token = self.take()
        if (known := _atom(token)) is not None:
            return known
        self.place -= 1
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.refused("is nested too deeply")
        formula = self.construct(token)
        self.depth -= 1
        return formula

    def construct(self, token: str) -> Formula:
        """What holds other things: all nesting goes through here."""
        if token == "{":
            return self.argument()
        if token in _LEFT:
            return self.fenced(token)
        self.place += 1
        if token == r"\left":
            return self.grown()
        if token == r"\frac":
            return Ratio(self.argument(), self.argument())
        if token == r"\sqrt":
            return Root(self.argument())
        if token in _ACCENTS:
            return Accent(_ACCENTS[token], self.argument())
        if token.startswith(r"\begin"):
            return self.matrix(token)
        if words := _WORDS.fullmatch(token):
            return self.words(*words.groups())
        self.place -= 1
        raise self.refused("is not part of the formulas that can be printed")

    def fenced(self, token: str) -> Formula:
        """Brackets that are not announced by \\left."""
        left = _LEFT[token]
        self.place += 1
        wanted = _MIXED if left in _MIXED else frozenset({left})
        content = self.row(frozenset(closing for closing, kind in _RIGHT.items() if kind in wanted))
        if self.token is None:
            raise self.refused(f"comes before the {FENCES[left][1]} of a {FENCES[left][0]}")
        return Fenced(left, _RIGHT[self.take()], content)

    def grown(self) -> Formula:
        if self.token not in _LEFT:
            raise self.refused(r"is no bracket to stand after \left")
        left = _LEFT[self.take()]
        content = self.row(frozenset({r"\right"}))
        self.expect(r"\right")
        right = _RIGHT.get(self.token or "")
        if right is None or (right != left and not {left, right} <= _MIXED):
            raise self.refused(f"does not close {FENCES[left][0]}")
        self.place += 1
        return Fenced(left, right, content)

    def matrix(self, begin: str) -> Formula:
        kind = begin[begin.index("{") + 1 : -1]
        if kind not in ("bmatrix", "pmatrix", "cases"):
            self.place -= 1
            raise self.refused("is not part of the formulas that can be printed")
        end = rf"\end{{{kind}}}"
        stops = frozenset({"&", r"\\", end})
        rows, row = [], [self.row(stops)]
        while (token := self.take()) != end:
            if token == "&":
                row.append(self.row(stops))
            elif self.token != end:  # a last \\ begins no row
                rows.append(tuple(row))
                row = [self.row(stops)]
        rows.append(tuple(row))
        if len({len(row) for row in rows}) != 1:
            self.place -= 1
            raise self.refused("ends rows of different lengths")
        return Matrix(kind, tuple(rows))

    def words(self, command: str, content: str) -> Formula:
        if command == "text":
            return Phrase(clean(_ESCAPED.sub(self._plain, content)))
        if not _NAME.fullmatch(content):
            self.place -= 1
            raise self.refused("holds something else than letters and digits")
        return Name(content) if command == "mathrm" else Function(content)

    def _plain(self, found: re.Match[str]) -> str:
        if found[3]:
            self.place -= 1
            raise self.refused("holds a command")
        return found[1] or chr(int(found[2]))
