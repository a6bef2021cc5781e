"""The measures of a printed page for the LaTeX press: the same as those of the Typst templates, in millimetres of normal print."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

POINT = 25.4 / 72  # one point, as the other press counts: 72 of them are an inch
GAP = 7.0  # between two maps
ASIDE = 7.2  # room for the label of a part
LIST = 8.0  # a list is narrower by this much
CAPTION = 3.4  # height of a caption of one line
_SLACK = 0.01 * POINT
_WIDEST_CAPTION = 45.0


class Paper(NamedTuple):
    """The paper and the size of print."""

    width: float
    height: float
    left: float
    right: float
    scale: float  # more than 1: large print, in which every length grows

    @property
    def column(self) -> float:
        """How wide the text is, in units that grow with the print."""
        return (self.width - self.left - self.right) / self.scale

    @property
    def room(self) -> float:
        """How high a page of text is."""
        return (self.height - TOP - BOTTOM) / self.scale


TOP, BOTTOM = 20.0, 22.0
_SIZES = {"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)}


def paper(name: str, scale: float) -> Paper:
    return Paper(*_SIZES[name], left=16.0 if scale > 1 else 22.0, right=19 * scale + 7, scale=scale)


class Cell(NamedTuple):
    """One cell of a map, and the size of the numbers in it, in points."""

    width: float
    height: float
    size: float


def cell_of(width: float, height: float, columns: int, rows: int, chars: int, available: float, room: float) -> Cell:
    """A cell as wide as asked for, unless the map would leave the page; the numbers shrink with it."""
    width, height = min(width, available / columns), min(height, (room - 20) / rows)
    return Cell(width, height, min(10.0, 10 * (width - 1.6) / (chars * 1.85), height * 0.7 / POINT))


def cell_for(grids: Sequence[dict[str, Any]], available: float, room: float) -> Cell:
    """One size of cells for all maps of a row; a little narrower where three maps, or two, fit beside each other for that."""
    chars = widest(grids)
    columns, rows = max(len(grid["rows"][0]) for grid in grids), max(len(grid["rows"]) for grid in grids)
    usual = 7.2 + 1.7 * max(0, chars - 2)
    several = (3, 2) if len(grids) % 3 == 0 else (2,) if len(grids) > 1 else ()
    beside = ((available - (many - 1) * GAP) / many / columns for many in several)
    width = next((width for width in beside if 0.8 * usual < width < usual), usual)
    return cell_of(width, min(width, 8.9), columns, rows, chars, available, room)


def widest(grids: Sequence[dict[str, Any]]) -> int:
    """Letters of the longest number."""
    return max(1, *(len(cell) for grid in grids for row in grid["rows"] for cell in row))


def caption_width(caption: str, width: float, available: float) -> tuple[float, bool]:
    """How wide a map with this caption is, and whether the caption may need more than a line."""
    likely = len(caption) * 8.5 * POINT * 0.48
    wide = min(available, max(width, min(likely, _WIDEST_CAPTION)))
    return wide, likely > 0.8 * wide


def in_rows(items: Sequence[T], widths: Sequence[float], available: float) -> list[list[T]]:
    """Rows of items that fit beside each other; items of one width are spread evenly (six channels as three and three, not five and one)."""
    most = max(1, int((available + GAP + _SLACK) // (widths[0] + GAP)))
    if len({round(width, 6) for width in widths}) == 1:
        whole = next(n for n in range(min(most, len(items)), 0, -1) if len(items) % n == 0)
        rows = -(-len(items) // most)
        each = whole if whole > 1 and whole * 2 >= min(most, len(items)) else -(-len(items) // rows)
        return [list(items[place : place + each]) for place in range(0, len(items), each)]
    found: list[list[T]] = []
    used = 0.0
    for item, width in zip(items, widths, strict=True):
        if found and used + GAP + width <= available + _SLACK:
            found[-1].append(item)
            used += GAP + width
        else:
            found.append([item])
            used = width
    return found
