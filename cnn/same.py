"""Borders: the padding that keeps the size, what is lost without it, and how often each pixel is used."""

from fractions import Fraction
from typing import Any

import msgspec

from .conventions import Conventions
from .layers import NOTHING, Conv, Padding
from .mistakes import rule
from .operation import Call, Operations, operation
from .sizes import Sizes, fits, sized, whole_numbers
from .values import Axes, DoesNotFit, Number, Position, Shape, Tensor, whole
from .windows import Laid, extent, halved, laid, places_of, positions

MAX_WINDOW = 999  # cells along one axis of a window that are looked at one by one


def _missing(size: int, window: int, stride: int, dilation: int) -> int:
    """How many cells are missing until there is room for a window for each stride."""
    whole_numbers((size, 1), (window, 1), (stride, 1), (dilation, 1))
    return max(0, (-(-size // stride) - 1) * stride + extent(window, dilation) - size)


def _sides(conventions: Conventions) -> int:
    """How often the padding that is said lies along an axis."""
    return 2 if conventions.padding == "per-side" else 1


def _tried(conventions: Conventions, size: int, window: int, stride: int, dilation: int) -> int:
    """The only p that can be the least one: with less padding there are fewer windows."""
    whole_numbers((size, 1), (window, 1), (stride, 1), (dilation, 1))
    far = extent(window, dilation)
    last = (-(-size // stride) - 1) * stride  # where the last window that is wanted begins
    over = stride - 1 if stride > 1 and conventions.size == "ceil" else 0  # so far it may reach over the border
    return -(-max(0, far - size, last + far - over - size) // _sides(conventions))


def _least(conventions: Conventions, size: int, window: int, stride: int, dilation: int) -> int | None:
    """The least padding, as it is counted, with which there is a window for each stride; None where there is no such padding."""
    tried = _tried(conventions, size, window, stride, dilation)
    made = positions(size, extent(window, dilation), _sides(conventions) * tried, stride, conventions)
    return tried if made == -(-size // stride) else None


class Same(Sizes):
    @operation()
    def same_padding(self, size: int, window: int, stride: int, dilation: int) -> int | None:
        """The least p with which ⌈n / s⌉ cells come out: P = (⌈n / s⌉ − 1)·s + d·(f − 1) + 1 − n in all, at least 0; P / 2 per side.

        Where P is odd, the next whole number may do. Where sizes are rounded up, less than P may be enough. None: no p does it.
        """
        layer = (size, window, stride, dilation)
        if self.explains:
            self.output_size(size, window, _sides(self.conventions) * _tried(self.conventions, *layer), stride, dilation)
        return _least(self.conventions, *layer)

    @operation()
    def same_sides(self, size: int, window: int, stride: int, dilation: int) -> Tensor:
        """The same P shared out: in front of the axis and behind it."""
        total = _missing(size, window, stride, dilation)
        return Tensor.made((2,), halved(total, self.conventions))

    @operation()
    def full_padding(self, window: int, dilation: int) -> int:
        """d·(f − 1) on each side: the first window covers a single cell of the input."""
        return _full(window, dilation)

    @operation()
    def pixels_lost(self, size: int, window: int) -> int:
        """n − (n − f + 1) = f − 1 along one dimension, without padding and with stride 1."""
        return _seen(size, window) - 1

    @operation()
    def pixels_lost_per_edge(self, size: int, window: int) -> Number:
        """f / 2 − 0.5 = (f − 1) / 2."""
        return whole(Fraction(_seen(size, window) - 1, 2))

    @operation()
    def pixel_uses(self, shape: Shape | None, layer: Conv, position: Position) -> int:
        """How many windows cover a cell of the input: so many along the rows times so many along the columns."""
        axes = _along(self, shape, layer, position)
        rows, columns = (self.windows_over(*axis) for axis in axes)
        return len(rows) * len(columns)

    @operation()
    def windows_over(self, size: int, window: int, front: int, behind: int, stride: int, dilation: int, place: int) -> tuple[int, ...]:
        """Along one axis, the numbers i of the windows over a cell: s·(i − 1) + d·u = front + place − 1 with a u from 0 to f − 1."""
        return _over(self, size, window, front, behind, stride, dilation, place)


def _over(net: Operations, size: int, window: int, front: int, behind: int, stride: int, dilation: int, place: int) -> tuple[int, ...]:
    whole_numbers((size, 1), (window, 1), (front, 0), (behind, 0), (stride, 1), (dilation, 1), (place, 1))
    made = positions(size, extent(window, dilation), front + behind, stride, net.conventions)
    if made is None or place > size or window > MAX_WINDOW:
        raise DoesNotFit(f"cell {place} of {size} under a window of {window}")
    begins = (front + place - 1 - dilation * u for u in reversed(range(window)))
    return tuple(begin // stride + 1 for begin in begins if begin % stride == 0 and 0 <= begin // stride < made)


def _full(window: int, dilation: int) -> int:
    whole_numbers((window, 1), (dilation, 1))
    return extent(window, dilation) - 1


def _seen(size: int, window: int) -> int:
    """The window, which must lie inside the input."""
    whole_numbers((size, 1), (window, 1))
    if window > size:
        raise DoesNotFit(f"a window of {window} is larger than {size}")
    return window


def _along(net: Operations, shape: Shape | None, layer: Conv, position: Position) -> list[tuple[int, ...]]:
    """For each axis what `windows_over` is handed; there are windows at all, and the position is on the map."""
    n, lying = _around(net, shape, layer, position)
    places_of(n, lying, net.conventions)
    return [(n[a], lying.window[a], *lying.around[a], lying.stride[a], lying.spacing[a], position[a]) for a in (0, 1)]


def _around(net: Operations, shape: Shape | None, layer: Conv, position: Position) -> tuple[Axes, Laid]:
    """The size of the input, and how the windows lie around it; the position must be on it."""
    n = sized(shape)
    whole_numbers(*((place, 1) for place in position))
    if position[0] > n.rows or position[1] > n.columns:
        raise DoesNotFit(f"row {position[0]}, column {position[1]} of {n.rows} × {n.columns}")
    return n, laid(n, layer, net.conventions)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _per_side(call: Call, *arguments: int) -> int:
    """The padding in all where it is counted per side, else 0."""
    total = _missing(*arguments)
    return total if total and call.conventions.padding == "per-side" else 0


@rule("same.total-for-per-side", "same_padding", share="1/2", when=lambda call, *layer: _per_side(call, *layer) > 1)
def _total_for_per_side(_call: Call, *layer: int) -> int:
    return _missing(*layer)


def _even_in_total(call: Call, *layer: int) -> bool:
    total = _missing(*layer)
    return total > 0 and total % 2 == 0 and call.conventions.padding == "total" and _least(call.conventions, *layer) != total // 2


@rule("same.per-side-for-total", "same_padding", share="1/2", when=_even_in_total)
def _per_side_for_total(_call: Call, *layer: int) -> int:
    return _missing(*layer) // 2


def _odd_and_not_less(call: Call, *layer: int) -> bool:
    """Where sizes are rounded up, one cell less may be right."""
    total = _per_side(call, *layer)
    return total % 2 == 1 and _least(call.conventions, *layer) in (None, total // 2 + 1)


@rule("same.half-rounded-down", "same_padding", share="1/2", when=_odd_and_not_less)
def _half_rounded_down(_call: Call, *layer: int) -> int:
    return _missing(*layer) // 2


@rule("same.kernel-halved", "same_padding", share="1/2", when=lambda call, n, f, s, d: _per_side(call, n, f, s, d) > 0 and s == 1)
def _kernel_halved(_call: Call, _size: int, window: int, _stride: int, dilation: int) -> int:
    return -(-extent(window, dilation) // 2)


def _told_apart(call: Call, right: tuple[int, ...], wrong: tuple[int, ...]) -> bool:
    """Whether another layer needs another padding, and one that can be written down."""
    if call.operation.name == "same_sides":
        return _missing(*right) != _missing(*wrong)
    written = _least(call.conventions, *wrong)
    return written is not None and written != _least(call.conventions, *right)


@rule(
    "same.stride-forgotten",
    "same_padding",
    "same_sides",
    share="1/2",
    when=lambda call, n, f, s, d: _told_apart(call, (n, f, s, d), (n, f, 1, d)),
)
def _stride_forgotten(call: Call, size: int, window: int, _stride: int, dilation: int) -> int | Tensor | None:
    return call.right(size, window, 1, dilation)


@rule(
    "same.dilation-ignored",
    "same_padding",
    "same_sides",
    share="1/2",
    when=lambda call, n, f, s, d: _told_apart(call, (n, f, s, d), (n, f, s, 1)),
)
def _dilation_ignored(call: Call, size: int, window: int, stride: int, _dilation: int) -> int | Tensor | None:
    return call.right(size, window, stride, 1)


@rule("same.wrong-side", "same_sides", share="3/4", when=lambda _call, *layer: _missing(*layer) % 2 == 1)
def _wrong_side(call: Call, *layer: int) -> Tensor:
    return Tensor.made((2,), call.right(*layer).values[::-1])


@rule("full.halved", "full_padding", share="1/4", when=lambda _call, f, d: _full(f, d) > 0 and _full(f, d) % 2 == 0)
def _full_halved(_call: Call, window: int, dilation: int) -> int:
    return _full(window, dilation) // 2


@rule("full.kernel", "full_padding", share="0")
def _full_kernel(_call: Call, window: int, dilation: int) -> int:
    return _full(window, dilation) + 1


@rule("full.dilation-ignored", "full_padding", share="1/2", when=lambda _call, f, d: _full(f, d) > f - 1)
def _full_without_dilation(_call: Call, window: int, _dilation: int) -> int:
    return _full(window, 1)


@rule("lost.per-edge", "pixels_lost", share="1/2", when=lambda _call, n, f: _seen(n, f) > 1 and f % 2 == 1)
def _lost_per_edge(_call: Call, _size: int, window: int) -> int:
    return window // 2


@rule("lost.both-edges", "pixels_lost_per_edge", share="1/2", when=lambda _call, n, f: _seen(n, f) > 1)
def _lost_at_both_edges(_call: Call, _size: int, window: int) -> int:
    return window - 1


@rule("lost.kernel", "pixels_lost", share="0")
def _lost_kernel(_call: Call, size: int, window: int) -> int:
    return _seen(size, window)


def _uses(call: Call, shape: Shape | None, layer: Conv, position: Position) -> int:
    rows, columns = (_over(call.net, *axis) for axis in _along(call.net, shape, layer, position))
    return len(rows) * len(columns)


def _not_by_all(call: Call, shape: Shape, layer: Conv, position: Position) -> bool:
    """Not every weight comes to lie on the cell: it is near an edge, or windows step over it."""
    return _uses(call, shape, layer, position) != layer.size.rows * layer.size.columns


@rule("uses.kernel-size", "pixel_uses", share="1/4", when=_not_by_all)
def _kernel_size(_call: Call, _shape: Shape, layer: Conv, _position: Position) -> int:
    return layer.size.rows * layer.size.columns


def _with_stride_one(call: Call, shape: Shape, layer: Conv, position: Position) -> Conv:
    """The same layer moved by one cell at a time, with the same border."""
    _, lying = _around(call.net, shape, layer, position)
    return msgspec.structs.replace(layer, stride=Axes((1, 1)), padding=Padding(lying.around))


def _stepped_over(call: Call, *pixel: Any) -> bool:
    """A stride is seen only where there is room to move, and windows step over the cell."""
    shape, layer, position = pixel
    return max(layer.stride) > 1 and _uses(call, *pixel) != _uses(call, shape, _with_stride_one(call, *pixel), position)


@rule("uses.stride-ignored", "pixel_uses", share="1/2", when=_stepped_over)
def _stride_ignored(call: Call, shape: Shape, layer: Conv, position: Position) -> int:
    return call.right(shape, _with_stride_one(call, shape, layer, position), position)


def _reached_by_padding(call: Call, shape: Shape, layer: Conv, position: Position) -> bool:
    """Windows in the border cover the cell as well, and there are windows without it, too."""
    bare = msgspec.structs.replace(layer, padding=NOTHING)
    return not layer.padding.none and fits(call, shape, bare) and _uses(call, shape, layer, position) != _uses(call, shape, bare, position)


@rule("uses.padding-ignored", "pixel_uses", share="1/2", when=_reached_by_padding)
def _padding_ignored(call: Call, shape: Shape, layer: Conv, position: Position) -> int:
    return call.right(shape, msgspec.structs.replace(layer, padding=NOTHING), position)
