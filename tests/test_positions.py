"""Cells of a map as answers: what JSON holds, which cells are the same, and how they are shown."""

from decimal import Decimal
from typing import Any

import pytest

from convexam.answers.kind import Match
from convexam.answers.positions import PositionsForm
from convexam.cnn.values import Position

ONE, SEVERAL = PositionsForm(), PositionsForm(several=True)
COLUMN_FIRST = PositionsForm("column-row", several=True)


@pytest.mark.parametrize(
    ("form", "raw", "shown"),
    [
        pytest.param(ONE, [2, 3], "(2, 3)", id="list"),
        pytest.param(ONE, [[2, 3]], "(2, 3)", id="list-of-one"),
        pytest.param(ONE, ["2", " 3 "], "(2, 3)", id="strings"),
        pytest.param(ONE, [Decimal("2.0"), 3], "(2, 3)", id="decimals"),
        pytest.param(ONE, {"row": 2, "column": 3}, "(2, 3)", id="object"),
        pytest.param(ONE, {"Column": "3", "r": 2}, "(2, 3)", id="object-of-short-names"),
        pytest.param(ONE, ["row 2, column 3"], "(2, 3)", id="list-of-one-text"),
        pytest.param(SEVERAL, [[4, 1], [2, 3]], "(2, 3), (4, 1)", id="several"),
        pytest.param(SEVERAL, [{"row": 2, "column": 3}, [4, 1], "r5c6"], "(2, 3), (4, 1), (5, 6)", id="several-of-all-kinds"),
        pytest.param(SEVERAL, ["(2, 3)", "(4, 1); (5, 6)"], "(2, 3), (4, 1), (5, 6)", id="several-texts"),
        pytest.param(SEVERAL, [[2, 3], [2, 3]], "(2, 3)", id="twice-the-same"),
        pytest.param(COLUMN_FIRST, [[3, 2], {"row": 4, "column": 1}], "(3, 2), (1, 4)", id="column-first"),
    ],
)
def test_reading_of_json(form: PositionsForm, raw: Any, shown: str) -> None:
    reading = form.read(raw)
    assert (reading.status, form.show(reading.value)) == ("read", shown)
    assert all(isinstance(cell, Position) for cell in reading.value)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(5, "single_number", id="number"),
        pytest.param(True, "single_number", id="true"),
        pytest.param([2], "single_number", id="list-of-one"),
        pytest.param([2, None], "single_number", id="half"),
        pytest.param([[2, 3], 4], "single_number", id="one-too-many"),
        pytest.param([1, 2, 3], "pairs", id="three"),
        pytest.param([2, Decimal("3.5")], "not_whole", id="broken"),
        pytest.param([2, Decimal("NaN")], "not_whole", id="nan"),
        pytest.param([0, 3], "below_one", id="zero"),
        pytest.param([[2, 3], [4, -1]], "below_one", id="negative"),
        pytest.param({"row": 2}, "half_named", id="row-alone"),
        pytest.param({"row": 2, "r": 2}, "half_named", id="row-twice"),
        pytest.param({"x": 3, "y": 2}, "half_named", id="other-names"),
        pytest.param({"row": [2], "column": 3}, "not_whole", id="nested-in-an-object"),
        pytest.param([[2, 3], [4, 1]], "several", id="several"),
    ],
)
def test_what_json_cannot_mean(raw: Any, why: str) -> None:
    assert (ONE.read(raw).status, ONE.read(raw).why) == ("unreadable", why)


@pytest.mark.parametrize("raw", [None, [], [None, None], [[], []], {}, {"row": None, "column": None}, [""]], ids=str)
def test_nothing_is_blank(raw: Any) -> None:
    assert SEVERAL.read(raw).status == "blank"


@pytest.mark.parametrize(
    ("answer", "truth", "match"),
    [
        pytest.param([[2, 3]], [(2, 3)], Match.EQUAL, id="one"),
        pytest.param([[3, 2]], [(2, 3)], Match.DIFFERENT, id="row-and-column-exchanged"),
        pytest.param([[4, 1], [2, 3]], [(2, 3), (4, 1)], Match.EQUAL, id="in-any-order"),
        pytest.param([[2, 3], [4, 1], [2, 3]], [(4, 1), (2, 3)], Match.EQUAL, id="once-is-enough"),
        pytest.param([2, 3], [(2, 3), (4, 1)], Match.DIFFERENT, id="one-of-two"),
        pytest.param([[2, 3], [4, 1]], [(2, 3)], Match.DIFFERENT, id="one-too-many"),
    ],
)
def test_match(answer: Any, truth: Any, match: Match) -> None:
    assert SEVERAL.match(SEVERAL.read(answer).value, tuple(map(Position, truth))) is match


def test_names_in_front_win_over_the_order_of_the_question() -> None:
    assert COLUMN_FIRST.read("(row, column) = (2, 3)").value == ((2, 3),)
    assert ONE.read("column, row: 3, 2").value == ((2, 3),)
