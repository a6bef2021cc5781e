"""Maps of numbers as TeX: one drawing for all lines of a map, and the numbers as plain boxes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..text.latex_escape import Tex, escape
from .latex_measures import GAP, POINT, Cell, caption_width, cell_for, in_rows
from .padding import Border
from .qr import runs

_INNER = f"{0.4 * POINT:.4f} w .549 G"  # lines inside, grey
_OUTER = f"{0.7 * POINT:.4f} w .196 G"  # the frame, nearly black
_NUMBER = re.compile(r"[−0-9./]+")


class Map(NamedTuple):
    """One map: its caption and what is drawn below it."""

    caption: str
    width: float
    body: str


@lru_cache(maxsize=1 << 14)
def mm(length: float) -> str:
    """A length for TeX or PDF, always written alike."""
    return f"{length:.3f}".rstrip("0").rstrip(".")


def shelved(grids: Sequence[dict[str, Any]], available: float, room: float, gap: float = 4.0, answer: bool = False) -> Tex:
    """Maps side by side, and on to a next row where the page ends."""
    cell = cell_for(grids, available, room)
    return shelf([filled(grid, cell, answer) for grid in grids], available, gap)


def shelf(maps: Sequence[Map], available: float, gap: float) -> Tex:
    """Captions above left on one line, maps below; `gap`: room above the first row."""
    sized = [(one, *caption_width(one.caption, one.width, available)) for one in maps]
    rows = in_rows(sized, [wide for _, wide, _ in sized], available)
    return Tex("".join(_row(row, gap if place == 0 else 4.0) for place, row in enumerate(rows)))


def _row(row: Sequence[tuple[Map, float, bool]], gap: float) -> str:
    captioned, long = any(one.caption for one, _, _ in row), any(long for _, _, long in row)
    macro = r"\longcaption" if long else r"\mapcaption"
    captions = [rf"{macro}{{{mm(wide)}}}{{{escape(one.caption, _letters(wide))}}}" for one, wide, _ in row] if captioned else []
    bodies = [rf"\map{{{mm(wide)}}}{{{one.body}}}" for one, wide, _ in row]
    between = rf"\kern{mm(GAP)}\mm "
    return rf"\maps{{{mm(gap)}}}{{{between.join(captions)}}}{{{between.join(bodies)}}}" + "\n"


def _letters(width: float) -> int:
    return max(4, int(width / 3.2))


def filled(grid: dict[str, Any], cell: Cell, answer: bool = False) -> Map:
    """A map with its numbers."""
    rows, border = grid["rows"], grid.get("pad")
    drawn = " ".join([*_padding(rows, border, cell), _lines(len(rows[0]), len(rows), cell)])
    numbers = "".join(rf"\row{{{''.join(_cells(row, at, len(rows), border))}}}" for at, row in enumerate(rows))
    colour = r"\color{answer}" if answer else ""
    size = rf"\cells{{{mm(cell.width)}}}{{{mm(cell.height)}}}{{{mm(cell.size)}}}{colour}"
    return Map(grid["caption"], len(rows[0]) * cell.width, rf"\drawn{{{drawn}}}{size}{numbers}")


def blank(caption: str, columns: int, rows: int, cell: Cell) -> Map:
    """An empty map to write into."""
    return Map(caption, columns * cell.width, rf"\drawn{{{_lines(columns, rows, cell)}}}\kern{mm(rows * cell.height)}\mm ")


@lru_cache(maxsize=1024)
def _lines(columns: int, rows: int, cell: Cell) -> str:
    """In PDF's own words, from the upper left corner."""
    width, height = columns * cell.width, rows * cell.height
    down = (f"{mm(c * cell.width)} 0 m {mm(c * cell.width)} {mm(-height)} l" for c in range(1, columns))
    across = (f"0 {mm(-r * cell.height)} m {mm(width)} {mm(-r * cell.height)} l" for r in range(1, rows))
    return " ".join((_INNER, *down, *across, f"S {_OUTER} 0 0 {mm(width)} {mm(-height)} re S"))


def _padding(rows: Sequence[Sequence[str]], border: Border | None, cell: Cell) -> Iterator[str]:
    """A grey ground, and a white one inside."""
    if border is None:
        return
    width, height = len(rows[0]) * cell.width, len(rows) * cell.height
    inner_width, inner_height = width - (border.left + border.right) * cell.width, height - (border.above + border.below) * cell.height
    yield f".922 g 0 0 {mm(width)} {mm(-height)} re f"
    yield f"1 g {mm(border.left * cell.width)} {mm(-border.above * cell.height)} {mm(inner_width)} {mm(-inner_height)} re f"


def _cells(row: Sequence[str], at: int, rows: int, border: Border | None) -> Iterator[str]:
    for column, cell in enumerate(row):
        if border is None:
            yield _cell(cell)
            continue
        inside = border.above <= at < rows - border.below and border.left <= column < len(row) - border.right
        yield _cell(cell) if inside else rf"\greycell{{{_shown(cell)}}}"  # zeros of a padding


@lru_cache(maxsize=4096)
def _cell(cell: str) -> str:
    macro = r"\cell" if _NUMBER.fullmatch(cell) else r"\wordcell"
    return f"{macro}{{{_shown(cell)}}}"


def _shown(cell: str) -> str:
    """Numbers stand in formulas, where TeX knows a minus."""
    return cell.replace("−", "-") if _NUMBER.fullmatch(cell) else escape(cell)


@lru_cache(maxsize=64)
def qr(rows: tuple[bytes, ...], quiet: int, side: float) -> Tex:
    """The code as a picture, so wide and high with its white border."""
    module = side / (len(rows) + 2 * quiet)
    many = [mm(number * module) for number in range(len(rows) + 2 * quiet)]
    black = [f"{many[x + quiet]} -{many[y + quiet]} {many[wide]} -{many[1]} re" for x, y, wide in runs(rows)]
    return Tex(rf"\drawn{{{' '.join(black)} f}}")
