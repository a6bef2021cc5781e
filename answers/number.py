"""A number that need not be whole: exact, or rounded to stated places."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..cnn.values import Number, whole
from .kind import Examples, Form, Match, Raw, Reading
from .reading import read_number

MINUS = "−"  # U+2212


class NumberForm(Form, frozen=True, tag="number"):
    """`decimals`: places to which the answer is rounded; None: the exact value. `none`: there may be no such number."""

    decimals: int | None = None
    none: bool = False

    def read(self, raw: Raw, comma: bool = False) -> Reading:
        """A number, a fraction, a calculation. Decimals have no thousands, so 1.234 has one reading."""
        return read_number(raw, comma, integer=False, none=self.none)

    def match(self, answer: Number | None, truth: Number | None) -> Match:
        """Equal numbers; where they are rounded, one unit in the last place is near."""
        return compared(answer, truth, self.decimals)

    def show(self, value: Number | None) -> str:
        """Exact: 1/3. Rounded: 0.3333, always with the stated places."""
        return "none" if value is None else written(value, self.decimals)

    def examples(self, truth: Any) -> Examples:
        """Right spellings hold the rounded value where the form is rounded."""
        unreadable = ("one third", "0.3.3", "1/0", "5 or 6", "2/", "½")
        if not self.none:
            unreadable = (*unreadable, "none")
        if truth is None:
            return Examples(("none", "None", "NONE", " none ", "does not fit", "impossible", "not possible"), ("1", "0", 17), unreadable)
        value = truth if self.decimals is None else rounded(truth, self.decimals)
        wrong = tuple(typed(value + step, self.decimals) for step in (10, -10, 17)) + (("none",) if self.none else ())
        return Examples(_spellings(value, self.decimals), wrong, unreadable)


def _spellings(value: Number, decimals: int | None) -> tuple[Raw, ...]:
    text = typed(value, decimals)
    right: tuple[Raw, ...] = (
        text,
        text.replace("-", MINUS),
        f"  {text} ",
        f"x = {text}",
        f"({text})",
        f"{text} + 0",
        f"{value.numerator * 3}/{value.denominator * 3}",
    )
    if decimals is None:
        return (*right, f"{text} = {text}", *([value] if isinstance(value, int) else []))
    further = f"{text}1" if decimals else f"{text}.1"  # one place more, and still the same when rounded
    return (*right, further, Decimal(text), str(whole(value)))


def compared(answer: Number | None, truth: Number | None, decimals: int | None) -> Match:
    """How two numbers stand to each other: no tolerance where the form is exact."""
    if answer is None or truth is None:
        return Match.EQUAL if answer is truth else Match.DIFFERENT
    if answer == truth:
        return Match.EQUAL
    if decimals is None:
        return Match.DIFFERENT
    right = rounded(truth, decimals)
    if rounded(answer, decimals) == right:
        return Match.EQUAL
    return Match.NEAR if abs(answer - right) * 10**decimals <= 1 else Match.DIFFERENT


def units(value: Number, decimals: int) -> int:
    """How many units of the last place, rounded half away from zero."""
    top, bottom = 2 * abs(value.numerator) * 10**decimals, value.denominator
    count = (top + bottom) // (2 * bottom)
    return -count if value < 0 else count


def rounded(value: Number, decimals: int) -> Number:
    """Half away from zero, as it is taught."""
    return whole(Fraction(units(value, decimals), 10**decimals))


def typed(value: Number, decimals: int | None) -> str:
    """A number as somebody types it, in ASCII: 1/3, or with so many places."""
    if decimals is None:
        return str(whole(value))
    count = units(value, decimals)
    text = str(abs(count)).zfill(decimals + 1)
    return ("-" if count < 0 else "") + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


@lru_cache(maxsize=8192, typed=True)
def written(value: Number, decimals: int | None = None) -> str:
    """A number as it is printed, with a real minus."""
    return typed(value, decimals).replace("-", MINUS)
