"""Writes the tree as HTML that is well-formed XML too: formulas as MathML, tensors as tables. Every text is escaped here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import assert_never

from ..cnn.values import Record, Tensor
from . import captions
from .formula_mathml import mathml
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
from .terminal import one_line
from .voice import spoken_cache
from .words import ENGLISH, words_beside

_PHONE = 290  # so many pixels are there for a table on a narrow phone
_DIGIT, _MARGINS = 9.5, 17  # pixels of a character, and around the text of a cell
_SVG = "http://www.w3.org/2000/svg"  # a page needs no such name
_MOST_COLUMNS = 4  # of a table of words, whose cells break their lines


class Sources(Record, frozen=True):
    """What a text refers to by name, and its language."""

    tensors: Mapping[str, Tensor]
    figures: Mapping[str, Picture]
    language: str = ENGLISH


def blocks(tree: Iterable[Block], sources: Sources) -> str:
    """All blocks, one below the other."""
    return "\n".join(_block(block, sources) for block in tree)


def inlines(content: Iterable[Inline], language: str = ENGLISH) -> str:
    """What stands in one line of text."""
    return "".join(_inline(inline, language) for inline in content)


def side_by_side(tables: Iterable[str]) -> str:
    """Maps from left to right; those that do not fit go below."""
    return f'<div class="maps">{"".join(tables)}</div>'


def map_table(
    caption: str,
    rows: Sequence[Sequence[str]],
    language: str = ENGLISH,
    cell: Callable[[str, int, int], str] = lambda text, _row, _column: escape(text),
    heard: bool = False,
) -> str:
    """One map whose rows and columns are counted. `cell` writes what stands in a cell; a caption may be heard only."""
    heads = "".join(_head("col", "column", number, language) for number in range(1, len(rows[0]) + 1))
    lines = [
        f"<tr>{_head('row', 'row', r, language)}{''.join(f'<td>{cell(text, r, c)}</td>' for c, text in enumerate(row, 1))}</tr>"
        for r, row in enumerate(rows, 1)
    ]
    table = f'<table class="map">{_caption(caption, heard)}<thead><tr><td></td>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    width = (len(rows[0]) + 1) * (_MARGINS + _DIGIT * max(len(text) for row in rows for text in row))
    return scrolling(table, caption) if width > _PHONE else table


def scrolling(table: str, name: str) -> str:
    """A box in which something wide can be moved, with the keyboard too. It moves for itself, never the page."""
    return f'<div class="wide" role="group" aria-label="{escape(name)}" tabindex="0">{table}</div>'


@spoken_cache(1024)
def said(block: str, language: str, **numbers: int) -> str:
    """`row 2, column 3`, as it is read aloud."""
    return one_line(words_beside(__file__, language).fill(block, **numbers))


def _caption(caption: str, heard: bool) -> str:
    kind = ' class="heard"' if heard else ""
    return f"<caption{kind}>{escape(caption)}</caption>" if caption else ""


def _head(scope: str, block: str, number: int, language: str) -> str:
    return f'<th scope="{scope}" aria-label="{escape(said(block, language, number=number))}">{number}</th>'


def _block(block: Block, sources: Sources) -> str:
    match block:
        case Paragraph(content):
            return f"<p>{inlines(content, sources.language)}</p>"
        case Items(items, ordered):
            kind = "ol" if ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_item(item, sources)}</li>' for item in items)}</{kind}>"
        case Table(header, rows):
            return _table(header, rows, sources.language)
        case CodeBlock(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case FormulaBlock(formula):
            return f'<div class="formula">{mathml(formula, block=True, language=sources.language)}</div>'
        case Tensors(names):
            found = [grid for name in names for grid in captions.grids(name, captions.named(sources.tensors, name), sources.language)]
            return side_by_side(map_table(grid.caption, grid.rows, sources.language) for grid in found)
        case FigureBlock(name):
            return _figure(name, sources.figures)
    assert_never(block)


def _item(item: Sequence[Block], sources: Sources) -> str:
    """An item of a single paragraph is a line of its list."""
    match item:
        case (Paragraph(content),):
            return inlines(content, sources.language)
        case _:
            return blocks(item, sources)


def _inline(inline: Inline, language: str) -> str:
    match inline:
        case Text(text):
            return escape(text)
        case Strong(content):
            return f"<strong>{inlines(content, language)}</strong>"
        case Emphasis(content):
            return f"<em>{inlines(content, language)}</em>"
        case CodeSpan(text):
            return f"<code>{escape(text)}</code>"
        case Math(formula):
            return mathml(formula, language=language)
    assert_never(inline)


def _table(header: Sequence[Sequence[Inline]], rows: Sequence[Sequence[Sequence[Inline]]], language: str) -> str:
    heads = "".join(f'<th scope="col">{inlines(cell, language)}</th>' if cell else "<td></td>" for cell in header)
    lines = "".join(f"<tr>{''.join(f'<td>{inlines(cell, language)}</td>' for cell in row)}</tr>" for row in rows)
    table = f'<table class="words"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    return scrolling(table, said("table", language)) if len(header) > _MOST_COLUMNS else table


def _figure(name: str, figures: Mapping[str, Picture]) -> str:
    figure = captions.named(figures, name, "figure")
    return f"<figure>{picture(figure.svg, figure.alt)}</figure>"


def picture(svg: str, alt: str) -> str:
    """As a part of the page, so that it has the page's colours. Nothing in it was typed by a person: it is drawn in `figures.py`."""
    start, _, rest = svg.partition(f' xmlns="{_SVG}"')
    return f'{start} role="img" aria-label="{escape(alt)}"{rest}'
