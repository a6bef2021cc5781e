"""Lay the window down place by place, and count the places."""

from typing import Any


def places(length: int, window: int, stride: int, conventions: dict[str, str]) -> int | None:
    """How often a window fits on a line, or None where it does not fit."""
    starts = range(0, length - window + 1, stride)
    if not starts:
        return None
    left_over = starts[-1] + window < length
    if left_over and conventions["size"] == "none":
        return None
    return len(starts) + (left_over and conventions["size"] == "ceil")


def around(layer: dict[str, Any], axis: int, conventions: dict[str, str]) -> tuple[int, int]:
    """Padding before and after, along rows (0) or columns (1)."""
    p = layer["padding"][axis]
    return (p, p) if conventions["padding"] == "per-side" else (p // 2, p - p // 2)


def reach(layer: dict[str, Any], axis: int) -> int:
    """From the first row (or column) that the window touches to the last."""
    size, gap = layer.get("size") or layer["window"], layer.get("dilation", [1, 1])
    return gap[axis] * (size[axis] - 1) + 1


def after(shape: dict[str, int], layer: dict[str, Any], conventions: dict[str, str]) -> dict[str, int] | None:
    """The shape behind a convolution or a pooling layer, in the order in which it is written."""
    sizes = [shape["rows"], shape["columns"]]
    rows, columns = (
        places(sizes[axis] + sum(around(layer, axis, conventions)), reach(layer, axis), layer["stride"][axis], conventions)
        for axis in (0, 1)
    )
    if rows is None or columns is None:
        return None
    channels = layer.get("filters", shape["channels"])
    if conventions["layout"] == "rows-columns-channels":
        return {"rows": rows, "columns": columns, "channels": channels}
    return {"channels": channels, "rows": rows, "columns": columns}


def fitted(shape: dict[str, int], layer: dict[str, Any], conventions: dict[str, str]) -> dict[str, int]:
    """The shape behind a layer whose numbers are asked, so that it has to fit."""
    found = after(shape, layer, conventions)
    assert found is not None
    return found


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    return {part: after(given["shape"], given["conv"], conventions) for part in parts}
