"""Markdown to the closed tree: what is read, what is refused, and texts that come back as they were."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convexam.errors import BadInput
from convexam.text.formula import Symbol
from convexam.text.nodes import (
    CodeBlock,
    CodeSpan,
    Emphasis,
    FigureBlock,
    FormulaBlock,
    Items,
    Math,
    Paragraph,
    Strong,
    Table,
    Tensors,
    Text,
)
from convexam.text.tree import clean, escape, parse, parsed

X = Math(Symbol("x"))


def line(*content: Any) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


READ = [
    ("text", "a\nb", [line("a b")]),
    ("two paragraphs", "a\n\nb", [line("a"), line("b")]),
    ("strong, emphasis, code", "**a** *b* `c*d`", [line(Strong((Text("a"),)), " ", Emphasis((Text("b"),)), " ", CodeSpan("c*d"))]),
    ("formula", "$x$ is 3", [line(X, " is 3")]),
    ("formulas side by side", "$x$, $x$.", [line(X, ", ", X, ".")]),
    ("formula block", "$$\nx\n$$", [FormulaBlock(Symbol("x"))]),
    ("formula block ends a paragraph", "a\n$$ x $$\nb", [line("a"), FormulaBlock(Symbol("x")), line("b")]),
    ("product", "3*3*3*16 + 2**3", [line("3*3*3*16 + 2**3")]),
    ("product with blanks", "3 * n * 3", [line("3 * n * 3")]),
    ("strong number", "**3** rows", [line(Strong((Text("3"),)), " rows")]),
    ("underscores", "a_1_b", [line("a_1_b")]),
    ("dollar", r"5\$ and 6\$", [line("5$ and 6$")]),
    ("backslash", r"C:\\dir \*", [line(r"C:\dir *")]),
    ("entity", "&copy; &amp; &#36;", [line("© & $")]),
    ("blanks at the end of a line", "a  \nb", [line("a b")]),
    ("no link definition", "[x]: y", [line("[x]: y")]),
    ("indented", "     a", [line("a")]),
    ("list", "- a\n- $x$", [Items(((line("a"),), (line(X),)))]),
    ("numbered list", "1. a\n2. b", [Items(((line("a"),), (line("b"),)), ordered=True)]),
    ("list in a list", "- a\n  - b", [Items(((line("a"), Items(((line("b"),),))),))]),
    ("code", "```\na  *b*\n c\n```", [CodeBlock("a  *b*\n c")]),
    ("tensors", "a\n::: tensors X, K\nb", [line("a"), Tensors(("X", "K")), line("b")]),
    ("tensors in a list", "- a\n\n  ::: tensors X", [Items(((line("a"), Tensors(("X",))),))]),
    ("figure", "::: figure graph", [FigureBlock("graph")]),
    ("control characters", "a\u202e\u00adb\x07", [line("ab")]),
    ("nothing", " \n", []),
]


@pytest.mark.parametrize(("markdown", "tree"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_read(markdown: str, tree: list[Any]) -> None:
    assert parse(markdown) == tuple(tree)


def test_table() -> None:
    table = parse("| a | b |\n| --- | --: |\n| $x$ | c \\| d |\n| e |\n")
    rows = (((X,), (Text("c | d"),)), ((Text("e"),), ()))
    assert table == (Table(((Text("a"),), (Text("b"),)), rows),)


REFUSED = [
    ("HTML block", "a\n\n<div>x</div>", "line 3: raw HTML has no place in a text: '<div>x</div>'"),
    ("HTML", "a <b>x</b>", "line 1: raw HTML has no place in a text: '<b>'"),
    ("heading", "# h", "line 1: a heading has no place in a text: 'h'"),
    ("underlined heading", "h\n===", "line 1: a heading"),
    ("rule", "a\n\n---", "line 3: a rule across the page"),
    ("image", "![a](b)", "line 1: an image"),
    ("link", "[a](b)", "line 1: a link has no place in a text: 'a'"),
    ("address", "<http://a.b>", "line 1: a link"),
    ("quote", "> q", "line 1: a block quote has no place in a text: 'q'"),
    ("hard line break", "a\\\nb", "line 1: a line broken by a backslash"),
    ("emphasis in a product", "a 2*n*3", "line 1: '2*n*3' is emphasis inside of a word"),
    ("emphasis in a product of letters", "a*b*c", "line 1: 'a*b*c' is emphasis"),
    ("command outside of a formula", r"3 \times 3", r"line 1: '\times' stands outside of a formula"),
    ("lone dollar", "5$ and 6$", "line 1: '$' stands outside"),
    ("formula before a digit", "$2$3", "line 1: '$' stands outside"),
    ("bad formula", "a\n\n- $\\foo$", r"line 3: formula '\foo'"),
    ("bad formula in a table", "| a |\n|---|\n| $ $ |", "formula ''"),
    ("open formula block", "$$\nx", "line 1: '$$' stands outside"),
    ("later number", "2024. a", r"line 1 begins like a list that counts from 2024: write 2024\."),
    ("unknown directive", "::: video X", "line 1: '::: video X' is neither"),
    ("comma at the end", "::: tensors X,", "line 1: '::: tensors X,' names nothing"),
    ("two figures", "::: figure a, b", "names more than one figure"),
    ("deep list", "- " * 8 + "x", "nested too deeply"),
    ("deep emphasis", "*a **b " * 900 + "x" + " c** d*" * 900, "nested too deeply"),
    ("endless", "x" * 200_001, "longer than"),
]


@pytest.mark.parametrize(("markdown", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(markdown: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(markdown)
    assert message in str(caught.value)


MARKS = st.text(alphabet="\\`*_[]<>&$|~{}-+=#:.)(!1a \t\n\"'&#;3\u00a0\u2028\u200d\u202e", max_size=12)
TEXTS = MARKS | st.text(max_size=20)


@given(TEXTS)
def test_escaped_text_comes_back(text: str) -> None:
    assert parse(escape(text)) == ((line(clean(text)),) if clean(text) else ())


@given(TEXTS)
def test_escaped_text_comes_back_from_everywhere(text: str) -> None:
    inside = f"a{clean(text)}b"
    assert parse(f"a{escape(text)}b") == (line(inside),)
    assert parse(f"- a{escape(text)}b") == (Items(((line(inside),),)),)
    assert parse(f"| h |\n|---|\n| a{escape(text)}b |") == (Table(((Text("h"),),), (((Text(inside),),),)),)


@given(st.text(alphabet="ab1 *_`$|\\<>[]()!#-+:.\n&;{}^~", max_size=30))
def test_any_markdown_is_read_or_refused(markdown: str) -> None:
    try:
        assert isinstance(parse(markdown), tuple)
    except BadInput:
        return


PLAIN = (
    "Turned first. (`conv2d.kernel-flipped`, `a.b`)",
    r"\-4 of \$5 \* 2 \\",
    "`a`",
    "5 - 3 = 2 : # 1",
    "a ::: b",
    "(c) ... 'x' \"y\"",
    "12), no list",
    "Each weight: $3 \\cdot (-2) + 1 = -5$ and $n$.\n\n- first: $x$\n- second\n\n::: tensors Z\n\n::: figure G′\n\nDone.",
    "- one\n\n- two",
    "- one\n- two\n\nthree",
    "a\n\n\nb",
    "one\ntwo",
    "- - a",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_lines_are_read_as_the_parser_reads_them(text: str) -> None:
    assert parse(text) == parsed(text)


@given(st.text(alphabet="ab1  ,`\\-+.:#=()!/é−", max_size=20))
def test_any_line_is_read_as_the_parser_reads_it(text: str) -> None:
    try:
        found = parse(text)
    except BadInput:
        return
    assert found == parsed(text)


PIECES = (
    "a",
    "1",
    " ",
    "- ",
    "\n",
    "\n\n",
    "$",
    "$x$",
    "$1 + 2$",
    "\\cdot",
    "`",
    "`a.b`",
    "::: ",
    "::: tensors X",
    "2. ",
    "²",
    "|",
    "*",
    "\\$",
    "\\\\",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_of_such_pieces_is_read_as_the_parser_reads_it(text: str) -> None:
    try:
        found = parse(text)
    except BadInput:
        return
    assert found == parsed(text)
