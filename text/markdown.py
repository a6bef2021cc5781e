"""Writes the tree as Markdown that GitHub and other sites show as it is meant: formulas as Unicode text, tensors as blocks of fixed width."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from ..cnn.values import Record, Tensor
from . import captions
from .escape import Markdown, clean
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
    Strong,
    Table,
    Tensors,
    Text,
)
from .terminal import terminal
from .words import ENGLISH

WIDTH = 92  # characters of fixed width that a page shows without scrolling

_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~]")
_LEADING = re.compile(r"^([0-9]*)([-+=#:.)])")  # at the start of a line these make lists, headings, rules
_TICKS = re.compile(r"`+")


class Link(Record, frozen=True):
    """Where the picture of a figure lies, seen from the page, and what is seen there in words."""

    path: str
    alt: str


class _Page(Record, frozen=True):
    """What a block may need to be written."""

    tensors: Mapping[str, Tensor]
    figures: Mapping[str, Link]
    language: str


def markdown(
    blocks: Iterable[Block], tensors: Mapping[str, Tensor], figures: Mapping[str, Link] | None = None, language: str = ENGLISH
) -> Markdown:
    """All blocks, one below the other."""
    return Markdown(_blocks(blocks, _Page(tensors, figures or {}, language)))


def one_cell(blocks: Iterable[Block]) -> Markdown:
    """All of a text on one line, for a cell of a table."""
    return Markdown(" ".join(_cell(block.content) if isinstance(block, Paragraph) else _flat(block) for block in blocks))


def code(text: str) -> Markdown:
    """A piece of code inside a line, whatever stands in it."""
    text = clean(text)
    marks = _fence(text, 1)
    edge = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) or not text else ""
    return Markdown(f"{marks}{edge}{text}{edge}{marks}")


def code_cell(text: str) -> Markdown:
    """Code in a cell of a table, where a bar would end the cell, inside of code too."""
    return Markdown(code(text).replace("|", r"\|"))


def plain(text: str) -> Markdown:
    """Text inside a line that reads as it is, also in a cell of a table."""
    return Markdown(_SPECIAL.sub(r"\\\g<0>", clean(text)))


def _blocks(blocks: Iterable[Block], page: _Page) -> str:
    return "\n\n".join(_block(block, page) for block in blocks)


def _block(block: Block, page: _Page) -> str:
    match block:
        case Paragraph(content):
            return _LEADING.sub(r"\1\\\2", _line(content).strip())
        case Items():
            return _items(block, page)
        case Table(header, rows):
            return "\n".join([_row(header), f"|{' --- |' * len(header)}", *map(_row, rows)])
        case CodeBlock(text):
            return _fenced(text)
        case FormulaBlock(formula):
            return f"> {plain(unicode(formula))}"
        case Tensors():
            return _fenced(terminal([block], page.tensors, WIDTH, language=page.language))
        case FigureBlock(name):
            link = captions.named(page.figures, name, "figure")
            return f"![{plain(link.alt)}]({link.path})"
    assert_never(block)


def _line(content: Iterable[Inline]) -> str:
    return "".join(map(_inline, content))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return plain(text)
        case Strong(content):
            return f"**{_line(content)}**"
        case Emphasis(content):
            return f"*{_line(content)}*"
        case CodeSpan(text):
            return code(text)
        case Math(formula):
            return plain(unicode(formula))
    assert_never(inline)


def _items(block: Items, page: _Page) -> str:
    loose = any(len(item) > 1 for item in block.items)
    written = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "- "
        first, *more = _blocks(item, page).split("\n")
        written.append("\n".join([f"{mark}{first}".rstrip(), *(f"{' ' * len(mark)}{line}".rstrip() for line in more)]))
    return ("\n\n" if loose else "\n").join(written)


def _row(cells: Sequence[Sequence[Inline]]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(content: Sequence[Inline]) -> str:
    return "".join(code_cell(inline.text) if isinstance(inline, CodeSpan) else _inline(inline) for inline in content)


def _flat(block: Block) -> str:
    return plain(" ".join(terminal([block], {}, 100_000).split()))


def _fenced(text: str) -> str:
    marks = _fence(text, 3)
    return f"{marks}text\n{text}\n{marks}"


def _fence(text: str, least: int) -> str:
    """Longer than any row of ticks inside."""
    return "`" * max([least, *(len(found) + 1 for found in _TICKS.findall(text))])
