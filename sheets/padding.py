"""Which cells of a padded map are its padding: in the worked solution they stand in grey."""

from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from ..cnn.values import Tensor
from ..exercises.documents import convert
from ..exercises.problem import Key
from ..text.typst import grids


class Border(NamedTuple):
    """Rows above and below, columns left and right."""

    above: int
    below: int
    left: int
    right: int


def with_padding(solution: list[dict[str, Any]], key: Key, parts: Set[str]) -> list[dict[str, Any]]:
    """The blocks of a worked solution, with the border of each map that was padded in it."""
    borders = dict(_borders(key, parts))
    if not borders:
        return solution
    return [
        block | {"grids": [_bordered(grid, borders) for grid in block["grids"]]} if block["type"] == "tensors" else block
        for block in solution
    ]


def _bordered(grid: dict[str, Any], borders: dict[str, Border]) -> dict[str, Any]:
    border = borders.get(str(grid["rows"]))
    return grid | {"pad": border} if border else grid


def _borders(key: Key, parts: Set[str]) -> Iterator[tuple[str, Border]]:
    """By the printed rows of a padded map: what its padding put round it."""
    for step in key.steps:
        if step.operation == "padded" and f"{key.name}.{step.part}" in parts:
            before, after = _maps(_meant(key, step.arguments[0])), _maps(step.result)
            for small, large in zip(before, after, strict=True):
                yield str(large), _border(small, large)


def _border(small: list[list[str]], large: list[list[str]]) -> Border:
    """Where the map lies in the padded one; in the middle, or as near to it as it fits."""
    rows, columns = len(large) - len(small), len(large[0]) - len(small[0])
    places = ((r, c) for r in range(rows + 1) for c in range(columns + 1))
    fitting = (
        place
        for place in places
        if [line[place[1] : place[1] + len(small[0])] for line in large[place[0] : place[0] + len(small)]] == small
    )
    above, left = min(fitting, key=lambda place: abs(2 * place[0] - rows) + abs(2 * place[1] - columns))
    return Border(above, rows - above, left, columns - left)


def _maps(nested: Any) -> list[list[list[str]]]:
    return [grid["rows"] for grid in grids("", convert(nested, Tensor, "a step of the key"))]


def _meant(key: Key, reference: dict[str, Any]) -> Any:
    """What a step was handed: a field of the given, the result of a step, or an answer."""
    if "step" in reference:
        return key.steps[reference["step"]].result
    if "answer" in reference:
        return next(part.answer for part in key.parts if part.id == f"{key.name}.{reference['answer']}")
    found: Any = key.given
    for field in reference["given"].split("."):
        found = found[int(field)] if isinstance(found, list) else found[field]
    return found
