"""The tree as data for the LaTeX page templates: what stands in a line is finished TeX, in which every text is escaped."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, assert_never

from ..cnn.values import Tensor
from . import captions
from .formula import Formula
from .formula_latex import latex
from .formula_typst import typst
from .latex_escape import Tex, escape
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
from .typst import grids
from .words import ENGLISH

__all__ = ["Tex", "blocks", "escape", "inlines"]

LONGEST_WORD = 40  # letters that a line of a narrow column holds
_UNBROKEN = 24  # letters of a formula that stays on one line, counted as the other press counts them, so that lines break alike


def blocks(
    tree: Iterable[Block], tensors: Mapping[str, Tensor], language: str = ENGLISH, figures: Mapping[str, Picture] | None = None
) -> list[dict[str, Any]]:
    """All blocks, in the form that the Typst press gets, but with TeX where that has texts. Tensors and figures are looked up by name."""
    return [_block(block, tensors, language, figures or {}) for block in tree]


@lru_cache(2048)
def inlines(content: tuple[Inline, ...]) -> Tex:
    """What stands in one line of text. Most is the same for many students."""
    return Tex("".join(map(_inline, content)))


def _block(block: Block, tensors: Mapping[str, Tensor], language: str, figures: Mapping[str, Picture]) -> dict[str, Any]:
    match block:
        case Paragraph(content):
            return {"type": "paragraph", "content": inlines(content)}
        case Items(items, ordered):
            return {"type": "list", "ordered": ordered, "items": [blocks(item, tensors, language, figures) for item in items]}
        case Table(header, rows):
            cells = [[inlines(cell) for cell in row] for row in (header, *rows)]
            return {"type": "table", "header": cells[0], "rows": cells[1:]}
        case CodeBlock(text):
            return {"type": "code", "lines": text.split("\n")}
        case FormulaBlock(formula):
            return {"type": "formula", "content": latex(formula)}
        case Tensors(names):
            found = [grid for name in names for grid in grids(name, captions.named(tensors, name), language)]
            return {"type": "tensors", "grids": found}
        case FigureBlock(name):
            figure = captions.named(figures, name, "figure")
            return {"type": "figure", "svg": figure.svg}
    assert_never(block)


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return escape(text, LONGEST_WORD)
        case Strong(content):
            return rf"\textbf{{{inlines(content)}}}"
        case Emphasis(content):
            return rf"\emph{{{inlines(content)}}}"
        case CodeSpan(text):
            return rf"\code{{{escape(text, LONGEST_WORD)}}}"
        case Math(formula):
            return _math(formula)
    assert_never(inline)


def _math(formula: Formula) -> str:
    """A short formula is not torn at the end of a line, and neither is one with a fraction, which gets more room."""
    source = typst(formula)
    if "frac(" in source:
        return rf"\tallformula{{{latex(formula)}}}"
    return rf"\mbox{{${latex(formula)}$}}" if len(source) <= _UNBROKEN else f"${latex(formula)}$"
