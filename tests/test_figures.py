"""Figures: the same graph as SVG, in characters and in words; exact, harmless, and the same bytes every time."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction

import pytest

from convexam.cnn.values import Graph, Record
from convexam.errors import BadInput
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.statement import _SHOWN, _Page
from convexam.text.figures import EDGE, axes, described, drawn
from convexam.text.html import picture
from convexam.text.terminal import pictures

HALF = Fraction(1, 2)
GRAPHS = {  # id: (graph, in words, ends of its pieces in units of the axes)
    "relu": (Graph.of(0, 1, 0, 0), "Level up to the point x = 0, y = 0; from there rising with slope 1", [(-5, 0, 0, 0), (0, 0, 5, 5)]),
    "moved": (
        Graph.of(0, 1, -2, 0),
        "Level up to the point x = −2, y = 0; from there rising with slope 1",
        [(-5, 0, -2, 0), (-2, 0, 3, 5)],
    ),
    "leaky": (
        Graph.of(HALF, 1, 1, 0),
        "Rising with slope 1/2 up to the point x = 1, y = 0; from there rising with slope 1",
        [(-5, -3, 1, 0), (1, 0, 5, 4)],
    ),
    "turned over": (
        Graph.of(-HALF, -2, 0, 0),
        "Falling with slope −1/2 up to the point x = 0, y = 0; from there falling with slope −2",
        [(-5, Fraction(5, 2), 0, 0), (0, 0, Fraction(5, 2), -5)],
    ),
    "raised": (Graph.of(0, 1, 0, 3), "Level up to the point x = 0, y = 3; from there rising with slope 1", [(-5, 3, 0, 3), (0, 3, 2, 5)]),
    "a line": (Graph.of(1, 1, 2, 0), "A straight line through x = 0, y = −2, rising with slope 1", [(-3, -5, 0, -2), (0, -2, 5, 3)]),
    "a level line": (Graph.of(0, 0, 2, 1), "A level line at y = 1", [(-5, 1, 0, 1), (0, 1, 5, 1)]),
    "beyond the axes": (Graph.of(0, 0, 0, 9), "A level line at y = 9", []),
    "bent beyond them": (Graph.of(0, 1, 7, 0), "Level up to the point x = 7, y = 0; from there rising with slope 1", [(-5, 0, 5, 0)]),
}
each = pytest.mark.parametrize(("graph", "words", "ends"), GRAPHS.values(), ids=GRAPHS)
Ends = list[tuple[Fraction | int, ...]]


@each
def test_a_graph_in_words(graph: Graph, words: str, ends: Ends) -> None:
    assert described(graph) == drawn(graph).alt == words


@each
def test_a_graph_as_svg(graph: Graph, words: str, ends: Ends) -> None:
    """Its pieces end where the function or the axes do: 18 small units are 1, and y counts downwards."""
    root = ET.fromstring(drawn(graph).svg)
    lines = [line for line in root.iter() if line.tag.endswith("line")]
    found = [tuple(Fraction(line.attrib[name]) for name in ("x1", "y1", "x2", "y2")) for line in lines]
    assert found == [(96 + 18 * a, 96 - 18 * b, 96 + 18 * c, 96 - 18 * d) for a, b, c, d in (map(Fraction, e) for e in ends)]


@each
def test_a_graph_in_characters(graph: Graph, words: str, ends: Ends) -> None:
    """A mark in each column whose y lies between the axes, half away from zero."""
    lines = drawn(graph).text.split("\n")
    marks = {(x - 13, EDGE - y) for y, line in enumerate(lines) for x, mark in enumerate(line) if mark == "●"}
    wanted = {(column, round_away(graph.at(Fraction(column, 2)))) for column in range(-10, 11)}
    assert marks == {(column, y) for column, y in wanted if abs(y) <= EDGE}
    assert max(map(len, lines)) <= 60


def round_away(value: Fraction) -> int:
    return int(abs(value) + HALF) * (1 if value > 0 else -1)


def test_one_graph_is_one_record() -> None:
    assert Graph.of(1, 1, 2, 0) == Graph.of(1, 1, 0, -2) == Graph.of(1, 1, 5, 3)
    assert Graph.of(0, 1, 2, 0) != Graph.of(0, 1, 0, -2)


def test_empty_axes() -> None:
    blank = axes()
    assert (blank.alt, "●" in blank.text, "<line" in blank.svg) == ("Empty axes: x and y from −5 to 5", False, False)


@pytest.mark.parametrize("svg", [axes().svg, *(drawn(graph).svg for graph, _, _ in GRAPHS.values())], ids=["axes", *GRAPHS])
def test_an_svg_is_plain(svg: str) -> None:
    """Nothing in it runs, is fetched or is a float; black and white may change places; ids could stand twice on a page."""
    root = ET.fromstring(svg)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert names <= {"svg", "g", "path", "line", "text"}
    assert not attributes & {"id", "href", "style", "class"}
    assert {element.attrib.get("stroke", element.attrib.get("fill")) for element in root.iter()} <= {"currentColor", None}
    assert max(len(places) for places in ["", *re.findall(r"\d\.(\d+)", svg)]) <= 2
    assert "−4" in svg


def test_a_page_takes_it_in() -> None:
    inlined = picture(drawn(Graph.of(0, 1, 0, 0)).svg, 'a "<graph>"')
    assert inlined.startswith('<svg role="img" aria-label="a &quot;&lt;graph&gt;&quot;" width=')
    assert "xmlns" not in inlined


@pytest.mark.parametrize(("width", "beside"), [(76, 2), (40, 1)])
def test_pictures_stand_side_by_side_as_far_as_they_fit(width: int, beside: int) -> None:
    four = [(letter, drawn(Graph.of(0, 1, shift, 0))) for shift, letter in enumerate("ABCD")]
    lines = pictures(four, width).split("\n")
    assert max(map(len, lines)) <= width
    assert sum("┼" in line or "──" in line for line in lines) == 4 // beside
    assert [line[0] for line in lines if re.match(r"[A-D]  Level", line)] == list("ABCD")


class Given(Record, frozen=True):
    graph: Graph


def test_a_text_shows_a_graph_of_the_given() -> None:
    one = practice(Wish(family("relu")), 1).exercise
    page = _Page(replace(one, given=Given(Graph.of(0, 1, 2, 0))))
    assert _SHOWN.sub(page._shown, "::: figure G = graph") == "::: figure G"
    assert page.figures["G"].alt == described(Graph.of(0, 1, 2, 0))
    with pytest.raises(BadInput, match="the given has no nothing"):
        _SHOWN.sub(page._shown, "::: figure G = nothing")


def test_characters_as_they_are() -> None:
    wanted = """
       · · · · · │ · · · · ·
     4 · · · · · │ · · · · ·
       · · · · · │ · · · ·●●
     2 · · · · · │ · · ·●● ·
       · · · · · │ · ·●● · ·
       ●●●●●●●●●●●●●●●──────
       · · · · · │ · · · · ·
    −2 · · · · · │ · · · · ·
       · · · · · │ · · · · ·
    −4 · · · · · │ · · · · ·
       · · · · · │ · · · · ·
        −4  −2      2   4
    """
    drawing = drawn(Graph.of(0, 1, 2, 0)).text
    assert drawing == "\n".join(line.removeprefix("    ").rstrip() for line in wanted.strip("\n").split("\n")[:-1])
