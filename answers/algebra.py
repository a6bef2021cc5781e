"""A formula as a small tree: its parts, its exact value at a point, how large that can become, and how it is printed."""

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

from ..cnn.values import Number, Record, whole

Operation = Literal["+", "-", "*", "/", "//", "floor", "ceil", "int", "minus"]


class Constant(Record, frozen=True):
    value: Number  # never negative


class Named(Record, frozen=True):
    name: str


class Applied(Record, frozen=True):
    """An operation on one or two things; `int` cuts off what is behind the point."""

    operation: Operation
    arguments: tuple[Any, ...]


class Power(Record, frozen=True):
    base: Any
    exponent: int


Tree = Constant | Named | Applied | Power

_RESULTS: dict[Operation, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda top, below: Fraction(top) / below,
    "//": operator.floordiv,
    "floor": math.floor,
    "ceil": math.ceil,
    "int": math.trunc,
    "minus": operator.neg,
}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS: dict[Operation, tuple[str, int]] = {"+": (" + ", 1), "-": (" − ", 1), "*": ("·", 2), "/": ("/", 2), "//": (" // ", 2)}
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4  # how strongly the parts of a printed formula hold together


def value_at(tree: Tree, point: Mapping[str, Number]) -> Number | None:
    """The exact value where the names stand for these numbers; None where something is divided by zero."""
    try:
        return _value(tree, point)
    except ZeroDivisionError:
        return None


def _value(tree: Tree, point: Mapping[str, Number]) -> Number:
    match tree:
        case Constant():
            return tree.value
        case Named():
            return point[tree.name]
        case Power():
            return whole(Fraction(_value(tree.base, point)) ** tree.exponent)
        case Applied():
            return whole(_RESULTS[tree.operation](*[_value(argument, point) for argument in tree.arguments]))


def bits(tree: Tree, names: Mapping[str, int]) -> int:
    """At most so many binary digits has the numerator or denominator of its value, where each name has at most so many."""
    match tree:
        case Constant():
            return max(abs(tree.value.numerator).bit_length(), tree.value.denominator.bit_length())
        case Named():
            return names[tree.name]
        case Power():
            return bits(tree.base, names) * max(1, abs(tree.exponent))
        case Applied():
            return sum(bits(argument, names) + 1 for argument in tree.arguments)


def written(tree: Tree) -> str:
    """As it is printed, and can be typed again: floor((n + 2p − f)/s) + 1."""
    return _written(tree)[0]


def _written(tree: Tree) -> tuple[str, int]:
    """The text, and how strongly its parts hold together."""
    match tree:
        case Constant(value=int() as number):
            return str(number), _ATOM
        case Constant():
            return str(tree.value), _PRODUCT
        case Named():
            return tree.name, _ATOM
        case Power():
            return _bracketed(tree.base, _ATOM) + str(tree.exponent).translate(_SUPERSCRIPTS), _POWER
        case Applied(operation="minus"):
            return f"−{_bracketed(tree.arguments[0], _POWER)}", _SUM
        case Applied(arguments=(argument,)):
            return f"{tree.operation}({written(argument)})", _ATOM
        case Applied():
            return _joined(tree)


def _joined(tree: Applied) -> tuple[str, int]:
    """Two things with a sign between them; none is needed between a number and a name."""
    first, second = tree.arguments
    sign, strength = _SIGNS[tree.operation]
    if tree.operation == "*" and isinstance(first, Constant) and isinstance(first.value, int) and _starts_with_a_name(second):
        sign = ""
    least = _POWER if strength == _PRODUCT and _divides(first) else strength  # (n/2)·p, although n/2·p would be the same
    return _bracketed(first, least) + sign + _bracketed(second, strength + 1), strength


def _divides(tree: Tree) -> bool:
    return isinstance(tree, Constant) or (isinstance(tree, Applied) and tree.operation in ("/", "//"))


def _starts_with_a_name(tree: Tree) -> bool:
    return isinstance(tree, Named) or (isinstance(tree, Power) and isinstance(tree.base, Named))


def _bracketed(tree: Tree, least: int) -> str:
    text, strength = _written(tree)
    return text if strength >= least else f"({text})"
