"""Follow the shape through the network, and count values and parameters row by row."""

from math import prod
from typing import Any

from oracles.conv_parameters import of_conv, of_dense
from oracles.output_size import fitted


def rows(given: dict[str, Any], conventions: dict[str, str]) -> list[tuple[dict[str, int], int, int]]:
    """Shape, size and parameters behind each layer."""
    table, shape = [], given["shape"]
    for block in given["blocks"]:
        weights = of_conv(block["conv"], shape["channels"], conventions)
        for layer, learnt in ((block["conv"], weights), (block["pool"], 0)):
            shape = fitted(shape, layer, conventions)
            table.append((shape, prod(shape.values()), learnt))
    return table


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    table = rows(given, conventions)
    told: dict[str, Any] = {f"maps.r{r}c{c}": value for r, row in enumerate(table, 1) for c, value in enumerate(row, 1)}
    told["inputs"] = table[-1][1]
    told["total"] = sum(row[2] for row in table) + of_dense(given["dense"], told["inputs"], conventions)
    return {part: told[part] for part in parts}
