"""Given mode: the slides' own exercise gives the published numbers, and a teacher is told what theirs cannot show."""

from pathlib import Path
from typing import Any

import pytest

from convexam.errors import BadInput
from convexam.exercises.documents import plain
from convexam.exercises.given import notes, read
from convexam.exercises.key import key
from convexam.exercises.statement import asked, problem
from convexam.text.terminal import grid

EXAMPLE = Path(__file__).parents[1] / "examples" / "slides-exercise.toml"

PUBLISHED = {
    "shape": {"channels": 1, "rows": 4, "columns": 4},
    "cells.r4c4": 9,
    "cells.r2c3": -3,
    "cells.r4c2": 22,
    "map": [[[35, 20, 19, 24], [1, 1, -3, -3], [22, 7, 22, 22], [-2, 22, 13, 9]]],
    "relu": [[[35, 20, 20, 3], [1, 0, 21, 0], [21, 7, 15, 22], [0, 22, 22, 29]]],
    "pool": [[[35, 21, 21], [21, 21, 22], [22, 22, 29]]],
    "parameters": 348,
}


def test_the_slides_exercise() -> None:
    slides, _ = read(EXAMPLE)
    found = plain(key(slides))
    assert {part["id"].removeprefix("slides."): part["answer"] for part in found["parts"]} == PUBLISHED
    counts = [step["result"] for step in found["steps"] if step["operation"].endswith("_parameters")]
    assert counts == [28, 0, 320]
    assert found["settings"][-2] == {"name": "chained", "value": False}
    assert "code" not in found


def test_the_padding_and_the_parameters_that_the_slides_published() -> None:
    _, same = read(EXAMPLE)
    assert {part: values[0] for part, values in same.truth.accepted.items()} == {"padding": 3, "parameters": 1184}


def test_the_cells_are_asked_by_column_and_row() -> None:
    slides, _ = read(EXAMPLE)
    prompts = [part.prompt for part in problem(slides.exercise, asked(slides)).parts if part.group == "cells"]
    assert prompts == ["column 4, row 4", "column 3, row 2", "column 2, row 4"]


def test_the_map_of_its_own_keeps_its_grid_and_the_asked_shape_is_not_told() -> None:
    slides, _ = read(EXAMPLE)
    sizes = {part.id: getattr(part.form, "sizes", None) for part in problem(slides.exercise, asked(slides)).parts}
    assert (sizes["slides.map"], sizes["slides.relu"], sizes["slides.pool"]) == (None, (1, 4, 4), (1, 3, 3))


def test_a_map_that_tells_the_asked_shape_is_remarked() -> None:
    slides, _ = read(EXAMPLE)
    assert any("shape that another part asks for" in note for note in notes(slides))


def written(folder: Path, text: str) -> list[Any]:
    (folder / "given.toml").write_text(text, encoding="utf-8")
    return read(folder / "given.toml")


CONV2D = """
[[problem]]
family = "conv2d"
[problem.given]
image = {image}
conv = {{ size = 2, weights = [[[{weights}]]], {bias} }}
"""


@pytest.mark.parametrize(
    ("image", "weights", "bias", "answer"),
    [
        pytest.param("[[[1, 2], [3, 4]]]", "[1, 0], [0, -1]", "biases = [2]", [[[-1]]], id="whole"),
        pytest.param("[[[0.5, 2], [3, 4]]]", "[1, 0], [0, 0.25]", "biased = false", [[["3/2"]]], id="decimals"),
        pytest.param('[[["1/3", 0], [0, 0]]]', "[1, 0], [0, 0]", "biases = [0]", [[["1/3"]]], id="thirds"),
        pytest.param(
            "[[[4000000000000000000, 0], [0, 0]]]", "[4, 0], [0, 0]", "biases = [0]", [[["16000000000000000000"]]], id="beyond int64"
        ),
    ],
)
def test_exact_numbers(tmp_path: Path, image: str, weights: str, bias: str, answer: Any) -> None:
    (one,) = written(tmp_path, CONV2D.format(image=image, weights=weights, bias=bias))
    parts = {part["id"]: part["answer"] for part in plain(key(one))["parts"]}
    assert parts["conv2d.map"] == answer


def test_a_given_number_is_never_printed_rounded(tmp_path: Path) -> None:
    (one,) = written(tmp_path, CONV2D.format(image='[[[0.5, "1/3"], [2, 0.25]]]', weights="[1, 0], [0, -1]", bias="biases = [2]"))
    given: Any = one.exercise.given
    cells = grid("X", given.image)
    assert [line.split()[1:3] for line in cells[1:]] == [["0.50", "1/3"], ["2.00", "0.25"]]


def test_numbers_that_cannot_show_a_mistake_are_remarked_and_not_refused(tmp_path: Path) -> None:
    (one,) = written(tmp_path, CONV2D.format(image="[[[1, 1], [1, 1]]]", weights="[1, 1], [1, 1]", bias="biases = [1]"))
    assert any("conv2d.kernel-flipped" in note for note in notes(one))


def test_a_second_problem_of_a_family_gets_a_name_of_its_own(tmp_path: Path) -> None:
    text = CONV2D.format(image="[[[1, 2], [3, 4]]]", weights="[1, 0], [0, -1]", bias="biases = [2]")
    assert [one.exercise.name for one in written(tmp_path, text * 3)] == ["conv2d", "conv2d-2", "conv2d-3"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(("chained = false", "chained = true"), "chained = true, but given.map stands there", id="chained and a map"),
        pytest.param(("[4, 2]]", "[9, 9]]"), "row 9, column 9", id="a cell that is not there"),
        pytest.param(("[4, 2]]", "[4, 4]]"), "twice", id="a cell twice"),
        pytest.param(("biases = [7]", "biases = [7, 8]"), "biases", id="too many biases"),
        pytest.param(("channels = 3", "channels = 2"), "weights are 1 × 3 × 3 × 3", id="channels"),
        pytest.param(("neurons = 32", "neurons = 0"), "neurons", id="no neurons"),
        pytest.param(("[[0, 0, 1], [3, 4, 0]", "[[0, 0, 1], [3, 4]"), "ragged", id="ragged"),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(BadInput, match=said):
        written(tmp_path, text.replace(*change))
