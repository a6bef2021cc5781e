"""The reference network against what the slides worked out: every number of their examples."""

from fractions import Fraction
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
    "8, 3": (8, 3, 0, 1, 6),
    "256, 7, padding 3": (256, 7, 3, 1, 256),
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


def test_the_sizes_of_three_layers() -> None:
    layers = [Conv(Axes.of(f), filters=m, channels=c, stride=Axes.of(s)) for f, c, m, s in ((3, 3, 8, 1), (5, 8, 16, 2), (7, 16, 32, 2))]
    shape, sides = Shape(channels=3, rows=64, columns=64), []
    for number in range(1, 4):
        after = Network().stack_shape(shape, tuple(layers[:number]))
        sides.append((after and after.rows, after and after.channels))
    assert sides == [(62, 8), (29, 16), (12, 32)]


def test_receptive_fields_of_one_and_of_two_layers() -> None:
    layer = Conv(Axes.of(3), stride=Axes.of(2))
    assert [Network().receptive_field((layer,) * n) for n in (1, 2)] == [3, 7]


def test_the_parameters_of_one_layer() -> None:
    assert Network().conv_parameters(Conv(Axes.of(3), filters=16, channels=3), Shape(channels=3, rows=64, columns=64)) == 448


def test_weights_that_are_shared_and_weights_that_are_not() -> None:
    layer, digit = Conv(Axes.of(5)), Shape(channels=1, rows=28, columns=28)
    assert Network().conv_parameters(layer, digit) == 26
    assert Network().locally_connected_parameters(layer, digit) == 14_976


def test_the_dense_layer_that_would_replace_a_convolution() -> None:
    """The slides say 20,528,256: they multiply 6,272 by 3,272, which is a slip of the pen for 3,072."""
    layer, image = Conv(Axes.of(5), filters=8, channels=3), Shape(channels=3, rows=32, columns=32)
    assert Network().dense_equivalent(image, layer) == 6_272 * 3_072 + 6_272 == 19_273_856


def test_features_of_images_and_the_weights_of_a_thousand_neurons() -> None:
    assert Network().features(Shape(channels=1, rows=28, columns=28)) == 784
    features = Network().features(Shape(channels=3, rows=512, columns=512))
    assert features == 786_432
    assert Network().dense_weights(features, Dense(1000)) == 786_432_000
    assert Network().dense_biases(features, Dense(1000)) == 1000


def test_same_padding_of_a_kernel_of_seven() -> None:
    assert Network().same_padding(256, 7, 1, 1) == 3


@pytest.mark.parametrize("f", [3, 5, 7])
def test_pixels_lost_at_the_edges(f: int) -> None:
    assert Network().pixels_lost_per_edge(8, f) == Fraction(f, 2) - Fraction(1, 2)
    assert Network().pixels_lost(8, f) == f - 1


POOLED = {
    "window 2, stride 2": ("0 0 14 82|149 32 0 0|28 53 64 44|39 120 133 99", 2, 2, "149 82|120 133"),
    "window 3, stride 1": (
        "0 0 25 14 82|149 32 31 0 0|111 200 20 135 10|28 53 20 64 44|39 120 210 13 99",
        *(3, 1, "200 200 135|200 200 135|210 210 210"),
    ),
}


@pytest.mark.parametrize(("x", "window", "stride", "pooled"), POOLED.values(), ids=POOLED)
def test_a_pooled_map(x: str, window: int, stride: int, pooled: str) -> None:
    found = Network().max_pool(of(digits(*x.split("|"))), Pool(Axes.of(window), Axes.of(stride)))
    assert found.to_nested() == digits(*pooled.split("|"))


def test_pooling_by_two_leaves_a_quarter() -> None:
    assert Network().reduction_factor(Shape(rows=4, columns=4), Shape(rows=2, columns=2)) == 4


def test_a_flattened_volume() -> None:
    volume = of([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
    assert Network(Conventions(layout="channels-rows-columns")).flatten(volume).values == tuple(range(1, 13))


def test_the_kernel_that_shifts_a_picture_to_the_left() -> None:
    assert Network().shift_kernel(0, -1, 3).to_nested() == digits("0 0 0", "0 0 1", "0 0 0")


def test_a_filter_that_slides_over_zeros_and_ones() -> None:
    image = of(digits("1 1 1 0 0", "0 1 1 1 0", "0 0 1 1 1", "0 0 1 1 0", "0 1 1 0 0"))
    layer = Conv.of(of([[digits("1 0 1", "0 1 0", "1 0 1")]]))
    assert Network().conv2d(image, layer).to_nested() == [digits("4 3 4", "2 4 3", "2 3 4")]


def test_the_corner_of_the_sharpened_photograph() -> None:
    """Only the corner follows from the printed pixels; the other numbers of those rows do not, by 0.3 and more."""
    pixels = [["33.6861", "21.462"], ["62.8323", "38.6861"]]
    image = of([[Fraction(v) for v in row] for row in pixels])
    layer = Conv.of(of([[Network().filter_named("sharpen").to_nested()]]), padding=Padding.of(1))
    assert Network().conv2d_cell(image, layer, Position((1, 1))) == Fraction("84.1362")


def test_the_rectified_photograph() -> None:
    row = [Fraction(v) for v in ("188.1617", "33.9352", "-19.8438", "-29.4384", "-28.3799")]
    assert Network().relu(of([row])).to_nested() == [[*row[:2], 0, 0, 0]]


def test_softmax_of_the_four_classes() -> None:
    shares = Network().softmax(of([5, 6, 1, 2])).values
    assert [round(share, 4) * 10_000 for share in shares] == [2641, 7179, 48, 131]
    assert sum(shares) == 1
