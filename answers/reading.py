"""What all readers share: bounds, folded characters, what is blank, what means "none", and how one number is read."""

import re
from decimal import Decimal
from fractions import Fraction
from string import ascii_letters, digits
from typing import Any

from ..cnn.values import Number, whole
from .arithmetic import MAX_DIGITS, Unreadable, calculated, has_groups
from .kind import Raw, Reading

MAX_TEXT = 12_000  # characters; longer answers are refused unread

BLANK = Reading("blank")
BLANK_MARKS = frozenset({"", "?", "_"})

_NONE = re.compile(r"(?:none|null|nil|n/a|(?:it )?(?:does not|doesn't) (?:fit|exist)|impossible|not possible)[.! ]*")
_UNIT = (
    "(?:px|pixels?|values?|numbers?|cells?|entry|entries|elements?|rows?|columns?|channels?|filters?|kernels?|features?|maps?|neurons?|units?|layers?|inputs?|outputs?"
    "|params?|parameters?|weights?|bias|biases|steps?|operations?|multiplications?|additions?|products?|macs?|flops?|bytes?|bits?)"
)
_TIMES = "(?:times|x)(?: (?:fewer|less|smaller|more|larger|bigger))?"  # 8 times fewer
_UNITS = re.compile(rf"{_UNIT}(?: {_UNIT}){{0,3}}(?: in total)?|{_TIMES}", re.IGNORECASE)
_PLAIN = re.compile(r"\s*[-−]?[0-9]{1,15}\s*")
_SQUARE = re.compile(r"([0-9]{1,400})\s*[xXхХ×]\s*([0-9]{1,400})")
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEXADECIMAL = re.compile(r"(?<![0-9.,'_xXхХ])0[xXхХ][0-9a-fA-F]")
_MONTH, _DAY, _YEAR = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])", "(?:19|20)[0-9]{2}"
_DATE = re.compile(rf"{_YEAR}([-/]){_MONTH}\1{_DAY}|(?:{_DAY}([-/]){_MONTH}\2|{_MONTH}([-/]){_DAY}\3){_YEAR}")
_FULL_STOP = re.compile(r"(?<=[\w)\]])\s*[;.]\Z")
_SHOWN = 40  # characters of what was typed


def _folds() -> dict[int, str | None]:
    """Characters that mean the same as an ASCII one. Not NFKC: it would read 3² as 32."""
    table: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width digits, letters, signs
    table |= dict.fromkeys(map(ord, "−–—‐‑‒﹣－"), "-")
    table |= dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
    table |= dict.fromkeys(map(ord, "\r\v\f\u0085\u2028\u2029"), "\n")
    table |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))  # nobody sees them: copied from web pages
    table |= dict.fromkeys(map(ord, "⨯✕✖"), "×")
    return table | dict.fromkeys(map(ord, "’‘ʼ′"), "'") | dict.fromkeys(map(ord, "÷⁄∕"), "/") | {ord("∗"): "*"}


_FOLDS = _folds()
_LATEX = {r"\cdot": "*", r"\times": "*", r"\quad": " ", r"\left": "", r"\right": "", r"\hline": "", r"\displaystyle": ""}
_LATEX_TOKEN = re.compile(r"\\[dt]?frac\s*\{\s*(-?[0-9]+)\s*\}\s*\{\s*([0-9]+)\s*\}|\\[A-Za-z]+|\\[,;:! ()\[\]]|[${}]")


def fold(text: str) -> str:
    """One way of writing each sign: full-width digits, dashes, blanks and line breaks become the ASCII ones."""
    return text.replace("\r\n", "\n").translate(_FOLDS)


def without_latex(text: str) -> str:
    """`\\frac{1}{3}` as 1/3, `\\cdot` as a product sign; dollar signs and spacing are dropped."""
    if "\\" not in text and "$" not in text:
        return text
    return _LATEX_TOKEN.sub(lambda m: f"{m[1]}/{m[2]}" if m[1] else _LATEX.get(m[0], m[0] if m[0][1:].isalpha() else " "), text)


def without_stop(text: str) -> str:
    """Without the one full stop or semicolon that ends a sentence or a line of code."""
    return _FULL_STOP.sub("", text)


def excerpt(value: object, most: int = _SHOWN) -> str:
    """What was typed, on one line, printable, and not longer than a person reads."""
    match value:
        case int() if abs(value) >= 10**MAX_DIGITS:  # Python refuses to print much longer ones
            text = f"a number of more than {MAX_DIGITS} digits"
        case str() | int() | Decimal():
            text = " ".join(str(value)[: 4 * most].split())
        case list() | dict():
            text = _beginning(value)
        case _:
            text = "something else"
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _beginning(value: Any, depth: int = 0) -> str:
    """A list or an object as JSON writes it, no further than will be shown."""
    if isinstance(value, str):
        return f'"{excerpt(value)}"'
    if not isinstance(value, list | dict):
        return "null" if value is None else excerpt(value)
    if depth > 3:
        return "…"
    parts: list[str] = []
    for item in value:
        name = f"{_beginning(item)}: " if isinstance(value, dict) else ""
        parts.append(name + _beginning(value[item] if name else item, depth + 1))
        if sum(map(len, parts)) > _SHOWN:
            break
    listed = ", ".join(parts)
    return f"{{{listed}}}" if isinstance(value, dict) else f"[{listed}]"


def unreadable(raw: object, error: Unreadable) -> Reading:
    """`seen` is what was typed, then what the sentence of the code shows besides."""
    return Reading("unreadable", why=error.why, seen=(excerpt(raw), *map(excerpt, error.seen)))


def known_text(raw: str) -> str:
    """A string that is short enough to be looked at, folded."""
    if len(raw) > MAX_TEXT:
        raise Unreadable("too_long", str(MAX_TEXT))
    return fold(raw).strip()


def means_none(text: str, allowed: bool) -> bool:
    """Whether a word stands for "there is no such number"; where that is no possible answer, it cannot be read."""
    if set(text) == {"-"}:
        raise Unreadable("dash")
    if not _NONE.fullmatch(text.casefold()):
        return False
    if not allowed:
        raise Unreadable("none_here")
    return True


def check_digits(text: str) -> None:
    """ASCII digits, and superscripts, are read; ½, ٣, ③ and all other digits are not."""
    for character in () if text.isascii() else text:
        if character not in digits and character.isnumeric() and character not in _SUPERSCRIPTS:
            raise Unreadable("foreign_digit", character)


def refuse_date(text: str) -> None:
    """A spreadsheet makes 2026-04-09 of 4/9, or of 4-9: whatever that is worked out to, nobody meant it."""
    if _DATE.fullmatch(text):
        raise Unreadable("date")


def exact(value: Decimal) -> Number:
    """A decimal number as it stands, if it is a number of bearable length."""
    if not value.is_finite():
        raise Unreadable("not_a_number")
    _, places, exponent = value.as_tuple()
    if len(places) + abs(int(exponent)) > MAX_DIGITS:
        raise Unreadable("too_large", str(MAX_DIGITS))
    return whole(Fraction(value))


def read_number(raw: Raw, comma: bool, integer: bool, none: bool) -> Reading:
    """The reading of one number. `integer`: it must be whole, and may have thousands."""
    if type(raw) is str and _PLAIN.fullmatch(raw):
        return Reading("read", int(raw.replace("−", "-")))
    try:
        return _number(raw, comma, integer, none)
    except Unreadable as error:
        return unreadable(raw, error)


def _number(raw: Raw, comma: bool, integer: bool, none: bool) -> Reading:
    if raw is None:
        return BLANK
    if isinstance(raw, str):
        text = known_text(raw)
        if text in BLANK_MARKS:
            return BLANK
        if means_none(text, none):
            return Reading("read", None)
        text = without_latex(text.replace("{,}", ",")).strip()  # 96{,}100: so TeX sets no blank after the comma
        return Reading("read", _of_text(without_stop(text), comma, integer))
    return Reading("read", _checked(_of_json(raw), integer))


def _of_json(raw: Any) -> Number:
    if type(raw) is int:
        if abs(raw) >= 10**MAX_DIGITS:
            raise Unreadable("too_large", str(MAX_DIGITS))
        return raw
    if isinstance(raw, Decimal):
        return exact(raw)
    raise Unreadable("several" if isinstance(raw, list) else "not_a_number")


def _checked(value: Number, integer: bool) -> Number:
    if integer and not isinstance(value, int):
        raise Unreadable("not_whole")
    return value


def _of_text(text: str, comma: bool, integer: bool) -> Number:
    check_digits(text)
    refuse_date(text)
    if _HEXADECIMAL.search(text):  # and not 0 times something
        raise Unreadable("hexadecimal")
    square = _SQUARE.fullmatch(text)
    if square and square[1] == square[2] and int(square[1]) > 1:  # the side of a map, or a product?
        raise Unreadable("square", str(int(square[1]) ** 2), square[1])
    if "≈" in text:
        text = _after_almost(text, comma)
    values = [_value(piece, comma, integer) for piece in _calculations(text)]
    if any(value != values[0] for value in values):
        raise Unreadable("two_values", str(values[0]), str(values[-1]))
    return _checked(values[0], integer)


def _after_almost(text: str, comma: bool) -> str:
    """`1/3 ≈ 0.3333`: what is rounded has to be a name or a calculation, what stands after the sign is the answer."""
    before, _, answer = text.partition("≈")
    if "≈" in answer:
        raise Unreadable("calculation")
    if before.strip() and not _is_name(before):
        _of_text(before, comma, integer=False)
    return answer


def _calculations(text: str) -> list[str]:
    """What stands between equals signs, without names before them (`x = 5`) and a unit at the end (`5 px`)."""
    *before, last = text.split("=")
    if not before and ":" in last:
        name, _, last = last.partition(":")
        if not _is_name(name):
            raise Unreadable("words", f"{name.strip()}:")
    if len(before) > 8 or not last.strip():
        raise Unreadable("calculation")
    return [piece.strip() for piece in before if piece.strip() and not _is_name(piece)] + [_without_unit(last).strip()]


def _is_name(text: str) -> bool:
    words = text[:100].split()
    return 1 <= len(words) <= 4 and all(word.replace("_", "").rstrip(digits + "'").isalpha() for word in words)


def _without_unit(text: str) -> str:
    number = text.rstrip(ascii_letters + " .")
    return number if _UNITS.fullmatch(text[len(number) :].strip(" .")) else text


def _value(text: str, comma: bool, integer: bool) -> Number:
    """The one value of a calculation. 1.000 has two whole ones; 1.234 only one that is whole."""
    if not integer or not has_groups(text):
        return _sought(text, comma)
    found: list[Number] = []
    for grouped in (True, False):
        try:
            found.append(calculated(text, comma, grouped))
        except Unreadable as error:
            if error.why in ("too_large", "too_deep", "too_long"):
                raise
    wholes = {value for value in found if isinstance(value, int)}
    if len(wholes) > 1:
        raise Unreadable("two_readings", *map(str, sorted(wholes, reverse=True)))
    if wholes:
        return wholes.pop()
    return found[0] if found else _sought(text, comma)


def _sought(text: str, comma: bool) -> Number:
    try:
        return calculated(text, comma, grouped=False)
    except Unreadable as error:
        if error.why == "calculation":
            raise _cause(text) from error
        raise


def _cause(text: str) -> Unreadable:
    """Why a calculation could not be followed, as a student would say it."""
    if not any(c in digits for c in text):
        return Unreadable("not_a_number")
    words = [word for word in re.findall(r"[^\W\d_⁰¹²³⁴-⁹]+|%", text) if word.strip("xXхХ")]
    if words:
        return Unreadable("words", next((word for word in words if not _UNITS.fullmatch(word)), words[0]))
    if re.search(r"[0-9]\.?[,;]? +[0-9]|[0-9][,;] *[-+][0-9]|[0-9];[0-9]|,[^,]*,", text):
        return Unreadable("several")
    return Unreadable("comma" if re.search("[0-9],[0-9]", text) else "calculation")
