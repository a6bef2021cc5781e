"""Filters: those that have a name, one that moves a picture, the one that made a map, and where a pattern is found."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Literal

import msgspec

from .convolution import Convolution
from .layers import Conv
from .mistakes import rule
from .operation import OPERATIONS, Call, operation
from .products import index_of, patches_of, turned, volume, weights_of
from .sizes import whole_numbers
from .values import Axes, DoesNotFit, Number, Position, Tensor, plain, whole
from .windows import laid, places_of

FilterName = Literal[
    "difference", "central-difference", "vertical-edges", "horizontal-edges", "sobel-vertical", "sobel-horizontal",
    "laplacian", "edges", "sharpen", "high-pass", "blur", "identity",
]  # fmt: skip
Found = Literal["found", "opposite", "nothing"]
MAX_SIDE = 99  # of a kernel that moves a picture


def _kernel(*rows: str, over: int = 1) -> Tensor:
    return Tensor.nested([[whole(Fraction(int(weight), over)) for weight in row.split()] for row in rows])


_FILTERS: dict[FilterName, Tensor] = {
    "difference": _kernel("-1 1"),
    "central-difference": _kernel("-1 0 1"),
    "vertical-edges": _kernel("-1 0 1", "-1 0 1", "-1 0 1"),
    "horizontal-edges": _kernel("-1 -1 -1", "0 0 0", "1 1 1"),
    "sobel-vertical": _kernel("-1 0 1", "-2 0 2", "-1 0 1"),
    "sobel-horizontal": _kernel("-1 -2 -1", "0 0 0", "1 2 1"),
    "laplacian": _kernel("0 -1 0", "-1 4 -1", "0 -1 0"),
    "edges": _kernel("-1 -1 -1", "-1 8 -1", "-1 -1 -1"),
    "sharpen": _kernel("0 -1 0", "-1 5 -1", "0 -1 0"),
    "high-pass": _kernel("-1 -1 -1", "-1 8 -1", "-1 -1 -1", over=9),
    "blur": _kernel("1 1 1", "1 1 1", "1 1 1", over=9),
    "identity": _kernel("0 0 0", "0 1 0", "0 0 0"),
}


def _named(name: FilterName) -> Tensor:
    if name not in _FILTERS:
        raise DoesNotFit(f"{name} is no filter with a name; there are {', '.join(_FILTERS)}")
    return _FILTERS[name]


def _pattern(layer: Conv) -> Conv:
    if layer.filters != 1 or layer.biases is not None:
        raise DoesNotFit("a pattern is one filter without a bias")
    return layer


def _where(z: Tensor, pick: Callable[[Iterable[Number]], Number]) -> tuple[Position, ...]:
    """All cells of a map that hold its largest or its smallest number, row after row."""
    wanted, columns = pick(z.values), z.sizes[-1]
    return tuple(Position((i // columns + 1, i % columns + 1)) for i, value in enumerate(z.values) if value == wanted)


def _plain_image(x: Tensor, layer: Conv, *result: Any) -> str | None:
    dull = OPERATIONS["conv2d"].flaw
    if len(set(x.values)) == 1:
        return "all pixels of the image are the same"
    return dull(x, layer, *result) if dull else None


def _ambiguous(_image: Tensor, made: Tensor, layers: tuple[Conv, ...], _result: int) -> str | None:
    if len({layer.weights for layer in layers}) < len(layers):
        return "two of the filters are the same"
    return "the map is constant" if len(set(made.values)) == 1 else None


class Filters(Convolution):
    @operation()
    def filter_named(self, name: FilterName) -> Tensor:
        """The weights of a well-known filter, rows × columns; where kernels are flipped, turned by 180°, so that it has the same effect."""
        kernel = _named(name)
        other = turned(kernel)
        return other if other != kernel and self.conventions.kernel == "flipped" else kernel

    @operation()
    def shift_kernel(self, down: int, right: int, side: int) -> Tensor:
        """w[m − down, m − right] = 1 where m is the middle, all else 0; a kernel that is flipped has its 1 on the other side of m.

        With padding "same" it moves a picture so many rows down and columns to the right; negative numbers: up and to the left.
        """
        whole_numbers((side, 1), (down, -MAX_SIDE), (right, -MAX_SIDE))
        middle = side // 2
        if side % 2 == 0 or side > MAX_SIDE or max(abs(down), abs(right)) > middle:
            raise DoesNotFit(f"a kernel of {side} × {side} does not move a picture by {down} and {right}")
        flipped = (down, right) != (0, 0) and self.conventions.kernel == "flipped"
        row, column = (middle + down, middle + right) if flipped else (middle - down, middle - right)
        return Tensor.made((side, side), tuple(int(i == row * side + column) for i in range(side * side)))

    @operation(flaw=_ambiguous)
    def filter_that_made(self, image: Tensor, made: Tensor, layers: tuple[Conv, ...]) -> int:
        """The number, from 1, of the first layer whose map of the image is this one."""
        wanted = Tensor.made((*(1,) * (3 - len(made.sizes)), *made.sizes), made.values)
        for number, layer in enumerate(layers, 1):
            if self.conv2d(image, layer) == wanted:
                return number
        raise DoesNotFit("none of the filters made this map")

    @operation(work=OPERATIONS["conv2d_cell"].work, flaw=_plain_image)
    def pattern_at(self, x: Tensor, layer: Conv, position: Position) -> Found:
        """By the sign of Σ w · x under the pattern: more than 0 is found, less than 0 the opposite, 0 nothing."""
        value = self.conv2d_cell(x, _pattern(layer), position)
        return "found" if value > 0 else "opposite" if value < 0 else "nothing"

    @operation(work=OPERATIONS["conv2d"].work, flaw=_plain_image)
    def strongest(self, x: Tensor, layer: Conv) -> tuple[Position, ...]:
        """All positions where Σ w · x is largest: there the pattern is found most clearly."""
        return _where(self.conv2d(x, _pattern(layer)), max)

    @operation(work=OPERATIONS["conv2d"].work, flaw=_plain_image)
    def opposites(self, x: Tensor, layer: Conv) -> tuple[Position, ...]:
        """All positions where Σ w · x is smallest: there the opposite of the pattern is found most clearly."""
        return _where(self.conv2d(x, _pattern(layer)), min)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _over(kernel: Tensor) -> Tensor:
    """Rows for columns."""
    return Tensor.nested([list(column) for column in zip(*kernel.to_nested(), strict=True)])


@rule("filter.transposed", "filter_named", share="1/2", when=lambda _call, name: _over(_named(name)) != _named(name))
def _transposed(call: Call, name: FilterName) -> Tensor:
    return _over(call.right(name))


@rule("filter.sign-turned", "filter_named", share="1/2", when=lambda _call, name: min(_named(name).values) < 0)
def _sign_turned(call: Call, name: FilterName) -> Tensor:
    return call.right(name).map(lambda weight: -weight)


@rule("filter.not-normalised", "filter_named", share="1/2", when=lambda _call, name: _ninths(name) > 1)
def _not_normalised(call: Call, name: FilterName) -> Tensor:
    return call.right(name).map(lambda weight: whole(weight * _ninths(name)))


def _ninths(name: FilterName) -> int:
    return max(weight.denominator for weight in _named(name).values)


@rule("shift.other-way", "shift_kernel", share="1/2", when=lambda _call, down, right, _side: (down, right) != (0, 0))
def _other_way(call: Call, down: int, right: int, side: int) -> Tensor:
    whole_numbers((down, -MAX_SIDE), (right, -MAX_SIDE))
    return call.right(-down, -right, side)


@rule("shift.rows-and-columns-swapped", "shift_kernel", share="1/2", when=lambda _call, down, right, _side: down != right)
def _right_for_down(call: Call, down: int, right: int, side: int) -> Tensor:
    return call.right(right, down, side)


def _tells(call: Call, x: Tensor, layer: Conv, *position: Position) -> bool:
    """Where all numbers are the same, a pattern that adds up to zero finds nothing, and a map has no extremes."""
    weights, seen = weights_of(layer).values, x.values
    if position:
        patches, places = patches_of(call.net, x, layer)
        seen = plain(patches[index_of(position[0], places)])
    return any(weights) and (len(set(seen)) > 1 or (bool(position) and seen[0] * sum(weights) != 0))


@rule("pattern.found-and-opposite", "pattern_at", "strongest", "opposites", share="1/4", when=_tells)
def _exchanged(call: Call, x: Tensor, layer: Conv, *position: Position) -> Any:
    """What the pattern with all its signs turned finds."""
    return call.right(x, msgspec.structs.replace(layer, weights=weights_of(layer).map(lambda weight: -weight)), *position)


def _several_cells(call: Call, x: Tensor, layer: Conv) -> bool:
    n = Axes(volume(x, layer).sizes[1:])
    return places_of(n, laid(n, layer, call.conventions), call.conventions) != (1, 1)


@rule("position.row-and-column-swapped", "strongest", "opposites", share="1/2", when=_several_cells)
def _swapped(call: Call, x: Tensor, layer: Conv) -> tuple[Position, ...]:
    return tuple(sorted(Position((at.column, at.row)) for at in call.right(x, layer)))
