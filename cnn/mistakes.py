"""What a mistake is: one wrong idea, written once, beside the operations that it spoils."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

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


RULES: dict[str, Rule] = {}  # by code, in the order of their declaration: likeliest first


def _always(*_: object) -> bool:
    return True


def rule(code: str, *operations: str, share: str, when: Applies = _always) -> Callable[[Change], Change]:
    """Declare a rule. `when` looks at the arguments and the steps so far, never at the result."""

    def declare(change: Change) -> Change:
        if code in RULES:
            raise ValueError(f"two mistakes with the code {code}")
        RULES[code] = Rule(code, frozenset(operations), change, Fraction(share), when)
        return change

    return declare
