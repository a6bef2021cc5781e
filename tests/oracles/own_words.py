"""Weight by weight; what a person marks has no answer."""

from typing import Any


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    conv = given["conv"]
    rows, columns = conv["size"]
    weights = sum(1 for _ in range(conv["filters"]) for _ in range(conv["channels"]) for _ in range(rows * columns))
    return {part: {"weights": weights, "why": None}[part] for part in parts}
