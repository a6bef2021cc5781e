"""One call of the network beside the same by hand; how often that is done depends on how many seeds are asked for."""

import os
from random import Random
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit
from loops import LOOPS, Nothing, alike

SEEDS = int(os.environ.get("CONVEXAM_SEEDS", "5"))
CALLS = 30 * SEEDS  # of each operation

seeds = st.integers(0, 2**32 - 1).map(Random)
drawn = settings(max_examples=CALLS, derandomize=True, deadline=None)


def done(operation: str, held: Conventions, *arguments: Any) -> Any:
    return getattr(Network(held), operation)(*arguments)


def by_hand(operation: str, held: Conventions, *arguments: Any) -> Any:
    return LOOPS[operation](msgspec.structs.asdict(held), *map(calls.plain, arguments))


def same_as_by_hand(operation: str, held: Conventions, *arguments: Any) -> None:
    """Both give the same; nothing is compared where the network says that it does not fit."""
    try:
        result = done(operation, held, *arguments)
    except DoesNotFit:
        return
    assert alike(operation, calls.plain(result), by_hand(operation, held, *arguments))


def nothing_by_hand(operation: str, held: Conventions, *arguments: Any) -> bool:
    """Whether a student finds no result either."""
    try:
        by_hand(operation, held, *arguments)
    except Nothing:
        return True
    return False
