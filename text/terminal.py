"""Writes the tree as plain text for a terminal of any width, with tensors drawn as grids. No colours: nothing depends on them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import assert_never

from ..answers.kind import Typed
from ..cnn.values import Record, Tensor
from . import captions
from .formula import Formula
from .formula_unicode import unicode
from .nodes import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    FigureBlock,
    FormulaBlock,
    Inline,
    Items,
    Math,
    Paragraph,
    Picture,
    Strong,
    Table,
    Tensors,
    Text,
)
from .tree import parse
from .voice import spoken_cache
from .words import ENGLISH

WIDTH = 80

_GLUE = "\ue000"  # a blank that breaks no line; private characters are taken out of every text
_UNBROKEN = 32  # a formula up to this length stays on one line
_BETWEEN_GRIDS = 3
_BETWEEN_COLUMNS = 2
_NARROWEST = 8  # a column of a table is not made narrower than that


class _Page(Record, frozen=True):
    """What a block may need to be written."""

    tensors: Mapping[str, Tensor]
    figures: Mapping[str, Picture]
    language: str


def terminal(
    blocks: Iterable[Block],
    tensors: Mapping[str, Tensor],
    width: int = WIDTH,
    figures: Mapping[str, Picture] | None = None,
    language: str = ENGLISH,
) -> str:
    """The text as it is shown in a terminal."""
    return "\n".join(_blocks(blocks, _Page(tensors, figures or {}, language), width))


@spoken_cache(4096)
def one_line(markdown: str) -> str:
    """A text of one line without any markup."""
    return " ".join(terminal(parse(markdown), {}, 100_000).split())


def grid(name: str, tensor: Tensor | Typed, marks: Collection[int] | None = None, width: int = WIDTH, language: str = ENGLISH) -> list[str]:
    """The lines that show one tensor, its maps side by side. Cells in `marks`, counted flat from 0, stand in brackets: [5]."""
    return _side_by_side([_boxed(found, marks or ()) for found in captions.grids(name, tensor, language)], width)


def _blocks(blocks: Iterable[Block], page: _Page, width: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += ([""] if lines else []) + _block(block, page, width)
    return lines


def _block(block: Block, page: _Page, width: int) -> list[str]:
    match block:
        case Paragraph(content):
            return _wrapped(_line(content), width)
        case Items():
            return _items(block, page, width)
        case Table():
            return _table(block, width)
        case CodeBlock(text):
            return [f"    {line}".rstrip() for line in text.split("\n")]
        case FormulaBlock(formula):
            return [f"    {line}" for line in _wrapped(_formula(formula, width - 4), width - 4)]
        case Tensors(names):
            found = [grid for name in names for grid in captions.grids(name, captions.named(page.tensors, name), page.language)]
            return _side_by_side([_boxed(grid, ()) for grid in found], width)
        case FigureBlock(name):
            return _figure(name, page, width)
    assert_never(block)


def _figure(name: str, page: _Page, width: int) -> list[str]:
    """Drawn in characters, and told in words below."""
    if name not in page.figures:
        return [f"[{name}]"]
    figure = page.figures[name]
    return [*figure.text.split("\n"), *_wrapped(f"[{figure.alt}]", width)]


def pictures(figures: Iterable[tuple[str, Picture]], width: int) -> str:
    """Figures side by side, each under its name; below them what is seen in each."""
    figures = list(figures)
    boxes = [[name, *figure.text.split("\n")] for name, figure in figures]
    boxes = [[line.ljust(max(map(len, box))) for line in box] for box in boxes]
    told = [line for name, figure in figures for line in _hung(f"{name}  ", _wrapped(figure.alt, width - len(name) - 2))]
    return "\n".join([*_side_by_side(boxes, width), "", *told])


def _hung(mark: str, lines: Sequence[str]) -> list[str]:
    return [f"{mark if not place else ' ' * len(mark)}{line}".rstrip() for place, line in enumerate(lines)]


def _line(content: Iterable[Inline]) -> str:
    return "".join(map(_inline, content))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text) | CodeSpan(text):
            return text
        case Strong(content) | Emphasis(content):
            return _line(content)
        case Math(formula):
            return _formula(formula, _UNBROKEN)
    assert_never(inline)


def _formula(formula: Formula, unbroken: int) -> str:
    text = unicode(formula)
    if len(text) <= unbroken:
        return text.replace(" ", _GLUE)
    return text.replace(" · ", f"{_GLUE}·{_GLUE}")  # a long one breaks between its products, not inside them


def _wrapped(text: str, width: int) -> list[str]:
    lines = wrap(text, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in lines] or [""]


def _items(block: Items, page: _Page, width: int) -> list[str]:
    lines: list[str] = []
    loose = any(len(item) > 1 for item in block.items)
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "• "
        if lines and loose:
            lines.append("")
        inner = _blocks(item, page, width - len(mark)) or [""]
        lines += _hung(mark, inner)
    return lines


def _table(block: Table, width: int) -> list[str]:
    rows = [[_line(cell) for cell in row] for row in (block.header, *block.rows)]
    widths = _column_widths([max(map(len, column)) for column in zip(*rows, strict=True)], width)
    numeric = [all(_is_number(row[place]) for row in rows[1:]) for place in range(len(widths))]
    lines = [line for row in rows for line in _table_row(row, widths, numeric)]
    height = len(_table_row(rows[0], widths, numeric))
    rule = (" " * _BETWEEN_COLUMNS).join("─" * size for size in widths)
    return [*lines[:height], rule, *lines[height:]]


def _table_row(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    columns = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    lines = []
    for cells in zip_longest(*columns, fillvalue=""):
        sides: list[Callable[[str, int], str]] = [str.rjust if right else str.ljust for right in numeric]
        parts = [side(cell, size) for side, cell, size in zip(sides, cells, widths, strict=True)]
        lines.append((" " * _BETWEEN_COLUMNS).join(parts).rstrip())
    return lines


def _column_widths(widths: list[int], width: int) -> list[int]:
    """As wide as their text, or the widest made narrower until all fit."""
    widths = list(widths)
    while sum(widths) + _BETWEEN_COLUMNS * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _is_number(text: str) -> bool:
    return text.lstrip("−").replace(".", "", 1).replace("/", "", 1).isdigit() or not text


def _boxed(found: captions.Grid, marks: Collection[int]) -> list[str]:
    """A caption and the rows of one map between tall brackets, all lines of equal length."""
    columns = len(found.rows[0])
    cells = [cell for row in found.rows for cell in row]
    if marks:
        cells = [f"[{cell}]" if found.first + place in marks else f" {cell} " for place, cell in enumerate(cells)]
    size = max(map(len, cells))
    rows = [" ".join(cell.rjust(size) for cell in cells[start : start + columns]) for start in range(0, len(cells), columns)]
    lines = [found.caption] if found.caption else []
    lines += [f"{left} {row} {right}" for (left, right), row in zip(_brackets(len(rows)), rows, strict=True)]
    width = max(map(len, lines))
    return [line.ljust(width) for line in lines]


def _brackets(height: int) -> list[str]:
    return ["[]"] if height == 1 else ["┌┐", *["││"] * (height - 2), "└┘"]


def _side_by_side(boxes: Sequence[list[str]], width: int) -> list[str]:
    """Boxes from left to right, aligned at the top; those that do not fit go below."""
    lines: list[str] = []
    row: list[list[str]] = []
    for box in boxes:
        if row and sum(len(b[0]) + _BETWEEN_GRIDS for b in row) + len(box[0]) > width:
            lines += [*_flowed(row), ""]
            row = []
        row.append(box)
    return lines + _flowed(row)


def _flowed(row: Sequence[list[str]]) -> list[str]:
    height = max((len(box) for box in row), default=0)
    padded = [box + [" " * len(box[0])] * (height - len(box)) for box in row]
    return [(" " * _BETWEEN_GRIDS).join(parts).rstrip() for parts in zip(*padded, strict=True)]
