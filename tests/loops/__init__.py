"""Every operation once more, as a student does it by hand: loops over plain lists and dictionaries.

These files import nothing of the package, so that an agreement of the two means something. Sizes are found by laying down
one window after the other, never by a formula; parameters are counted weight by weight. One file for each file of `cnn/`;
`LOOPS` of each names the functions that stand for operations.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from . import (
    borders,
    convolution,
    costs,
    counts,
    dense,
    fields,
    filters,
    global_pooling,
    graphs,
    hidden,
    images,
    pointwise,
    pooling,
    same,
    scores,
    shapes,
    sizes,
)
from .grid import Nothing as Nothing

DIGITS = 40

_TOPICS = (
    convolution,
    borders,
    pointwise,
    graphs,
    pooling,
    global_pooling,
    dense,
    sizes,
    hidden,
    same,
    counts,
    costs,
    fields,
    scores,
    filters,
    images,
    shapes,
)
LOOPS: dict[str, Callable[..., Any]] = {loop.__name__: loop for topic in _TOPICS for loop in topic.LOOPS}
APPROXIMATE = frozenset((*pointwise.APPROXIMATE, *scores.APPROXIMATE))  # operations whose results cannot be exact


def alike(operation: str, one: Any, other: Any) -> bool:
    """Whether two results of an operation are the same: exactly, or to 40 digits where they cannot be exact."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(alike(operation, a, b) for a, b in zip(one, other, strict=True))
    if operation in APPROXIMATE and isinstance(one, int | Fraction) and isinstance(other, int | Fraction):
        off = abs(one - other)
        almost = operation == "cross_entropy" and off * 10 ** (DIGITS + 5) <= 1  # the logarithm of almost 1 has fewer digits
        return almost or off * 10**DIGITS <= abs(other)
    return type(one) is not bool and type(other) is not bool and one == other
