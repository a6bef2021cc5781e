"""Each mistake can be made somewhere, shows itself there, and has a sentence."""

import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

import calls
from convexam.cnn.mistakes import RULES, SLIPS, Rule, Slip
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS, Call
from convexam.cnn.values import DoesNotFit, Tensor
from convexam.text.tree import parse
from convexam.text.words import words_beside

PAIRS = [(rule, operation) for rule in RULES.values() for operation in sorted(rule.operations)]
each_pair = pytest.mark.parametrize(("rule", "operation"), PAIRS, ids=[f"{rule.code} in {operation}" for rule, operation in PAIRS])
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
SLIPPED = [(slip, operation) for slip in SLIPS.values() for operation in sorted(slip.operations)]
each_slip = pytest.mark.parametrize(("slip", "operation"), SLIPPED, ids=[f"{slip.code} in {operation}" for slip, operation in SLIPPED])


def done(network: Network, operation: str, arguments: tuple[Any, ...], random: Random) -> Any:
    """One call, after another one that a mistake may look back at."""
    before = calls.sensible("max_pool", random)
    with suppress(DoesNotFit):
        network.max_pool(*before)
    return getattr(network, operation)(*arguments)


@each_pair
def test_a_mistake_applies_and_shows(rule: Rule, operation: str) -> None:
    applies = shows = 0
    for seed in range(400):
        conventions, arguments = calls.conventions(Random(seed)), calls.sensible(operation, Random(seed))
        holding = Network(conventions, rule)
        try:
            right = done(Network(conventions), operation, arguments, Random(seed))
            wrong = done(holding, operation, arguments, Random(seed))
        except DoesNotFit:
            continue
        spoilt = holding.calls - 1 in holding.spoilt
        applies += spoilt
        shows += spoilt and wrong != right
        assert spoilt or wrong == right
    assert applies >= 20
    assert 4 * shows >= applies, (shows, applies)


@each_pair
def test_a_mistake_goes_wrong_quietly(rule: Rule, operation: str) -> None:
    """Whatever a student has written before, a mistake gives a result or does not fit."""
    for seed in range(300):
        random = Random(seed)
        network = Network(calls.conventions(random), rule)
        try:
            done(network, operation, calls.wild(operation, random), random)
        except DoesNotFit:
            continue


@each_slip
def test_a_slip_gives_numbers_that_could_wrongly_stand_there(slip: Slip, operation: str) -> None:
    shows = 0
    for seed in range(200):
        random = Random(seed)
        network = Network(calls.conventions(random))
        arguments = calls.sensible(operation, random)
        try:
            right = getattr(network, operation)(*arguments)
        except DoesNotFit:
            continue
        values = right.values if isinstance(right, Tensor) else (right,)
        cell = random.randrange(len(values))
        candidates = list(slip.places(Call(network, OPERATIONS[operation]), cell, *arguments))
        assert all(type(number) in (int, Fraction) for number in candidates)
        shows += any(number != values[cell] for number in candidates)
    assert shows >= 20


@each_slip
def test_a_slip_goes_wrong_quietly(slip: Slip, operation: str) -> None:
    for seed in range(300):
        random = Random(seed)
        call = Call(Network(calls.conventions(random)), OPERATIONS[operation])
        try:
            list(slip.places(call, random.choice((0, 1, 5, 99)), *calls.wild(operation, random)))
        except DoesNotFit:
            continue


def test_only_operations_are_spoilt() -> None:
    assert {operation for mistake in (*RULES.values(), *SLIPS.values()) for operation in mistake.operations} <= OPERATIONS.keys()


@each_rule
def test_a_share_is_a_part_of_the_points(rule: Rule) -> None:
    assert 0 <= rule.share < Fraction(1)


def module_file(function: Any) -> str:
    return str(sys.modules[function.__module__].__file__)


def block(code: str) -> str:
    return code.replace(".", "__").replace("-", "_")


FILES = {rule.code: module_file(rule.change) for rule in RULES.values()} | {slip.code: module_file(slip.places) for slip in SLIPS.values()}


@pytest.mark.parametrize(("code", "file"), FILES.items(), ids=FILES)
def test_a_mistake_has_a_sentence(code: str, file: str) -> None:
    """Filled without any value, so that it tells no number of the exercise."""
    sentence = words_beside(file).fill(block(code))
    assert len(parse(sentence)) == 1
    assert 40 <= len(sentence) <= 200
    assert sentence.endswith(".")


def test_no_words_are_left_over() -> None:
    files = {*FILES.values(), *(module_file(one.function) for one in OPERATIONS.values())}
    blocks = [name for file in sorted(files) for name in words_beside(file).blocks()]
    assert sorted(blocks) == sorted([*OPERATIONS, *map(block, FILES)])
    assert all(Path(file).with_suffix(".md.j2").is_file() for file in files)
