"""Every filter slides over all channels and makes a map of its own; count the numbers that it learns."""

from typing import Any

from oracles.conv2d import convolved, shape_of
from oracles.conv_parameters import of_conv
from oracles.output_size import after
from oracles.reading import numbers


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    x, conv = numbers(given["input"]), given["conv"]
    work = {
        "shape": lambda: after(shape_of(x), conv, conventions),
        "map": lambda: convolved(x, conv, conventions),
        "parameters": lambda: of_conv(conv, len(x), conventions),
    }
    return {part: work[part]() for part in parts}
