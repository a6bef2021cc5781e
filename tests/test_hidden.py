"""Hidden settings: each value that fits is found, no other, and whoever is wrong about sizes finds other ones."""

from random import Random
from typing import Any

import pytest

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit

FOUND = {  # operation, arguments → all values that fit, with the padding of both sides together
    "kernels": ("kernels_that_fit", (32, 16, 2, 2, 99), (3, 4)),
    "a kernel of one size": ("kernels_that_fit", (32, 28, 0, 1, 99), (5,)),
    "no kernel": ("kernels_that_fit", (5, 9, 0, 1, 99), ()),
    "paddings": ("paddings_that_fit", (32, 16, 4, 2, 99), (2, 3)),
    "the padding of the slides": ("paddings_that_fit", (256, 256, 7, 1, 99), (6,)),
    "no padding is needed": ("paddings_that_fit", (8, 6, 3, 1, 99), (0,)),
    "no padding that makes it smaller": ("paddings_that_fit", (8, 5, 3, 1, 99), ()),
    "a stride": ("strides_that_fit", (5, 2, 3, 0, 99), (2,)),
    "several strides": ("strides_that_fit", (9, 2, 3, 0, 99), (4, 5, 6)),
    "no stride": ("strides_that_fit", (9, 6, 3, 0, 99), ()),
    "strides beyond the input": ("strides_that_fit", (9, 1, 3, 0, 99), tuple(range(7, 100))),
    "a size": ("sizes_that_fit", (6, 3, 0, 1, 99), (8,)),
    "sizes": ("sizes_that_fit", (16, 3, 2, 2, 99), (31, 32)),
    "sizes with much padding": ("sizes_that_fit", (2, 3, 5, 4, 99), (2, 3, 4, 5)),
    "a size below 1": ("sizes_that_fit", (1, 3, 9, 2, 99), ()),
    "a size beyond int64": ("sizes_that_fit", (10**30, 3, 0, 1, 10**31), (10**30 + 2,)),
    "kernels up to three": ("kernels_that_fit", (32, 16, 2, 2, 3), (3,)),
    "strides up to five": ("strides_that_fit", (9, 2, 3, 0, 5), (4, 5)),
    "sizes up to 31": ("sizes_that_fit", (16, 3, 2, 2, 31), (31,)),
}
PER_SIDE = {
    "kernels": ("kernels_that_fit", (32, 16, 1, 2, 99), (3, 4)),
    "the padding of the slides": ("paddings_that_fit", (256, 256, 7, 1, 99), (3,)),
    "half a padding": ("paddings_that_fit", (8, 8, 4, 1, 99), ()),
    "sizes": ("sizes_that_fit", (16, 3, 1, 2, 99), (31, 32)),
}


@pytest.mark.parametrize(("operation", "arguments", "values"), FOUND.values(), ids=FOUND)
def test_what_fits_is_found(operation: str, arguments: tuple[int, ...], values: tuple[int, ...]) -> None:
    assert getattr(Network(Conventions(padding="total")), operation)(*arguments) == values


@pytest.mark.parametrize(("operation", "arguments", "values"), PER_SIDE.values(), ids=PER_SIDE)
def test_the_padding_of_each_side(operation: str, arguments: tuple[int, ...], values: tuple[int, ...]) -> None:
    assert getattr(Network(), operation)(*arguments) == values


@pytest.mark.parametrize(("size", "values"), [("floor", (7, 8)), ("ceil", (6, 7)), ("none", (7,))])
def test_the_convention_decides_which_sizes_fit(size: Any, values: tuple[int, ...]) -> None:
    assert Network(Conventions(size=size)).sizes_that_fit(3, 3, 0, 2, 99) == values


def test_the_four_searches_agree() -> None:
    """What one of them finds, each of the others finds again from it."""
    for seed in range(200):
        random = Random(seed)
        network = Network(calls.conventions(random))
        n, f, p, s = random.randint(1, 20), random.randint(1, 6), random.randint(0, 6), random.randint(1, 4)
        added = 2 * p if network.held.padding == "per-side" else p
        m = network.output_size(n, f, added, s, 1)
        if m is not None:
            assert f in network.kernels_that_fit(n, m, p, s, 99)
            assert p in network.paddings_that_fit(n, m, f, s, 99)
            assert s in network.strides_that_fit(n, m, f, p, 99)
            assert n in network.sizes_that_fit(m, f, p, s, 99)


SPOILT = {  # the mistake, and what it finds in place of 31 and 32
    "size.plus-one-forgotten": (33, 34),
    "size.padding-once": (32, 33),
    "size.padding-ignored": (33, 34),
    "size.stride-ignored": (16,),
    "size.rounded-up": (30, 31),
}


@pytest.mark.parametrize(("code", "values"), SPOILT.items(), ids=SPOILT)
def test_who_is_wrong_about_sizes_finds_other_ones(code: str, values: tuple[int, ...]) -> None:
    assert Network(rule=RULES[code]).sizes_that_fit(16, 3, 1, 2, 99) == values


MISFITS = {
    "no size before": ("kernels_that_fit", (None, 3, 0, 1, 9)),
    "no size after": ("paddings_that_fit", (3, None, 3, 1, 9)),
    "a window of zero": ("strides_that_fit", (3, 3, 0, 0, 9)),
    "a negative padding": ("strides_that_fit", (3, 3, 1, -1, 9)),
    "a stride of zero": ("sizes_that_fit", (3, 3, 0, 0, 9)),
    "too many sizes": ("sizes_that_fit", (3, 3, 0, 10**400, 10**400)),
    "too many kernels": ("kernels_that_fit", (10**9, 3, 0, 1, 10**9)),
    "no limit": ("paddings_that_fit", (3, 3, 1, 1, None)),
    "far too many sizes": ("sizes_that_fit", (10**400, 3, 0, 2, 10**401)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)
