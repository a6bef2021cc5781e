"""The data for the Typst page: exactly these dictionaries, and harmless whatever the text says."""

import json
from typing import Any

import pytest
import typst as press
from hypothesis import given, settings
from hypothesis import strategies as st

from convexam.cnn.values import Tensor
from convexam.errors import BadInput
from convexam.text.figures import Drawing
from convexam.text.tree import escape, parse
from convexam.text.typst import blocks, grids

FIGURES = {"graph": Drawing("<svg/>", "a line that rises", "/")}
TENSORS = {"X": Tensor((2, 1, 2), (1, -2, 3, 4)), "b": Tensor((1,), (5,))}

A = {"type": "text", "text": "a"}
X = {"type": "math", "math": "x_(1)", "alt": "x sub 1"}

DATA = [
    ("paragraph", "a", {"type": "paragraph", "content": [A]}),
    ("strong", "**a**", {"type": "paragraph", "content": [{"type": "strong", "content": [A]}]}),
    ("emphasis", "*a*", {"type": "paragraph", "content": [{"type": "emphasis", "content": [A]}]}),
    ("code span", "`a`", {"type": "paragraph", "content": [{"type": "code", "text": "a"}]}),
    ("formula", "$x_1$", {"type": "paragraph", "content": [X]}),
    ("formula block", "$$x_1$$", {"type": "formula", "math": "x_(1)", "alt": "x sub 1"}),
    ("list", "1. a", {"type": "list", "ordered": True, "items": [[{"type": "paragraph", "content": [A]}]]}),
    ("table", "| a | |\n|---|---|\n| $x_1$ | a |", {"type": "table", "header": [[A], []], "rows": [[[X], [A]]]}),
    ("code", "```\na\n```", {"type": "code", "text": "a"}),
    ("figure", "::: figure graph", {"type": "figure", "svg": "<svg/>", "alt": "a line that rises"}),
    (
        "tensors",
        "::: tensors X, b",
        {
            "type": "tensors",
            "grids": [
                {"caption": "X, channel 1", "rows": [["1", "−2"]]},
                {"caption": "X, channel 2", "rows": [["3", "4"]]},
                {"caption": "b", "rows": [["5"]]},
            ],
        },
    ),
]


@pytest.mark.parametrize(("markdown", "data"), [row[1:] for row in DATA], ids=[row[0] for row in DATA])
def test_blocks(markdown: str, data: dict[str, Any]) -> None:
    assert blocks(parse(markdown), TENSORS, figures=FIGURES) == [data]
    assert json.loads(json.dumps(data)) == data


def test_grids() -> None:
    assert grids("K", Tensor((2, 1, 1, 1), (1, -1))) == [
        {"caption": "K, filter 1", "rows": [["1"]]},
        {"caption": "K, filter 2", "rows": [["−1"]]},
    ]


@pytest.mark.parametrize("kind", ["tensor", "figure"])
def test_what_is_not_there_is_refused(kind: str) -> None:
    with pytest.raises(BadInput, match=f"a {kind} 'Q'"):
        blocks(parse("::: tensors Q" if kind == "tensor" else "::: figure Q"), TENSORS, figures=FIGURES)


PAGE = """#set document(title: "t", date: none)
#let data = json(bytes(sys.inputs.data))
#let inline(x) = if x.type == "math" { math.equation(alt: x.alt, eval(x.math, mode: "math")) } else { x.text }
#for block in data { for x in block.content { inline(x) } }"""


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab#$*_\\\"'`<>[](){}/=@~-1.:;&%^ \u202e\x07", max_size=20).map(lambda text: f"a{text}b"))
def test_typst_takes_any_text(text: str) -> None:
    markdown = rf"{escape(text)} $\text{{{escape(text)}}}$"
    data = json.dumps(blocks(parse(markdown), {}))
    assert press.compile(PAGE.encode(), sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True)[:4] == b"%PDF"
