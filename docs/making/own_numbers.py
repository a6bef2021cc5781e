"""The given of a problem as TOML, for who wants to put numbers of their own in its place."""

import json
from collections.abc import Iterator
from typing import Any

from ...exercises.documents import plain
from ...exercises.exercise import Solved

WIDEST = 110  # characters of a line; longer lists get a line for each of their items


def toml(solved: Solved) -> str:
    """A file that gives this very problem."""
    lines = [
        "[[problem]]",
        f'family = "{solved.exercise.family.name}"',
        f"parts = {_value(list(solved.exercise.asked))}",
        "",
        "[problem.given]",
    ]
    return "\n".join((*lines, *_given(plain(solved.exercise.given))))


def _given(given: dict[str, Any]) -> Iterator[str]:
    for key, value in given.items():
        if value is not None:
            yield f"{key} = {_laid_out(value, len(key) + 3, 1)}"


def _laid_out(value: Any, used: int, depth: int) -> str:
    """On one line where it fits, else an item on each. (Tables of TOML 1.0 stand on one line.)"""
    line = _value(value)
    if used + len(line) <= WIDEST or not isinstance(value, list) or not any(isinstance(item, list | dict) for item in value):
        return line
    items = "".join(f"{'    ' * depth}{_laid_out(item, 4 * depth, depth + 1)},\n" for item in value)
    return f"[\n{items}{'    ' * (depth - 1)}]"


def _value(value: Any) -> str:
    match value:
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {_value(item)}' for key, item in value.items() if item is not None)} }}"
        case _:
            return json.dumps(value, ensure_ascii=False)
