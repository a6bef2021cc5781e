"""Work out the missing cells of a map, write them into it, and rectify all of it."""

from typing import Any

from oracles.cnn_layers import rectified
from oracles.conv2d import cell
from oracles.reading import numbers, position


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    image, whole = numbers(given["image"]), numbers(given["partial"])
    missing = {f"cells.r{row}c{column}" for row, column in given["cells"]}
    told: dict[str, Any] = {part: cell(image, given["conv"], conventions, 0, *position(part)) for part in missing}
    for part in missing:
        row, column = position(part)
        whole[0][row][column] = told[part]
    told["relu"] = rectified(whole)
    return {part: told[part] for part in parts}
