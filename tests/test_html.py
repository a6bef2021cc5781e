"""The page on a screen: well-formed, self-contained, complete, named for listeners, and made without the key."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import CODE, called, process, shown
from convexam.cnn.values import Tensor
from convexam.errors import BadInput
from convexam.exercises.problem import Figure, Key, NamedTensor, Problem
from convexam.exercises.statement import asked, problem
from convexam.sheets.html_page import html_page
from convexam.sheets.html_spaces import answer, space
from convexam.text.captions import grids
from convexam.text.html import Sources, blocks
from convexam.text.tree import clean, escape, parse
from test_families import EVERY, documents, solved, unlike
from test_pages import in_text, stated, without

every = pytest.mark.parametrize(("name", "level"), EVERY)

FLOW = {"p", "ul", "ol", "table", "div", "section", "pre", "figure", "fieldset", "h1", "h2", "h3", "h4"}  # what no line of text can hold
LINES = {"p", "h1", "h2", "h3", "h4", "span", "strong", "em", "b", "code", "label", "caption"}
ELSEWHERE = re.compile(r"https?:|url\(|@import|<script|<link|<iframe|javascript:|\son[a-z]+=", re.IGNORECASE)


def tree(html: str) -> ET.Element:
    """By a parser that forgives nothing: each element closed, each sign escaped, no attribute twice."""
    return ET.fromstring(html)


def text(root: ET.Element) -> str:
    return " ".join(part for part in body(root).itertext() if part.strip())


def body(root: ET.Element) -> ET.Element:
    found = root.find("body")
    return root if found is None else found


def both(name: str, level: int, seed: int) -> Iterator[tuple[Problem, Key, str]]:
    """Sheet and key of one problem."""
    given, key = documents(name, level, seed)
    yield given, key, html_page([given])
    yield given, key, html_page([given], [key])


@every
def test_a_page_is_well_formed_and_needs_nothing_from_elsewhere(name: str, level: int) -> None:
    for _, _, html in both(name, level, 0):
        root = tree(html)
        assert html.startswith("<!DOCTYPE html>\n")
        assert ELSEWHERE.findall(html) == []
        assert [
            link for element in root.iter() if (link := element.get("src") or element.get("href")) and not link.startswith("data:")
        ] == []
        assert [mark for mark in ("{{", "{%", "{#", "<<", "None", "Undefined") if mark in html] == []
        inside = [(line.tag, child.tag) for line in root.iter() if line.tag in LINES for child in line.iter() if child is not line]
        assert [(outer, inner) for outer, inner in inside if inner in FLOW] == []


@every
def test_a_listener_finds_the_way(name: str, level: int) -> None:
    for sheet, _, html in both(name, level, 0):
        root = tree(html)
        assert root.get("lang") == sheet.language
        assert len(list(root.iter("main"))) == 1
        levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
        assert levels[:3] == [1, 2, 3]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert root.findtext(".//h2") == f"1. {sheet.title}"
        assert all(head.get("scope") in ("col", "row") for head in root.iter("th"))
        assert all(math.get("aria-label") for math in root.iter("math"))
        labelled = {field for label in root.iter("label") for field in label.iter("input")}
        fields = [field for tag in ("input", "textarea") for field in root.iter(tag)]
        assert all(field.get("aria-label") or field in labelled for field in fields)


@every
def test_every_field_has_a_name_of_its_own(name: str, level: int) -> None:
    root = tree(html_page([documents(name, level, 0)[0]]))
    fields = [field for field in root.findall("./body/main/section//*[@aria-label]") if field.tag in ("input", "textarea")]
    named = [field.get("aria-label") for field in fields]
    named += ["".join(label.itertext()) for choice in root.iter("fieldset") for label in choice.iter("label")]
    assert named
    assert len(set(named)) == len(named)


@every
def test_every_number_of_the_statement_is_on_the_page(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        for sheet, _, html in both(name, level, seed):
            assert without(in_text(text(tree(html))), stated(sheet)) == []


@every
def test_the_key_shows_every_answer_and_every_mistake(name: str, level: int) -> None:
    given, key = documents(name, level, 1)
    found = text(tree(html_page([given], [key])))
    assert without(in_text(found), [n for part in key.parts for n in in_text(part.shown)]) == []
    codes = {code for part in key.parts for mistake in part.mistakes for code in mistake.codes}
    assert [code for code in codes if code not in found] == []


@every
def test_each_map_of_the_statement_is_a_table(name: str, level: int) -> None:
    given, _ = documents(name, level, 0)
    tables = [table for table in tree(html_page([given])).iter("table") if table.get("class") == "map" and not list(table.iter("input"))]
    cells = [cell.text for table in tables for cell in table.findall("tbody/tr/td")]
    in_statement = [one for one in given.tensors if re.search(rf"::: tensors.*\b{one.name}\b", given.statement)]
    assert cells == [cell for one in in_statement for grid in grids(one.name, one.tensor) for row in grid.rows for cell in row]
    assert all(table.findtext("caption") for table in tables)


@every
def test_the_page_does_not_depend_on_the_key(name: str, level: int) -> None:
    """The same bytes when every answer and step of the key is another one."""
    one = solved(name, level, 0)
    assert html_page([problem(one.exercise, asked(one))]) == html_page([problem(one.exercise, asked(unlike(one)))])


TENSORS = {"X": Tensor((1, 2), (1, -2))}
PICTURE = Figure("graph", '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a "line" & more', "/")
SOURCES = Sources(TENSORS, {"graph": PICTURE})
X = '<math aria-label="x"><mi>x</mi></math>'
BLOCKS = {  # id: (Markdown, HTML)
    "paragraph": ("a & b", "<p>a &amp; b</p>"),
    "marks": ("**a** *b* `c < d`", "<p><strong>a</strong> <em>b</em> <code>c &lt; d</code></p>"),
    "formula": ("$x$", f"<p>{X}</p>"),
    "formula block": ("$$x$$", '<div class="formula"><math display="block" aria-label="x"><mi>x</mi></math></div>'),
    "list": ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    "numbered list": ("1. a\n\n   b", "<ol><li><p>a</p>\n<p>b</p></li></ol>"),
    "code": ("```\na < b\n c\n```", "<pre><code>a &lt; b\n c</code></pre>"),
    "table": (
        "| a | |\n|---|---|\n| $x$ | b |",
        '<table class="words"><thead><tr><th scope="col">a</th><td></td></tr></thead>'
        f"<tbody><tr><td>{X}</td><td>b</td></tr></tbody></table>",
    ),
    "tensors": (
        "::: tensors X",
        '<div class="maps"><table class="map"><caption>X</caption><thead><tr><td></td>'
        '<th scope="col" aria-label="column 1">1</th><th scope="col" aria-label="column 2">2</th></tr></thead>'
        '<tbody><tr><th scope="row" aria-label="row 1">1</th><td>1</td><td>−2</td></tr></tbody></table></div>',
    ),
    "figure": (
        "::: figure graph",
        '<figure><svg role="img" aria-label="a &quot;line&quot; &amp; more"/></figure>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "html"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(markdown: str, html: str) -> None:
    assert blocks(parse(markdown), SOURCES) == html


@pytest.mark.parametrize(
    ("markdown", "fragment"), [("::: tensors Q", "a tensor 'Q'"), ("::: figure Q", "a figure 'Q'")], ids=["tensor", "figure"]
)
def test_what_is_not_there_is_refused(markdown: str, fragment: str) -> None:
    with pytest.raises(BadInput, match=fragment):
        blocks(parse(markdown), SOURCES)


def test_only_what_is_wider_than_a_phone_moves_in_a_box_of_its_own() -> None:
    def boxed(columns: int) -> list[ET.Element]:
        sources = Sources({"X": Tensor((1, columns), (-10,) * columns)}, {})
        return [box for box in tree(blocks(parse("::: tensors X"), sources)).iter("div") if box.get("class") == "wide"]

    assert boxed(3) == []
    assert [(box.get("tabindex"), box.get("role"), box.get("aria-label")) for box in boxed(12)] == [("0", "group", "X")]


TYPED = st.text(st.characters(exclude_characters="\ufffe\uffff") | st.sampled_from("<>&\"'`$*_{}%#"), max_size=30)
DOCUMENTS = documents("conv2d", 1, 0)


def dressed(typed: str) -> ET.Element:
    """A key in which a text stands wherever a person's text may stand."""
    given, key = DOCUMENTS
    tensors = (NamedTensor(typed, TENSORS["X"]), *given.tensors)
    statement = f"{escape(typed)} `{'' if '`' in typed else clean(typed)}x`"
    changed = msgspec.structs.replace(given, title=escape(typed), statement=statement, tensors=tensors)
    return tree(html_page([changed], [key], title=escape(typed)))


@given(TYPED.map(lambda typed: f"a{typed}b"))
def test_text_stays_text(typed: str) -> None:
    root, plain = dressed(typed), " ".join(clean(typed).split())
    assert [element.tag for element in root.iter()] == [element.tag for element in dressed("a").iter()]
    assert root.findtext(".//h1", "").startswith(plain)
    assert root.findtext(".//h2") == f"1. {plain}"
    assert " ".join(root.findtext("./body/main/section/p[2]", "").split()) == plain


GRID = {"type": "grid", "grids": [{"caption": "", "rows": 1, "columns": 2}], "chars": 4}
OPTIONS = {"type": "options", "options": [{"letter": "A", "text": "1 < 2"}, {"letter": "B", "text": "2"}]}
TABLE = {
    "type": "table",
    "columns": ["shape", "size"],
    "rows": [{"caption": "conv1", "cells": [None, ""]}, {"caption": "conv2", "cells": ["3", None]}],
}
SPACES = {  # id: (space, names of its fields)
    "box": ({"type": "box", "width": "short"}, ["Answer to 1 (a)"]),
    "lines": ({"type": "lines", "count": 5}, ["Answer to 1 (a)"]),
    "grid": (GRID, ["Answer to 1 (a), row 1, column 1", "Answer to 1 (a), row 1, column 2"]),
    "table": (TABLE, ["Answer to 1 (a), conv1, shape", "Answer to 1 (a), conv2, size"]),
}


@pytest.mark.parametrize(("data", "names"), SPACES.values(), ids=SPACES)
def test_spaces(data: dict[str, Any], names: list[str]) -> None:
    root = tree(f"<body>{space(data, '1 (a)', 'en')}</body>")
    assert [field.get("aria-label") for field in root.iter() if field.tag in ("input", "textarea")] == names


def test_one_of_several_options() -> None:
    root = tree(space(OPTIONS, "1 (a)", "en"))
    assert root.findtext("legend") == "Answer to 1 (a)"
    assert ["".join(label.itertext()).split() for label in root.iter("label")] == [["A", "1", "<", "2"], ["B", "2"]]
    assert {field.get("name") for field in root.iter("input")} == {"1 (a)"}


ANSWERS = {  # id: (answer, space, what is read)
    "text": ({"type": "text", "text": "3 × 3"}, SPACES["box"][0], "Answer: 3 × 3"),
    "grid": ({"type": "grid", "grids": [{"caption": "", "rows": [["7", "−8"]]}]}, GRID, "Answer 1 2 1 7 −8"),
    "table": ({"type": "table", "cells": [["2 × 2", ""], ["", "4"]]}, TABLE, "Answer to 1 (a) shape size conv1 2 × 2 conv2 3 4"),
    "option": ({"type": "option", "letter": "B"}, OPTIONS, "Answer: B A 1 < 2 B 2"),
}


@pytest.mark.parametrize(("data", "around", "read"), ANSWERS.values(), ids=ANSWERS)
def test_answers(data: dict[str, Any], around: dict[str, Any], read: str) -> None:
    root = tree(f"<body>{answer(data, around, '1 (a)', 'en')}</body>")
    assert " ".join(" ".join(root.itertext()).split()).replace(" :", ":") == read
    assert list(root.iter("input")) == []


def test_an_unknown_space_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown space: hole"):
        space({"type": "hole"}, "1", "en")
    with pytest.raises(ValueError, match="unknown answer: hole"):
        answer({"type": "hole"}, {}, "1", "en")


def test_the_language_is_that_of_the_problem() -> None:
    english, _ = documents("conv2d", 1, 0)
    other = msgspec.structs.replace(english, language="ro", name="other")
    assert tree(html_page([other])).get("lang") == "ro"
    root = tree(html_page([english, other]))
    assert [section.get("lang") for section in root.findall("./body/main/section")] == [None, "ro"]


def test_show_writes_a_page(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    assert called("show", CODE, "-o", str(file)) == (0, "", f"{file}: {CODE}\n")
    html = file.read_text(encoding="utf-8")
    assert html == shown("show", CODE, "--format", "html")
    assert f"<code>{CODE}</code>" in html
    assert "Solution" not in html
    assert "Practice sheet – Solution" in shown("show", CODE, "--format", "html", "--solution")


def test_a_fresh_process_writes_the_same_bytes() -> None:
    done = process("show", CODE, "--format", "html", "--solution")
    assert done.stdout.decode() == shown("show", CODE, "--format", "html", "--solution")
