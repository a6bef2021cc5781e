"""Sizes by hand: windows are laid down and counted."""

from typing import Any

from .grid import Conventions, reach, starts, windows


def output_size(conventions: Conventions, size: int, window: int, padding: int | list[int], stride: int, dilation: int) -> int | None:
    front, behind = padding if isinstance(padding, list) else (0, padding)
    begins = starts(size, reach(window, dilation), (front, behind), stride, conventions)
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


LOOPS = (output_shape, pool_shape, output_size)
