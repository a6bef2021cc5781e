"""The two pixels of a window are compared: darker to brighter is the pattern."""

from typing import Any

from oracles.reading import numbers


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    image = numbers(given["image"])[0]
    found: dict[str, Any] = {}
    for row, column in given["windows"]:
        left, right = image[row - 1][column - 1 : column + 1]
        rises = left < right if conventions["kernel"] == "as-it-is" else left > right
        found[f"windows.r{row}c{column}"] = "nothing" if left == right else "found" if rises else "opposite"
    return found if parts else {}
