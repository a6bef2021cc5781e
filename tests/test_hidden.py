"""Hidden settings: each value that fits is found, no other, and whoever is wrong about sizes finds other ones."""

from random import Random
from typing import Any

import pytest

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import DoesNotFit

FOUND = {  # operation, arguments → all values that fit
    "kernels": ("kernels_that_fit", (32, 16, 2, 2), (3, 4)),
    "a kernel of one size": ("kernels_that_fit", (32, 28, 0, 1), (5,)),
    "no kernel": ("kernels_that_fit", (5, 9, 0, 1), ()),
    "paddings": ("paddings_that_fit", (32, 16, 4, 2), (2, 3)),
    "the padding of the slides": ("paddings_that_fit", (256, 256, 7, 1), (6,)),
    "no padding is needed": ("paddings_that_fit", (8, 6, 3, 1), (0,)),
    "no padding that makes it smaller": ("paddings_that_fit", (8, 5, 3, 1), ()),
    "a stride": ("strides_that_fit", (5, 2, 3, 0), (2,)),
    "several strides": ("strides_that_fit", (9, 2, 3, 0), (4, 5, 6)),
    "no stride": ("strides_that_fit", (9, 6, 3, 0), ()),
    "strides beyond the input": ("strides_that_fit", (9, 1, 3, 0), tuple(range(7, 100))),
    "a size": ("sizes_that_fit", (6, 3, 0, 1), (8,)),
    "sizes": ("sizes_that_fit", (16, 3, 2, 2), (31, 32)),
    "sizes with much padding": ("sizes_that_fit", (2, 3, 5, 4), (2, 3, 4, 5)),
    "a size below 1": ("sizes_that_fit", (1, 3, 9, 2), ()),
    "a size beyond int64": ("sizes_that_fit", (10**30, 3, 0, 1), (10**30 + 2,)),
}


@pytest.mark.parametrize(("operation", "arguments", "values"), FOUND.values(), ids=FOUND)
def test_what_fits_is_found(operation: str, arguments: tuple[int, ...], values: tuple[int, ...]) -> None:
    assert getattr(Network(), operation)(*arguments) == values


@pytest.mark.parametrize(("size", "values"), [("floor", (7, 8)), ("ceil", (6, 7)), ("none", (7,))])
def test_the_convention_decides_which_sizes_fit(size: Any, values: tuple[int, ...]) -> None:
    assert Network(Conventions(size=size)).sizes_that_fit(3, 3, 0, 2) == values


def test_the_four_searches_agree() -> None:
    """What one of them finds, each of the others finds again from it."""
    for seed in range(200):
        random = Random(seed)
        network = Network(calls.conventions(random))
        n, f, p, s = random.randint(1, 20), random.randint(1, 6), random.randint(0, 6), random.randint(1, 4)
        m = network.output_size(n, f, p, s, 1)
        if m is not None:
            assert f in network.kernels_that_fit(n, m, p, s)
            assert p in network.paddings_that_fit(n, m, f, s)
            assert s in network.strides_that_fit(n, m, f, p)
            assert n in network.sizes_that_fit(m, f, p, s)


SPOILT = {  # the mistake, and what it finds in place of 31 and 32
    "size.plus-one-forgotten": (33, 34),
    "size.padding-once": (32, 33),
    "size.padding-ignored": (33, 34),
    "size.stride-ignored": (16,),
    "size.rounded-up": (30, 31),
}


@pytest.mark.parametrize(("code", "values"), SPOILT.items(), ids=SPOILT)
def test_who_is_wrong_about_sizes_finds_other_ones(code: str, values: tuple[int, ...]) -> None:
    assert Network(rule=RULES[code]).sizes_that_fit(16, 3, 2, 2) == values


MISFITS = {
    "no size before": ("kernels_that_fit", (None, 3, 0, 1)),
    "no size after": ("paddings_that_fit", (3, None, 3, 1)),
    "a window of zero": ("strides_that_fit", (3, 3, 0, 0)),
    "a negative padding": ("strides_that_fit", (3, 3, 1, -1)),
    "a stride of zero": ("sizes_that_fit", (3, 3, 0, 0)),
    "too many sizes": ("sizes_that_fit", (3, 3, 0, 10**400)),
    "far too many sizes": ("sizes_that_fit", (10**400, 3, 0, 2)),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        getattr(Network(), operation)(*arguments)
