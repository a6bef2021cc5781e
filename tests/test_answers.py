"""The answer kinds: the tables of readings, comparison with the truth, display, and the examples that each kind makes itself."""

import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction as F
from math import prod
from pathlib import Path
from typing import Any

import msgspec
import pytest

from convexam.answers import expression, integer, number, person, positions, shape, tensor
from convexam.answers.expression import Expression, Variable
from convexam.answers.forms import AnyForm, ExpressionForm, IntegerForm, NumberForm, PositionsForm, ShapeForm, TensorForm
from convexam.answers.grid import parsed, plain
from convexam.answers.kind import Form, Match, Missing, Typed
from convexam.cnn.values import Position, Shape, Tensor
from convexam.text.terminal import grid
from convexam.text.words import words_beside

TABLES = Path(__file__).parent / "readings"
KINDS = {
    "integer": integer,
    "number": number,
    "shape": shape,
    "tensor": tensor,
    "positions": positions,
    "expression": expression,
    "person": person,
}
MAP = TensorForm(("channels", "rows", "columns"))


def rows_of(kind: str) -> Iterator[tuple[Form, bool, list[str]]]:
    """The rows of a kind's tables: form, whether commas are decimal, and the four columns."""
    settings: dict[str, Any] = {}
    for line in (TABLES / f"{kind}.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("form: "):
            settings = json.loads(line.removeprefix("form: "))
        elif line.startswith("| `"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            typed, read_as, verdict, why = cells
            form = msgspec.convert({"kind": kind, **{k: v for k, v in settings.items() if k != "comma"}}, AnyForm)
            yield (
                form,
                settings.get("comma", False),
                [typed[1:-1].replace("\\n", "\n").replace("\\|", "|"), read_as.strip("`"), verdict, why],
            )


ROWS = [(kind, *row) for kind in KINDS for row in rows_of(kind)]


@pytest.mark.parametrize(
    ("kind", "form", "comma", "row"), ROWS, ids=[f"{kind}-{row[0]!r}-{number}" for number, (kind, _, _, row) in enumerate(ROWS)]
)
def test_reading(kind: str, form: Form, comma: bool, row: list[str]) -> None:
    typed, read_as, verdict, why = row
    reading = form.read(typed, comma)
    assert (reading.status, reading.why) == (verdict, why)
    assert (form.show(reading.value) if verdict == "read" else "") == read_as


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_rows(kind: str) -> None:
    assert len(list(rows_of(kind))) >= 40


LONG = {
    "integer": ("1" * 20_001, "1+" * 1_000 + "1", "9" * 401, 10**400, Decimal("1e999999")),
    "number": ("1" * 20_001, "1+" * 1_000 + "1", "0." + "3" * 401, 10**400, Decimal("1e-999999")),
    "shape": ("1" * 20_001, "9" * 401 + "x1x1", [10**400, 1, 1], [Decimal("1e999999"), 1, 1]),
    "tensor": ("1 " * 10_001, [[1] * 1_000] * 101, [1] * 100_001),
    "positions": ("1" * 20_001, "9" * 401 + ", 1", [10**400, 1], [[1, 1]] * 1_001, "(1, 1)" * 1_001, [[[[[[[1, 1]]]]]]]),
    "expression": ("1" * 20_001, "1+" * 1_000 + "1", "9" * 401, 10**400, Decimal("1e999999"), "(" * 31 + "1" + ")" * 31),
    "person": ("x" * 12_001, ["x" * 6_000, "y" * 6_000, ""], 10**400),
}
NO_TEXT = {"person": ({"text": "in an object"},)}  # what can go wrong in JSON only
REQUIRED: dict[str, dict[str, Any]] = {
    "tensor": {"axes": ["rows", "columns"]},
    "expression": {"variables": [{"name": "n", "least": 1, "most": 9}]},
}


def a_form(kind: str) -> Form:
    return msgspec.convert({"kind": kind, **REQUIRED.get(kind, {})}, AnyForm)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_too_large_is_not_read(kind: str) -> None:
    assert {a_form(kind).read(raw).why for raw in LONG[kind]} <= {"too_long", "too_large", "too_many", "too_deep"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_has_its_sentence_and_every_sentence_its_row(kind: str) -> None:
    words = words_beside(str(KINDS[kind].__file__))
    in_tables = {why for _, _, (_, _, _, why) in rows_of(kind) if why}
    in_json = {a_form(kind).read(raw).why for raw in (*LONG[kind], *NO_TEXT.get(kind, ()))}
    assert set(words.blocks()) == in_tables | in_json | {"example"}


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_can_be_filled_and_show_what_was_typed(kind: str) -> None:
    words = words_beside(str(KINDS[kind].__file__))
    for form, comma, (typed, _, _, why) in rows_of(kind):
        if why:
            assert len(str(words.fill(why, seen=form.read(typed, comma).seen))) > 40
    assert "seen" not in words.fill("example")


@pytest.mark.parametrize(
    ("form", "raw", "status", "shown"),
    [
        pytest.param(IntegerForm(), 5, "read", "5", id="integer"),
        pytest.param(IntegerForm(), Decimal("5.00"), "read", "5", id="whole-decimal"),
        pytest.param(IntegerForm(), Decimal("5.5"), "unreadable", "", id="broken-decimal"),
        pytest.param(IntegerForm(), True, "unreadable", "", id="true"),
        pytest.param(IntegerForm(), [5], "unreadable", "", id="list"),
        pytest.param(IntegerForm(), {"rows": 5}, "unreadable", "", id="object"),
        pytest.param(IntegerForm(none=True), None, "blank", "", id="null-is-blank"),
        pytest.param(NumberForm(), Decimal("0.1"), "read", "1/10", id="decimal"),
        pytest.param(NumberForm(), Decimal("NaN"), "unreadable", "", id="nan"),
        pytest.param(ShapeForm(), [4, 4, 8], "read", "4 × 4 × 8", id="shape"),
        pytest.param(ShapeForm(), ["4", Decimal("4.0")], "read", "4 × 4", id="shape-of-strings"),
        pytest.param(ShapeForm(), {"channels": 8, "columns": 5, "rows": 4}, "read", "4 × 5 × 8", id="shape-by-name"),
        pytest.param(ShapeForm(), {"rows": "4", "columns": Decimal("5.0"), "channels": None}, "read", "4 × 5", id="shape-without-channels"),
        pytest.param(ShapeForm(), {"rows": 4}, "unreadable", "", id="shape-of-one-name"),
        pytest.param(ShapeForm(), {"rows": 4, "h": 4, "columns": 4}, "unreadable", "", id="shape-named-twice"),
        pytest.param(ShapeForm(), {"rows": 4, "a": 4}, "unreadable", "", id="shape-unknown-name"),
        pytest.param(ShapeForm(), {"rows": None}, "blank", "", id="shape-named-blank"),
        pytest.param(ShapeForm(), [4, Decimal("4.5")], "unreadable", "", id="shape-broken"),
        pytest.param(ShapeForm(), [4, Decimal("NaN")], "unreadable", "", id="shape-nan"),
        pytest.param(ShapeForm(), [[4, 4]], "unreadable", "", id="shape-nested"),
        pytest.param(ShapeForm(), [None, None], "blank", "", id="shape-of-nulls"),
        pytest.param(ShapeForm(("entries",)), 144, "read", "144", id="one-axis"),
        pytest.param(ShapeForm(), 4, "unreadable", "", id="bare-number"),
        pytest.param(MAP, [[1, None], ["−2", ""]], "read", "1 · / −2 ·", id="map"),
        pytest.param(MAP, [[1, True], [{}, Decimal("NaN")]], "read", "1 ? / ? ?", id="map-of-odd-things"),
        pytest.param(MAP, ["17 -5 11", "3 26 20"], "read", "17 −5 11 / 3 26 20", id="map-of-row-strings"),
        pytest.param(MAP, ["17,-5,11", "3, 26, 20"], "read", "17 −5 11 / 3 26 20", id="map-of-row-strings-with-commas"),
        pytest.param(MAP, [["1 2", "3 4"], ["5 6", "7 8"]], "read", "1 2 / 3 4 // 5 6 / 7 8", id="channels-of-row-strings"),
        pytest.param(MAP, ["1 2\n3 4", "5 6\n7 8"], "read", "1 2 / 3 4 // 5 6 / 7 8", id="string-per-channel"),
        pytest.param(MAP, [["1 / 2", "3"]], "read", "? 3", id="blanks-inside-a-cell"),
        pytest.param(MAP, [["8+9", r"\frac{11}{2}"]], "read", "17 11/2", id="calculations"),
        pytest.param(MAP, ["1 2", "3"], "unreadable", "", id="row-strings-ragged"),
        pytest.param(MAP, [[1, 2], 3], "unreadable", "", id="map-ragged"),
        pytest.param(MAP, [[None, ""]], "blank", "", id="map-blank"),
        pytest.param(MAP, [[]], "blank", "", id="map-empty"),
        pytest.param(MAP, 7, "read", "7", id="map-of-one"),
    ],
)
def test_reading_of_json(form: Form, raw: Any, status: str, shown: str) -> None:
    reading = form.read(raw)
    assert reading.status == status
    assert (form.show(reading.value) if status == "read" else "") == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        pytest.param([96100], "[96100]", id="list"),
        pytest.param([["a", None], [Decimal("0.5"), {"rows": 4}]], '[["a", null], [0.5, {"rows": 4}]]', id="nested"),
        pytest.param([[[[[1]]]]], "[[[[…]]]]", id="deep"),
        pytest.param([0] * 10**6, "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,…", id="long"),
        pytest.param("about 5", "about", id="word"),
        pytest.param("96100 parameters or so", "or", id="word-after-a-unit"),
        pytest.param("50 %", "%", id="percent"),
        pytest.param("3: 5", "3:", id="no-name"),
    ],
)
def test_what_is_wrong_with_it_is_shown(raw: Any, shown: str) -> None:
    assert IntegerForm().read(raw).seen[-1] == shown


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_answer_looks_like_is_a_sentence(kind: str) -> None:
    assert re.fullmatch("For example: .*[.]", words_beside(str(KINDS[kind].__file__)).fill("example"))


@pytest.mark.parametrize("marks", [None, {0}, {1, 4, 11}], ids=["plain", "one-marked", "marked"])
@pytest.mark.parametrize("sizes", [(1, 4), (3, 1), (4, 4), (1, 3, 4), (3, 2, 2), (2, 3, 1)], ids=str)
def test_what_the_terminal_draws_can_be_pasted_back(sizes: tuple[int, ...], marks: set[int] | None) -> None:
    drawn = Tensor(sizes, range(-2, prod(sizes) - 2))
    form = TensorForm(("channels", "rows", "columns")[-len(sizes) :])
    for width in (80, 20):
        assert form.match(form.read("\n".join(grid("Z", drawn, marks, width))).value, drawn) is E


def plain_texts() -> Iterator[str]:
    """Rows of whole numbers with all kinds of blanks between and around them."""
    draws = random.Random(7)
    for _ in range(300):
        columns, gap, end = draws.randint(1, 4), draws.choice((" ", "   ")), draws.choice(("\n", " \n", "\n  "))
        rows = (
            gap.join(draws.choice(("0", "7", "-3", "−3", "007", "123456789")) for _ in range(columns)) for _ in range(draws.randint(1, 4))
        )
        yield draws.choice(("", " ", "\n")) + end.join(rows) + draws.choice(("", " ", "\n"))


def test_the_fast_way_reads_the_same_as_the_slow_one() -> None:
    for text in plain_texts():
        sizes, texts = parsed(text, comma=False)
        assert (text, plain(text)) == (text, (sizes, tuple(map(int, texts))))


@pytest.mark.parametrize("text", ["1 2\n\n3 4", "1 2\n3", "1 2\n3 x", "1, 2", "1.5 2", "1" * 16, "", " ", "- 3", "²"])
def test_the_fast_way_leaves_the_rest_to_the_slow_one(text: str) -> None:
    assert plain(text) is None


def test_what_stood_in_unreadable_cells_is_kept() -> None:
    assert MAP.read("1 two\n3 ½").value.seen == ("two", "½")


E, N, D = Match.EQUAL, Match.NEAR, Match.DIFFERENT


@pytest.mark.parametrize(
    ("form", "answer", "truth", "match"),
    [
        pytest.param(IntegerForm(), 36928, 36928, E, id="integer"),
        pytest.param(IntegerForm(), 36864, 36928, D, id="no-tolerance"),
        pytest.param(IntegerForm(none=True), None, None, E, id="none"),
        pytest.param(IntegerForm(none=True), 0, None, D, id="zero-is-not-none"),
        pytest.param(IntegerForm(none=True), None, 0, D, id="none-is-not-zero"),
        pytest.param(NumberForm(), F(1, 2), F(2, 4), E, id="fraction"),
        pytest.param(NumberForm(), F(333, 1000), F(1, 3), D, id="exact-is-exact"),
        pytest.param(NumberForm(4), F(3333, 10_000), F(1, 3), E, id="rounded"),
        pytest.param(NumberForm(4), F(1, 3), F(1, 3), E, id="unrounded"),
        pytest.param(NumberForm(4), F(33334, 100_000), F(1, 3), E, id="longer"),
        pytest.param(NumberForm(4), F(6666, 10_000), F(2, 3), N, id="truncated"),
        pytest.param(NumberForm(4), F(6668, 10_000), F(2, 3), N, id="one-above"),
        pytest.param(NumberForm(4), F(6669, 10_000), F(2, 3), D, id="two-above"),
        pytest.param(NumberForm(4), F(33, 100), F(1, 3), D, id="too-short"),
        pytest.param(NumberForm(1), F(3, 10), F(1, 4), E, id="half-away-from-zero"),
        pytest.param(NumberForm(1), F(-3, 10), F(-1, 4), E, id="half-away-from-zero-below"),
        pytest.param(ShapeForm(), Shape(rows=4, columns=4, channels=8), Shape(channels=8, rows=4, columns=4), E, id="shape"),
        pytest.param(ShapeForm(), Shape(rows=4, columns=4, channels=1), Shape(rows=4, columns=4), E, id="one-channel-left-out"),
        pytest.param(ShapeForm(), Shape(rows=1, columns=4, channels=5), Shape(rows=4, columns=5), E, id="one-channel-in-front"),
        pytest.param(ShapeForm(), Shape(rows=8, columns=4, channels=4), Shape(channels=8, rows=4, columns=4), D, id="channels-first"),
        pytest.param(ShapeForm(), Shape(rows=5, columns=1, channels=1), Shape(rows=1, columns=5), D, id="axes-swapped"),
        pytest.param(ShapeForm(none=True), None, Shape(rows=4, columns=4), D, id="shape-none"),
        pytest.param(MAP, Typed((1, 1, 2), (1, F(1, 2))), Tensor((1, 1, 2), (1, F(1, 2))), E, id="map"),
        pytest.param(MAP, Typed((1, 1, 2), (1, Missing.BLANK)), Tensor((1, 1, 2), (1, 2)), D, id="map-with-a-blank"),
        pytest.param(MAP, Typed((1, 2, 1), (1, 2)), Tensor((1, 1, 2), (1, 2)), D, id="map-of-another-shape"),
        pytest.param(MAP, Typed((1, 1, 2), (1, 2)), Tensor((1, 2), (1, 2)), E, id="truth-without-channels"),
        pytest.param(
            TensorForm(("entries",), decimals=1), Typed((2,), (F(1, 3), F(6, 10))), Tensor((2,), (F(1, 3), F(2, 3))), N, id="map-near"
        ),
    ],
)
def test_match(form: Form, answer: Any, truth: Any, match: Match) -> None:
    assert form.match(answer, truth) is match


def test_cells() -> None:
    form = TensorForm(("rows", "columns"), decimals=1)
    answer = Typed((2, 3), (1, F(3, 10), F(6, 10), 7, Missing.BLANK, Missing.UNREADABLE))
    truth = Tensor((2, 3), (1, F(1, 3), F(2, 3), 8, 9, 9))
    assert form.cells(answer, truth) == (E, E, N, D, Missing.BLANK, Missing.UNREADABLE)
    assert form.cells(Typed((3, 2), answer.cells), truth) is None


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        pytest.param(IntegerForm(), -36928, "−36928", id="minus"),
        pytest.param(IntegerForm(none=True), None, "none", id="none"),
        pytest.param(NumberForm(), F(-1, 3), "−1/3", id="fraction"),
        pytest.param(NumberForm(), F(4, 2), "2", id="whole"),
        pytest.param(NumberForm(2), F(1, 8), "0.13", id="rounded"),
        pytest.param(NumberForm(2), F(-1, 1000), "0.00", id="no-minus-zero"),
        pytest.param(NumberForm(0), F(5, 2), "3", id="no-places"),
        pytest.param(ShapeForm(), Shape(channels=8, rows=4, columns=5), "4 × 5 × 8", id="shape"),
        pytest.param(
            ShapeForm(("channels", "rows", "columns")), Shape(channels=8, rows=4, columns=5), "8 × 4 × 5", id="shape-channels-first"
        ),
        pytest.param(ShapeForm(), Shape(channels=1, rows=4, columns=5), "4 × 5", id="one-channel"),
        pytest.param(MAP, Tensor.nested([[[35, 20], [1, -3]], [[0, 1], [F(1, 2), 3]]]), "35 20 / 1 −3 // 0 1 / 1/2 3", id="map"),
        pytest.param(MAP, Tensor((1, 2), (F(1, 4), F(1, 3)), 2), "0.25 1/3", id="map-with-places-of-its-own"),
        pytest.param(TensorForm(("entries",), decimals=2), Tensor((2,), (F(1, 3), 2)), "0.33 2.00", id="map-rounded"),
    ],
)
def test_show(form: Form, value: Any, shown: str) -> None:
    assert form.show(value) == shown


def test_show_cells_tells_channels_rows_and_cells() -> None:
    assert MAP.show_cells(Tensor.nested([[[1, 2]], [[3, -4]]])) == ((("1", "2"),), (("3", "−4"),))
    assert MAP.show_cells(Typed((1, 1, 2), (Missing.BLANK, Missing.UNREADABLE))) == ((("·", "?"),),)


ROUNDED = NumberForm(4)
LETTERS = (Variable("n", 12, 224), Variable("p", 0, 5), Variable("f", 1, 11), Variable("s", 1, 4), Variable("C_in", 1, 64))
TRUTHS = [
    *((IntegerForm(), truth) for truth in (0, 1, -1, 7, -33, 1000, 36928, -1234567, 10**30)),
    *((IntegerForm(none=True), truth) for truth in (0, 5, None)),
    *((NumberForm(none=True), truth) for truth in (0, -3, 1000, F(1, 3), F(-7, 2), None)),
    *(
        (form, truth)
        for form in (NumberForm(0), NumberForm(1), ROUNDED)
        for truth in (0, 12, F(1, 3), F(-2, 3), F(-1, 100_000), F(9_999_999, 20_000_000), F(12345, 10))
    ),
    *(
        (ShapeForm(none=True), truth)
        for truth in (Shape(rows=4, columns=5, channels=8), Shape(rows=4, columns=4, channels=1), Shape(rows=1, columns=1), None)
    ),
    *(
        (ShapeForm(("channels", "rows", "columns")), truth)
        for truth in (Shape(rows=1, columns=5, channels=8), Shape(rows=2, columns=1, channels=1))
    ),
    *((ShapeForm(("rows", "columns")), truth) for truth in (Shape(rows=28, columns=3), Shape(rows=1, columns=1))),
    (ShapeForm(("filters", "channels", "rows", "columns")), Shape(filters=6, channels=1, rows=3, columns=3)),
    (ShapeForm(("entries",)), Shape(entries=144)),
    (ShapeForm(("entries",)), Shape(entries=1)),
    *((TensorForm(("entries",)), Tensor((n,), range(-1, n - 1))) for n in (1, 2, 5)),
    *((TensorForm(("rows", "columns")), Tensor(sizes, range(-2, sizes[0] * sizes[1] - 2))) for sizes in ((1, 1), (1, 3), (3, 1), (4, 4))),
    *(
        (MAP, Tensor(sizes, range(-2, sizes[0] * sizes[1] * sizes[2] - 2)))
        for sizes in ((1, 2, 2), (2, 1, 1), (2, 1, 3), (2, 3, 1), (3, 2, 2))
    ),
    (MAP, Tensor((1, 2, 2), (F(1, 3), F(-1, 2), 0, 7))),
    (TensorForm(("rows", "columns"), decimals=2), Tensor((2, 2), (F(1, 3), F(-1, 8), 0, 7))),
    (TensorForm(("filters", "channels", "rows", "columns")), Tensor((2, 2, 1, 2), range(8))),
    *((PositionsForm(order), (Position((3, 1)),)) for order in ("row-column", "column-row")),
    *((PositionsForm(order, True), (Position((1, 4)), Position((3, 2)), Position((3, 3)))) for order in ("row-column", "column-row")),
    *(
        (ExpressionForm(LETTERS), Expression(text, LETTERS))
        for text in (
            "floor((n + 2p - f)/s) + 1",
            "(n + 2p - f)//s + 1",
            "-n^2/(p + 1) - (f - s)(f + s)^-1",
            "(f^2 C_in + 1)s",
            "0.5n//3",
            "n - ceil(int(n/7)/2)",
            "0",
        )
    ),
]


@pytest.mark.parametrize("comma", [False, True], ids=["points", "commas"])
@pytest.mark.parametrize(("form", "truth"), TRUTHS, ids=[f"{type(form).__name__}-{number}" for number, (form, _) in enumerate(TRUTHS)])
def test_examples_are_what_they_say(form: Form, truth: Any, comma: bool) -> None:
    examples = form.examples(truth)
    assert (len(examples.right) >= 6, len(examples.wrong) >= 3, len(examples.unreadable) >= 5) == (True, True, True)
    for raw in examples.right:
        assert (raw, form.match(form.read(raw, comma).value, truth)) == (raw, E)
    for raw in examples.wrong:
        assert (raw, form.read(raw, comma).status, form.match(form.read(raw, comma).value, truth)) == (raw, "read", D)
    for raw in examples.unreadable:
        assert (raw, form.read(raw, comma).status) == (raw, "unreadable")


@pytest.mark.parametrize(("form", "truth"), TRUTHS, ids=[f"{type(form).__name__}-{number}" for number, (form, _) in enumerate(TRUTHS)])
def test_what_is_shown_can_be_typed(form: Form, truth: Any) -> None:
    rank_four = isinstance(truth, Tensor) and len(truth.sizes) > 3  # filters and channels look alike on one line
    assert rank_four or form.match(form.read(form.show(truth)).value, truth) is E


@pytest.mark.parametrize("form", dict.fromkeys(form for form, _ in TRUTHS), ids=repr)
def test_forms_are_json(form: Form) -> None:
    assert msgspec.json.decode(msgspec.json.encode(form), type=AnyForm) == form
