"""Chosen cells of one map: they are one answer, right together or explained together by one mistake."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..exercises.problem import Key, KeyPart
from .points import value


class Together(NamedTuple):
    """What some mistakes, which all give the same, write into these cells."""

    shown: tuple[str, ...]
    share: Fraction  # the largest that one of them earns
    codes: tuple[str, ...]


def together(cells: Sequence[KeyPart], key: Key) -> Iterator[Together]:
    """The likeliest first. A mistake leaves some cells right; it explains an answer only if it fits all of them."""
    shares: Mapping[str, Fraction] = {one.code: value(one.share) for one in key.shares}
    found: dict[tuple[str, ...], list[str]] = {}
    for code in dict.fromkeys(code for cell in cells for mistake in cell.mistakes for code in mistake.codes):
        found.setdefault(tuple(_by(code, cell) for cell in cells), []).append(code)
    for shown, codes in found.items():
        yield Together(shown, max(shares.get(code, Fraction(0)) for code in codes), tuple(codes))


def _by(code: str, cell: KeyPart) -> str:
    """What a mistake writes into a cell; where it does not show, the right answer."""
    return next((mistake.shown for mistake in cell.mistakes if code in mistake.codes), cell.shown)


def joined(shown: Sequence[str]) -> str:
    return "; ".join(shown)
