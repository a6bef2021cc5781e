"""Where windows lie: laid down one after the other, never by a formula."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Number = int | Fraction
Map = list[list[Number]]
Conventions = dict[str, str]


class Nothing(Exception):
    """There is no such result."""


def around(pad: Any, n: int, far: int, stride: int, conventions: Conventions) -> tuple[int, int]:
    """Cells in front of an axis and behind it."""
    if pad == "valid":
        return 0, 0
    if pad == "full":  # the first window covers one cell of the map
        return len(range(1, far)), len(range(1, far))
    if pad == "same":
        return enough(n, far, stride, conventions)
    if isinstance(pad, list):
        return pad[0], pad[1]
    if conventions["padding"] == "per-side":
        return pad, pad
    sides = [0, 0]
    for cell in range(pad):
        sides[(cell + (conventions["odd"] == "behind")) % 2] += 1
    return sides[0], sides[1]


def enough(n: int, far: int, stride: int, conventions: Conventions) -> tuple[int, int]:
    """One cell after the other is added, until there is a window for each stride that begins on the map."""
    sides, cell = [0, 0], 0
    while len(range(0, sides[0] + n + sides[1] - far + 1, stride)) < len(range(0, n, stride)):
        sides[(cell + (conventions["odd"] == "behind")) % 2] += 1
        cell += 1
    return sides[0], sides[1]


def stride_of(layer: dict[str, Any], conventions: Conventions) -> list[int]:
    if "stride" in layer:
        return layer["stride"]
    return layer["window"] if conventions["pool_stride"] == "window" else [1, 1]


def spread(layer: dict[str, Any], conventions: Conventions) -> list[int]:
    """From one cell of the window to the next."""
    if "dilation" not in layer:
        return [1, 1]
    found = [d + 1 if conventions["dilation"] == "from-zero" else d for d in layer["dilation"]]
    if 0 in found:
        raise Nothing("all weights on one cell")
    return found


def windows(n: tuple[int, int], layer: dict[str, Any], conventions: Conventions) -> tuple[list[int] | None, list[int] | None]:
    """Where the windows of a layer begin, along the rows and along the columns of a map."""
    found = []
    for a in (0, 1):
        far = reach(layer["size" if "size" in layer else "window"][a], spread(layer, conventions)[a])
        stride = stride_of(layer, conventions)[a]
        begins = starts(n[a], far, around(layer["padding"][a], n[a], far, stride, conventions), stride, conventions)
        found.append(begins if "size" in layer else pooled(begins, n[a], far, stride, conventions))
    return found[0], found[1]


def pooled(begins: list[int] | None, n: int, far: int, stride: int, conventions: Conventions) -> list[int] | None:
    """A window with nothing under it cannot be pooled. If it is only there because of rounding up, it is left out."""
    if begins is not None and conventions["size"] == "ceil" and stride > 1 and begins[-1] >= n:
        begins = begins[:-1]
    if begins is None or any(begin >= n or begin + far <= 0 for begin in begins):
        return None
    return begins


def starts(n: int, far: int, sides: tuple[int, int], stride: int, conventions: Conventions) -> list[int] | None:
    """Where each window begins, counted from the map's first cell; None if the windows do not fit."""
    front, behind = sides
    last = n + behind - far  # the window that begins here ends at the border
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


def grid(x: list[Map], layer: dict[str, Any], conventions: Conventions) -> tuple[list[int], list[int]]:
    """The same for these maps; there is nothing where the windows do not fit."""
    rows, columns = windows((len(x[0]), len(x[0][0])), layer, conventions)
    if rows is None or columns is None:
        raise Nothing("the window does not fit")
    return rows, columns


def maps(x: Any) -> list[Map]:
    """One map is a volume of one channel."""
    return x if isinstance(x[0][0], list) else [x]


def leaves(x: Any) -> Iterator[Number]:
    for inner in x:
        if isinstance(inner, list):
            yield from leaves(inner)
        else:
            yield inner
