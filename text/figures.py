"""Figures: graphs drawn as SVG, in characters for a terminal, and told in words. Exact numbers only, so the bytes are the same everywhere."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ..answers.number import typed, written
from ..cnn.values import Graph, Record
from .terminal import one_line
from .words import ENGLISH, words_beside

EDGE = 5  # the axes go from −5 to 5
_MARKED = tuple(n for n in range(-EDGE + 1, EDGE) if n and n % 2 == 0)  # numbers that stand beside the axes
_UNIT, _MARGIN = 18, 6  # of the SVG, in its own small unit
_SIDE = 2 * (EDGE * _UNIT + _MARGIN)
_PIXELS = 272  # 72 mm on paper, enough to plot something by hand
_COLUMNS = 2  # of characters for each unit, which are twice as high as wide


class Drawing(Record, frozen=True):
    """One figure in all its forms."""

    svg: str
    alt: str  # what is seen there, in words
    text: str  # in characters, for a terminal


def axes(language: str = ENGLISH) -> Drawing:
    """Empty axes, to plot something by hand."""
    return Drawing(_svg(""), _said("axes", language), _characters(None))


def drawn(graph: Graph, language: str = ENGLISH) -> Drawing:
    """A graph between its axes."""
    lines = "".join(_line(segment) for segment in _segments(graph))
    return Drawing(_svg(lines), described(graph, language), _characters(graph))


def described(graph: Graph, language: str = ENGLISH) -> str:
    """What is seen of a graph, in words."""
    return _said("line" if graph.left == graph.right else "bent", language, graph=graph)


def _said(block: str, language: str, **values: Graph) -> str:
    return one_line(words_beside(__file__, language).fill(block, **values, edge=EDGE))


# --- as SVG: black where nothing else is said, so that a page may choose the colour ------------------------------------------------------------


class _Point(NamedTuple):
    x: Fraction
    y: Fraction


def _segments(graph: Graph) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces that lie between the axes' ends."""
    for slope, low, high in ((graph.left, Fraction(-EDGE), graph.bend), (graph.right, graph.bend, Fraction(EDGE))):
        low, high = max(low, Fraction(-EDGE)), min(high, Fraction(EDGE))
        if slope:
            ends = sorted(graph.bend + (end - graph.level) / slope for end in (-EDGE, EDGE))
            low, high = max(low, ends[0]), min(high, ends[1])
        elif abs(graph.level) > EDGE:
            continue
        if low < high:
            yield _Point(low, graph.level + slope * (low - graph.bend)), _Point(high, graph.level + slope * (high - graph.bend))


def _line(ends: tuple[_Point, _Point]) -> str:
    (x1, y1), (x2, y2) = ends
    places = f'x1="{_place(x1)}" y1="{_place(-y1)}" x2="{_place(x2)}" y2="{_place(-y2)}"'
    return f'<line {places} stroke-width="2.6" stroke-linecap="round"/>'


def _place(value: Fraction | int) -> str:
    """Where it lies: SVG counts from its upper left corner."""
    return typed(Fraction(value + EDGE) * _UNIT + _MARGIN, 2).rstrip("0").rstrip(".")


def _svg(curve: str) -> str:
    every = range(-EDGE, EDGE + 1)
    end, zero, far = _place(-EDGE), _place(0), _place(EDGE)
    grid = "".join(f"M{_place(n)} {end}V{far}M{end} {_place(n)}H{far}" for n in every)
    numbers = "".join(
        f'<text x="{_place(n)}" y="{_beside(0, 10)}" text-anchor="middle">{written(n)}</text>'
        f'<text x="{_beside(0, -3)}" y="{_beside(-n, 3)}" text-anchor="end">{written(n)}</text>'
        for n in _MARKED
    )
    names = f'<text x="{_beside(EDGE, -6)}" y="{_beside(0, -4)}">x</text><text x="{_beside(0, 4)}" y="{_beside(-EDGE, 7)}">y</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_PIXELS}" height="{_PIXELS}" viewBox="0 0 {_SIDE} {_SIDE}">'
        f'<g fill="none" stroke="currentColor"><path d="{grid}" stroke-width="0.5" stroke-opacity="0.3"/>'
        f'<path d="M{end} {zero}H{far}M{zero} {far}V{end}" stroke-width="1"/>{curve}</g>'
        f'<g fill="currentColor" font-family="Libertinus Serif, serif" font-size="9.5">{numbers}<g font-style="italic">{names}</g></g></svg>'
    )


def _beside(value: int, by: int) -> str:
    return str(int(_place(value)) + by)


# --- in characters -----------------------------------------------------------------------------------------------------------------------------


def _characters(graph: Graph | None) -> str:
    """One line of text for each unit of y, with the numbers of the axes beside and below."""
    across = range(-EDGE * _COLUMNS, EDGE * _COLUMNS + 1)
    curve = {column: int(typed(graph.at(Fraction(column, _COLUMNS)), 0)) for column in across} if graph else {}
    lines = []
    for y in range(EDGE, -EDGE - 1, -1):
        row = "".join("●" if curve.get(column) == y else _axis(column, y) for column in across)
        lines.append(f"{written(y) if y in _MARKED else '':>2} {row}".rstrip())
    below = "".join(f"{written(n) if n in _MARKED else '':^{_COLUMNS}}" for n in range(-EDGE, EDGE + 1))
    return "\n".join([*lines, f"  {below}".rstrip()])


def _axis(column: int, y: int) -> str:
    if not column:
        return "│" if y else "┼"
    return "─" if not y else "·" if column % _COLUMNS == 0 else " "
