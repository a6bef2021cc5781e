"""Parts asked as a choice: where the options come from, what stands out, how they are read, graded, printed and named in codes."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, islice
from typing import Any

import pytest

from convexam.cnn.values import Shape
from convexam.errors import BadInput, NoGoodVariant
from convexam.exercises.choices import FEWEST, MOST, can_be_choice, forms, unsuited
from convexam.exercises.draw import Wish, from_code, practice
from convexam.exercises.exercise import Solved
from convexam.exercises.family import families, family
from convexam.exercises.key import key
from convexam.exercises.statement import asked, problem
from convexam.grader.credit import grade
from depth import CHOICES

SIZE = Wish(family("output-size"), choices=("shape",))


def able() -> Iterator[tuple[str, str, list[int]]]:
    """Every part that can be a choice, with the levels at which draws have enough options for it as they are, one in three at least."""
    for of in families():
        levels: dict[str, list[int]] = {}
        for level in of.levels:
            draws = [practice(Wish(of, level), seed) for seed in range(6)]
            for part in draws[0].truth.questions:
                if sum(part in one.truth.questions and can_be_choice(one, part) for one in draws) >= 2:
                    levels.setdefault(part, []).append(level)
        yield from ((of.name, part, able) for part, able in levels.items())


ABLE = sorted(able())


def test_most_families_have_a_part_that_can_be_a_choice() -> None:
    assert {"conv-parameters", "output-size"} <= {name for name, *_ in ABLE}
    assert len({name for name, *_ in ABLE}) > len(families()) // 2


@pytest.mark.parametrize(("name", "part", "levels"), ABLE, ids=[f"{name}-{part}" for name, part, _ in ABLE])
def test_no_option_stands_out(name: str, part: str, levels: list[int]) -> None:
    places = [0] * MOST
    for one in islice(drawn(name, part, levels), CHOICES):
        (_, form), truth = next(found for found in forms(one) if found[0] == part), one.truth.answer(part)
        options = one.options(part)
        assert FEWEST <= len(options) <= MOST
        assert len(set(form.options)) == len(options)
        assert options.count(truth) == 1
        assert len({type(option) for option in options} - {type(None)}) == 1
        lengths = [len(text) for text, option in zip(form.options, options, strict=True) if isinstance(option, int | Fraction | Shape)]
        assert max(lengths, default=0) - min(lengths, default=0) <= 2 * 3  # each at most a digit on each axis from the truth
        assert len({sign(option) for option in options if isinstance(option, int | Fraction)}) <= 1
        places[options.index(truth)] += 1
    assert sum(places) == CHOICES
    assert max(places) < CHOICES * 3 // 5  # the right one stands anywhere


def drawn(name: str, part: str, levels: list[int]) -> Iterator[Solved]:
    """At these levels in turn, whatever has enough options as it is: elsewhere settings may be drawn with which nothing ever has."""
    for seed in count():
        level = levels[seed % len(levels)]
        one = practice(Wish(family(name), level), seed)
        if part in one.truth.questions and can_be_choice(one, part):
            yield practice(Wish(family(name), level, choices=(part,)), seed)


def sign(number: Any) -> int:
    return (number > 0) - (number < 0)


def test_every_wrong_option_is_what_a_mistake_leads_to() -> None:
    for seed in range(30):
        one = practice(SIZE, seed)
        led = [wrong.value for wrong in one.wrong.wrongs["shape"]]
        assert all(option in led for option in one.options("shape") if option != one.truth.answer("shape"))


def test_a_choice_is_right_or_names_its_mistake_and_earns_nothing() -> None:
    one = practice(SIZE, 3)
    ((_, form),) = forms(one)
    for place, option in enumerate(one.options("shape")):
        (verdict,) = grade(one, {"shape": "ABCD"[place]}).parts
        right = option == one.truth.answer("shape")
        assert (verdict.status, verdict.points) == (("right", 2) if right else ("wrong", 0))
        assert bool(verdict.codes) == (not right)
        assert verdict.read == f"{'ABCD'[place]}: {form.options[place]}"


def test_the_problem_holds_the_options_and_the_key_the_letter() -> None:
    one = practice(SIZE, 3)
    (part,), (answer,) = problem(one.exercise, asked(one)).parts, key(one).parts
    assert part.form == next(form for _, form in forms(one))
    assert answer.shown.startswith("ABCD"[one.options("shape").index(one.truth.answer("shape"))])
    assert {mistake.share for mistake in answer.mistakes} == {0}
    assert key(one).choices == ("shape",)


def test_a_code_names_the_choice_and_brings_it_back() -> None:
    one = practice(SIZE, 3)
    assert one.exercise.code is not None
    assert one.exercise.code.endswith("~choice=shape")
    again = from_code(one.exercise.code)
    assert (again.options("shape"), again.exercise.given) == (one.options("shape"), one.exercise.given)


def test_the_numbers_are_those_without_the_choice_where_nothing_was_redrawn() -> None:
    same = sum(practice(SIZE, seed).exercise.given == practice(Wish(SIZE.family), seed).exercise.given for seed in range(20))
    assert same >= 15


REFUSED = {
    "a large map": ("conv2d", ("map",), "map of more than 4 cells"),
    "a part that is not there": ("conv2d", ("nix",), "it is not asked"),
    "cells of one map": ("chosen-cells", ("cells",), "several cells that are asked together"),
    "a choice already": ("named-filter", ("filter",), "a choice already"),
}


@pytest.mark.parametrize(("name", "choices", "reason"), REFUSED.values(), ids=REFUSED)
def test_where_a_part_cannot_be_a_choice_it_is_said_why(name: str, choices: tuple[str, ...], reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        practice(Wish(family(name), choices=choices), 1)


def test_a_shape_that_few_mistakes_change_is_refused() -> None:
    with pytest.raises(
        NoGoodVariant,
        match=r"fewer than 2 answers that look like the right one.*; with the usual settings it can be a choice at level 2, 3",
    ):
        practice(Wish(family("conv2d"), 1, choices=("shape",)), 1)


def test_the_levels_are_named_at_which_a_part_can_be_a_choice() -> None:
    with pytest.raises(NoGoodVariant, match=r"usual settings it can be a choice at level 1, and in some draws only at level 3$"):
        practice(Wish(family("find-hyperparameter"), choices=("value",)), 1)


def test_reasons_against_a_choice() -> None:
    one = practice(Wish(family("cnn-layers")), 1)
    reasons = {part: unsuited(one, part) for part in one.truth.questions}
    assert reasons["parameters"] is None
    assert reasons["map"] is not None
