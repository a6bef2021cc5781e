"""Every operation once more, as a student does it by hand: loops over plain lists and dictionaries.

This file imports nothing of the package, so that an agreement of the two means something. Sizes are found by laying down
one window after the other, never by a formula; parameters are counted weight by weight.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath

Number = int | Fraction
Map = list[list[Number]]
Conventions = dict[str, str]

APPROXIMATE = frozenset({"softmax", "cross_entropy"})
DIGITS = 40
WIDEST = 99  # the largest kernel that is looked for


class Nothing(Exception):
    """There is no such result."""


def added(padding: int, conventions: Conventions) -> tuple[int, int]:
    """Cells in front of an axis and behind it."""
    if conventions["padding"] == "per-side":
        return padding, padding
    return padding // 2, padding - padding // 2


def starts(n: int, reach: int, around: tuple[int, int], stride: int, conventions: Conventions) -> list[int] | None:
    """Where each window begins, counted from the map's first cell; None if the windows do not fit."""
    front, behind = around
    last = n + behind - reach  # the window that begins here ends at the border
    if last < -front:
        return None
    begins = list(range(-front, last + 1, stride))
    if begins[-1] != last and conventions["size"] == "none":
        return None
    if begins[-1] != last and conventions["size"] == "ceil":
        begins.append(begins[-1] + stride)
    return begins


def reach(window: int, dilation: int) -> int:
    """How many cells lie from the first to the last one under the window."""
    return range(0, window * dilation, dilation)[-1] + 1


def grid(x: list[Map], layer: dict[str, Any], window: str, conventions: Conventions) -> tuple[list[int], list[int]]:
    """The rows and the columns where the windows of a layer begin."""
    dilation = layer.get("dilation", [1, 1])
    lengths = (len(x[0]), len(x[0][0]))
    along = [
        starts(lengths[a], reach(layer[window][a], dilation[a]), added(layer["padding"][a], conventions), layer["stride"][a], conventions)
        for a in (0, 1)
    ]
    if along[0] is None or along[1] is None:
        raise Nothing("the window does not fit")
    return along[0], along[1]


def maps(x: Any) -> list[Map]:
    """One map is a volume of one channel."""
    return x if isinstance(x[0][0], list) else [x]


def look(x: Map, row: int, column: int) -> Number:
    """The number in a cell; around the map lie zeros."""
    return x[row][column] if 0 <= row < len(x) and 0 <= column < len(x[0]) else 0


def turn(conventions: Conventions, weights: Any) -> Any:
    """Head over heels, and right for left."""
    if isinstance(weights[0][0], list):
        return [turn(conventions, inner) for inner in weights]
    return [list(reversed(row)) for row in reversed(weights)]


def under(x: list[Map], layer: dict[str, Any], top: int, left: int) -> list[Map]:
    """What lies under the kernel that begins here."""
    (rows, columns), (down, right) = layer["size"], layer["dilation"]
    return [[[look(channel, top + u * down, left + v * right) for v in range(columns)] for u in range(rows)] for channel in x]


def multiplied(window: Map, weights: Map) -> Number:
    total: Number = 0
    for row, weight_row in zip(window, weights, strict=True):
        for number, weight in zip(row, weight_row, strict=True):
            total = total + number * weight
    return total


def bias(layer: dict[str, Any], number: int) -> Number:
    return layer["biases"][number] if "biases" in layer else 0


def convolved(x: list[Map], layer: dict[str, Any], number: int, top: int, left: int, conventions: Conventions) -> Number:
    total = bias(layer, number)
    kernel = layer["weights"][number]
    if conventions["kernel"] == "flipped":
        kernel = turn(conventions, kernel)
    for window, weights in zip(under(x, layer, top, left), kernel, strict=True):
        total = total + multiplied(window, weights)
    return total


def conv2d(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    x = maps(x)
    rows, columns = grid(x, layer, "size", conventions)
    return [[[convolved(x, layer, f, i, j, conventions) for j in columns] for i in rows] for f in range(layer["filters"])]


def conv2d_cell(conventions: Conventions, x: Any, layer: dict[str, Any], position: list[int]) -> Number:
    rows, columns = grid(maps(x), layer, "size", conventions)
    return convolved(maps(x), layer, 0, rows[position[0] - 1], columns[position[1] - 1], conventions)


def window(conventions: Conventions, x: Any, layer: dict[str, Any], position: list[int]) -> Any:
    rows, columns = grid(maps(x), layer, "size", conventions)
    return under(maps(x), layer, rows[position[0] - 1], columns[position[1] - 1])


def channel_sums(_: Conventions, window: list[Map], weights: list[list[Map]]) -> list[Number]:
    return [multiplied(channel, kernel) for channel, kernel in zip(window, weights[0], strict=True)]


def sum_up(_: Conventions, sums: list[Number], bias: Number | None) -> Number:
    total: Number = 0 if bias is None else bias
    for number in sums:
        total = total + number
    return total


def put(_: Conventions, x: Any, positions: list[list[int]], values: list[Number]) -> Any:
    changed = [[list(row) for row in channel] for channel in maps(x)]
    for (row, column), value in zip(positions, values, strict=True):
        changed[0][row - 1][column - 1] = value
    return changed if isinstance(x[0][0], list) else changed[0]


def relu(conventions: Conventions, x: Any) -> Any:
    if isinstance(x, list):
        return [relu(conventions, inner) for inner in x]
    return x if x > 0 else 0


def highest(numbers: Iterator[Number]) -> Number:
    found = next(numbers)
    for number in numbers:
        if number > found:
            found = number
    return found


def on_map(channel: Map, window: list[int], top: int, left: int) -> list[Number]:
    """The numbers under a window, as far as it lies on the map."""
    numbers = []
    for i in range(top, top + window[0]):
        for j in range(left, left + window[1]):
            if 0 <= i < len(channel) and 0 <= j < len(channel[0]):
                numbers.append(channel[i][j])
    if not numbers:
        raise Nothing("the window lies beside the map")
    return numbers


def max_pool(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    volume = maps(x)
    rows, columns = grid(volume, layer, "window", conventions)
    pooled = [[[highest(iter(on_map(channel, layer["window"], i, j))) for j in columns] for i in rows] for channel in volume]
    return pooled if isinstance(x[0][0], list) else pooled[0]


def pool_window(conventions: Conventions, x: Any, layer: dict[str, Any]) -> list[Number]:
    rows, columns = grid(maps(x), layer, "window", conventions)
    return on_map(maps(x)[0], layer["window"], rows[0], columns[0])


def largest(_: Conventions, x: Any) -> Number:
    return highest(leaves(x))


def leaves(x: Any) -> Iterator[Number]:
    for inner in x:
        if isinstance(inner, list):
            yield from leaves(inner)
        else:
            yield inner


def output_size(conventions: Conventions, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    begins = starts(size, reach(window, dilation), (0, padding), stride, conventions)
    return None if begins is None else len(begins)


def _sizes(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any], window: str) -> dict[str, int] | None:
    sizes = {}
    for a, name in enumerate(("rows", "columns")):
        dilation = layer.get("dilation", [1, 1])[a]
        around = added(layer["padding"][a], conventions)
        begins = starts(shape[name], reach(layer[window][a], dilation), around, layer["stride"][a], conventions)
        if begins is None:
            return None
        sizes[name] = len(begins)
    return sizes


def output_shape(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> dict[str, int] | None:
    sizes = _sizes(conventions, shape, layer, "size")
    return None if sizes is None else {"channels": layer["filters"], **sizes}


def pool_shape(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> dict[str, int] | None:
    sizes = _sizes(conventions, shape, layer, "window")
    return None if sizes is None else {**shape, **sizes}


def size(_: Conventions, x: Any) -> int:
    if isinstance(x, list):
        return sum(1 for _ in leaves(x))
    count = 1
    for length in x.values():
        count = count * length
    return count


def kernels_that_fit(conventions: Conventions, before: int, after: int, padding: int, stride: int) -> list[int]:
    return [f for f in range(1, WIDEST + 1) if output_size(conventions, before, f, padding, stride, 1) == after]


def conv_parameters(conventions: Conventions, layer: dict[str, Any], _shape: dict[str, int]) -> int:
    count = 0
    for _filter in range(layer["filters"]):
        for _channel in range(layer["channels"]):
            for _row in range(layer["size"][0]):
                count += layer["size"][1]
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def pool_parameters(_: Conventions, _layer: dict[str, Any], _shape: dict[str, int]) -> int:
    return 0


def dense_parameters(conventions: Conventions, inputs: int, layer: dict[str, Any]) -> int:
    count = 0
    for _neuron in range(layer["neurons"]):
        count += inputs
        if layer["biased"] and conventions["bias"] == "counted":
            count += 1
    return count


def total(_: Conventions, *counts: int) -> int:
    together = 0
    for count in counts:
        together += count
    return together


def _real(value: Number) -> Any:
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def _exact(value: Any) -> Fraction:
    return Fraction(str(mpmath.nstr(value, 50)))


def softmax(_: Conventions, scores: list[Number]) -> list[Number]:
    with mpmath.workdps(60):
        powers = [mpmath.exp(_real(score)) for score in scores]
        return [_exact(power / mpmath.fsum(powers)) for power in powers]


def cross_entropy(_: Conventions, probabilities: list[Number], label: int) -> Number:
    with mpmath.workdps(60):
        return _exact(-mpmath.log(_real(probabilities[label - 1])))


_ALL: tuple[Callable[..., Any], ...] = (
    *(conv2d, conv2d_cell, turn, window, channel_sums, sum_up, put, relu, max_pool, pool_window, largest),
    *(output_shape, pool_shape, output_size, size, kernels_that_fit),
    *(conv_parameters, pool_parameters, dense_parameters, total, softmax, cross_entropy),
)
LOOPS: dict[str, Callable[..., Any]] = {loop.__name__: loop for loop in _ALL}


def same(operation: str, one: Any, other: Any) -> bool:
    """Whether two results of an operation are the same: exactly, or to 40 digits where they cannot be exact."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(operation, a, b) for a, b in zip(one, other, strict=True))
    if operation in APPROXIMATE and isinstance(one, int | Fraction) and isinstance(other, int | Fraction):
        off = abs(one - other)
        almost = operation == "cross_entropy" and off * 10 ** (DIGITS + 5) <= 1  # the logarithm of almost 1 has fewer digits
        return almost or off * 10**DIGITS <= abs(other)
    return type(one) is not bool and type(other) is not bool and one == other
