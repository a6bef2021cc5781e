"""The reference network against what the slides worked out: every number of their examples."""

from typing import Any

import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, Position, Shape, Tensor


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def digits(*rows: str) -> list[list[int]]:
    """A map, row by row."""
    return [[int(number) for number in row.split()] for row in rows]


# --- the exercise: three channels, one filter ----------------------------------------------------------------------------------------------------

INPUT = of([
    digits("1 2 0 2 1 2", "3 2 6 0 3 0", "0 0 0 1 0 1", "1 3 4 2 2 0", "0 2 2 0 3 1", "5 3 6 1 2 0"),
    digits("1 2 4 3 0 1", "0 4 3 2 1 5", "2 0 5 2 0 2", "7 2 0 1 3 3", "2 0 4 0 2 0", "1 6 3 0 5 3"),
    digits("1 0 2 3 0 1", "0 4 5 2 3 2", "2 0 6 0 0 2", "0 2 4 1 2 4", "2 6 2 0 2 3", "2 0 3 0 0 0"),
])  # fmt: skip
FILTER = of([[digits("0 0 1", "3 4 0", "0 0 -1"), digits("-1 -2 0", "0 2 0", "2 -1 0"), digits("0 -2 0", "-1 1 0", "0 -1 0")]])
CONV = Conv.of(FILTER, of([7]))
MAP = digits("35 20 19 24", "1 1 -3 -3", "22 7 22 22", "-2 22 13 9")
CELLS = {"4th column, 4th row": (4, 4, 9), "3rd column, 2nd row": (2, 3, -3), "2nd column, 4th row": (4, 2, 22)}


def test_the_shape_and_the_map() -> None:
    network = Network()
    assert network.output_shape(INPUT.shape, CONV) == Shape(channels=1, rows=4, columns=4)
    assert network.conv2d(INPUT, CONV).to_nested() == [MAP]


@pytest.mark.parametrize(("row", "column", "value"), CELLS.values(), ids=CELLS)
def test_the_cells_that_are_asked(row: int, column: int, value: int) -> None:
    assert Network().conv2d_cell(INPUT, CONV, Position((row, column))) == value


def test_relu_and_pooling_of_the_map_that_the_slides_suppose() -> None:
    network, pool = Network(), Pool(Axes((2, 2)), Axes((1, 1)))
    rectified = network.relu(of(digits("35 20 20 3", "1 -1 21 -3", "21 7 15 22", "-2 22 22 29")))
    assert rectified.to_nested() == digits("35 20 20 3", "1 0 21 0", "21 7 15 22", "0 22 22 29")
    assert network.pool_shape(rectified.shape, pool) == Shape(rows=3, columns=3)
    assert network.max_pool(rectified, pool).to_nested() == digits("35 21 21", "21 21 22", "22 22 29")


def test_the_parameters_of_all_layers() -> None:
    network, pooled = Network(), Shape(rows=3, columns=3)
    counts = (
        network.conv_parameters(CONV, INPUT.shape),
        network.pool_parameters(Pool(Axes((2, 2)), Axes((1, 1))), pooled),
        network.dense_parameters(network.size(pooled), Dense(32)),
    )
    assert counts == (28, 0, 320)
    assert network.total(*counts) == 348


def test_the_same_layer_with_eight_filters() -> None:
    layer = Conv(Axes((7, 7)), filters=8, channels=3, padding=Padding((3, 3)))
    assert Network().output_shape(Shape(channels=3, rows=256, columns=256), layer) == Shape(channels=8, rows=256, columns=256)
    assert Network().conv_parameters(layer, Shape(channels=3, rows=256, columns=256)) == 1184


# --- other examples ------------------------------------------------------------------------------------------------------------------------------

VOLUME = of([
    digits("2 1 1 1 0", "2 1 1 2 2", "2 1 1 0 0", "1 2 0 2 2", "0 2 0 1 0"),
    digits("0 0 1 1 2", "1 2 1 1 0", "0 0 2 0 2", "2 0 0 0 2", "0 2 2 1 1"),
    digits("0 2 0 2 1", "0 0 2 1 2", "0 0 1 0 2", "1 2 2 0 2", "2 0 1 1 1"),
])  # fmt: skip
TWO = of([
    [digits("1 -1 -1", "-1 -1 -1", "1 -1 1"), digits("-1 1 -1", "0 1 1", "1 -1 1"), digits("1 0 0", "-1 1 0", "-1 0 0")],
    [digits("1 0 -1", "1 1 0", "-1 0 1"), digits("1 -1 1", "-1 0 1", "0 -1 0"), digits("0 0 0", "-1 1 -1", "-1 0 1")],
])  # fmt: skip


def test_two_filters_with_padding_and_stride() -> None:
    layer = Conv.of(TWO, of([1, 0]), stride=Axes((2, 2)), padding=Padding((1, 1)))
    assert Network().output_shape(VOLUME.shape, layer) == Shape(channels=2, rows=3, columns=3)
    assert Network().conv2d(VOLUME, layer).to_nested() == [digits("-2 2 1", "-7 0 3", "2 4 3"), digits("0 0 -4", "4 2 1", "0 1 0")]


SIDE = digits(*["10 10 10 10 100 100 100 100"] * 8)
TOP = [list(column) for column in zip(*SIDE, strict=True)]
EDGES = {
    "vertical": (SIDE, digits(*["-1 0 1"] * 3), digits(*["0 0 270 270 0 0"] * 6)),
    "horizontal": (
        TOP,
        digits("-1 -1 -1", "0 0 0", "1 1 1"),
        digits(*["0 0 0 0 0 0"] * 2, *["270 270 270 270 270 270"] * 2, *["0 0 0 0 0 0"] * 2),
    ),
}


@pytest.mark.parametrize(("image", "kernel", "edge"), EDGES.values(), ids=EDGES)
def test_an_edge_in_an_image(image: Any, kernel: Any, edge: Any) -> None:
    assert Network().conv2d(of(image), Conv.of(of([[kernel]]))).to_nested() == [edge]


@pytest.mark.parametrize(("kernel", "value"), [("flipped", 26), ("as-it-is", 34)])
def test_true_convolution_and_cross_correlation(kernel: Any, value: int) -> None:
    layer = Conv.of(of([[digits("1 2 3", "4 5 6", "7 8 9")]]))
    assert Network(Conventions(kernel=kernel)).conv2d(of(digits("1 0 0", "0 2 0", "1 2 0")), layer).values == (value,)


SHARPENED = {(1, 1): 320, (2, 1): 210, (2, 2): 89, (2, 3): 111}


@pytest.mark.parametrize(("cell", "value"), SHARPENED.items(), ids=map(str, SHARPENED))
def test_a_sharpened_image_with_padding(cell: tuple[int, int], value: int) -> None:
    image = digits("105 102 100 97 96", "103 99 103 101 102", "101 98 104 102 100", "99 101 106 104 99", "104 104 104 100 98")
    layer = Conv.of(of([[digits("0 -1 0", "-1 5 -1", "0 -1 0")]]), padding=Padding((1, 1)))
    assert Network().conv2d_cell(of(image), layer, Position(cell)) == value


LAYERS = {  # size, kernel, padding on each side, stride → size
    "5, 3, stride 2": (5, 3, 0, 2, 2),
    "32, 5": (32, 5, 0, 1, 28),
    "28, 2, stride 2": (28, 2, 0, 2, 14),
    "128, 3": (128, 3, 0, 1, 126),
    "5, 3, padding 1, stride 2": (5, 3, 1, 2, 3),
}


@pytest.mark.parametrize(("n", "f", "p", "s", "m"), LAYERS.values(), ids=LAYERS)
def test_a_size(n: int, f: int, p: int, s: int, m: int) -> None:
    assert Network().output_size(n, f, 2 * p, s, 1) == m


def test_the_table_of_a_whole_network() -> None:
    network, one = Network(), Shape(channels=3, rows=32, columns=32)
    five, eight = Conv(Axes((5, 5)), filters=8, channels=3), Conv(Axes((5, 5)), filters=16, channels=8)
    dense = [(400, 120), (120, 84), (84, 10)]
    counts = [
        network.conv_parameters(five, one),
        network.conv_parameters(eight, one),
        *(network.dense_parameters(n, Dense(m)) for n, m in dense),
    ]
    assert counts == [608, 3216, 48120, 10164, 850]
    assert network.total(*counts) == 62958


def test_softmax_of_the_four_classes() -> None:
    shares = Network().softmax(of([5, 6, 1, 2])).values
    assert [round(share, 4) * 10_000 for share in shares] == [2641, 7179, 48, 131]
    assert sum(shares) == 1
