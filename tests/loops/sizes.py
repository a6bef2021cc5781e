"""Sizes by hand: windows are laid down and counted."""

from typing import Any

from .grid import Conventions, leaves, reach, starts, windows

WIDEST = 99  # the largest kernel that is looked for


def output_size(conventions: Conventions, size: int, window: int, padding: int, stride: int, dilation: int) -> int | None:
    begins = starts(size, reach(window, dilation), (0, padding), stride, conventions)
    return None if begins is None else len(begins)


def _sizes(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> dict[str, int] | None:
    rows, columns = windows((shape["rows"], shape["columns"]), layer, conventions)
    return None if rows is None or columns is None else {"rows": len(rows), "columns": len(columns)}


def output_shape(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> dict[str, int] | None:
    sizes = _sizes(conventions, shape, layer)
    return None if sizes is None else {"channels": layer["filters"], **sizes}


def pool_shape(conventions: Conventions, shape: dict[str, int], layer: dict[str, Any]) -> dict[str, int] | None:
    sizes = _sizes(conventions, shape, layer)
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


LOOPS = (output_shape, pool_shape, output_size, size, kernels_that_fit)
