"""One cell of a convolution by hand: cut out the window, multiply channel by channel, add up. And the slips that happen there."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from .layers import Conv
from .mistakes import slip
from .operation import Call, Operations, operation
from .products import bias_of, index_of, kernels_of, patches_of, position_of, turned, volume, weights_of
from .values import Axes, DoesNotFit, Number, Position, Tensor, plain, whole
from .windows import laid


class ByHand(Operations):
    def one_cell(self, x: Tensor, layer: Conv, position: Position) -> None:
        """One cell of the first filter's map, step by step, for the worked solution."""
        window, weights = self.window(x, layer, position), weights_of(layer)
        turns = layer.size != (1, 1) and self.conventions.kernel == "flipped"
        sums = self.channel_sums(window, self.turn(weights) if turns else weights)
        self.sum_up(sums, bias_of(layer, 0) if layer.biases is not None else None)

    @operation()
    def window(self, x: Tensor, layer: Conv, position: Position) -> Tensor:
        """The cells under the kernel at one position, padding included: channels × rows × columns."""
        patches, places = patches_of(self, x, layer)
        return Tensor.made((layer.channels, *layer.size), plain(patches[index_of(position, places)]))

    @operation()
    def turn(self, weights: Tensor) -> Tensor:
        """Each kernel turned by 180°, as a true convolution lays it on the map."""
        if len(weights.sizes) < 2:
            raise DoesNotFit("a kernel has rows and columns")
        return turned(weights)

    @operation()
    def channel_sums(self, window: Tensor, weights: Tensor) -> Tensor:
        """For each channel the sum of window · weight, cell by cell, for the first filter."""
        if window.sizes != weights.sizes[1:]:
            raise DoesNotFit("the window is not as large as the kernel")
        pairs = zip(window.channels(), Tensor.made(weights.sizes[1:], weights.values[: len(window.values)]).channels(), strict=True)
        sums = tuple(whole(sum((a * b for a, b in zip(x.values, w.values, strict=True)), start=0)) for x, w in pairs)
        return Tensor.made((len(sums),), sums)

    @operation()
    def sum_up(self, sums: Tensor, bias: Number | None) -> Number:
        """The sums of the channels and the bias, added."""
        return whole(sum(sums.values, start=bias or 0))

    @operation()
    def put(self, x: Tensor, positions: Sequence[Position], values: Sequence[Number]) -> Tensor:
        """The map with these values written into these cells."""
        if len(positions) != len(values):
            raise DoesNotFit(f"{len(values)} values for {len(positions)} cells")
        if len(x.sizes) not in (2, 3) or x.sizes[:-2] not in ((), (1,)):
            raise DoesNotFit(f"cells of one map, not of {' × '.join(map(str, x.sizes))}")
        changed = list(x.values)
        for position, value in zip(positions, values, strict=True):
            changed[index_of(position, Axes(x.sizes[-2:]))] = value
        return Tensor.made(x.sizes, tuple(changed))


# --- slips ---------------------------------------------------------------------------------------------------------------------------------------


def _products(call: Call, cell: int, x: Tensor, layer: Conv, position: Position | None) -> tuple[list[tuple[Number, Number]], Number]:
    """The factors of each product of one cell that is not zero, and the bias."""
    patches, places = patches_of(call.net, x, layer)
    number, place = divmod(cell, len(patches)) if position is None else (0, index_of(position, places))
    if number >= layer.filters:
        raise DoesNotFit(f"no cell {cell}")
    kernels = kernels_of(layer, call.net).values
    size = len(kernels) // layer.filters
    factors = zip(plain(patches[place]), kernels[number * size : (number + 1) * size], strict=True)
    return [(a, w) for a, w in factors if a and w], bias_of(layer, number)


_CELLS = ("conv2d", "conv2d_cell", "conv1d")


@slip("conv2d.sign-lost", *_CELLS)
def _sign_lost(call: Call, cell: int, x: Tensor, layer: Conv, position: Position | None = None) -> Iterator[Number]:
    """A minus sign is not there: of one factor, of the bias, or of the result."""
    products, bias = _products(call, cell, x, layer, position)
    right = whole(sum((a * w for a, w in products), start=bias))
    yield from (right - 2 * a * w for a, w in products if a < 0 or w < 0)
    if bias < 0:
        yield right - 2 * bias
    if right < 0:
        yield -right


@slip("conv2d.product-left-out", *_CELLS)
def _left_out(call: Call, cell: int, x: Tensor, layer: Conv, position: Position | None = None) -> Iterator[Number]:
    products, bias = _products(call, cell, x, layer, position)
    right = whole(sum((a * w for a, w in products), start=bias))
    yield from (whole(Fraction(right - a * w)) for a, w in products)


_SIDEWAYS = ((0, 1), (0, -1))


@slip("conv2d.window-off-by-one", *_CELLS)
def _beside(call: Call, cell: int, x: Tensor, layer: Conv, position: Position | None = None) -> Iterator[Number]:
    """The window lies one cell too far up, down, left or right; on a signal there is no up and down."""
    patches, places = patches_of(call.net, x, layer)
    image, kernels = volume(x, layer), kernels_of(layer, call.net)
    number, place = divmod(cell, len(patches)) if position is None else (0, index_of(position, places))
    if number >= layer.filters:
        raise DoesNotFit(f"no cell {cell}")
    lying = laid(Axes(image.sizes[1:]), layer, call.conventions)
    at = position_of(place, places)
    corner = [(at[a] - 1) * lying.stride[a] - lying.around[a][0] for a in (0, 1)]
    for down, right in _SIDEWAYS if call.operation.name == "conv1d" else (*_SIDEWAYS, (1, 0), (-1, 0)):
        total = bias_of(layer, number)
        for c, u, v in product(range(layer.channels), range(layer.size.rows), range(layer.size.columns)):
            row, column = corner[0] + down + u * lying.spacing[0], corner[1] + right + v * lying.spacing[1]
            if 0 <= row < image.sizes[1] and 0 <= column < image.sizes[2]:
                total += image.at(c, row, column) * kernels.at(number, c, u, v)
        yield whole(total)
