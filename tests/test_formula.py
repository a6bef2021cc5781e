"""Formulas: every construct through every writer, and nothing that was not asked for."""

import re
from pathlib import Path

import pytest
import typst as press
from hypothesis import given
from hypothesis import strategies as st

from convexam.errors import BadInput
from convexam.text import formula as nodes
from convexam.text.formula_reader import read_formula
from convexam.text.formula_spoken import spoken
from convexam.text.formula_typst import typst
from convexam.text.formula_unicode import unicode
from convexam.text.words import words_beside

PAGE = Path(__file__).with_name("formulas.md")
ROW = re.compile(r"^\| `(.+)` \| (.+) \| (.+) \|$", re.MULTILINE)
GALLERY = [tuple(cell.replace(r"\|", "|") for cell in row) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]
SOURCES = [source for source, _, _ in GALLERY]

STRING = r'"(?:[^\W_]|\ |\\u\{[0-9a-f]+\})*"'
FUNCTION = r"(?:lr|op|frac|sqrt|mat|cases|hat|macron|max|min|ln|log|exp|thin|thick|quad|lt|gt|delim)"
SIGN = r"[-+−⋅×*±=≠≤≥≈∈→…⋯∞∑⌊⌋⌈⌉|]|\\[/,()\[\]{}]|[_^(),;&: ]"
SAFE = re.compile(rf"(?:{STRING}|{FUNCTION}(?![A-Za-z])|[A-Za-zΑ-Ωα-ω](?![A-Za-zΑ-Ωα-ω])|[0-9]+(?:\.[0-9]+)?|{SIGN})*")


def is_safe(source: str) -> bool:
    """Whether this Typst source is made of known words, signs and harmless strings."""
    return SAFE.fullmatch(source.replace('delim: "["', 'delim: ""').replace('delim: "("', 'delim: ""')) is not None


def everything(formula: nodes.Formula) -> set[object]:
    """All nodes of a formula."""
    found: set[object] = {formula}
    for field in formula.__struct_fields__:
        value = getattr(formula, field)
        for part in value if isinstance(value, tuple) else (value,):
            for cell in part if isinstance(part, tuple) else (part,):
                found |= everything(cell) if isinstance(cell, nodes.Formula) else set()
    return found


@pytest.mark.parametrize(("source", "shown", "said"), GALLERY, ids=SOURCES)
def test_gallery(source: str, shown: str, said: str) -> None:
    formula = read_formula(source)
    assert unicode(formula).replace("\u00a0", " ") == shown.replace("\u00a0", " ")
    assert spoken(formula) == said
    assert is_safe(typst(formula))


def test_the_gallery_shows_every_construct() -> None:
    seen = set().union(*(everything(read_formula(source)) for source in SOURCES))
    assert {type(node) for node in seen} == set(nodes.Formula.__args__)
    assert {node.name for node in seen if isinstance(node, nodes.Sign)} == set(nodes.SIGNS)
    assert {node.left for node in seen if isinstance(node, nodes.Fenced)} == set(nodes.FENCES)
    assert {node.kind for node in seen if isinstance(node, nodes.Matrix)} == {"bmatrix", "pmatrix", "cases"}
    assert {node.width for node in seen if isinstance(node, nodes.Space)} == {"thin", "thick", "quad"}


def test_typst_compiles_the_gallery_as_accessible_pages() -> None:
    letters = " + ".join(f"\\{name}" for name in nodes.GREEK)
    nasty = r"\text{\"\#read(\"x\")\\ \$ \_ ]]*/ //}"
    lines = [
        f'#math.equation(block: true, alt: "{spoken(formula).replace(chr(92), "").replace(chr(34), "")}", eval("{escaped}", mode: "math"))'
        for formula in map(read_formula, [*SOURCES, letters, nasty])
        for escaped in [typst(formula).replace("\\", "\\\\").replace('"', '\\"')]
    ]
    page = '#set document(title: "Formulas", date: none)\n' + "\n".join(lines)
    assert press.compile(page.encode(), pdf_standards=["ua-1"], ignore_system_fonts=True)[:5] == b"%PDF-"


def test_each_sign_and_each_fence_has_words() -> None:
    words = words_beside(str(Path(nodes.__file__).with_name("formula_spoken.py")))
    assert [name for name in nodes.SIGNS if not words.has(name)] == []
    assert [name for name in nodes.FENCES if not words.has(name)] == []


REFUSED = [
    ("empty", "", "the end"),
    ("unknown command", r"\input{x}", r"\input"),
    ("definition", r"\def\x{1}", r"\def"),
    ("typst", "#read", "#"),
    ("string", '"a"', '"'),
    ("comment", "a % b", "%"),
    ("unknown environment", r"\begin{tikz} 1 \end{tikz}", r"\begin{tikz}"),
    ("two numbers", "2 3", "3"),
    ("other digits", "٣", "٣"),
    ("number without end", "3.", "."),
    ("double index", "a_1_2", "_"),
    ("index of nothing", "_1", "_"),
    ("power of a group", "{ab}^2", "^"),
    ("open bracket", "(1", "the end"),
    ("closed too often", "1)", ")"),
    ("left alone", r"\left( 1", "the end"),
    ("mixed fences", r"\left\lfloor 1 \right)", ")"),
    ("half a fraction", r"\frac{1}", "the end"),
    ("ragged matrix", r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", r"\end{bmatrix}"),
    ("open matrix", r"\begin{bmatrix} 1", "the end"),
    ("command in a name", r"\operatorname{\evil}", r"\operatorname{\evil}"),
    ("command in a text", r"\text{a \evil}", r"\text{a \evil}"),
    ("text without braces", r"\text a", r"\text"),
    ("deep brackets", "(" * 500, "'('"),
    ("deep roots", r"\sqrt" * 3000 + "x", r"\sqrt"),
]


@pytest.mark.parametrize(("source", "seen"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(source: str, seen: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_formula(source)
    assert seen in re.split(r"['\)]: ", str(caught.value), maxsplit=1)[1]


def test_a_formula_without_end_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match="longer than"):
        read_formula("x" * 20_001)


PIECES = [
    *"+-*/=<>(){}[]|_^,&#$\"'%~@! x2Kα",
    r"\frac",
    r"\sqrt",
    r"\left",
    r"\right",
    r"\lfloor",
    r"\rfloor",
    r"\sum",
    r"\text{a\#}",
    r"\\",
]
PIECES += [r"\begin{bmatrix}", r"\end{bmatrix}", r"\hat", r"\max", r"\,", r"\mathrm{ab}", r"\{", r"\}", "std.read", r"\u{23}"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=20) | st.text(max_size=9).map(lambda t: rf"\text{{{t}}}")
)
def test_whatever_is_typed_is_refused_or_harmless(source: str) -> None:
    try:
        formula = read_formula(source)
    except BadInput:
        return
    assert is_safe(typst(formula))
    assert "\n" not in unicode(formula) + spoken(formula)
