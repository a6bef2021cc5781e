"""Practice codes: `conv2d-2-7Q4K9M2X~stride=2~parts=map+pool`, with two characters that catch typing errors."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..cnn.values import Record
from ..errors import BadInput, shown
from .family import Family, family
from .settings import Options, options, written

SEEDS = 1 << 30
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U
READ_AS = str.maketrans("ILO", "110")
_FORM = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)-([0-9])-([0-9A-Za-z]{8})((?:~[a-z0-9_-]+=[a-z0-9_+.-]+)*)")
_LONGEST = 400

# The check is a sum of all characters, each times a power of 10 modulo the prime 1021. 10 is a primitive root: neighbours have
# different weights, so every wrong character and every swap of neighbours changes the sum; as 10 + 32 is not 0 modulo 1021, so
# does a swap of the last character of the seed with the first of the check.
_PRIME = 1021
_ROOT = 10


class Code(Record, frozen=True):
    """What a code says."""

    family: str
    level: int
    seed: int
    overrides: dict[str, Options]
    parts: tuple[str, ...] | None
    choices: tuple[str, ...]


def write(
    of: Family, level: int, seed: int, changed: Mapping[str, Any], parts: tuple[str, ...] | None, choices: tuple[str, ...] = ()
) -> str:
    """The code of a practice problem."""
    extras = "".join(f"~{name}={written(value)}" for name, value in changed.items())
    extras += f"~parts={'+'.join(parts)}" if parts else ""
    extras += f"~choice={'+'.join(choices)}" if choices else ""
    body = base32(seed, 6)
    check = _check(f"{of.name}-{level}", body, extras, of.version)
    return f"{of.name}-{level}-{body}{base32(check, 2)}{extras}"


def read(text: str) -> Code:
    """What a code says, or what is wrong with it."""
    found = _FORM.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise BadInput(f"{shown(text)} is no code; a code looks like conv2d-2-7Q4K9M2X")
    name, level, body, extras = found.group(1), int(found.group(2)), found.group(3).upper().translate(READ_AS), found.group(4)
    of = family(name)
    if any(c not in ALPHABET for c in body):
        raise BadInput(f"{shown(text)} has a typing error: U stands in no code")
    _verify(text, of, f"{name}-{level}", body, extras)
    of.level(level)
    return _meant(of, level, number(body[:6]), extras)


def _verify(text: str, of: Family, front: str, body: str, extras: str) -> None:
    check = number(body[6:])
    if check == _check(front, body[:6], extras, of.version):
        return
    for version in range(1, of.version + 10):
        if version != of.version and check == _check(front, body[:6], extras, version):
            raise BadInput(
                f"{shown(text)} was made with version {version} of {of.name}, or has a typing error; this program has version {of.version}"
            )
    raise BadInput(f"{shown(text)} has a typing error: its last two characters before any ~ do not fit the rest")


def _meant(of: Family, level: int, seed: int, extras: str) -> Code:
    named = dict(item.split("=", 1) for item in extras.split("~")[1:])
    parts, choices = named.pop("parts", None), named.pop("choice", "")
    overrides = {name: options(of, name, value) for name, value in named.items()}
    return Code(of.name, level, seed, overrides, tuple(parts.split("+")) if parts else None, tuple(choices.split("+")) if choices else ())


def _check(front: str, body: str, extras: str, version: int) -> int:
    """Body first, with the smallest powers at its end; then the version, then everything else."""
    return check_of(body, (version, *map(ord, front + extras)))


def check_of(body: str, more: Iterable[int] = ()) -> int:
    """What the two check characters stand for."""
    total, weight = 0, 1
    for symbol in (*map(ALPHABET.index, reversed(body)), *more):
        weight = weight * _ROOT % _PRIME
        total += symbol * weight
    return total % _PRIME


def base32(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def number(text: str) -> int:
    found = 0
    for character in text:
        found = found << 5 | ALPHABET.index(character)
    return found
