"""Sums of products: what lies under a kernel at each position, multiplied and added up exactly."""

from typing import Any

import numpy as np

from .layers import Conv
from .operation import Operations
from .values import Axes, DoesNotFit, Number, Position, Tensor, plain
from .windows import MAX_PRODUCTS, covered, gathered, laid, places_of

MAX_EXACT_PRODUCTS = 1_000_000  # of fractions and huge numbers, each of which takes Python a microsecond
_EXACT = 2**62  # beyond it int64 could wrap, and Python's integers take over


def weights_of(layer: Conv) -> Tensor:
    if layer.weights is None:
        raise DoesNotFit("the layer has no numbers")
    return layer.weights


def bias_of(layer: Conv, number: int) -> Number:
    return layer.biases.values[number] if layer.biases is not None else 0


def turned(weights: Tensor) -> Tensor:
    """Each kernel turned by 180°."""
    array = weights.array.reshape(weights.sizes)[..., ::-1, ::-1]
    return Tensor.made(weights.sizes, plain(array), weights.decimals)


def kernels_of(layer: Conv, net: Operations) -> Tensor:
    """The kernels as they are laid on the map: flipped in both directions for a true convolution."""
    return turned(weights_of(layer)) if net.conventions.kernel == "flipped" else weights_of(layer)


def volume(x: Tensor, layer: Conv) -> Tensor:
    """The input as channels × rows × columns: a map is one channel, a signal one row for each channel."""
    match x.sizes:
        case (n,) if layer.channels == 1:
            sizes = (1, 1, n)
        case (rows, columns) if layer.channels == 1:
            sizes = (1, rows, columns)
        case (channels, n) if channels == layer.channels and layer.size.rows == 1:
            sizes = (channels, 1, n)
        case (channels, _, _) if channels == layer.channels:
            return x
        case _:
            raise DoesNotFit(f"a layer for {layer.channels} channels was handed {' × '.join(map(str, x.sizes))}")
    return Tensor.made(sizes, x.values, x.decimals)


def patches_of(net: Operations, x: Tensor, layer: Conv) -> tuple["np.ndarray[Any, Any]", Axes]:
    """positions × channels × cells of the kernel, and how many positions there are by rows and columns."""
    image = volume(x, layer)
    n = Axes(image.sizes[1:])
    lying = laid(n, layer, net.conventions)
    places = places_of(n, lying, net.conventions)
    return gathered(image, covered(n, lying, places)), places


def cells_of(net: Operations, x: Tensor, layer: Conv, position: Position) -> list[Number]:
    """What lies under the kernel at one position, channel after channel."""
    image = volume(x, layer)
    n = Axes(image.sizes[1:])
    lying = laid(n, layer, net.conventions)
    places = places_of(n, lying, net.conventions)
    cells, area, values = covered(n, lying, places)[index_of(position, places)].tolist(), n.rows * n.columns, image.values
    return [0 if cell < 0 else values[first + cell] for first in range(0, len(values), area) for cell in cells]


def product_sums(patches: "np.ndarray[Any, Any]", weights: Tensor) -> "np.ndarray[Any, Any]":
    """positions × filters: the sums of products, in Python's numbers where int64 could wrap."""
    flat, kernels = patches.reshape(patches.shape[0], -1), weights.array.reshape(weights.sizes[0], -1)
    small = flat.dtype != object and kernels.dtype != object
    if flat.shape[0] * kernels.size > (MAX_PRODUCTS if small else MAX_EXACT_PRODUCTS):
        raise DoesNotFit("too much work")
    if small and int(np.abs(flat).max(initial=0)) * int(np.abs(kernels).max()) * kernels.shape[1] < _EXACT:
        return flat @ kernels.T
    return flat.astype(object) @ kernels.astype(object).T


def index_of(position: Position, places: Axes) -> int:
    """A cell by its number, row after row, counted from 0."""
    if position.row > places.rows or position.column > places.columns:
        raise DoesNotFit(f"row {position.row}, column {position.column} of a map of {places.rows} × {places.columns}")
    return (position.row - 1) * places.columns + position.column - 1


def position_of(index: int, places: Axes) -> Position:
    """The cell with this number."""
    return Position((index // places.columns + 1, index % places.columns + 1))
