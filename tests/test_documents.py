"""The JSON documents: schemas that are strict, readers that are as strict, and the same bytes there and back."""

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from convexam.cnn.values import Axes, Record, Tensor
from convexam.errors import BadInput
from convexam.exercises.documents import LARGEST, convert, exact, parse, plain, write
from convexam.exercises.draw import Wish, practice
from convexam.exercises.exercise import Solved
from convexam.exercises.family import families
from convexam.exercises.key import key
from convexam.exercises.problem import Key, Problem
from convexam.exercises.schemas import schema
from convexam.exercises.statement import asked, problem
from convexam.grader import submission
from convexam.grader.submission import Submission

KINDS = {"problem": Problem, "key": Key, "submission": Submission}
DRAWN = {f"{family.name}-{level}": (family, level) for family in families() for level in family.levels}


def documents(name: str) -> dict[str, Record]:
    """The three documents of one drawn problem."""
    solved: Solved = practice(Wish(*DRAWN[name]), 5)
    page = problem(solved.exercise, asked(solved))
    return {"problem": page, "key": key(solved), "submission": submission.empty([solved], [page])}


def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema(KINDS[kind], kind))


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid(kind: str) -> None:
    Draft202012Validator.check_schema(schema(KINDS[kind], kind))


@pytest.mark.parametrize("kind", KINDS)
def test_schema_closes_every_object(kind: str) -> None:
    objects = [node for node in nodes(schema(KINDS[kind], kind)) if node.get("type") == "object"]
    assert objects
    assert all(node["additionalProperties"] is False for node in objects)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects of a JSON value, the outermost first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


@pytest.mark.parametrize("name", DRAWN)
def test_documents_are_valid(name: str) -> None:
    for kind, document in documents(name).items():
        validator(kind).validate(plain(document))


@pytest.mark.parametrize("name", DRAWN)
def test_documents_come_back_in_the_same_bytes(name: str) -> None:
    for kind, document in documents(name).items():
        text = write(document)
        assert write(convert(parse(text, kind), KINDS[kind], kind)) == text
        assert json.loads(write(document, indent=1)) == json.loads(text)


@pytest.mark.parametrize("kind", KINDS)
def test_fields_that_nobody_knows_are_refused_at_any_depth(kind: str) -> None:
    """Everywhere but in the given of a key, and in the answers and arguments there, which are of any form."""
    strict, text = validator(kind), write(documents("cnn-layers-2")[kind])
    for place in range(len(closed(json.loads(text), kind))):
        document = json.loads(text)
        closed(document, kind)[place]["surprise"] = 1
        assert not strict.is_valid(document)
        with pytest.raises(BadInput, match="surprise"):
            convert(document, KINDS[kind], kind)


def closed(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    if kind != "key":
        return list(nodes(document))
    lists = ("settings", "parts", "steps", "solution")
    return [document, document["conventions"], *(item for name in lists for item in document[name])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_field_is_refused(kind: str) -> None:
    document = json.loads(write(documents("conv2d-1")[kind]))
    for name in schema(KINDS[kind], kind)["$defs"][KINDS[kind].__name__]["required"]:
        less = {key: value for key, value in document.items() if key != name}
        assert not validator(kind).is_valid(less)
        with pytest.raises(BadInput, match=f"the key is missing: `{name}`"):
            convert(less, KINDS[kind], kind)


@pytest.mark.parametrize("kind", KINDS)
def test_another_format_is_refused(kind: str) -> None:
    document = json.loads(write(documents("conv2d-1")[kind])) | {"format": f"convexam.{kind}/2"}
    assert not validator(kind).is_valid(document)
    with pytest.raises(BadInput, match=f"convexam.{kind}/2"):
        convert(document, KINDS[kind], kind)


def test_the_given_of_a_key_is_read_back() -> None:
    for name, (family, _) in DRAWN.items():
        document = parse(write(documents(name)["key"]), name)
        assert plain(convert(document["given"], family.given, name)) == document["given"]


PLAIN = {
    "largest": (LARGEST, LARGEST),
    "beyond it": (LARGEST + 1, "9007199254740992"),
    "below it": (-LARGEST - 1, "-9007199254740992"),
    "a third": (Fraction(-1, 3), "-1/3"),
    "a whole fraction": (Fraction(6, 3), 2),
    "a large fraction": (Fraction(2**60), "1152921504606846976"),
    "true": (True, True),
    "a pair": (Axes((3, 2)), [3, 2]),
    "a map": (Tensor.nested([[1, Fraction(1, 2)]]), [[1, "1/2"]]),
    "a map with decimals": (Tensor.nested([[Fraction(1, 4)]], 2), {"values": [["1/4"]], "decimals": 2}),
}


@pytest.mark.parametrize(("value", "written"), PLAIN.values(), ids=PLAIN)
def test_values_are_written_exactly(value: Any, written: Any) -> None:
    assert json.dumps(plain(value)) == json.dumps(written)


EXACT = {
    "whole": (7, 7),
    "as text": ("9007199254740993", 9007199254740993),
    "negative": ("-3/6", Fraction(-1, 2)),
    "whole after all": ("6/3", 2),
    "decimal": (Decimal("0.1"), Fraction(1, 10)),
    "whole decimal": (Decimal("1e3"), 1000),
}


@pytest.mark.parametrize(("written", "value"), EXACT.values(), ids=EXACT)
def test_numbers_are_read_exactly(written: Any, value: Any) -> None:
    assert exact(written) == value
    assert type(exact(written)) is type(value)


NOT_EXACT = ["", "1.5", "1e3", "+1", " 1", "1/", "/2", "1/-2", "1/0", "٣", "9" * 401, True, None, 0.5, [], Decimal("NaN"), Decimal("1e401")]


@pytest.mark.parametrize("written", NOT_EXACT, ids=lambda written: repr(written)[:20])
def test_what_is_no_number_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match=r"not a number|divides by zero|digits"):
        exact(written)


def test_a_tensor_comes_back_with_its_decimals() -> None:
    for tensor in (Tensor.nested([[1, -2], [3, Fraction(1, 3)]]), Tensor.nested([[[Fraction(5, 4)]]], 3)):
        again = convert(parse(write(tensor), "here"), Tensor, "here")
        assert (again, again.decimals) == (tensor, tensor.decimals)


@pytest.mark.parametrize(("typed", "decimals"), [("[0.50, 1]", 2), ("[1, 2]", 0), ("[1e2]", 0), ('{"values": [1.5], "decimals": 3}', 3)])
def test_decimals_are_those_that_were_typed(typed: str, decimals: int) -> None:
    assert convert(parse(typed, "here"), Tensor, "here").decimals == decimals


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '[{"b": {"a": 1, "c": 2, "a": 1}}]'], ids=["top", "deep"])
def test_double_keys_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="the key 'a' stands twice"):
        parse(text, "here")
