"""A formula in the letters of the question: right if it has the right value at many points, however it is written."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from itertools import count, product
from math import prod
from typing import Any

from ..cnn.values import BadValue, Number, Record
from .algebra import Applied, Constant, Tree, bits, value_at, written
from .arithmetic import MAX_DIGITS, Unreadable
from .grammar import FUNCTIONS, NAME, formula
from .kind import Examples, Form, Match, Raw, Reading
from .reading import BLANK, BLANK_MARKS, exact, known_text, means_none, refuse_date, unreadable

POINTS = 64
MAX_BITS = 4_000  # of a value on the way, looked at before anything is worked out
_NARROW = 4  # values at the lower end, where more divisions are whole

_LABEL = re.compile(r"[\\$ ]*(?:([^\W\d_][\w' {}\\]{0,60}))?=")


class Variable(Record, frozen=True):
    """A letter of a formula, and the whole numbers that it may stand for, both ends included."""

    name: str
    least: int
    most: int


class Expression(Record, frozen=True):
    """A formula as a truth has it: its text, and what its letters stand for."""

    text: str
    variables: tuple[Variable, ...]


class Formula(Record, frozen=True):
    """A formula as it was typed."""

    text: str  # as it is printed
    tree: Tree


class ExpressionForm(Form, frozen=True, tag="expression"):
    """`variables`: the letters that may be used, and the domain in which the formula has to be right."""

    variables: tuple[Variable, ...]

    def __post_init__(self) -> None:
        names = [variable.name for variable in self.variables]
        for variable in self.variables:
            if not NAME.fullmatch(variable.name) or variable.name.casefold() in FUNCTIONS:
                raise BadValue(f"{variable.name!r} is no name for a variable; letters, digits and one _ make one, such as n or C_in")
            if variable.least > variable.most or max(abs(variable.least), abs(variable.most)) > 10**9:
                raise BadValue(f"{variable.name} runs from {variable.least} to {variable.most}; the domain must hold a number, up to 10⁹")
        if len(set(names)) < len(names):
            raise BadValue(f"a variable is named twice: {', '.join(names)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(variable.name for variable in self.variables)

    def read(self, raw: Raw, comma: bool = False) -> Reading:
        """A formula as it is written by hand, in code or in TeX; `name =` may stand in front."""
        try:
            tree = self._tree(raw, comma)
            return Reading("read", Formula(written(tree), tree)) if tree is not None else BLANK
        except Unreadable as error:
            return unreadable(raw, error)

    def _tree(self, raw: Raw, comma: bool) -> Tree | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            return self._bounded(_number(raw))
        text = known_text(raw)
        if text in BLANK_MARKS:
            return None
        means_none(text, allowed=False)
        refuse_date(text.rstrip(" .;"))
        if (label := _LABEL.match(text)) and (label[1] or "").strip() not in self.names:
            text = text[label.end() :]
        if "=" in text:
            raise Unreadable("equals")
        if "," in text and not comma:
            raise Unreadable("comma")
        return self._bounded(formula(text.rstrip(" .;"), self.names, comma))

    def _bounded(self, tree: Tree) -> Tree:
        sizes = {variable.name: max(1, abs(variable.least).bit_length(), abs(variable.most).bit_length()) for variable in self.variables}
        if bits(tree, sizes) > MAX_BITS:
            raise Unreadable("too_large")
        return tree

    def match(self, answer: Formula | Expression, truth: Formula | Expression) -> Match:
        """Equal at all sample points, and defined at one at least."""
        ours, theirs = self._values(truth), self._values(answer)
        return Match.EQUAL if ours == theirs and any(value is not None for value in ours) else Match.DIFFERENT

    def _values(self, value: Formula | Expression) -> tuple[Number | None, ...]:
        if isinstance(value, Expression):
            return values_of(value.text, self.variables)
        return tuple(value_at(value.tree, point) for point in points(self.variables))

    def show(self, value: Formula | Expression) -> str:
        """One way of writing: floor((n + 2p − f)/s) + 1."""
        return written(_parsed(value.text, self.names)) if isinstance(value, Expression) else value.text

    def examples(self, truth: Any) -> Examples:
        shown = self.show(truth)
        typed = shown.replace("−", "-").replace("·", "*")
        right = (shown, typed, f"  ({typed})", f"[{shown}]", f"0 + {typed}", f"({typed})/1", f"1·({shown})", f"y = {typed}", f"${shown}$")
        wrong = (f"{typed} + 1", f"({typed}) - 1/2", f"{typed} + 10 - 3")
        return Examples(right, wrong, ("1 +", "(1", "sqrt(9)", "1/2(3)", "2 ? 3", "2^10", "1 = 2", "none", "-", "1 2", "__import__('os')"))


def _number(raw: Any) -> Tree:
    """A number of a document as a formula."""
    if type(raw) is not int and not (isinstance(raw, Decimal) and raw.is_finite()):
        raise Unreadable("formula")
    number = exact(raw) if isinstance(raw, Decimal) else raw
    if abs(number) >= 10**MAX_DIGITS:
        raise Unreadable("too_large")
    return Constant(number) if number >= 0 else Applied("minus", (Constant(-number),))


@lru_cache(maxsize=256)
def _parsed(text: str, names: tuple[str, ...]) -> Tree:
    try:
        return formula(text, names)
    except Unreadable as error:
        raise BadValue(f"{text!r} is no formula in {', '.join(names)} ({error.why})") from None


@lru_cache(maxsize=256)
def values_of(text: str, variables: tuple[Variable, ...]) -> tuple[Number | None, ...]:
    """The values of a formula of ours at the sample points."""
    tree = _parsed(text, tuple(variable.name for variable in variables))
    return tuple(value_at(tree, point) for point in points(variables))


@lru_cache(maxsize=256)
def points(variables: tuple[Variable, ...]) -> tuple[Mapping[str, int], ...]:
    """The sample points: the whole domain where it is small, else its two corners and drawn points, the same on every machine."""
    names = [variable.name for variable in variables]
    ranges = [range(variable.least, variable.most + 1) for variable in variables]
    if prod(map(len, ranges)) <= POINTS:
        return tuple(dict(zip(names, values, strict=True)) for values in product(*ranges))
    found = dict.fromkeys((tuple(variable.least for variable in variables), tuple(variable.most for variable in variables)))
    for number in count():
        if len(found) == POINTS:
            break
        found[tuple(_drawn(variable, number) for variable in variables)] = None
    return tuple(dict(zip(names, values, strict=True)) for values in found)


def _drawn(variable: Variable, number: int) -> int:
    """One of a variable's values, at every third point one of its smallest."""
    many = variable.most - variable.least + 1
    word = int.from_bytes(sha256(f"{number} {variable.name}".encode()).digest()[:8], "big")
    return variable.least + word % (min(many, _NARROW) if number % 3 == 0 else many)
