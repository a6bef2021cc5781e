"""Formulas as answers: equal by value at the sample points, read by a grammar of our own, with SymPy as an oracle."""

import ast
import operator
import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from convexam.answers.algebra import bits, value_at, written
from convexam.answers.expression import MAX_BITS, POINTS, Expression, ExpressionForm, Variable, points
from convexam.answers.grammar import formula
from convexam.answers.kind import Match
from convexam.cnn.values import BadValue
from depth import FORMULAS

N, P, F, S = Variable("n", 12, 224), Variable("p", 0, 5), Variable("f", 1, 11), Variable("s", 1, 4)
LETTERS = (N, P, F, S)
NAMES = ("n", "p", "f", "s")
FORM = ExpressionForm(LETTERS)
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}
SIZE = "floor((n + 2p - f)/s) + 1"


@pytest.mark.parametrize(
    ("typed", "truth", "match"),
    [
        pytest.param("(n + 2*p - f)//s + 1", SIZE, Match.EQUAL, id="floor-division"),
        pytest.param(r"\lfloor \frac{n+2p-f}{s} + 1 \rfloor", SIZE, Match.EQUAL, id="one-inside"),
        pytest.param("ceil((n + 2p - f + 1)/s)", SIZE, Match.EQUAL, id="ceiling"),
        pytest.param("floor((n + 2p - f + s)/s)", SIZE, Match.EQUAL, id="one-fraction"),
        pytest.param("1 + int((n - f + p + p)/s)", SIZE, Match.EQUAL, id="cut-off"),
        pytest.param("ceil(n/s)", "floor((n - 1)/s) + 1", Match.EQUAL, id="same-in-whole-numbers"),
        pytest.param("n^2 - 1", "(n - 1)(n + 1)", Match.EQUAL, id="multiplied-out"),
        pytest.param("n/s/p", "n/(s p)", Match.EQUAL, id="both-undefined-where-p-is-0"),
        pytest.param("p/p", "1", Match.DIFFERENT, id="undefined-where-the-truth-is-not"),
        pytest.param("n/(n - n)", "n/(n - n)", Match.DIFFERENT, id="undefined-everywhere"),
        pytest.param("1/0", "1", Match.DIFFERENT, id="division-by-zero"),
        pytest.param("(n + 2p - f)/s + 1", SIZE, Match.DIFFERENT, id="floor-forgotten"),
        pytest.param("ceil((n + 2p - f)/s) + 1", SIZE, Match.DIFFERENT, id="rounded-up"),
        pytest.param("floor((n + 2p - f)/s)", SIZE, Match.DIFFERENT, id="one-forgotten"),
        pytest.param("floor((n + p - f)/s) + 1", SIZE, Match.DIFFERENT, id="padding-once"),
        pytest.param("floor((n + 2p - f + 1)/s)", SIZE, Match.DIFFERENT, id="one-in-the-fraction"),
        pytest.param("floor(n/s) + floor(2p/s) - floor(f/s) + 1", SIZE, Match.DIFFERENT, id="rounded-too-early"),
        pytest.param("n + 1/10^6", "n", Match.DIFFERENT, id="no-tolerance"),
        pytest.param(5, "5", Match.EQUAL, id="whole-number"),
        pytest.param(Decimal("-0.5"), "-1/2", Match.EQUAL, id="decimal"),
    ],
)
def test_match(typed: Any, truth: str, match: Match) -> None:
    reading = FORM.read(typed)
    assert (reading.status, FORM.match(reading.value, Expression(truth, LETTERS))) == ("read", match)


def test_two_formulas_of_ours_can_be_compared() -> None:
    assert FORM.match(Expression("2n", LETTERS), Expression("n + n", LETTERS)) is Match.EQUAL


@pytest.mark.parametrize("raw", [True, [1], {"n": 1}, Decimal("NaN"), Decimal("Infinity")], ids=str)
def test_what_is_no_formula_in_json(raw: Any) -> None:
    assert FORM.read(raw).why == "formula"


def test_the_points_are_the_same_on_every_machine() -> None:
    first = [tuple(point.values()) for point in points(LETTERS)[:5]]
    assert first == [(12, 0, 1, 1), (224, 5, 11, 4), (12, 0, 2, 3), (96, 5, 5, 1), (52, 4, 5, 3)]


def test_the_points_lie_in_the_domain() -> None:
    assert len(points(LETTERS)) == POINTS
    assert all(v.least <= point[v.name] <= v.most for point in points(LETTERS) for v in LETTERS)
    assert len({tuple(point.values()) for point in points(LETTERS)}) == POINTS


@pytest.mark.parametrize("over", ["n + 2p - f", "n - f", "n", "n + 2p", "n - 1"])
@pytest.mark.parametrize("under", ["s", "2", "3", "5", "f"])
def test_divisions_are_whole_at_some_points_and_broken_at_others(over: str, under: str) -> None:
    tree = formula(f"({over})/({under})", NAMES)
    whole = sum(isinstance(value_at(tree, point), int) for point in points(LETTERS))
    assert 4 <= whole <= POINTS - 4


def test_a_small_domain_is_tried_out_in_full() -> None:
    small = (Variable("a", -1, 2), Variable("b", 3, 5))
    assert [tuple(point.values()) for point in points(small)] == [(a, b) for a in range(-1, 3) for b in range(3, 6)]
    assert points(()) == ({},)


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param((Variable("n", 5, 4),), id="empty-domain"),
        pytest.param((Variable("n", 1, 10**10),), id="huge-domain"),
        pytest.param((N, N), id="twice"),
        pytest.param((Variable("n m", 1, 2),), id="blank"),
        pytest.param((Variable("2", 1, 2),), id="digit"),
        pytest.param((Variable("Floor", 1, 2),), id="function"),
    ],
)
def test_a_form_that_cannot_be_is_refused(variables: tuple[Variable, ...]) -> None:
    with pytest.raises(BadValue):
        ExpressionForm(variables)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"kind": "expression", "variables": variables}), type=ExpressionForm)


def test_a_truth_that_cannot_be_read_is_our_own_error() -> None:
    with pytest.raises(BadValue, match="unknown_name"):
        FORM.show(Expression("n + m", LETTERS))


def a_text(draws: random.Random, depth: int) -> str:
    """A formula that both our grammar and SymPy can read, with as few brackets as it happens to have."""
    deeper = lambda: a_text(draws, depth - 1)  # noqa: E731
    match draws.randrange(9) if depth else draws.randrange(2):
        case 0:
            return str(draws.choice((0, 1, 2, 3, 7, 10)))
        case 1:
            return draws.choice(NAMES)
        case 2:
            return f"({deeper()})**{draws.choice(('2', '3', '-1', '(2)', '0'))}"
        case 3:
            return f"{draws.choice(NAMES)}**{draws.randrange(4)}"
        case 4:
            return f"{draws.choice(('floor', 'ceiling'))}({deeper()})"
        case 5:
            return f"(-{deeper()})"
        case 6:
            return f"({deeper()})"
        case _:
            return draws.choice(("{} + {}", "{}-{}", "{}*{}", "{} * {}", "{}/{}", "{}//{}")).format(deeper(), deeper())


def texts(count: int) -> Iterator[str]:
    draws = random.Random(11)
    return (a_text(draws, draws.randint(1, 5)) for _ in range(count))


def by_sympy(tree: ast.expr, point: dict[str, int]) -> Any:
    """The value of what Python's own parser made of a text, as SymPy works it out; its `//` is wrong for negative fractions."""
    import sympy

    match tree:
        case ast.Constant(value=int() as number):
            return sympy.Integer(number)
        case ast.Name(id=name):
            return sympy.Integer(point[name])
        case ast.UnaryOp(operand=operand):
            return -by_sympy(operand, point)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return getattr(sympy, name)(by_sympy(argument, point))
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            return sympy.floor(by_sympy(left, point) / by_sympy(right, point))
        case ast.BinOp(left=left, op=op, right=right):
            return SIGNS[type(op)](by_sympy(left, point), by_sympy(right, point))
    raise ValueError(ast.dump(tree))


def test_sympy_finds_the_same_values() -> None:
    compared = 0
    for number, text in enumerate(texts(FORMULAS)):
        point = dict(points(LETTERS)[number % POINTS])
        value = value_at(formula(text, NAMES), point)
        if value is not None:  # SymPy goes on after a division by zero: 1/(1/0) is 0 there
            oracle = by_sympy(ast.parse(text, mode="eval").body, point)
            assert (text, point, oracle.is_Rational and Fraction(int(oracle.p), int(oracle.q))) == (text, point, value)
            compared += 1
    assert compared > 3 * FORMULAS // 4


def test_what_is_printed_has_the_same_values() -> None:
    for text in texts(3 * FORMULAS):
        tree = formula(text, NAMES)
        printed = written(tree)
        again = formula(printed, NAMES)
        assert (text, written(again)) == (text, printed)
        assert all(value_at(again, point) == value_at(tree, point) for point in points(LETTERS)[::9])


def test_values_are_as_bounded_as_they_are_said_to_be() -> None:
    sizes = {variable.name: variable.most.bit_length() for variable in LETTERS}
    for text in texts(3 * FORMULAS):
        tree = formula(text, NAMES)
        values = [value for point in points(LETTERS)[::9] if (value := value_at(tree, point)) is not None]
        most = max((max(abs(value.numerator).bit_length(), value.denominator.bit_length()) for value in values), default=0)
        assert (text, most <= bits(tree, sizes)) == (text, True)


def test_powers_of_powers_are_refused_before_they_are_worked_out() -> None:
    tower = "n"
    for _ in range(25):
        tower = f"({tower})^6"
    assert bits(formula(tower, NAMES), {"n": 8}) > MAX_BITS
    assert FORM.read(tower).why == "too_large"
