"""Text that a person wrote, made harmless: control characters taken away, Markdown's own characters escaped."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # zero width, but spelling in Persian, Hindi and emoji
_TAKEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # control, format, private, surrogate: these stop PDF/UA or turn a name round
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~{}]")  # the braces for \text{...} in a formula
_LEADING = re.compile(r"^([0-9]*)([-+=#:.)])")  # at the start of a line these make lists, headings, rules, directives
_EDGES = re.compile(r"^\s+|\s+$")


class Markdown(str):
    """Text that is Markdown already, and is not escaped again."""

    __slots__ = ()


def clean(text: str) -> str:
    """Without characters that cannot be printed; a tab or the end of a line becomes a blank."""
    if text.isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() and category in _BREAKS:
        return " "
    return "" if category in _TAKEN and character not in _JOINERS else character


def escape(text: str) -> Markdown:
    """Markdown that reads as exactly this text, wherever on a line it stands."""
    text = clean(text)
    if _SPECIAL.search(text):  # rarely, as most are numbers
        text = _SPECIAL.sub(r"\\\g<0>", text)
    if _LEADING.match(text):
        text = _LEADING.sub(r"\1\\\2", text)
    if text != text.strip():
        text = _EDGES.sub(lambda blanks: "".join(f"&#{ord(c)};" for c in blanks[0]), text)
    return Markdown(text)
