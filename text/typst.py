"""The tree as data for the Typst page template: words as strings, which are inert there, and formulas as our own Typst source."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from ..answers.kind import Typed
from ..cnn.values import Tensor
from . import captions
from .formula import Formula
from .formula_spoken import spoken
from .formula_typst import typst
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
from .voice import spoken_cache
from .words import ENGLISH


def blocks(
    tree: Iterable[Block], tensors: Mapping[str, Tensor], language: str = ENGLISH, figures: Mapping[str, Picture] | None = None
) -> list[dict[str, Any]]:
    """All blocks, ready for JSON. Tensors and figures are looked up by name."""
    return [_block(block, tensors, language, figures or {}) for block in tree]


def grids(name: str, tensor: Tensor | Typed, language: str = ENGLISH) -> list[dict[str, Any]]:
    """The maps of a tensor, each with its caption and the cells as they are printed."""
    return [{"caption": grid.caption, "rows": [list(row) for row in grid.rows]} for grid in captions.grids(name, tensor, language)]


@spoken_cache(2048)
def inlines(content: tuple[Inline, ...], language: str = ENGLISH) -> list[dict[str, Any]]:
    """What stands in one line of text, ready for JSON. Most is the same for many students."""
    return [_inline(inline, language) for inline in content]


def _block(block: Block, tensors: Mapping[str, Tensor], language: str, figures: Mapping[str, Picture]) -> dict[str, Any]:
    match block:
        case Paragraph(content):
            return {"type": "paragraph", "content": inlines(content, language)}
        case Items(items, ordered):
            return {"type": "list", "ordered": ordered, "items": [blocks(item, tensors, language, figures) for item in items]}
        case Table(header, rows):
            cells = [[inlines(cell, language) for cell in row] for row in (header, *rows)]
            return {"type": "table", "header": cells[0], "rows": cells[1:]}
        case CodeBlock(text):
            return {"type": "code", "text": text}
        case FormulaBlock(formula):
            return {"type": "formula", **_math(formula, language)}
        case Tensors(names):
            found = [grid for name in names for grid in grids(name, captions.named(tensors, name), language)]
            return {"type": "tensors", "grids": found}
        case FigureBlock(name):
            figure = captions.named(figures, name, "figure")
            return {"type": "figure", "svg": figure.svg, "alt": figure.alt}
    assert_never(block)


def _inline(inline: Inline, language: str) -> dict[str, Any]:
    if isinstance(inline, Text):  # most are
        return {"type": "text", "text": inline.text}
    match inline:
        case Strong(content):
            return {"type": "strong", "content": inlines(content, language)}
        case Emphasis(content):
            return {"type": "emphasis", "content": inlines(content, language)}
        case CodeSpan(text):
            return {"type": "code", "text": text}
        case Math(formula):
            return {"type": "math", **_math(formula, language)}
    assert_never(inline)


def _math(formula: Formula, language: str) -> dict[str, str]:
    return {"math": typst(formula), "alt": spoken(formula, language)}
