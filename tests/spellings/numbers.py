"""Whole numbers, fractions and decimals."""

from fractions import Fraction as F
from typing import Any

from . import ARABIC, WIDE, Spell, Way


def grouped(value: int, sign: str) -> str:
    return f"{value:,}".replace(",", sign)


def large(value: int) -> bool:
    return abs(value) >= 1000


def doubtful(value: int) -> bool:
    """One group of three zeros: 12.000 is whole, with thousands and without."""
    return large(value) and abs(value) < 10**6 and value % 1000 == 0


def certain(value: int) -> bool:
    return large(value) and not doubtful(value)


def negative(value: Any) -> bool:
    return value < 0


def positive(value: Any) -> bool:
    return value > 0


MINUS = {"minus": "−", "dash": "–", "hyphen": "‐", "long dash": "—", "full-width hyphen": "－"}
BLANKS = {"blank": " ", "fixed": "\u00a0", "thin": "\u2009", "narrow": "\u202f"}
AROUND: dict[str, Spell] = {  # what stands around one number without meaning anything
    "blanks": lambda text: f"  {text}\t",
    "line": lambda text: f"\n{text}\n",
    "brackets": lambda text: f"({text})",
    "square brackets": lambda text: f"[{text}]",
    "code": lambda text: f"x = {text};",
    "name": lambda text: f"n_out = {text}",
    "colon": lambda text: f"answer: {text}",
    "equals": lambda text: f"= {text}",
    "stray": lambda text: f"x = {text} px",
    "unit": lambda text: f"{text} parameters in total.",
    "cells": lambda text: f"{text} cells",
    "dollars": lambda text: f"${text}$",
    "tex": lambda text: rf"$\displaystyle {text}$",
    "wide": lambda text: text.translate(WIDE),
    "unseen": lambda text: f"\u200b{text}\ufeff",
    "plus nothing": lambda text: f"{text} + 0",
    "times one": lambda text: rf"1 \cdot ({text})",
    "twice": lambda text: f"{text} = {text}",
    "almost": lambda text: f"x ≈ {text}",
}
BESIDE: dict[str, tuple[Spell, str]] = {  # what makes one number unreadable, and why
    "or": (lambda text: f"{text} or 3", "words"),
    "about": (lambda text: f"about {text}", "words"),
    "percent": (lambda text: f"{text} %", "words"),
    "two": (lambda text: f"{text} 5", "several"),
    "semicolon": (lambda text: f"{text}; 5", "several"),
    "nothing after": (lambda text: f"{text} *", "calculation"),
    "open": (lambda text: f"({text}", "calculation"),
    "by zero": (lambda text: f"{text}/0", "division_by_zero"),
    "another": (lambda text: f"{text} = 987654321", "two_values"),
    "arabic": (lambda text: f"{text}".translate(ARABIC), "foreign_digit"),
    "half": (lambda text: f"{text}½", "foreign_digit"),
    "tower": (lambda text: f"({text})*9**9**9", "too_large"),
}
ONE_NUMBER = {name: Way(lambda v, way=way: way(str(v))) for name, way in AROUND.items()}
NO_NUMBER = {name: Way(lambda v, way=way: way(str(v)), why) for name, (way, why) in BESIDE.items()}

INTEGERS = [0, 1, 7, 12, 28, 96, 111, 448, 999, 1000, 1184, 4096, 12000, 36928, 96100, 1000000, 1234567, -1, -3, -42, -250, -5000, -36928]
INTEGER = {
    "plain": Way(str),
    **{f"with a {name}": Way(lambda v, sign=sign: str(v).replace("-", sign), "", negative) for name, sign in MINUS.items()},
    **{f"thousands by {name}": Way(lambda v, sign=sign: grouped(v, sign), "", large) for name, sign in BLANKS.items()},
    **{f"thousands by {sign}": Way(lambda v, sign=sign: grouped(v, sign), "", large) for sign in "'’_,"},
    "thousands by points": Way(lambda v: grouped(v, "."), "", certain),
    "doubtful points": Way(lambda v: grouped(v, "."), "two_readings", doubtful),
    "thousands by TeX's comma": Way(lambda v: grouped(v, "{,}"), "", large),
    "thousands in dollars": Way(lambda v: f"${grouped(v, '{,}')}$.", "", large),
    "thousands by TeX's blank": Way(lambda v: grouped(v, "\\,"), "", large),
    "thousands by commas where they are decimal": Way(lambda v: grouped(v, ","), "", certain, comma=True),
    "doubtful commas": Way(lambda v: grouped(v, ","), "two_readings", doubtful, comma=True),
    "points where commas are decimal": Way(lambda v: grouped(v, "."), "", certain, comma=True),
    "blanks where commas are decimal": Way(lambda v: grouped(v, " "), "", large, comma=True),
    "plus": Way(lambda v: f"+{v}", "", positive),
    "zeros in front": Way(lambda v: f"00{v}", "", positive),
    "point": Way(lambda v: f"{v}."),
    "point and zero": Way(lambda v: f"{v}.0"),
    "comma and zero": Way(lambda v: f"{v},0", comma=True),
    "sum": Way(lambda v: f"{v - 1} + 1"),
    "difference": Way(lambda v: f"{v + 7} - 7"),
    "product": Way(lambda v: f"2*{v} - {v}", "", positive),
    "times": Way(lambda v: f"{v} × 1"),
    "fraction": Way(lambda v: f"{6 * v}/6"),
    "power": Way(lambda v: f"{v} + 3² − 9"),
    "code's power": Way(lambda v: f"{v} + 2**3 - 8"),
    "TeX's fraction": Way(lambda v: rf"\frac{{{4 * v}}}{{4}}"),
    "TeX's sum": Way(lambda v: rf"${v} + 2 \times 3 - 6$"),
    "worked": Way(lambda v: f"out = (2*{v} + 4)/2 - 2 = {v}", "", positive),
    "half too much": Way(lambda v: f"{v}.5", "not_whole"),
    "half too much after a comma": Way(lambda v: f"{v},5", "not_whole", comma=True),
    "a decimal comma": Way(lambda v: f"{v},5", "comma"),
    "hexadecimal": Way(lambda v: f"0x{v}", "hexadecimal", lambda v: v >= 0),
    "a list": Way(lambda v: f"[{v}, {v}]", "several", positive),
    "a word": Way(lambda v: f"{v} apples", "words"),
    **ONE_NUMBER,
    **NO_NUMBER,
}

NUMBERS = [
    F(1, 2),
    F(1, 3),
    F(-1, 3),
    F(5, 2),
    F(-7, 4),
    F(333, 1000),
    F(22, 7),
    F(-1, 8),
    F(0),
    F(3),
    F(-12),
    F(1, 1000),
    F(12345, 100),
    F(99, 5),
]


def ends(value: F) -> bool:
    """Whether it has an end as a decimal number."""
    return 10**6 % value.denominator == 0


def broken(value: F) -> bool:
    return ends(value) and value.denominator > 1


def decimal(value: F, sign: str = ".") -> str:
    text = f"{float(value):.6f}".rstrip("0")
    return (f"{text}0" if text.endswith(".") else text).replace(".", sign)


NUMBER = {
    "fraction": Way(str),
    "larger fraction": Way(lambda v: f"{3 * v.numerator}/{3 * v.denominator}"),
    "blanks around the stroke": Way(lambda v: f"{v.numerator} / {v.denominator}"),
    "fraction stroke": Way(lambda v: f"{v.numerator}⁄{v.denominator}"),
    "division sign": Way(lambda v: f"{v.numerator} ÷ {v.denominator}"),
    "wide fraction": Way(lambda v: f"{v.numerator}/{v.denominator}".translate(WIDE | {ord("/"): 0xFF0F})),
    "TeX's fraction": Way(lambda v: rf"\frac{{{v.numerator}}}{{{v.denominator}}}"),
    "TeX's large fraction": Way(lambda v: rf"$\dfrac{{{v.numerator}}}{{{v.denominator}}}$"),
    "decimal": Way(decimal, "", ends),
    "a zero more": Way(lambda v: f"{decimal(v)}0", "", ends),
    "no zero in front": Way(lambda v: decimal(v).replace("0.", ".", 1), "", lambda v: broken(v) and abs(v) < 1),
    "small power": Way(lambda v: f"{decimal(1000 * v)}e-3", "", ends),
    "power of ten": Way(lambda v: f"{decimal(100 * v)}·10⁻²", "", ends),
    "decimal and fraction": Way(lambda v: f"{v} = {decimal(v)}", "", ends),
    "stray": Way(lambda v: f"mean = {decimal(v)} px", "", ends),
    "decimal comma": Way(lambda v: decimal(v, ","), "", ends, comma=True),
    "point where commas are decimal": Way(decimal, "", ends, comma=True),
    "sum with commas": Way(lambda v: f"{decimal(v, ',')} + 0,0", "", ends, comma=True),
    "TeX's decimal comma": Way(lambda v: decimal(v, "{,}"), "", ends, comma=True),
    "a comma where it separates": Way(lambda v: decimal(v, ","), "comma", broken),
    "TeX's comma where it separates": Way(lambda v: decimal(v, "{,}"), "comma", broken),
    **{f"with a {name}": Way(lambda v, sign=sign: str(v).replace("-", sign), "", negative) for name, sign in MINUS.items()},
    "mixed": Way(lambda v: f"2 {abs(v)}", "several", broken),
    "a root": Way(lambda v: f"sqrt({v})", "words"),
    **ONE_NUMBER,
    **{name: way for name, way in NO_NUMBER.items() if name not in ("by zero", "tower")},
}
