"""The texts of a blueprint: what is too long, or has no place in a text, is told where it stands, before anything is drawn."""

from typing import Any

from ..errors import BadInput, shown
from ..text.nodes import FigureBlock, Items, Paragraph, Tensors
from ..text.tree import parse
from .blueprint_keys import LONGEST_LINE, LONGEST_TEXT
from .blueprint_place import Place
from .toml_lines import Path as Keys


def not_too_long(keys: Keys, text: str, most: int, place: Place) -> None:
    """Not longer than a page can take."""
    if len(text) > most:
        raise place.bad(keys, f"a text of {len(text)} characters; {most} are the most that is printed here")


def one_line(key: str, text: str, place: Place) -> None:
    """Markdown of a single line: formulas and emphasis, but no lists."""
    not_too_long((key,), text, LONGEST_LINE, place)
    with place.at(key):
        blocks = parse(text)
    if "\n" in text.strip() or len(blocks) > 1 or not all(isinstance(block, Paragraph) for block in blocks):
        raise place.bad((key,), f"{shown(text)} is more than a line of text; lists, tables and paragraphs go into the instructions")


def markdown(keys: Keys, text: str, place: Place) -> None:
    """Markdown of the closed set, which is parsed now so that a mistake in it is told now."""
    not_too_long(keys, text, LONGEST_TEXT, place)
    with place.at(*keys):
        _no_directives(parse(text))


def _no_directives(blocks: tuple[Any, ...]) -> None:
    for block in blocks:
        if isinstance(block, Tensors | FigureBlock):
            raise BadInput("::: shows tensors and figures of a problem, and there are none here")
        for item in block.items if isinstance(block, Items) else ():
            _no_directives(item)
