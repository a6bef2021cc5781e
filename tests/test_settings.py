"""Settings by name: what may be typed for one, what is drawn from a range, and what a code says of it."""

from typing import Any

import pytest

from convexam.cnn.values import Axes
from convexam.errors import BadInput
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.settings import checked, options, written

TYPED = {  # id: (family, setting, typed, the values of which one is drawn)
    "a number": ("conv2d", "stride", "2", (2,)),
    "a range": ("conv2d", "stride", "1..3", (1, 2, 3)),
    "a range of one": ("conv2d", "stride", "2..2", (2,)),
    "a list": ("conv2d", "kernel", "3,5", (3, 5)),
    "a list in its own order": ("conv2d", "kernel", "5,3", (5, 3)),
    "a list with blanks": ("conv2d", "kernel", " 3 , 5 ", (3, 5)),
    "a list of ranges": ("conv2d", "stride", "1..2,4", (1, 2, 4)),
    "the same twice": ("conv2d", "stride", "2,2,1..2", (2, 1)),
    "a pair": ("output-size", "kernel", "3x2", (Axes((3, 2)),)),
    "a pair with a sign": ("output-size", "kernel", "3×2", (Axes((3, 2)),)),
    "a pair in capitals": ("output-size", "kernel", "3X2", (Axes((3, 2)),)),
    "pairs": ("output-size", "kernel", "3x2,5", (Axes((3, 2)), Axes((5, 5)))),
    "a range of squares": ("output-size", "kernel", "3..4", (Axes((3, 3)), Axes((4, 4)))),
    "the same square twice": ("output-size", "kernel", "3,3x3", (Axes((3, 3)),)),
    "true": ("conv2d", "bias", "true", (True,)),
    "no": ("conv2d", "bias", "No", (False,)),
    "on or off": ("conv2d", "bias", "on,off", (True, False)),
}


@pytest.mark.parametrize(("name", "setting", "typed", "values"), TYPED.values(), ids=TYPED)
def test_what_is_typed(name: str, setting: str, typed: str, values: tuple[Any, ...]) -> None:
    found = options(family(name), setting, typed)
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


REFUSED = [
    "",
    ",",
    "1,",
    "1...2",
    "1..2..3",
    "..",
    "1..x",
    "2..1",
    "-1",
    "+1",
    "1.0",
    "1e0",
    "0x1",
    "1_0",
    "one",
    "true",
    "1;2",
    "1 2",
    "1x",
    "x",
    "9" * 20,
]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"stride ?="):
        options(family("conv2d"), "stride", typed)


@pytest.mark.parametrize("typed", ["1", "0", "tru", "true..false", "2x2"])
def test_what_is_neither_true_nor_false(typed: str) -> None:
    with pytest.raises(BadInput, match=r"bias ?="):
        options(family("conv2d"), "bias", typed)


@pytest.mark.parametrize("value", [[3, 2], (3, 2), 3], ids=repr)
def test_pairs_from_a_file(value: Any) -> None:
    assert checked(family("output-size"), "kernel", value) == Axes.of(value)


@pytest.mark.parametrize("value", [[3], [1, 2, 3], [0, 3], [3.5, 1], "3x2", True, None, {}, []], ids=repr)
def test_no_pairs_from_a_file(value: Any) -> None:
    with pytest.raises(BadInput, match="kernel = "):
        checked(family("output-size"), "kernel", value)


@pytest.mark.parametrize("name", ["conv2d", "cnn-layers", "output-size", "conv-parameters"])
def test_each_value_of_a_level_can_be_typed(name: str) -> None:
    of = family(name)
    for level in of.levels.values():
        for field in level.settings.__struct_fields__:
            value = getattr(level.settings, field)
            assert options(of, field, written(value)) == (value,)


def test_a_drawn_value_and_its_range_give_the_same_numbers() -> None:
    of, seen = family("conv2d"), set()
    for seed in range(40):
        ranged = practice(Wish(of, 2, {"stride": (1, 2), "padding": (0, 1)}), seed)
        chosen: Any = ranged.exercise.settings
        fixed = practice(Wish(of, 2, {"stride": (chosen.stride,), "padding": (chosen.padding,)}), seed)
        assert (ranged.exercise.given, ranged.exercise.code) == (fixed.exercise.given, fixed.exercise.code)
        seen.add((chosen.stride, chosen.padding))
    assert len(seen) == 4


def test_a_setting_does_not_move_the_others() -> None:
    """Each has a stream of its own."""
    of = family("output-size")
    for seed in range(10):
        settings: list[Any] = [practice(Wish(of, 1, overrides), seed).exercise.settings for overrides in ({}, {"channels": (4,)})]
        plain, changed = settings
        assert plain.filters == changed.filters


def test_the_usual_value_changes_nothing() -> None:
    plain, usual = (practice(Wish(family("conv2d"), 2, overrides), 3).exercise for overrides in ({}, {"stride": (1,)}))
    assert (plain.given, plain.code) == (usual.given, usual.code)
