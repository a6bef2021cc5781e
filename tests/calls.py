"""Random calls of operations: sensible ones, drawn to fit, and wild ones, of anything that a student may have written before."""

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Pool
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import Axes, Position, Record, Shape, Tensor

CHOICES: dict[str, tuple[Any, ...]] = {
    "padding": ("per-side", "total"),
    "size": ("floor", "ceil", "none"),
    "layout": ("rows-columns-channels", "channels-rows-columns"),
    "bias": ("counted", "not-counted"),
    "kernel": ("as-it-is", "flipped"),
}
Numbers = tuple[int | Fraction, ...]
WHOLE: Numbers = tuple(range(-9, 10))
BROKEN: Numbers = (*WHOLE, Fraction(1, 3), Fraction(-7, 2))
HUGE: Numbers = (*BROKEN, 2**31, -(2**62), 2**62 - 1, 2**63 + 1, 10**30)


def conventions(random: Random) -> Conventions:
    return Conventions(**{name: random.choice(values) for name, values in CHOICES.items()})


def tensor(random: Random, *sizes: int, numbers: Numbers = BROKEN) -> Tensor:
    return Tensor(sizes, [random.choice(numbers) for _ in range(prod(sizes))])


def axes(random: Random, least: int, most: int) -> Axes:
    return Axes((random.randint(least, most), random.randint(least, most)))


def conv(random: Random, filters: int, channels: int, numbers: Numbers = BROKEN) -> Conv:
    """A small layer with its numbers."""
    size, biased = axes(random, 1, 3), random.random() < 0.8
    weights = tensor(random, filters, channels, *size, numbers=numbers)
    settings = {"stride": axes(random, 1, 3), "padding": axes(random, 0, 2), "dilation": axes(random, 1, 2)}
    return Conv.of(weights, tensor(random, filters, numbers=numbers) if biased else None, **settings)


def plain(value: Any) -> Any:
    """A value of the network as the loops know it: lists and dictionaries. What a layer does not have is left out."""
    match value:
        case Tensor():
            return value.to_nested()
        case Shape():
            return value.axes()
        case Record():
            return {name: plain(found) for name in value.__struct_fields__ if (found := getattr(value, name)) is not None}
        case tuple() | list():
            return [plain(inner) for inner in value]
    return value


def sensible(operation: str, random: Random) -> tuple[Any, ...]:
    """Arguments as an exercise has them; most of them fit."""
    channels, filters, numbers = random.randint(1, 3), random.randint(1, 3), random.choice((WHOLE, BROKEN, HUGE))
    rows, columns = random.randint(1, 6), random.randint(1, 6)
    volume = tensor(random, channels, rows, columns, numbers=numbers)
    single = tensor(random, rows, columns, numbers=numbers)
    shape, layer = volume.shape, conv(random, filters, channels, numbers)
    pool = Pool(axes(random, 1, 3), axes(random, 1, 3))
    match operation:
        case "conv2d":
            return (volume, layer) if channels > 1 or random.random() < 0.5 else (single, layer)
        case "conv2d_cell" | "window":
            return volume, conv(random, 1, channels, numbers), Position(axes(random, 1, 2))
        case "channel_sums":
            return tensor(random, channels, 2, 3, numbers=numbers), tensor(random, filters, channels, 2, 3, numbers=numbers)
        case "turn":
            return (random.choice((single, tensor(random, filters, channels, rows, columns, numbers=numbers))),)
        case "sum_up":
            return tensor(random, channels, numbers=numbers), random.choice((None, 0, *numbers))
        case "put":
            places = [Position((random.randint(1, rows), random.randint(1, columns))) for _ in range(random.randint(0, 3))]
            return random.choice((single, tensor(random, 1, rows, columns))), places, [random.choice(numbers) for _ in places]
        case "relu" | "largest" | "size":
            return (random.choice((volume, single, tensor(random, rows, numbers=numbers))),)
        case "max_pool" | "pool_window":
            return random.choice((volume, single)), pool
        case "output_shape":
            return random.choice((shape, single.shape)), layer
        case "pool_shape":
            return random.choice((shape, single.shape)), Pool(axes(random, 1, 3), axes(random, 1, 3), axes(random, 0, 2))
        case "output_size":
            return random.randint(1, 9), random.randint(1, 5), random.randint(0, 5), random.randint(1, 4), random.randint(1, 3)
        case "kernels_that_fit":
            return random.randint(1, 12), random.randint(1, 6), random.randint(0, 4), random.randint(1, 3)
        case "conv_parameters":
            return layer, shape
        case "pool_parameters":
            return pool, shape
        case "dense_parameters":
            return random.randint(1, 99), Dense(random.randint(1, 9), random.random() < 0.5)
        case "total":
            return tuple(random.randint(0, 999) for _ in range(random.randint(1, 4)))
        case "softmax":
            return (tensor(random, random.randint(1, 5), numbers=BROKEN),)
        case "cross_entropy":
            parts = [random.randint(1, 10**6) for _ in range(rows)]
            return Tensor((rows,), [Fraction(part, sum(parts)) for part in parts]), random.randint(1, rows)
    raise ValueError(f"no sensible call of {operation}: write one here")


def wild(operation: str, random: Random) -> tuple[Any, ...]:
    """Arguments of the right kinds, as anybody may write them: another rank, negative, huge, zero, empty, missing."""
    many = OPERATIONS[operation].parameters == ("counts",)
    names = ("counts",) * random.randint(0, 3) if many else OPERATIONS[operation].parameters
    return tuple(_wild_argument(operation, name, random) for name in names)


def _wild_argument(operation: str, name: str, random: Random) -> Any:
    some = tensor(random, *(random.randint(1, 4) for _ in range(random.randint(1, 4))), numbers=HUGE)
    number = random.choice((None, 0, -1, 1, 2, 3, 7, Fraction(1, 2), Fraction(5, 2), 10**30, 10**400))
    shape = Shape(**{axis: random.choice((None, -2, 0, 1, 3, 5, 10**30)) for axis in ("channels", "rows", "columns", "entries")})
    match name:
        case "x" if operation == "size":
            return random.choice((some, shape, None))
        case "x" | "window" | "weights" | "sums" | "scores" | "probabilities" if (
            operation != "output_size" and operation != "kernels_that_fit"
        ):
            return some
        case "shape":
            return random.choice((shape, shape.with_(rows=4, columns=5), None))
        case "layer":
            return _wild_layer(operation, random)
        case "position":
            return Position((random.choice((1, 2, 9, 10**30)), random.choice((1, 2, 9))))
        case "positions":
            return [Position((random.randint(1, 4), random.randint(1, 4))) for _ in range(random.randint(0, 2))]
        case "values":
            return [random.choice(HUGE) for _ in range(random.randint(0, 2))]
        case "bias":
            return random.choice((None, *HUGE))
    return number


def _wild_layer(operation: str, random: Random) -> Any:
    far = Axes((random.choice((1, 10**30)), random.choice((1, 2))))
    if operation == "dense_parameters":
        return Dense(random.choice((1, 7, 10**30)), random.random() < 0.5)
    if "pool" in operation:
        return random.choice(
            (Pool(axes(random, 1, 3), far), Pool(axes(random, 1, 3), axes(random, 1, 3), axes(random, 0, 2)), Pool(far, far))
        )
    layer = conv(random, random.randint(1, 2), random.randint(1, 3), HUGE)
    bare = Conv(far, 10**30, random.randint(1, 3), stride=far, padding=axes(random, 0, 2), dilation=far)
    distant = Conv.of(tensor(random, 1, layer.channels, 1, 1), stride=far, dilation=far, padding=Axes((0, random.choice((0, 10**30)))))
    return random.choice((layer, bare, distant))
