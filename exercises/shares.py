"""What somebody lets a mistake earn, instead of its own share."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..cnn import network  # noqa: F401 (the mistakes stand beside the operations: with the network all are there)
from ..cnn.mistakes import RULES, SLIPS
from ..cnn.values import BadValue
from ..errors import BadInput, shown
from ..text.nearest import nearest
from .documents import exact


def share_of(code: str, value: Any) -> Fraction:
    """The share of this mistake, if there is such a one and it may have it."""
    if code in SLIPS:
        raise BadInput(f"{code} happens in one place, and never earns points")
    if code not in RULES:
        raise BadInput(f"no mistake has the code {shown(code)}{nearest(code, RULES)}")
    try:
        found = Fraction(exact(value)) if isinstance(value, int | Decimal) else None
    except BadValue:
        found = None
    if found is None or not 0 <= found <= 1:
        raise BadInput(f"{shown(str(value))} is no share of the points; allowed are numbers from 0 to 1")
    return found


def shares_of(table: Mapping[str, Any]) -> dict[str, Fraction]:
    return {code: share_of(code, value) for code, value in table.items()}
