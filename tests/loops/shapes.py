"""Shapes of tensors by hand: one axis after the other."""

from typing import Any

from .grid import Conventions


def channels_of(shape: dict[str, int]) -> int:
    return shape.get("channels", 1)


def batch_shape(_: Conventions, shape: dict[str, int], images: int) -> dict[str, int]:
    return {"batch": images, "channels": channels_of(shape), "rows": shape["rows"], "columns": shape["columns"]}


def kernel_shape(_: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> dict[str, int]:
    rows, columns = layer["size"]
    return {"channels": channels_of(shape), "rows": rows, "columns": columns}


def weights_shape(conventions: Conventions, layer: dict[str, Any], shape: dict[str, int]) -> dict[str, int]:
    kernels = [kernel_shape(conventions, layer, shape) for _ in range(layer["filters"])]
    return {"filters": len(kernels), **kernels[0]}


LOOPS = (batch_shape, kernel_shape, weights_shape)
