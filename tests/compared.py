"""One call of the network beside the same by hand; how often that is done depends on how many seeds are asked for."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit
from convexam.exercises.key import worked
from depth import CALLS
from loops import LOOPS, Nothing, alike

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


def spoilt(code: str, operation: str, *arguments: Any) -> bool:
    """Whether a mistake is made in this call."""
    network = Network(rule=RULES[code])
    getattr(network, operation)(*arguments)
    return bool(network.spoilt)


def solution(operation: str, held: Conventions, *arguments: Any) -> tuple[str, Any]:
    """The worked solution of a call, and its result."""
    network = Network(held, explains=True)
    result = getattr(network, operation)(*arguments)
    *inner, step = network.steps
    return worked(step, inner), result


def explained(operation: str, seeds: int) -> Iterator[tuple[str, Any]]:
    """The worked solutions of random calls that fit, each with its result."""
    for seed in range(seeds):
        random = Random(seed)
        with suppress(DoesNotFit):
            yield solution(operation, calls.conventions(random), *calls.sensible(operation, random))


def nothing_by_hand(operation: str, held: Conventions, *arguments: Any) -> bool:
    """Whether a student finds no result either."""
    try:
        by_hand(operation, held, *arguments)
    except Nothing:
        return True
    return False
