"""Exponentials and logarithms: worked out with 50 digits, handed on as exact fractions."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction

from .values import DoesNotFit, Number, whole

_DIGITS = Context(prec=50)
_FINE = Context(prec=120)  # where digits are lost on the way
_LARGEST = 10_000  # beyond it the digits of an exponential fill pages
_TINY = Fraction(1, 10**50)
_MOST = 20_000  # exponentials in one call


def _decimal(value: Number, context: Context) -> Decimal:
    value = Fraction(value)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def each(values: Sequence[Number], change: Callable[[Number], Number]) -> tuple[Number, ...]:
    """The same done to each number, as long as there are not too many."""
    if len(values) > _MOST:
        raise DoesNotFit(f"{len(values)} exponentials are too much work")
    return tuple(whole(change(value)) for value in values)


def power(value: Number, base: int | None = None) -> Fraction:
    """e, or another base, to this power."""
    return Fraction(_power(value, base, _DIGITS))


def _power(value: Number, base: int | None, context: Context) -> Decimal:
    if abs(value) > _LARGEST:
        raise DoesNotFit(f"an exponent beyond {_LARGEST}")
    exponent = _decimal(value, context)
    return context.exp(exponent if base is None else context.multiply(exponent, context.ln(Decimal(base))))


def logarithm(value: Number) -> Fraction:
    """The natural logarithm of a number above zero; that of almost one would lose digits."""
    return Fraction(_DIGITS.plus(_FINE.ln(_decimal(value, _FINE))))


def logistic(value: Number) -> Number:
    """1 / (1 + e^−v)."""
    return 1 / (1 + power(-value))


def hyperbolic_tangent(value: Number) -> Number:
    """(e^2v − 1) / (e^2v + 1); next to zero, where the difference has no digits left, it is v."""
    if abs(value) < _TINY:
        return value
    doubled = _power(2 * value, None, _FINE)
    return Fraction(_DIGITS.divide(_FINE.subtract(doubled, 1), _FINE.add(doubled, 1)))
