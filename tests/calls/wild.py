"""Arguments of the right kinds, as anybody may write them: another rank, negative, huge, zero, empty, missing."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from convexam.cnn.layers import Conv, Dense, Moved, Padding, Pool
from convexam.cnn.values import Axes, Position, Shape, Tensor

from .dense import dense_with_numbers
from .drawing import HUGE, axes, conv, padding, tensor


def some(random: Random) -> Tensor:
    return tensor(random, *(random.randint(1, 4) for _ in range(random.randint(1, 4))), numbers=HUGE)


def number(random: Random) -> Any:
    return random.choice((None, 0, -1, 1, 2, 3, 7, Fraction(1, 2), Fraction(5, 2), 10**30, 10**400))


def shape(random: Random) -> Shape | None:
    wild = Shape(**{axis: random.choice((None, -2, 0, 1, 3, 5, 10**30)) for axis in ("channels", "rows", "columns", "entries")})
    return random.choice((wild, wild.with_(rows=4, columns=5), None))


def _far(random: Random) -> Axes:
    return Axes((random.choice((1, 10**30)), random.choice((1, 2))))


def conv_layer(random: Random) -> Conv:
    far = _far(random)
    layer = conv(random, random.randint(1, 2), random.randint(1, 3), HUGE)
    bare = Conv(far, 10**30, random.randint(1, 3), stride=far, padding=padding(random), dilation=far)
    distant = Conv.of(tensor(random, 1, layer.channels, 1, 1), stride=far, dilation=far, padding=Padding((0, random.choice((0, 10**30)))))
    return random.choice((layer, bare, distant))


def pool_layer(random: Random) -> Pool:
    far = _far(random)
    return random.choice((Pool(axes(random, 1, 3), far), Pool(axes(random, 1, 3), axes(random, 1, 3), padding(random)), Pool(far, far)))


def dense_layer(random: Random) -> Dense:
    return Dense(random.choice((1, 7, 10**30)), random.random() < 0.5)


def size(random: Random) -> Tensor | Shape | None:
    return random.choice((some(random), shape(random), None))


def neurons(random: Random) -> Dense:
    return random.choice((dense_layer(random), dense_with_numbers(random, random.randint(1, 4), random.randint(1, 4))))


def windowed(random: Random) -> Conv | Pool:
    return random.choice((conv_layer, pool_layer))(random)


# by operation and name of the argument; then by the name alone; what is in neither is a number
OF: dict[tuple[str, str], Callable[[Random], Any]] = {
    ("size", "x"): size,
    ("reduction_factor", "before"): size,
    ("reduction_factor", "after"): size,
    ("output_size", "window"): number,
    **{(name, "window"): number for name in ("paddings_that_fit", "strides_that_fit", "sizes_that_fit", "same_padding", "same_sides")},
    **{(name, "window"): number for name in ("full_padding", "pixels_lost", "pixels_lost_per_edge", "windows_over")},
    **{
        (name, "layer"): dense_layer
        for name in ("dense_parameters", "dense_weights", "dense_biases", "dense_multiplications", "dense_cost")
    },
    **{(name, "layer"): windowed for name in ("field_after", "jump_after", "layers_needed")},
    ("dense", "layer"): neurons,
    ("filter_named", "name"): lambda random: random.choice(("blur", "sobel-vertical", "", None, 7)),
    ("filter_that_made", "layers"): lambda random: tuple(conv_layer(random) for _ in range(random.choice((0, 1, 2, 3)))),
    **{(name, "signal"): some for name in ("forward_difference", "central_difference")},
    **{("filter_that_made", name): some for name in ("image", "made")},
    ("max_pool", "layer"): pool_layer,
    ("average_pool", "layer"): pool_layer,
    ("min_pool", "layer"): pool_layer,
    ("pool_window", "layer"): pool_layer,
    ("pool_shape", "layer"): pool_layer,
    ("pool_parameters", "layer"): pool_layer,
}
BY_NAME: dict[str, Callable[[Random], Any]] = {
    **dict.fromkeys(("x", "window", "weights", "sums", "scores", "probabilities"), some),
    "shape": shape,
    "layer": conv_layer,
    "layers": lambda random: tuple(windowed(random) for _ in range(random.choice((0, 1, 2, 3, 201)))),
    "position": lambda random: Position((random.choice((1, 2, 9, 10**30)), random.choice((1, 2, 9)))),
    "positions": lambda random: [Position((random.randint(1, 4), random.randint(1, 4))) for _ in range(random.randint(0, 2))],
    "values": lambda random: [random.choice(HUGE) for _ in range(random.randint(0, 2))],
    "border": lambda random: random.choice(("zeros", "replicated", "mirrored")),
    "bias": lambda random: random.choice((None, *HUGE)),
    "moved": lambda random: Moved(random.choice((0, -3, 10**30)), random.choice((0, 1, -2, 10**400))),
}


def argument(operation: str, name: str, random: Random) -> Any:
    return OF.get((operation, name), BY_NAME.get(name, number))(random)
