"""Markdown as a small closed tree: paragraphs, lists, tables, code, formulas, tensors, figures, and nothing else."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import BadInput, shown
from .escape import Markdown, clean, escape
from .formula import Formula
from .formula_reader import read_formula
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
from .simple import simple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["Markdown", "clean", "escape", "parse"]

MOST_CHARACTERS = 200_000
MOST_LEVELS = 8

_DIRECTIVE = re.compile(r":::\s*(tensors|figure)\s+(\S.*)")
_STRAY = re.compile(r"\$+|\\[A-Za-z]")  # in running text, outside of any formula
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)  # two blanks at the end of a line, where nobody sees them, would break it
_KINDS = {
    "heading": "a heading",
    "hr": "a rule across the page",
    "blockquote": "a block quote",
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "image": "an image",
    "link": "a link",
    "hardbreak": "a line broken by a backslash",
}


@lru_cache(maxsize=2048)
def parse(markdown: str) -> tuple[Block, ...]:
    """The tree of a text. What has no place in it is refused, with the line where it stands."""
    if len(markdown) > MOST_CHARACTERS:
        raise BadInput(f"a text of {len(markdown)} characters is longer than {MOST_CHARACTERS}: {shown(markdown)}")
    found = simple(markdown)
    return parsed(markdown) if found is None else found


def parsed(markdown: str) -> tuple[Block, ...]:
    """As the parser reads it, also where that would not be needed."""
    from markdown_it.tree import SyntaxTreeNode

    try:
        return _blocks(SyntaxTreeNode(_parser().parse(_TRAILING.sub("", markdown))).children, 1)
    except RecursionError as error:
        raise BadInput(f"a text is nested too deeply: {shown(markdown)}") from error


def _blocks(nodes: Sequence["SyntaxTreeNode"], line: int) -> tuple[Block, ...]:
    return tuple(_block(node, node.map[0] + 1 if node.map else line) for node in nodes)


def _block(node: "SyntaxTreeNode", line: int) -> Block:
    match node.type:
        case "paragraph":
            return Paragraph(_line(node, line))
        case "bullet_list" | "ordered_list":
            return _items(node, line)
        case "table":
            header, *rows = [tuple(_line(cell, line) for cell in row.children) for part in node.children for row in part.children]
            return Table(header, tuple(rows))
        case "fence":
            return CodeBlock("\n".join(map(clean, node.content.removesuffix("\n").split("\n"))))
        case "math_block":
            return FormulaBlock(_formula(node.content, line))
        case "directive":
            return _directive(node.content, line)
    raise _refused(node, line)


def _items(node: "SyntaxTreeNode", line: int) -> Items:
    if node.level > MOST_LEVELS:  # the parser drops in silence what lies deeper than 20
        raise BadInput(f"line {line}: this list is nested too deeply")
    if node.attrs.get("start", 1) != 1:
        raise BadInput(
            f"line {line} begins like a list that counts from {node.attrs['start']}: write {node.attrs['start']}\\. if none is meant"
        )
    return Items(tuple(_blocks(item.children, line) for item in node.children), node.type == "ordered_list")


def _directive(source: str, line: int) -> Tensors | FigureBlock:
    found = _DIRECTIVE.fullmatch(source)
    if found is None:
        raise BadInput(f"line {line}: {shown(source)} is neither '::: tensors X, K' nor '::: figure NAME'")
    names = [clean(name).strip() for name in found[2].split(",")]
    if not all(names) or (found[1] == "figure" and len(names) > 1):
        raise BadInput(f"line {line}: {shown(source)} names {'more than one figure' if all(names) else 'nothing beside a comma'}")
    return FigureBlock(names[0]) if found[1] == "figure" else Tensors(tuple(names))


def _line(node: "SyntaxTreeNode", line: int) -> tuple[Inline, ...]:
    """The inlines of a block that holds a single line of text."""
    return tuple(inline for child in node.children for inline in _inlines(child.children, line))


def _inlines(nodes: Sequence["SyntaxTreeNode"], line: int) -> Iterator[Inline]:
    """Inlines, with texts that stand side by side made one."""
    text = ""
    for place, node in enumerate(nodes):
        if node.type in ("text", "text_special", "softbreak"):
            text += _text(node, nodes[place + 1].content if place + 1 < len(nodes) else "", line)
            continue
        if text:
            yield Text(text)
            text = ""
        if node.type in ("em", "strong"):
            _refuse_inside_word(nodes, place, line)
        yield _inline(node, line)
    if text:
        yield Text(text)


def _text(node: "SyntaxTreeNode", following: str, line: int) -> str:
    if node.type == "softbreak":
        return " "
    as_typed = node.type == "text" or node.content == node.markup  # else an escape or an entity, which may be anything
    if as_typed and (stray := _STRAY.search(node.content)):
        seen = stray[0] + (following.split(" ")[0] if node.markup else "")
        raise BadInput(f"line {line}: {shown(seen)} stands outside of a formula (a dollar is written \\$, a backslash \\\\)")
    return clean(node.content)


def _inline(node: "SyntaxTreeNode", line: int) -> Inline:
    match node.type:
        case "em":
            return Emphasis(tuple(_inlines(node.children, line)))
        case "strong":
            return Strong(tuple(_inlines(node.children, line)))
        case "code_inline":
            return CodeSpan(clean(node.content))
        case "math_inline":
            return Math(_formula(node.content, line))
    raise _refused(node, line)


def _formula(source: str, line: int) -> Formula:
    try:
        return read_formula(source.strip())
    except BadInput as error:
        raise BadInput(f"line {line}: {error}") from error


def _refused(node: "SyntaxTreeNode", line: int) -> BadInput:
    seen = _source(node)
    raise BadInput(
        f"line {line}: {_KINDS.get(node.type, node.type)} has no place in a text{': ' if seen else ''}{shown(seen) if seen else ''}"
    )


def _source(node: "SyntaxTreeNode") -> str:
    return "".join(part.content for part in node.walk() if not part.children)


def _refuse_inside_word(nodes: Sequence["SyntaxTreeNode"], place: int, line: int) -> None:
    """Emphasis that touches a letter or a digit was meant as a product: 2*n*3."""
    before = nodes[place - 1].content[-1:] if place and nodes[place - 1].type.startswith("text") else ""
    after = nodes[place + 1].content[:1] if place + 1 < len(nodes) and nodes[place + 1].type.startswith("text") else ""
    if before.isalnum() or after.isalnum():
        mark = nodes[place].markup
        seen = f"{before}{mark}{_source(nodes[place])}{mark}{after}"
        raise BadInput(f"line {line}: {shown(seen)} is emphasis inside of a word: write \\* or a formula if a product is meant")


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    # raw HTML is read as such, so that it can be refused; indented code and link definitions would come about unseen
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["code", "reference", "text_join"])
    parser.use(dollarmath_plugin, allow_digits=False, allow_labels=False, allow_blank_lines=False)
    ends: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    parser.block.ruler.before("math_block", "math_begins", _math_begins_rule, ends)
    parser.block.ruler.before("fence", "directive", _directive_rule, ends)
    parser.inline.ruler.at("math_inline", _math_rule)
    parser.inline.ruler.before("emphasis", "product", _product_rule)
    return parser


def _directive_rule(state: "StateBlock", first: int, _last: int, silent: bool) -> bool:
    """A line that begins with three colons."""
    content = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    if not content.startswith(":::"):
        return False
    if not silent:
        token = state.push("directive", "", 0)
        token.map, token.content = [first, first + 1], content.strip()
        state.line = first + 1
    return True


def _math_begins_rule(state: "StateBlock", first: int, _last: int, silent: bool) -> bool:
    """$$ at the start of a line ends a paragraph. (The plugin's own rule does not know that it may be asked for nothing else.)"""
    return silent and state.src.startswith("$$", state.bMarks[first] + state.tShift[first])


def _math_rule(state: "StateInline", silent: bool) -> bool:
    """$…$ with no digit before or after. (The plugin's own rule looks at the *last* character of a text for what is before its first.)"""
    start, end = state.pos, state.posMax
    if state.src[start] != "$" or (start and state.src[start - 1].isdigit()):
        return False
    close = start + 1
    while close < end and state.src[close] != "$":
        close += 2 if state.src[close] == "\\" else 1
    if close >= end or close == start + 1 or state.src[close + 1 : close + 2].isdigit():
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = state.src[start + 1 : close], "$"
    state.pos = close + 1
    return True


def _product_rule(state: "StateInline", silent: bool) -> bool:
    """An asterisk between digits is no emphasis: 3*3*16."""
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    if end == start or not state.src[:start][-1:].isdigit() or not state.src[end : end + 1].isdigit():
        return False
    if not silent:
        state.pending += state.src[start:end]
    state.pos = end
    return True
