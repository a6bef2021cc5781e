"""Parts asked as a choice: where the options come from, what stands out, how they are read, graded, printed and named in codes."""

from collections.abc import Iterator
from fractions import Fraction
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
from depth import SEEDS

SIZE = Wish(family("output-size"), choices=("shape",))
DRAWS = 20 * SEEDS  # in a full run a thousand


def able() -> Iterator[tuple[str, str]]:
    """Every part that can be a choice, at one level at least."""
    for of in families():
        solved = [practice(Wish(of, level), 1) for level in of.levels]
        yield from dict.fromkeys((of.name, part) for one in solved for part in one.truth.questions if can_be_choice(one, part))


ABLE = sorted(able())


def test_most_families_have_a_part_that_can_be_a_choice() -> None:
    assert {"conv-parameters", "output-size"} <= {name for name, _ in ABLE}


@pytest.mark.parametrize(("name", "part"), ABLE, ids=["-".join(one) for one in ABLE])
def test_no_option_stands_out(name: str, part: str) -> None:
    """At all levels in turn; a level whose mistakes lead to too few options is passed over."""
    places = [0] * MOST
    wishes = [Wish(family(name), level, choices=(part,)) for level in family(name).levels]
    levels = [wish.level for wish in wishes if all(drawn(wish, seed) for seed in range(12))]
    for seed in range(DRAWS if levels else 0):
        one = drawn(Wish(family(name), levels[seed % len(levels)], choices=(part,)), seed)
        if one is None:
            continue
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
    assert not levels or sum(places) > DRAWS * 3 // 4
    assert not levels or max(places) < sum(places) * 3 // 5  # the right one stands anywhere


def drawn(wish: Wish, seed: int) -> Solved | None:
    try:
        return practice(wish, seed)
    except (NoGoodVariant, BadInput):  # at another level the part may not be asked at all
        return None


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
    with pytest.raises(NoGoodVariant, match="fewer than 2 answers that look like the right one"):
        practice(Wish(family("conv2d"), 1, choices=("shape",)), 1)


def test_reasons_against_a_choice() -> None:
    one = practice(Wish(family("cnn-layers")), 1)
    reasons = {part: unsuited(one, part) for part in one.truth.questions}
    assert reasons["parameters"] is None
    assert reasons["map"] is not None
