"""Random calls of operations: sensible ones, drawn to fit, and wild ones, of anything that a student may have written before.

One file for each file of `cnn/`; `SENSIBLE` of each says how to draw arguments as an exercise has them (most of them fit).
"""

from collections.abc import Callable
from random import Random
from typing import Any

from convexam.cnn.operation import OPERATIONS

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
from .drawing import BROKEN as BROKEN
from .drawing import CHOICES as CHOICES
from .drawing import HUGE as HUGE
from .drawing import WHOLE as WHOLE
from .drawing import axes as axes
from .drawing import conv as conv
from .drawing import conventions as conventions
from .drawing import plain as plain
from .drawing import tensor as tensor
from .wild import argument

_TOPICS: tuple[Any, ...] = (
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
SENSIBLE: dict[str, Callable[[Random], tuple[Any, ...]]] = {name: draw for topic in _TOPICS for name, draw in topic.SENSIBLE.items()}


def sensible(operation: str, random: Random) -> tuple[Any, ...]:
    """Arguments as an exercise has them; most of them fit."""
    if operation not in SENSIBLE:
        raise ValueError(f"no sensible call of {operation}: write one in tests/calls")
    return SENSIBLE[operation](random)


def wild(operation: str, random: Random) -> tuple[Any, ...]:
    """Arguments of the right kinds, as anybody may write them."""
    known = OPERATIONS[operation]
    names = known.parameters
    if known.function.__code__.co_flags & 0x04:  # *counts
        names = (*names[:-1], *(names[-1],) * random.randint(0, 3))
    return tuple(argument(operation, name, random) for name in names)
