"""Sheet codes: `7Q4K-9M2X-1PA3`, ten characters that tell nothing, and two that catch typing errors."""

import re

from ..errors import BadInput, shown
from ..exercises.codes import ALPHABET, READ_AS, base32, check_of, number
from ..exercises.draws import digest

_LENGTH, _CHECK = 10, 2
_FORM = re.compile(r"[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{4}")


def code(secret: bytes, exam: str, who: str, sheet: int) -> str:
    """The code of a sheet: it follows from who gets it and how often it was replaced, for who has the secret."""
    chance = int.from_bytes(digest(("sheet code", exam, who, str(sheet)), secret)[:8], "big")
    return _written(base32(chance, _LENGTH))


def _written(body: str) -> str:
    text = body + base32(check_of(body), _CHECK)
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def looks_like_one(text: str) -> bool:
    return _FORM.fullmatch(text.strip()) is not None


def read(text: str) -> str:
    """A code as it is written here, whatever the case and dashes that were typed."""
    if not looks_like_one(text):
        raise BadInput(f"{shown(text)} is no code of a sheet; one looks like 7Q4K-9M2X-1PA3")
    body = re.sub(r"[-\s]", "", text).upper().translate(READ_AS)
    if any(c not in ALPHABET for c in body):
        raise BadInput(f"{shown(text)} has a typing error: U stands in no code")
    if number(body[_LENGTH:]) != check_of(body[:_LENGTH]):
        raise BadInput(f"{shown(text)} has a typing error: its last two characters do not fit the rest")
    return _written(body[:_LENGTH])
