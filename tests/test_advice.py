"""What an instructor is told of an exam before it is printed."""

from pathlib import Path

import pytest

from convexam.sheets.advice import advice
from convexam.sheets.blueprint import read
from convexam.sheets.exam import preview

HEAD = 'id = "mid"\ntitle = "Midterm"\n'
ONE = f'{HEAD}total = 2\n[[problem]]\nname = "one"\nfamily = "output-size"\npoints = 2\n'
GIVEN = """name = "own"
family = "cnn-layers"
parts = ["shape", "relu"]
settings = { chained = false }
[problem.given]
input = [[[1, 2, 3], [4, 5, 6], [7, 8, 0]]]
pool = { window = 2, stride = 1 }
dense = { neurons = 2 }
map = [[[1, -2], [3, -4]]]
conv = { size = 2, filters = 1, channels = 1, weights = [[[[1, 0], [0, -1]]]], biases = [1] }
"""


def told(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "mid.toml").write_text(text, encoding="utf-8")
    blueprint = read(folder / "mid.toml")
    return advice(blueprint, preview(blueprint).solved)


ADVICE = {
    "no total": (ONE.replace("total = 2\n", ""), "The points add up to 2; with total = 2 this is checked from now on."),
    "no whole number": (ONE.replace("= 2", "= 2.25"), "The points add up to 2.25, which is no whole number."),
    "points that cannot be printed": (
        f'{HEAD}[[problem]]\nname = "one"\nfamily = "receptive-field"\npoints = 1\nlevel = 1\n[[problem]]\nfamily = "same-padding"\npoints = 1',
        "is worth 1/3 points, printed as 0.33",
    ),
    "unequal levels": (
        f'{HEAD}[[problem]]\nname = "one"\nfamily = "cnn-layers"\nlevel = "1..2"\npoints = 2',
        "one: cnn-layers at level 2 is about 21 minutes of work, cnn-layers at level 1 about 9;",
    ),
    "unequal pool": (
        f'{HEAD}[[problem]]\nname = "one"\npool = ["cnn-layers", "output-size"]\npoints = 2',
        "one: cnn-layers at level 2 is about 21 minutes of work, output-size at level 2 about 2;",
    ),
    "share of a mistake that cannot be made": (
        f'{ONE}shares = {{ "bordered.replicated" = 0 }}',
        "one: the mistake bordered.replicated cannot be made there; its share changes nothing.",
    ),
    "no translation": (f'language = "ro"\n{ONE}', "No text of the exercises is translated to ro yet"),
    "a shape that is printed": (f"{HEAD}[[problem]]\n{GIVEN}", "own: given.map has the shape that another part asks for"),
    "a mistake that cannot show": (
        f"{HEAD}[[problem]]\n{GIVEN.replace(' -', ' ')}",
        "with these numbers some mistakes give the right answer",
    ),
    "minutes": (ONE, "About 2 minutes of work (one 2): "),
}


@pytest.mark.parametrize(("text", "said"), ADVICE.values(), ids=ADVICE)
def test_advice(tmp_path: Path, text: str, said: str) -> None:
    assert [line for line in told(tmp_path, text) if said in line] != []


def test_what_cannot_be_drawn_is_told_before_a_student_gets_it(tmp_path: Path) -> None:
    text = f'{HEAD}[[problem]]\nname = "one"\nfamily = "cnn-layers"\npoints = 2\nsettings = {{ side = 3, kernel = 5 }}\n'
    (tmp_path / "mid.toml").write_text(text, encoding="utf-8")
    assert any("one: cnn-layers at level 2 cannot be drawn: " in line for line in advice(read(tmp_path / "mid.toml"), ()))


def test_a_map_that_stands_in_another_statement_is_given_away(tmp_path: Path) -> None:
    pooled = """[[problem]]
name = "two"
family = "pooling"
[problem.given]
input = [[[-3, -3], [-3, 6]]]
pool = { window = 2, stride = 1 }
kind = "max"
"""
    lines = told(tmp_path, f"{HEAD}[[problem]]\n{GIVEN.replace('relu', 'map')}{pooled}")
    assert "own: the answer of map is printed in the statement of two." in lines


LAYERS = f'{HEAD}total = 2\n[[problem]]\nname = "one"\nfamily = "cnn-layers"\npoints = 2\nparts = ["map", "parameters"]\n'
EQUAL = {  # what is added to the blueprint: what is told of equal answers
    "fixed settings": (LAYERS, "one: cnn-layers at level 2 has the same answer for the whole class in parameters (348); let a setting"),
    "at one of two levels": (f'{ONE}level = "1,2"\nsettings = {{ channels = 3 }}', None),
    "drawn settings": (f'{LAYERS}settings = {{ neurons = "16..64" }}\n', None),
    "everybody has the same": (f"{LAYERS}same = true\n", None),
    "own numbers": (f"{HEAD}[[problem]]\n{GIVEN}", None),
    "cells, each of another map": (f'{LAYERS.replace("map", "cells")}settings = {{ neurons = "16..64" }}\n', None),
    "a number among shuffled options": (f'{LAYERS}choice = ["parameters"]\n', "one: cnn-layers at level 2 has the same answer"),
    "the graph of ReLU among shuffled ones": (f'{ONE.replace("output-size", "relu")}parts = ["graph"]\n', None),
    "a pool": (f'{HEAD}[[problem]]\nname = "one"\npool = ["conv2d", "output-size"]\npoints = 2\n', "one: conv2d at level 2 has the same"),
}


@pytest.mark.parametrize(("text", "said"), EQUAL.values(), ids=EQUAL)
def test_answers_that_the_whole_class_shares_are_told(tmp_path: Path, text: str, said: str | None) -> None:
    lines = [line for line in told(tmp_path, text) if "same answer" in line]
    assert [line.startswith(said or "") for line in lines] == ([True] if said else [])


def test_the_same_exam_has_the_same_advice(tmp_path: Path) -> None:
    assert told(tmp_path, ADVICE["unequal levels"][0]) == told(tmp_path, ADVICE["unequal levels"][0])
