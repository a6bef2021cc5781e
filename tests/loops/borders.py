"""Borders by hand: one row, one column after the other."""

from typing import Any

from .grid import Conventions, Map, Number, around, maps, reach, spread, stride_of


def padded(conventions: Conventions, x: Any, layer: dict[str, Any]) -> Any:
    volume, sides = maps(x), []
    for a, n in enumerate((len(volume[0]), len(volume[0][0]))):
        far = reach(layer["size" if "size" in layer else "window"][a], spread(layer, conventions)[a])
        sides.append(around(layer["padding"][a], n, far, stride_of(layer, conventions)[a], conventions))
    found = [zeros_round(channel, *sides) for channel in volume]
    return found if isinstance(x[0][0], list) else found[0]


def zeros_round(channel: Map, rows: tuple[int, int], columns: tuple[int, int]) -> Map:
    wide: Map = [[0] * columns[0] + list(row) + [0] * columns[1] for row in channel]
    empty: list[Number] = [0] * len(wide[0])
    return [list(empty) for _ in range(rows[0])] + wide + [list(empty) for _ in range(rows[1])]


def bordered(conventions: Conventions, x: Any, width: int, border: str) -> Any:
    found = [[extended(row, width, border, conventions) for row in channel] for channel in maps(x)]
    found = [columns_of([extended(column, width, border, conventions) for column in columns_of(channel)]) for channel in found]
    return found if isinstance(x[0][0], list) else found[0]


def columns_of(channel: Map) -> Map:
    return [list(column) for column in zip(*channel, strict=True)]


def extended(row: list[Number], width: int, border: str, conventions: Conventions) -> list[Number]:
    """Walk along the row and, at its end, turn round: what is passed is what stands beyond the edge."""
    if border == "zeros":
        return [0] * width + row + [0] * width
    if border == "replicated":
        return [row[0]] * width + row + [row[-1]] * width
    return walk(row, width, conventions)[::-1] + row + walk(row[::-1], width, conventions)


def walk(row: list[Number], width: int, conventions: Conventions) -> list[Number]:
    """What is seen from the first number on: inwards to the last, then back, and so on."""
    there_and_back = row + (row[::-1] if conventions["mirror"] == "edge-twice" else row[-2:0:-1])
    start = 0 if conventions["mirror"] == "edge-twice" else 1
    return [there_and_back[(start + i) % len(there_and_back)] for i in range(width)]


def to_bytes(conventions: Conventions, x: Any) -> Any:
    if isinstance(x, list):
        return [to_bytes(conventions, inner) for inner in x]
    for byte in range(256):  # the first that is not more than half below
        if 2 * x < 2 * byte + 1:
            return byte
    return 255


LOOPS = (padded, bordered, to_bytes)
