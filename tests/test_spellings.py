"""Thousands of spellings, made by hand-written ways of writing a value, each read as the tables of `readings/` say: this value, or why not."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from convexam.answers.expression import Expression
from convexam.answers.forms import ExpressionForm, IntegerForm, NumberForm, PositionsForm, ShapeForm, TensorForm
from convexam.answers.kind import Form, Match, Typed
from convexam.cnn.values import Position, Shape, Tensor
from spellings import Way
from spellings.cells import CELLS, PLACE
from spellings.formulas import FORMULA, FORMULAS, LETTERS
from spellings.maps import MAP, MAPS
from spellings.numbers import INTEGER, INTEGERS, NUMBER, NUMBERS
from spellings.shapes import AXES, SHAPE, SHAPES


class Kind(NamedTuple):
    form: Form
    values: list[Any]
    ways: dict[str, Way]


KINDS = {
    "integer": Kind(IntegerForm(), INTEGERS, INTEGER),
    "number": Kind(NumberForm(), NUMBERS, NUMBER),
    "shape": Kind(ShapeForm(AXES), SHAPES, SHAPE),
    "tensor": Kind(TensorForm(("rows", "columns")), MAPS, MAP),
    "positions": Kind(PositionsForm(several=False), CELLS, PLACE),
    "expression": Kind(ExpressionForm(LETTERS), FORMULAS, FORMULA),
}
WAYS = [pytest.param(kind, way, id=f"{kind}-{name}") for kind, found in KINDS.items() for name, way in found.ways.items()]


def spelled(kind: str, way: Way) -> Iterator[tuple[Any, str]]:
    return ((value, way.spell(value)) for value in KINDS[kind].values if way.fits(value))


def meant(kind: str, value: Any) -> Any:
    """A value as the key has it."""
    match kind:
        case "shape":
            return Shape(**dict(zip(AXES, value, strict=True)))
        case "tensor":
            return Tensor.nested([list(row) for row in value])
        case "positions":
            return (Position(value),)
        case "expression":
            return Expression(value, LETTERS)
    return value


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_a_spelling_is_read_as_documented(kind: str, way: Way) -> None:
    form = KINDS[kind].form
    for value, typed in spelled(kind, way):
        reading = form.read(typed, way.comma)
        assert (typed, reading.status, reading.why) == (typed, "unreadable" if way.why else "read", way.why)
        if not way.why:
            assert (typed, form.match(reading.value, meant(kind, value))) == (typed, Match.EQUAL)
            assert not isinstance(reading.value, Typed) or reading.value.seen == ()


def test_two_thousand_of_them_are_different() -> None:
    different = {
        (kind, way.comma, typed) for kind, found in KINDS.items() for way in found.ways.values() for _, typed in spelled(kind, way)
    }
    assert len(different) >= 2_000
    assert min(sum(kind == one for one, *_ in different) for kind in KINDS) >= 250


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_is_taken(kind: str) -> None:
    assert [name for name, way in KINDS[kind].ways.items() if not any(spelled(kind, way))] == []
