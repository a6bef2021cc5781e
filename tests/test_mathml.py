"""Formulas as MathML Core: named by their words, built as an independent converter builds them, and nothing of the text unescaped."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from convexam.errors import BadInput
from convexam.text import formula as nodes
from convexam.text.formula_mathml import mathml
from convexam.text.formula_reader import read_formula
from test_formula import GALLERY, PIECES, SOURCES

ATTRIBUTES = {  # by element: all that may come out, and nothing else
    "math": {"aria-label", "display", "class"}, "mrow": set(), "mi": {"mathvariant"}, "mn": set(), "mtext": set(),
    "mo": {"form", "lspace", "rspace", "stretchy"}, "mspace": {"width"}, "mfrac": set(), "msqrt": set(), "mover": {"accent"},
    "munder": set(), "munderover": set(), "msub": set(), "msup": set(), "msubsup": set(), "mtable": {"class"}, "mtr": set(), "mtd": set(),
}  # fmt: skip
CHILDREN = {"mfrac": 2, "mover": 2, "munder": 2, "munderover": 3, "msub": 2, "msup": 2, "msubsup": 3, "msqrt": 1}
LEAVES = {"mi", "mn", "mo", "mtext", "mspace"}
SAME = str.maketrans({"∗": "*", "⋅": "·", "-": "−", "ˉ": "¯", "‾": "¯", "∣": "|"})  # one sign, two habits
UNSPOILT = [source for source in SOURCES if r"\&" not in source]  # the converter writes an ampersand that no XML can have


def tree(source: str) -> ET.Element:
    return ET.fromstring(mathml(read_formula(source)))


def is_core(root: ET.Element) -> bool:
    """Whether these are elements of MathML Core, with as many children as they take."""
    return all(
        element.tag in ATTRIBUTES
        and set(element.keys()) <= ATTRIBUTES[element.tag]
        and len(element) == CHILDREN.get(element.tag, 0 if element.tag in LEAVES else len(element))
        and (element.tag in LEAVES or not (element.text or "").strip())
        for element in root.iter()
    )


@pytest.mark.parametrize(("source", "_shown", "said"), GALLERY, ids=SOURCES)
def test_gallery(source: str, _shown: str, said: str) -> None:
    root = tree(source)
    assert is_core(root)
    assert root.get("aria-label") == said


def leaves(root: ET.Element) -> str:
    text = "".join("".join(element.itertext()) for element in root.iter() if element.tag in LEAVES)
    return re.sub(r"\s", "", text.translate(SAME))


def shape(root: ET.Element) -> Counter[str]:
    """The constructs; whether limits stand below a sum or beside it is a habit."""
    wanted = {*CHILDREN, "mtr", "mtd"}
    return Counter(element.tag.replace("under", "sub").replace("over", "sup") for element in root.iter() if element.tag in wanted)


@pytest.mark.parametrize("source", UNSPOILT)
def test_an_independent_converter_builds_the_same(source: str) -> None:
    ours, theirs = tree(source), ET.fromstring(re.sub(r' xmlns="[^"]*"', "", convert(source)))
    assert (leaves(ours), shape(ours)) == (leaves(theirs), shape(theirs))


WRITTEN = {  # id: (typed, inside of the element)
    "letter": ("x", "<mi>x</mi>"),
    "a sign and a difference": ("-3 - 2", '<mo form="prefix">−</mo><mn>3</mn><mo form="infix">−</mo><mn>2</mn>'),
    "a sign after a relation": ("x = -1", '<mi>x</mi><mo form="infix">=</mo><mo form="prefix">−</mo><mn>1</mn>'),
    "escaped": ("a < b", '<mi>a</mi><mo form="infix">&lt;</mo><mi>b</mi>'),
    "tight": ("n / s", '<mi>n</mi><mo lspace="0" rspace="0">/</mo><mi>s</mi>'),
    "an upright letter": (r"\mathrm{A}", '<mi mathvariant="normal">A</mi>'),
    "words": (r"\text{ <b>}", "<mtext>\u00a0&lt;b&gt;</mtext>"),
    "a function and what it is applied to": (
        r"2 \ln x",
        '<mn>2</mn><mspace width="0.167em"/><mi>ln</mi><mspace width="0.167em"/><mi>x</mi>',
    ),
    "a function and brackets": (
        r"\max(x)",
        '<mi>max</mi><mrow><mo form="prefix" stretchy="false">(</mo><mi>x</mi><mo form="postfix" stretchy="false">)</mo></mrow>',
    ),
    "tall brackets": (
        r"(\frac{a}{b})",
        '<mrow><mo form="prefix">(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo form="postfix">)</mo></mrow>',
    ),
    "limits": (r"\sum_i^n", "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>"),
    "index and power": ("x_1^2", "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"),
}


@pytest.mark.parametrize(("source", "inside"), WRITTEN.values(), ids=WRITTEN)
def test_written(source: str, inside: str) -> None:
    assert re.sub(r"^<math[^>]*>|</math>$", "", mathml(read_formula(source))) == inside


def test_a_long_formula_can_break_before_its_sums_and_relations() -> None:
    root = tree(r"1 \cdot 2 + 0 \cdot (-1) + 4 \cdot 5 - 3 \cdot 3 = 13")
    assert root.get("class") == "long"
    assert ["".join(piece.itertext()) for piece in root] == ["1·2", "+0·(−1)", "+4·5", "−3·3", "=13"]


def test_a_short_formula_stays_whole() -> None:
    assert tree("1 + 2 = 3").get("class") is None


def test_a_formula_for_itself_is_a_block() -> None:
    assert mathml(nodes.Symbol("x"), block=True) == '<math display="block" aria-label="x"><mi>x</mi></math>'


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    | st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=9).map(lambda text: rf"\text{{{text}}}")
)
def test_whatever_is_typed_is_refused_or_harmless(source: str) -> None:
    try:
        formula = read_formula(source)
    except BadInput:
        return
    assert is_core(ET.fromstring(mathml(formula)))
