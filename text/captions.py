"""How a tensor is cut into grids: one for each channel, with a caption above it and cells as they are printed."""

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from typing import TypeVar

from ..answers.kind import Missing, Typed
from ..answers.number import written
from ..cnn.values import Number, Record, Tensor
from ..errors import BadInput, shown
from .escape import Markdown, clean
from .voice import spoken_cache
from .words import ENGLISH, words_beside

T = TypeVar("T")

BLANK = "·"
UNREADABLE = "?"
_MOST_PLACES = 6  # a longer decimal is easier to read as a fraction


class Grid(Record, frozen=True):
    """One map of numbers under its caption."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    first: int = 0  # which cell of the tensor, stored flat, is its first


def grids(name: str, tensor: Tensor | Typed, language: str = ENGLISH) -> tuple[Grid, ...]:
    """The maps of a tensor one by one: X, channel 1; K, filter 2, channel 1. A row of numbers is a map of one row."""
    sizes = (1, 1, 1, 1, *tensor.sizes)
    filters, channels, rows, columns = sizes[-4:]
    cells = _cells(tensor)
    found = []
    for number in range(filters * channels):
        first = number * rows * columns
        caption = _caption(
            name,
            number // channels + 1 if filters > 1 else None,
            number % channels + 1 if channels > 1 else None,
            language,
        )
        found.append(Grid(caption, tuple(cells[first + r * columns : first + (r + 1) * columns] for r in range(rows)), first))
    return tuple(found)


def named(things: Mapping[str, T], name: str, kind: str = "tensor") -> T:
    """The tensor, or the figure, that a text refers to."""
    if name not in things:
        raise BadInput(f"the text shows a {kind} {shown(name)}, which is not there (there are: {', '.join(things) or 'none'})")
    return things[name]


@spoken_cache(1024)
def _caption(name: str, filter_: int | None, channel: int | None, language: str) -> str:
    values = {"name": Markdown(clean(name)), "filter": filter_, "channel": channel}
    block = "_".join(word for word in ("filter", "channel") if values[word] is not None)
    return str(words_beside(__file__, language).fill(block, **values)) if block else str(values["name"])


def _cells(tensor: Tensor | Typed) -> tuple[str, ...]:
    if len(tensor.sizes) > 4 or prod(tensor.sizes) != len(tensor.values if isinstance(tensor, Tensor) else tensor.cells):
        raise BadInput(f"{' × '.join(map(str, tensor.sizes))} is no shape that can be drawn")
    if isinstance(tensor, Tensor):
        return tuple(_printed(value, tensor.decimals) for value in tensor.values)
    return tuple(_typed(cell) for cell in tensor.cells)


@lru_cache(maxsize=4096)
def _printed(value: Number, decimals: int) -> str:
    """With the places of the tensor; a number that needs more is not rounded: a third stays 1/3 beside 0.5."""
    return written(value, decimals if decimals and (value * 10**decimals).denominator == 1 else None)


def _typed(cell: Number | Missing) -> str:
    """A typed number: as a decimal where a short one says the same, else as a fraction."""
    if isinstance(cell, Missing):
        return BLANK if cell is Missing.BLANK else UNREADABLE
    places = next((n for n in range(_MOST_PLACES + 1) if (cell * 10**n).denominator == 1), None)
    return written(cell, places)
