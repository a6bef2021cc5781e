"""The rules for a good variant: what is refused, with which reason, and what is not."""

import re
from dataclasses import replace
from typing import Any

import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Pool
from convexam.cnn.values import Axes, Record, Tensor
from convexam.errors import NoGoodVariant
from convexam.exercises.convolution import conv2d
from convexam.exercises.draw import Wish, practice, refusals, work_of
from convexam.exercises.exercise import Exercise, Solved, solve
from convexam.exercises.family import Family, Level, family
from convexam.exercises.networks import cnn_layers

FLAT = [[1, 1], [1, 1]]
UNEVEN = [[1, -2], [0, 3]]
IMAGE = [[[1, 2, 0], [3, 0, 1], [2, 4, 1]]]


def posed(of: Family, given: Record, *parts: str) -> Solved:
    settings = of.level(2).settings
    return solve(Exercise(of, 2, settings, Conventions(), of.asked(2, parts or None), given, of.name, ("test",)))


def one_channel(kernel: Any, bias: int = 2, image: Any = IMAGE) -> conv2d.Given:
    return conv2d.Given(Tensor.nested(image), Conv.of(Tensor.nested([[kernel]]), Tensor.nested([bias])))


def layers(image: Any, kernel: Any, bias: int, window: int = 2) -> cnn_layers.Given:
    conv = Conv.of(Tensor.nested([[kernel]]), Tensor.nested([bias]))
    return cnn_layers.Given(Tensor.nested(image), conv, Pool(Axes.of(window), Axes.of(1)), Dense(4))


def reasons(solved: Solved, level: Level | None = None) -> list[tuple[str, str]]:
    level = level or Level(solved.exercise.settings)
    return [(refusal.reason, refusal.part) for refusal in refusals(solved, level, usual=True)]


def mistakes(solved: Solved, **level: Any) -> set[str]:
    found = reasons(solved, Level(solved.exercise.settings, **level))
    return {match[1] for reason, _ in found if (match := re.search(r"the mistake (\S+) would not show", reason))}


def test_a_good_variant_is_not_refused() -> None:
    assert reasons(posed(conv2d.FAMILY, one_channel(UNEVEN))) == []


def test_a_mistake_that_gives_the_right_answer_refuses() -> None:
    assert mistakes(posed(conv2d.FAMILY, one_channel(FLAT, bias=-9), "map")) == {"conv2d.kernel-flipped", "conv2d.transposed"}


def test_a_level_may_let_it_hide_with_a_reason() -> None:
    hidden = {"conv2d.kernel-flipped": "on purpose", "conv2d.transposed": "on purpose"}
    assert mistakes(posed(conv2d.FAMILY, one_channel(FLAT, bias=-9), "map"), may_hide=hidden) == set()


def test_a_mistake_that_does_not_apply_refuses_nothing() -> None:
    """Without padding and with stride 1, nobody can forget either."""
    applied = {wrong.rule.code for wrongs in posed(conv2d.FAMILY, one_channel(UNEVEN)).wrong.wrongs.values() for wrong in wrongs}
    assert not applied & {"conv2d.padding-ignored", "conv2d.stride-ignored", "conv2d.first-channel-only"}


def test_operations_of_parts_that_are_not_asked_refuse_nothing() -> None:
    """A flipped kernel never changes a count, and a rectified map need not show in what is pooled from it."""
    given = layers([[[1, 2, 0, 1], [3, 0, 1, 2], [2, 4, 1, 0], [1, 1, 2, 3]]], FLAT, -9)
    only = mistakes(posed(cnn_layers.FAMILY, given, "pool"))
    assert "conv2d.kernel-flipped" not in only
    assert "conv2d.kernel-flipped" in mistakes(posed(cnn_layers.FAMILY, given, "map", "pool"))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(layers(IMAGE, UNEVEN, 9), "nothing is negative before ReLU", id="no negatives"),
        pytest.param(layers(IMAGE, UNEVEN, -20), "nothing is positive before ReLU", id="nothing but negatives"),
        pytest.param(layers(IMAGE, UNEVEN, -8), "three quarters of the rectified map are zeros", id="mostly zeros"),
        pytest.param(layers(IMAGE, [[0, 0], [0, 0]], 3), "a channel of a kernel is all zeros", id="a kernel of zeros"),
        pytest.param(layers([[[0, 1, 0], [1, 9, 1], [0, 1, 0]]], [[1, 0], [0, 1]], -5, 1), "the pooled map is constant", id="not constant"),
    ],
)
def test_degenerate_maps_are_refused(given: cnn_layers.Given, reason: str, request: pytest.FixtureRequest) -> None:
    found = {said for said, _ in reasons(posed(cnn_layers.FAMILY, given))}
    assert (reason in found) is (request.node.callspec.id != "not constant")


def test_a_constant_pooled_map_is_refused() -> None:
    image = [[[0, 0, 0, 0], [0, 9, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]]
    given = layers(image, [[1, 1], [1, 1]], -3)
    assert ("the pooled map is constant", "") in reasons(posed(cnn_layers.FAMILY, given))


def test_work_and_numbers_on_the_way_have_bounds() -> None:
    solved = posed(conv2d.FAMILY, one_channel(UNEVEN))
    settings, amount = solved.exercise.settings, work_of(solved)
    assert reasons(solved, Level(settings, work=(amount, amount), cap=99)) == []
    assert any("work is outside" in reason for reason, _ in reasons(solved, Level(settings, work=(amount + 1, amount + 9))))
    assert any("larger than 3" in reason for reason, _ in reasons(solved, Level(settings, cap=3)))


def test_work_is_the_number_of_products_that_are_not_zero_and_the_biases() -> None:
    solved = posed(conv2d.FAMILY, one_channel(UNEVEN))
    image, kernel = IMAGE[0], UNEVEN
    products = sum(image[i + u][j + v] != 0 and kernel[u][v] != 0 for i in (0, 1) for j in (0, 1) for u in (0, 1) for v in (0, 1))
    assert work_of(solved) == products + 4


def test_settings_of_ones_own_have_no_budget() -> None:
    solved = practice(Wish(family("conv2d"), 2, {"side": (8,)}), 1)
    budget = family("conv2d").level(2).work
    assert budget is not None
    assert work_of(solved) > budget[1]


def test_where_no_variant_is_good_the_error_names_family_level_and_mistake() -> None:
    never = replace(family("conv2d"), draw=lambda _draws, _settings: one_channel(FLAT, bias=-6))
    with pytest.raises(
        NoGoodVariant, match=r"conv2d, level 2 with bias=false: none of 400 .* part map: the mistake conv2d\.kernel-flipped would not show"
    ):
        practice(Wish(never, 2, {"bias": (False,)}), 1)


def test_only_cells_are_computed_where_only_cells_are_asked() -> None:
    solved = practice(Wish(family("cnn-layers"), 2, {}, ("shape", "cells")), 1)
    assert {step.operation for step in solved.truth.steps} == {"output_shape", "conv2d_cell"}
    assert work_of(solved) < work_of(practice(Wish(family("cnn-layers")), 1)) / 2


def test_the_name_of_a_problem_changes_no_number() -> None:
    one, other = (practice(Wish(family("conv2d"), 2, name=name), 3) for name in (None, "other"))
    assert one.exercise.given == other.exercise.given
    assert replace(one.exercise, name="other") == other.exercise
