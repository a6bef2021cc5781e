"""What is guessed where no single rule explains an answer: slips and pairs of rules. They explain, and earn nothing."""

from typing import Any

import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Pool
from convexam.cnn.mistakes import RULES
from convexam.cnn.values import Axes, Position, Tensor
from convexam.exercises.convolution import conv2d
from convexam.exercises.exercise import Exercise, Solved, solve
from convexam.exercises.family import Family
from convexam.exercises.networks import cnn_layers
from convexam.grader.credit import grade
from convexam.grader.verdict import Verdict

IMAGE = Tensor.nested([[[1, 2, 0], [3, 0, 1], [2, 4, 1]]])
CONV = Conv.of(Tensor.nested([[[[1, -2], [3, 5]]]]), Tensor.nested([2]))  # the map is 8 9 / 31 17


def posed(of: Family, given: Any, *parts: str) -> Solved:
    settings = of.level(2).settings
    return solve(Exercise(of, 2, settings, Conventions(), of.asked(2, parts), given, of.name, ("test",)))


@pytest.fixture(scope="module")
def solved() -> Solved:
    return posed(conv2d.FAMILY, conv2d.Given(IMAGE, CONV), "map")


def layers(image: Tensor, *cells: Position) -> cnn_layers.Given:
    return cnn_layers.Given(image, CONV, Pool(Axes.of(2), Axes.of(1)), Dense(4), cells)


def graded(solved: Solved, answers: dict[str, Any]) -> dict[str, Verdict]:
    return {verdict.id.partition(".")[2]: verdict for verdict in grade(solved, answers).parts}


def test_the_map_of_these_examples(solved: Solved) -> None:
    assert solved.truth.answer("map").to_nested() == [[[8, 9], [31, 17]]]


SLIPS = {  # in the upper left corner: 1 · 1 + 2 · (−2) + 3 · 3 + 0 · 5 + 2 = 8
    "a sign lost": (16, ("conv2d.sign-lost",)),
    "a product left out": (12, ("conv2d.product-left-out",)),
    "another product left out": (-1, ("conv2d.product-left-out",)),
    "the window one cell too low": (31, ("conv2d.window-off-by-one",)),
    "the window too far to the right, as in the cell beside it": (9, ("conv2d.window-off-by-one",)),
    "the window too far to the left, and as well too far up": (15, ()),
    "nothing": (100, ()),
}


@pytest.mark.parametrize(("cell", "codes"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_one_cell(solved: Solved, cell: int, codes: tuple[str, ...]) -> None:
    verdict = graded(solved, {"map": [[cell, 9], [31, 17]]})["map"]
    assert (verdict.codes, verdict.perhaps) == (codes, bool(codes))
    assert verdict.sentence.startswith("Perhaps") == bool(codes)
    assert (verdict.points, verdict.status) == (2, "partly")  # three cells of four, one of them anyone has: 2/3 of 3 points


def test_with_two_wrong_cells_no_slip_is_named(solved: Solved) -> None:
    verdict = graded(solved, {"map": [[16, 4], [31, 17]]})["map"]
    assert (verdict.codes, verdict.perhaps) == ((), False)


def test_a_rule_comes_before_a_slip(solved: Solved) -> None:
    run = solved.run({}, RULES["conv2d.bias-forgotten"])
    verdict = graded(solved, {"map": run.answer("map").to_nested()[0]})["map"]
    assert (verdict.codes[0], verdict.perhaps) == ("conv2d.bias-forgotten", False)


def test_a_slip_before_what_is_asked() -> None:
    """Only the rectified map is asked; the sign was lost on the way to it."""
    verdict = graded(posed(cnn_layers.FAMILY, layers(IMAGE), "relu"), {"relu": [[16, 9], [31, 17]]})["relu"]
    assert (verdict.codes, verdict.perhaps) == (("conv2d.sign-lost",), True)


PAIRS = {
    "flipped and without bias": ("conv2d.kernel-flipped", "conv2d.bias-forgotten"),
    "transposed and without bias": ("conv2d.bias-forgotten", "conv2d.transposed"),
    "flipped and rectified": ("conv2d.kernel-flipped", "conv2d.rectified"),
}
FALLING = Conv.of(Tensor.nested([[[[1, -2], [-3, 5]]]]), Tensor.nested([-2]))


@pytest.mark.parametrize("codes", PAIRS.values(), ids=PAIRS)
def test_two_rules_together(codes: tuple[str, str]) -> None:
    solved = posed(conv2d.FAMILY, conv2d.Given(IMAGE, FALLING), "map")
    first, second = (RULES[code] for code in codes)
    wrong = solved.run({}, first, None, second).answer("map")
    assert wrong not in [solved.run({}, rule).answer("map") for rule in (first, second)]
    verdict = graded(solved, {"map": wrong.to_nested()[0]})["map"]
    assert (verdict.codes, verdict.perhaps) == (codes, True)
    assert verdict.sentence.startswith("Perhaps two mistakes came together.")
    assert (verdict.points, verdict.status) == (0, "wrong")


def test_a_constant_map_is_not_explained_by_two_rules(solved: Solved) -> None:
    verdict = graded(solved, {"map": [[7, 7], [7, 7]]})["map"]
    assert verdict.codes == ()


def test_a_number_is_not_explained_by_two_rules() -> None:
    """Flipped and without bias: 1 · 5 + 2 · 3 + 3 · (−2) + 0 · 1 = 5, but two ideas make any number."""
    solved = posed(cnn_layers.FAMILY, layers(IMAGE, Position((1, 1))), "cells")
    verdict = graded(solved, {"cells.r1c1": 5})["cells.r1c1"]
    assert verdict.codes == ()


def test_among_chosen_cells_a_slip_explains_the_only_wrong_one() -> None:
    solved = posed(cnn_layers.FAMILY, layers(IMAGE, Position((1, 1)), Position((2, 2))), "cells")
    slipped = graded(solved, {"cells.r1c1": 16, "cells.r2c2": 17})["cells.r1c1"]
    assert (slipped.codes, slipped.perhaps) == (("conv2d.sign-lost",), True)
    both = graded(solved, {"cells.r1c1": 16, "cells.r2c2": 1000})["cells.r1c1"]
    assert (both.codes, both.perhaps) == ((), False)
