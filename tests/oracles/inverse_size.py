"""Try every kernel that could stand there."""

from typing import Any

from oracles.output_size import places


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    length = given["before"] + given["padding"] * (2 if conventions["padding"] == "per-side" else 1)
    fits = {
        kernel
        for kernel in range(1, min(length, given["most"]) + 1)
        if places(length, kernel, given["stride"], conventions) == given["after"]
    }
    return dict.fromkeys(parts, fits)
