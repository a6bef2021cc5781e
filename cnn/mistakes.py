"""What a mistake is: one wrong idea, written once, beside the operations that it spoils."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .values import Number

Change = Callable[..., Any]  # (call, *arguments of the operation) → the wrong result
Applies = Callable[..., bool]  # (call, *arguments of the operation) → may this mistake be made here?


@dataclass(frozen=True)
class Rule:
    """A systematic mistake: it changes every cell the same way, decides what a good variant is, and earns a share."""

    code: str
    operations: frozenset[str]
    change: Change
    share: Fraction
    applies: Applies

    def __hash__(self) -> int:
        return hash(self.code)  # by which rules are known; a fraction takes long


RULES: dict[str, Rule] = {}  # by code, in the order of their declaration: likeliest first


def _always(*_: object) -> bool:
    return True


def rule(code: str, *operations: str, share: str, when: Applies = _always) -> Callable[[Change], Change]:
    """Declare a rule. `when` looks at the arguments and the steps so far, never at the result."""

    def declare(change: Change) -> Change:
        if code in RULES or code in SLIPS:
            raise ValueError(f"two mistakes with the code {code}")
        RULES[code] = Rule(code, frozenset(operations), change, Fraction(share), when)
        return change

    return declare


Places = Callable[..., Iterable[Number]]  # (call, cell, *arguments of the operation) → what could wrongly stand in this cell


@dataclass(frozen=True)
class Slip:
    """A mistake in one place, such as a lost minus sign. It only explains, and never decides or earns anything."""

    code: str
    operations: frozenset[str]
    places: Places

    def __hash__(self) -> int:
        return hash(self.code)


SLIPS: dict[str, Slip] = {}  # by code, likeliest first


def slip(code: str, *operations: str) -> Callable[[Places], Places]:
    """Declare a slip: it gives each number that could come out for one cell of the result, counted from 0 (a number has cell 0)."""

    def declare(places: Places) -> Places:
        if code in SLIPS or code in RULES:
            raise ValueError(f"two mistakes with the code {code}")
        SLIPS[code] = Slip(code, frozenset(operations), places)
        return places

    return declare
