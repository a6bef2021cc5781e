"""Convolutions against loops up to the largest sizes that are asked, against SciPy, and the shape of each against what is predicted."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

import calls
from calls.drawing import CHOICES
from compared import by_hand, done, drawn, nothing_by_hand, same_as_by_hand, seeds
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding, Pool
from convexam.cnn.mistakes import RULES
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, DoesNotFit, Position, Shape, Tensor

PADS = st.one_of(st.integers(0, 3), st.tuples(st.integers(0, 2), st.integers(0, 2)), st.sampled_from(["valid", "same", "full"]))
LARGEST = 12  # rows and columns; four channels, six filters


@st.composite
def conventions(draw: Callable[..., Any]) -> Conventions:
    return Conventions(**{name: draw(st.sampled_from(values)) for name, values in CHOICES.items()})


@st.composite
def axes(draw: Callable[..., Any], least: int, most: int) -> Axes:
    return Axes((draw(st.integers(least, most)), draw(st.integers(least, most))))


@st.composite
def paddings(draw: Callable[..., Any]) -> Padding:
    rows = draw(PADS)
    columns = draw(PADS.filter(lambda pad: isinstance(pad, tuple) == isinstance(rows, tuple)))
    return Padding((rows, columns))


@st.composite
def convolved(draw: Callable[..., Any]) -> tuple[Tensor, Conv]:
    """An input and a layer: sizes by Hypothesis, numbers from a drawn seed."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    numbers = draw(st.sampled_from([calls.WHOLE, calls.BROKEN, calls.HUGE]))
    channels, filters, size = draw(st.integers(1, 4)), draw(st.integers(1, 6)), draw(axes(1, 4))
    x = calls.tensor(random, channels, draw(st.integers(1, LARGEST)), draw(st.integers(1, LARGEST)), numbers=numbers)
    weights = calls.tensor(random, filters, channels, *size, numbers=numbers)
    biases = calls.tensor(random, filters, numbers=numbers) if draw(st.booleans()) else None
    settings = {"stride": draw(axes(1, 3)), "padding": draw(paddings()), "dilation": draw(st.none() | axes(0, 3))}
    return x, Conv.of(weights, biases, **settings)


@given(conventions(), convolved())
@drawn
def test_conv2d_is_what_a_student_does_by_hand(held: Conventions, call: tuple[Tensor, Conv]) -> None:
    same_as_by_hand("conv2d", held, *call)
    if shape_of("conv2d", held, *call) is None:
        assert nothing_by_hand("conv2d", held, *call)


@given(conventions(), convolved())
@drawn
def test_the_predicted_shape_is_that_of_the_map(held: Conventions, call: tuple[Tensor, Conv]) -> None:
    x, layer = call
    assert shape_or_none("output_shape", held, x.shape, layer) == shape_of("conv2d", held, x, layer)


def shape_of(operation: str, held: Conventions, x: Tensor, layer: Conv | Pool) -> Shape | None:
    try:
        return done(operation, held, x, layer).shape
    except DoesNotFit:
        return None


def shape_or_none(operation: str, held: Conventions, shape: Shape, layer: Conv | Pool) -> Shape | None:
    try:
        return done(operation, held, shape, layer)
    except DoesNotFit:  # a dilation of 0 where 1 means side by side
        return None


# --- against another library ---------------------------------------------------------------------------------------------------------------------


def spread(kernel: Any, apart: Axes) -> Any:
    """The kernel with zeros between its weights."""
    wide = np.zeros((kernel.shape[0], *(d * (n - 1) + 1 for d, n in zip(apart, kernel.shape[1:], strict=True))), dtype=np.int64)
    wide[:, :: apart.rows, :: apart.columns] = kernel
    return wide


@pytest.mark.parametrize("held", [Conventions(), Conventions(kernel="flipped")], ids=["cross-correlation", "true convolution"])
@given(seeds)
@drawn
def test_conv2d_is_scipys(held: Conventions, random: Random) -> None:
    channels, filters = random.randint(1, 4), random.randint(1, 6)
    x = calls.tensor(random, channels, random.randint(7, LARGEST), random.randint(7, LARGEST), numbers=calls.WHOLE)
    weights, biases = (
        calls.tensor(random, filters, channels, *calls.axes(random, 1, 3), numbers=calls.WHOLE),
        [random.randint(-9, 9) for _ in range(filters)],
    )
    around, apart, (down, right) = [calls.axes(random, 0, 2), calls.axes(random, 0, 2)], calls.axes(random, 1, 3), calls.axes(random, 1, 3)
    layer = Conv.of(weights, Tensor((filters,), biases), stride=Axes((down, right)), padding=Padding.of(map(tuple, around)), dilation=apart)
    padded = np.pad(x.array.reshape(x.sizes), ((0, 0), *around))
    for f, kernel in enumerate(weights.array.reshape(weights.sizes)):
        kernel = kernel[:, ::-1, ::-1] if held.kernel == "flipped" else kernel
        expected = signal.correlate(padded, spread(kernel, apart), mode="valid")[0, ::down, ::right] + biases[f]
        assert Network(held).conv2d(x, layer).to_nested()[f] == expected.tolist()


WORDS = {"valid": "valid", "same": "same", "full": "full"}


@pytest.mark.parametrize("word", WORDS)
@given(seeds)
@drawn
def test_the_words_for_padding_are_scipys(word: str, random: Random) -> None:
    x, side = calls.tensor(random, random.randint(3, 9), random.randint(3, 9), numbers=calls.WHOLE), random.choice((1, 3))
    kernel = calls.tensor(random, side, random.choice((1, 3)), numbers=calls.WHOLE)
    expected = signal.correlate(x.array.reshape(x.sizes), kernel.array.reshape(kernel.sizes), mode=word)
    layer = Conv.of(Tensor((1, 1, *kernel.sizes), kernel.values), padding=Padding.of(word))
    assert Network().conv2d(x, layer).to_nested()[0] == expected.tolist()


@given(seeds)
@drawn
def test_true_convolution_of_a_signal_is_numpys(random: Random) -> None:
    x, w = calls.tensor(random, random.randint(4, 12), numbers=calls.WHOLE), calls.tensor(random, random.randint(1, 4), numbers=calls.WHOLE)
    layer = Conv.of(Tensor((1, 1, 1, *w.sizes), w.values), padding=Padding.of(("valid", "full")))
    assert Network(Conventions(kernel="flipped")).conv1d(x, layer).to_nested() == np.convolve(x.array, w.array).tolist()


@given(seeds)
@drawn
def test_a_signal_of_several_channels_is_a_map_of_one_row(random: Random) -> None:
    x, layer = calls.sensible("conv1d", random)
    volume = Tensor((layer.channels, 1, x.sizes[-1]), x.values)
    try:
        rows = [one[0] for one in Network().conv2d(volume, layer).to_nested()]
    except DoesNotFit:
        return
    assert Network().conv1d(x, layer).to_nested() == (rows if layer.filters > 1 else rows[0])


@given(seeds)
@drawn
def test_the_maps_of_the_channels_add_up(random: Random) -> None:
    x, layer = calls.sensible("channel_maps", random)
    try:
        apart = Network().channel_maps(x, layer)
    except DoesNotFit:
        return
    bias = layer.biases.values[0] if layer.biases else 0
    summed = [sum(cells) + bias for cells in zip(*(channel.values for channel in apart.channels()), strict=True)]
    assert summed == list(Network().conv2d(x, layer).values)


# --- the full product of options -----------------------------------------------------------------------------------------------------------------

SIZES = [
    Conventions(padding=p, odd=o, size=s) for p, o, s in product(("per-side", "total"), ("behind", "in-front"), ("floor", "ceil", "none"))
]
FRAMES = [Padding.of(pad) for pad in (0, 1, (3, 2), ((1, 0), (0, 2)), "valid", "same", "full")]
ONES = {n: Tensor((1, *n), (1,) * (n[0] * n[1])) for n in product((1, 2, 5, 6), (3, 4))}


@pytest.mark.parametrize("held", SIZES, ids=lambda held: f"{held.padding}, {held.odd}, {held.size}")
def test_the_predicted_shape_is_the_real_one(held: Conventions) -> None:
    for x, size, stride, frame, apart in product(ONES.values(), ((1, 1), (2, 3), (3, 2)), ((1, 1), (2, 3)), FRAMES, ((1, 1), (2, 1))):
        layer = Conv.of(Tensor((2, 1, *size), (1,) * (2 * size[0] * size[1])), stride=Axes(stride), padding=frame, dilation=Axes(apart))
        assert done("output_shape", held, x.shape, layer) == shape_of("conv2d", held, x, layer)


@pytest.mark.parametrize("operation", ["max_pool", "min_pool", "average_pool"])
@pytest.mark.parametrize("held", SIZES, ids=lambda held: f"{held.padding}, {held.odd}, {held.size}")
def test_the_predicted_shape_of_a_pooled_map_is_the_real_one(held: Conventions, operation: str) -> None:
    for x, window, stride, frame in product(ONES.values(), ((1, 1), (2, 2), (3, 2)), (None, (1, 1), (2, 3)), FRAMES):
        layer = Pool(Axes(window), stride and Axes(stride), frame)
        assert done("pool_shape", held, x.shape, layer) == shape_of(operation, held, x, layer)


# --- exact, and bounded --------------------------------------------------------------------------------------------------------------------------


def test_a_signal_of_huge_numbers_and_thirds() -> None:
    layer = Conv.of(Tensor.nested([[[[2**62, Fraction(1, 3)]]]]), Tensor.nested([1]))
    assert Network().conv1d(Tensor.nested([4, 3, 1]), layer).values == (2**64 + 2, 3 * 2**62 + Fraction(4, 3))


MISFITS = {
    "a signal under a kernel of two rows": ("conv1d", (Tensor.nested([1, 2]), Conv.of(Tensor.nested([[[[1], [1]]]])))),
    "a volume as a signal": ("conv1d", (Tensor.nested([[[1, 2]]]), Conv.of(Tensor.nested([[[[1]]]])))),
    "a signal with a row of padding": ("conv1d", (Tensor.nested([1, 2]), Conv.of(Tensor.nested([[[[1]]]]), padding=Padding.of(1)))),
    "a signal on a map's layer": ("conv2d", (Tensor.nested([1, 2]), Conv.of(Tensor.nested([[[[1]]]])))),
    "channels of two filters": ("channel_maps", (Tensor.nested([[[1]]]), Conv.of(Tensor.nested([[[[1]]], [[[1]]]])))),
    "dilation 0 where 1 is dense": ("conv2d", (Tensor.nested([[1, 2]]), Conv.of(Tensor.nested([[[[1]]]]), dilation=Axes((0, 0))))),
    "a border of a million cells": ("bordered", (Tensor.nested([[1]]), 10**6, "zeros")),
    "half a border": ("bordered", (Tensor.nested([[1]]), Fraction(1, 2), "zeros")),
    "a border round a signal": ("padded", (Tensor.nested([1]), Pool(Axes.of(1)))),
}


@pytest.mark.parametrize(("operation", "arguments"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_said(operation: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(DoesNotFit):
        done(operation, Conventions(), *arguments)


# --- borders -------------------------------------------------------------------------------------------------------------------------------------

BORDERS = {
    "zeros": ("zeros", Conventions(), "constant"),
    "replicated": ("replicated", Conventions(), "edge"),
    "mirrored at the outermost pixel": ("mirrored", Conventions(mirror="edge-once"), "reflect"),
    "mirrored beside it": ("mirrored", Conventions(mirror="edge-twice"), "symmetric"),
}


@pytest.mark.parametrize(("border", "held", "mode"), BORDERS.values(), ids=BORDERS)
@given(seeds)
@drawn
def test_a_border_is_numpys(border: Any, held: Conventions, mode: Any, random: Random) -> None:
    x, width = calls.tensor(random, 2, random.randint(1, 5), random.randint(1, 5), numbers=calls.WHOLE), random.randint(0, 7)
    expected = np.pad(x.array.reshape(x.sizes), ((0, 0), (width, width), (width, width)), mode=mode)
    assert Network(held).bordered(x, width, border).to_nested() == expected.tolist()


EDGES = {  # how the picture is mirrored, the border, and whether repeating the nearest pixel gives another one
    "a narrow mirror at the outermost pixel": ("edge-twice", [[1, 2], [3, 4]], 1, False),
    "a wider one": ("edge-twice", [[1, 2], [3, 4]], 2, True),
    "a narrow mirror beside it": ("edge-once", [[1, 2], [3, 4]], 1, True),
    "a single pixel": ("edge-once", [[5]], 2, False),
}


@pytest.mark.parametrize(("mirror", "picture", "width", "differs"), EDGES.values(), ids=EDGES)
def test_the_nearest_pixels_instead_of_a_mirror(mirror: Any, picture: Any, width: int, differs: bool) -> None:
    x, held = Tensor.nested(picture), Conventions(mirror=mirror)
    holding = Network(held, RULES["bordered.replicated"])
    assert (holding.bordered(x, width, "mirrored") != Network(held).bordered(x, width, "mirrored")) == differs
    assert bool(holding.spoilt) == differs


@given(seeds)
@drawn
def test_the_padded_input_needs_no_padding_any_more(random: Random) -> None:
    x, layer = calls.sensible("conv2d", random)
    bare = Conv.of(layer.weights or x, layer.biases, stride=layer.stride, dilation=layer.dilation)
    try:
        direct = Network().conv2d(x, layer)
    except DoesNotFit:
        return
    assert Network().conv2d(Network().padded(x, layer), bare) == direct


BYTES = {
    "below": (-1, 0),
    "above": (256, 255),
    "a half": (Fraction(5, 2), 3),
    "minus a half": (Fraction(-1, 2), 0),
    "just below 255": (Fraction(509, 2), 255),
}


@pytest.mark.parametrize(("value", "byte"), BYTES.values(), ids=BYTES)
def test_a_byte(value: Any, byte: int) -> None:
    assert Network().to_bytes(Tensor.nested([[value]])).values == (byte,)


def test_a_cell_read_by_column_first_is_another_one() -> None:
    x, layer = Tensor.nested([[1, 2], [3, 4]]), Conv.of(Tensor.nested([[[[1]]]]))
    assert Network().conv2d_cell(x, layer, Position((1, 2))) == by_hand("conv2d_cell", Conventions(), x, layer, Position((1, 2))) == 2
