"""A calculation that was typed instead of its result, `3*3*3*16 + 16`: a small grammar of our own, exact and bounded."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from ..cnn.values import Number, whole

MAX_DIGITS = 400  # of any number, typed or on the way
MAX_DEPTH = 6  # of brackets, lists, towers of powers
MAX_TOKENS = 1_000
_LIMIT = 10**MAX_DIGITS


class Unreadable(Exception):
    """Something cannot be read: a code of the words file, and what its sentence shows besides what was typed."""

    def __init__(self, why: str, *seen: str) -> None:
        super().__init__(why)
        self.why = why
        self.seen = seen


_GROUPS = r"[1-9][0-9]{0,2}(?P<sep>[,.' _])[0-9]{3}(?:(?P=sep)[0-9]{3})*(?![0-9])"
_DECIMAL = r"(?:[0-9]+(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][-+]?[0-9]{{1,4}})?"
_SIGNS = r"""
    | (?P<power> \*\* | \^ )
    | (?P<raised> [⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+ )
    | (?P<sign> [-+] )
    | (?P<times> [*×·⋅∙xXхХ] )
    | (?P<over> / )
    | (?P<open> [(\[] )
    | (?P<close> [)\]] )
    | (?P<end> \Z )
    ) [ \n]*
"""


def _tokens(number: str, grouped: bool) -> re.Pattern[str]:
    groups = f"(?P<groups> {_GROUPS} ) | " if grouped else ""
    return re.compile(f"(?: {groups} (?P<number> {number} ) {_SIGNS}", re.VERBOSE)


_PATTERNS = {
    (comma, grouped): _tokens(_DECIMAL.format(mark="[.,]" if comma else "[.]"), grouped)
    for comma in (False, True)
    for grouped in (False, True)
}
_HAS_GROUPS = re.compile(f"(?<![0-9]){_GROUPS}")
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_ENDS_A_VALUE = frozenset({"number", "groups", "raised", "close"})


def has_groups(text: str) -> bool:
    """Whether groups of three digits stand there, which may be thousands."""
    return _HAS_GROUPS.search(text) is not None


def calculated(text: str, comma: bool, grouped: bool) -> Number:
    """The exact value of a calculation. `grouped`: groups of three digits are thousands. Nothing is ever evaluated by Python itself."""
    reader = _Reader(_split(text, _PATTERNS[comma, grouped]))
    value = reader.sum()
    if reader.kind != "end":
        raise Unreadable("calculation")
    return value


def literal(text: str) -> Number:
    """One number without a sign: 12, 0.5, 2.5e-3."""
    mantissa, _, exponent = text.lower().partition("e")
    before, _, after = mantissa.partition(".")
    shift = int(exponent or 0) - len(after)
    if len(before) + len(after) + abs(shift) > MAX_DIGITS:
        raise Unreadable("too_large", str(MAX_DIGITS))
    value = int(before + after)
    return value * 10**shift if shift >= 0 else whole(Fraction(value, 10**-shift))


def _split(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place = 0
    while not tokens or tokens[-1][0] != "end":
        match = pattern.match(text, place)
        if match is None:
            raise Unreadable("calculation")
        if len(tokens) >= MAX_TOKENS:
            raise Unreadable("too_long", str(MAX_TOKENS))
        kind = match.lastgroup or "end"
        if kind == "open" and tokens and tokens[-1][0] in _ENDS_A_VALUE and text[place - 1] not in " \n":
            tokens.append(("beside", ""))
        tokens.append((kind, match[kind].strip()))
        place = match.end()
    return tokens


@dataclass
class Cursor:
    """Tokens, each a kind and its text, read from left to right; brackets and powers inside each other are counted."""

    tokens: list[tuple[str, str]]
    place: int = 0
    depth: int = 0
    deepest: ClassVar[int] = MAX_DEPTH

    @property
    def kind(self) -> str:
        return self.tokens[self.place][0]

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            raise Unreadable("too_deep", str(self.deepest))


class _Reader(Cursor):
    """A calculation: sum, product, factor, power, atom."""

    def sum(self) -> Number:
        value = self.product()
        while self.kind == "sign":
            sign = self.take()
            other = self.product()
            value = _bounded(value + other if sign == "+" else value - other)
        return value

    def product(self) -> Number:
        """`100(5 + 1)` is a product too, but nobody knows what `1/2(3)` is."""
        value = self.factor()
        before = ""
        while (kind := self.kind) in ("times", "over", "beside"):
            if (before, kind) == ("over", "beside"):
                raise Unreadable("calculation")
            before = kind
            self.take()
            other = self.factor()
            value = _bounded(_quotient(value, other) if kind == "over" else value * other)
        return value

    def factor(self) -> Number:
        """With at most one sign: --3 is more likely a slip than a number."""
        if self.kind == "sign":
            return self.power() if self.take() == "+" else -self.power()
        return self.power()

    def power(self) -> Number:
        value = self.atom()
        if self.kind == "raised":
            return _power(value, literal_exponent(self.take().translate(_SUPERSCRIPTS)))
        if self.kind != "power":
            return value
        self.take()
        self.deeper()
        exponent = self.factor()
        self.depth -= 1
        return _power(value, exponent)

    def atom(self) -> Number:
        kind, text = self.kind, self.take()
        if kind == "groups":
            return _bounded(int("".join(c for c in text if c.isdigit()))) if len(text) <= 2 * MAX_DIGITS else _too_large()
        if kind == "number":
            return literal(text.replace(",", "."))
        if kind != "open":
            raise Unreadable("calculation")
        self.deeper()
        value = self.sum()
        if self.kind != "close" or self.take() != {"(": ")", "[": "]"}[text]:
            raise Unreadable("calculation")
        self.depth -= 1
        return value


def literal_exponent(text: str) -> int:
    return int(text) if len(text) < 6 else _too_large()


def _too_large() -> int:
    raise Unreadable("too_large", str(MAX_DIGITS))


def _bounded(value: Number) -> Number:
    value = whole(value)
    return value if abs(value.numerator) < _LIMIT and value.denominator < _LIMIT else _too_large()


def _quotient(value: Number, by: Number) -> Number:
    if by == 0:
        raise Unreadable("division_by_zero")
    return Fraction(value) / by


def _power(base: Number, exponent: Number) -> Number:
    if not isinstance(exponent, int):
        raise Unreadable("calculation")  # a root
    if base == 0 and exponent < 0:
        raise Unreadable("division_by_zero")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    if bits * abs(exponent) > 4 * MAX_DIGITS:  # looked at before the power is worked out
        _too_large()
    if bits <= 0:  # 0, 1 or −1 to any power
        exponent = exponent if abs(exponent) < 2 else 2 + exponent % 2
    return _bounded(Fraction(base) ** exponent)
