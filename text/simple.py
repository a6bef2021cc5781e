"""Reads at once what most texts are: lines of words, names of code and formulas, one line a paragraph, or a list of such lines.

The parser takes twenty times as long for the same tree. What is not certainly that simple is left to it, and so is everything
that is refused: the parser knows the line.
"""

import re
from itertools import pairwise
from operator import itemgetter

from ..errors import BadInput
from .formula_reader import read_formula
from .nodes import Block, CodeSpan, FigureBlock, Inline, Items, Math, Paragraph, Tensors, Text

_BEGINS = r"(?![0-9]*[.)])(?![-+=#>:|.!~ ])"  # what else would begin here: a list, a heading, a rule
_WORDS = r"(?:[^\\`*_\[\]<>&$!~|]|\\[-\[\]\\!#$%&*+./:;<=>?@^_{|}~()])+"
_PIECE = re.compile(rf"({_WORDS})|`([A-Za-z0-9.-]+)`(?!`)|\$((?:[^$\\]|\\.)+)\$")
_BEGINNING = re.compile(_BEGINS)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = itemgetter(1)
_DIRECTIVE = re.compile(r"::: (tensors|figure) ([A-Za-z0-9′-]+)")
_ITEM = "- "


def simple(markdown: str) -> tuple[Block, ...] | None:
    """The tree of a simple text; None for any other."""
    try:
        blocks = [_block(piece) for piece in markdown.split("\n\n")]
    except BadInput:
        return None
    found = tuple(block for block in blocks if block is not None)
    listed = [isinstance(block, Items) for block in found]
    if len(found) < len(blocks) or any(one and other for one, other in pairwise(listed)):
        return None  # two lists with nothing between them are one
    return found


def _block(piece: str) -> Block | None:
    lines = piece.split("\n")
    if piece.startswith(_ITEM):
        items = [_line(line.removeprefix(_ITEM)) if line.startswith(_ITEM) else None for line in lines]
        return Items(tuple((Paragraph(item),) for item in items if item is not None)) if None not in items else None
    if len(lines) > 1:
        return None
    if directive := _DIRECTIVE.fullmatch(piece):
        return Tensors((directive[2],)) if directive[1] == "tensors" else FigureBlock(directive[2])
    content = _line(piece)
    return None if content is None else Paragraph(content)


def _line(text: str) -> tuple[Inline, ...] | None:
    if not text.isprintable() or text.endswith(" ") or not _BEGINNING.match(text):
        return None
    content: list[Inline] = []
    place = 0
    while place < len(text):
        found = _PIECE.match(text, place)
        if found is None:
            return None
        words, code, formula = found.groups()
        if words is not None:
            content.append(Text(_ESCAPE.sub(_ESCAPED, words) if "\\" in words else words))
        elif code is not None:
            content.append(CodeSpan(code))
        elif text[place - 1 : place].isdigit() or text[found.end() : found.end() + 1].isdigit():
            return None  # such a dollar begins no formula
        else:
            content.append(Math(read_formula(formula.strip())))
        place = found.end()
    return tuple(content) or None
