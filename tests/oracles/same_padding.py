"""Try one padding after the other until the result has the size that is wanted."""

from typing import Any

from oracles.conv_parameters import of_conv
from oracles.output_size import places


def smallest(length: int, reach: int, stride: int, wanted: int, conventions: dict[str, str]) -> int | None:
    """The least padding, as it is counted, with which the window has so many places."""
    sides = 2 if conventions["padding"] == "per-side" else 1
    tried = range(length + reach + stride)
    return next((p for p in tried if places(length + sides * p, reach, stride, conventions) == wanted), None)


def zeros(length: int, reach: int, stride: int, wanted: int) -> int:
    """How many zeros the windows reach over that are laid side by side, stride by stride."""
    cells = {start + step for start in range(0, wanted * stride, stride) for step in range(reach)}
    return len([cell for cell in cells if cell >= length])


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    length, stride = given["shape"]["rows"], given["conv"]["stride"][0]
    reach = given["apart"] * (given["conv"]["size"][0] - 1) + 1
    wanted = len(range(0, length, stride))
    added = zeros(length, reach, stride, wanted)
    less, more = added // 2, added - added // 2
    told = {
        "padding": smallest(length, reach, stride, wanted, conventions),
        "sides": [less, more] if conventions["odd"] == "behind" else [more, less],
        "parameters": of_conv(given["conv"], given["shape"]["channels"], conventions),
    }
    return {part: told[part] for part in parts}
