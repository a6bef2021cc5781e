"""The closed set of nodes that a text is made of. Every writer handles all of them."""

from typing import Any, Protocol

from ..cnn.values import Record
from .formula import Formula


class Picture(Protocol):
    """A figure that a text refers to by name, in all its forms."""

    @property
    def svg(self) -> str: ...

    @property
    def alt(self) -> str:
        """What is seen there, in words."""
        ...

    @property
    def text(self) -> str:
        """In characters, for a terminal."""
        ...


class Text(Record, frozen=True):
    text: str


class Strong(Record, frozen=True):
    content: tuple[Any, ...]  # inlines


class Emphasis(Record, frozen=True):
    content: tuple[Any, ...]


class CodeSpan(Record, frozen=True):
    text: str


class Math(Record, frozen=True):
    """A formula inside a line, as the formula tree that was read from it."""

    formula: Formula


Inline = Text | Strong | Emphasis | CodeSpan | Math


class Paragraph(Record, frozen=True):
    content: tuple[Inline, ...]


class Items(Record, frozen=True):
    """A list, numbered or not."""

    items: tuple[tuple[Any, ...], ...]  # each item is a row of blocks
    ordered: bool = False


class Table(Record, frozen=True):
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


class CodeBlock(Record, frozen=True):
    text: str


class FormulaBlock(Record, frozen=True):
    formula: Formula


class Tensors(Record, frozen=True):
    """Tensors side by side, by name: `::: tensors X, K`."""

    names: tuple[str, ...]


class FigureBlock(Record, frozen=True):
    """A figure by name: `::: figure graph`."""

    name: str


Block = Paragraph | Items | Table | CodeBlock | FormulaBlock | Tensors | FigureBlock
