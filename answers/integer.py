"""A whole number: a count, a size, one cell of a map."""

from typing import Any

from .kind import Examples, Form, Match, Raw, Reading
from .number import MINUS, written
from .reading import read_number


class IntegerForm(Form, frozen=True, tag="integer"):
    """`none`: there may be no such number, because something does not fit."""

    none: bool = False

    def read(self, raw: Raw, comma: bool = False) -> Reading:
        """A whole number, with thousands or without, or a calculation that gives one: `3*3*3*16 + 16`."""
        return read_number(raw, comma, integer=True, none=self.none)

    def match(self, answer: Any, truth: Any) -> Match:
        """Equal or not: a count has no tolerance."""
        return Match.EQUAL if answer == truth else Match.DIFFERENT

    def show(self, value: Any) -> str:
        """Plain digits, without thousands."""
        return "none" if value is None else written(value)

    def examples(self, truth: int | None) -> Examples:
        unreadable = ("five", "3 or 4", "1.000", "12ab", "3*(4", "2.5", "7 %", "0x1F")
        if not self.none:
            unreadable = (*unreadable, "none")
        if truth is None:
            return Examples(("none", "None", "NONE", " none ", "does not fit", "impossible", "not possible"), ("1", "0", 17), unreadable)
        wrong = (str(truth + 1), truth - 1, str(10 * truth + 3)) + (("none",) if self.none else ())
        return Examples(_spellings(truth), wrong, unreadable)


def _spellings(value: int) -> tuple[Raw, ...]:
    text = str(value)
    wide = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    thousands = f"{value:,}".replace(",", "'")  # the one sign for thousands that is a decimal sign nowhere
    return (
        text,
        text.replace("-", MINUS),
        value,
        f"  {text} ",
        f"{text}.0",
        f"n = {text}",
        f"({text})",
        f"{text};",
        f"{value - 1} + 1",
        wide,
        thousands,
    )
