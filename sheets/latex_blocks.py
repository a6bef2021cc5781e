"""The blocks of a page as calls of the macros in `templates/latex/macros.tex.j2`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from ..text.latex_escape import Tex, escape
from . import latex_figures
from .latex_maps import mm, shelved
from .latex_measures import LIST, POINT, Paper

_ALWAYS_HELD = ("tensors", "figure", "table")  # stay with the sentence before them
_PIXEL = 25.4 / 96
_LETTER = 2.15  # of 10 points: rarely wider on average
_NATURAL = 0.85  # of the line: a table that is surely narrower than this keeps the widths of its columns

_BULLET = r"\bulletmark"
_TALL = r"\tallformula{"  # in a paragraph: a formula that is higher than a line
_CELL = "\0"  # the place of one

Node = dict[str, Any]


def blocks(nodes: Sequence[Node], available: float, paper: Paper, start: bool = False) -> Tex:
    """All blocks, one below the other; `start`: the first one does not stand alone at the foot of a page."""
    pieces: list[str] = []
    for place, node in enumerate(nodes):
        pieces.append(_block(node, available, paper))
        following = nodes[place + 1]["type"] if place + 1 < len(nodes) else None
        hold = following in _ALWAYS_HELD or (start and place == 0 and following is not None)
        if hold and node["type"] == "paragraph":
            pieces.append("\\hold\n")
    return Tex("".join(pieces))


def units(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """What belongs together: a list or maps with the paragraph before them."""
    found: list[Node] = []
    for node in nodes:
        if found and node["type"] not in ("list", *_ALWAYS_HELD):
            yield found
            found = []
        found.append(node)
    if found:
        yield found


def _block(node: Node, available: float, paper: Paper) -> str:
    match node["type"]:
        case "paragraph":
            macro = "tallpara" if _TALL in node["content"] else "para"
            return rf"\{macro}{{{node['content']}}}" + "\n"
        case "list":
            return _list(node, available, paper)
        case "tensors":
            return shelved(node["grids"], available, paper.room)
        case "formula":
            return rf"\display{{{node['content']}}}" + "\n"
        case "figure":
            wide = min(available, pixels(node["svg"]) * _PIXEL)
            return rf"\figureof{{{latex_figures.name(node['svg'])}}}{{{mm(wide)}}}" + "\n"
        case "code":
            lines = "".join(rf"\codeline{{{escape(line).replace(' ', '~')}}}" for line in node["lines"])
            return rf"\codelines{{{lines}}}" + "\n"
        case "table":
            return rf"\block{{4\mm}}{{{_table(node, available)}\kern0pt}}" + "\n"
        case other:
            raise ValueError(f"unknown block: {other}")


def pixels(svg: str) -> int:
    """How wide a figure is drawn."""
    return int(svg.partition('width="')[2].partition('"')[0])


def _list(node: Node, available: float, paper: Paper) -> str:
    entries = [
        f"\\entry{{{str(number) + '.' if node['ordered'] else _BULLET}}}{{%\n{blocks(item, available - LIST, paper)}}}\n"
        for number, item in enumerate(node["items"], 1)
    ]
    return f"\\items{{%\n{''.join(entries)}}}\n"


def _table(node: Node, available: float) -> str:
    columns = len(node["header"])
    letters = [max(len(str(row[column])) for row in (node["header"], *node["rows"])) for column in range(columns)]
    narrow = sum(many * _LETTER + 4 for many in letters) <= available * _NATURAL or columns == 1
    wide = (available / columns) - 4 - 0.4 * POINT
    macro = r"\textcell" if narrow else rf"\tablecell{{{mm(wide)}}}"
    rows = [[rf"{macro}{{{cell}}}" for cell in row] for row in node["rows"]]
    return ruled([rf"{macro}{{\textbf{{{cell}}}}}" for cell in node["header"]], rows)


def ruled(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Tex:
    """A table with lines around all cells."""
    cells = [header, *rows]
    first, *others = _between(len(header), len(cells))
    following = zip((cell for row in cells for cell in row), others, strict=True)
    return Tex(rf"\begin{{ruled}}{first}{''.join(map(''.join, following))}\end{{ruled}}")


@lru_cache(maxsize=64)
def _between(columns: int, rows: int) -> tuple[str, ...]:
    """What stands before, between and behind the cells of a table of this size."""
    from pylatex import NoEscape, Tabular

    table, cells = Tabular(f"|{'l|' * columns}", width=columns), [NoEscape(_CELL)] * columns
    table.add_hline()
    for row in range(rows):
        table.add_row(cells, color=None if row else "ground")
        table.add_hline()
    return tuple(table.dumps().split(_CELL))
