"""The numbers of a key document, as exact fractions."""

import re
from fractions import Fraction
from typing import Any


def numbers(written: Any) -> Any:
    """Nested lists of `3` and `"1/3"`, or such lists with their printed places beside them."""
    if isinstance(written, dict):
        return numbers(written["values"])
    return [numbers(one) for one in written] if isinstance(written, list) else Fraction(written)


def position(part: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell that is called `cells.r2c3`."""
    row, column = re.findall(r"\d+", part.rpartition(".")[2])
    return int(row) - 1, int(column) - 1
