"""Scores of classes: softmax and cross-entropy, with 50 digits."""

from decimal import Context, Decimal
from fractions import Fraction

from .mistakes import rule
from .operation import Call, Operations, operation
from .values import DoesNotFit, Number, Tensor, whole

_DIGITS = Context(prec=50)
_LARGEST = 10_000  # beyond it the digits of an exponential fill pages


def _decimal(value: Number) -> Decimal:
    value = Fraction(value)
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _power(value: Number, base: int | None = None) -> Fraction:
    """e, or another base, to this power."""
    if abs(value) > _LARGEST:
        raise DoesNotFit(f"a score of {value}")
    exponent = _decimal(value)
    if base is not None:
        exponent = _DIGITS.multiply(exponent, _DIGITS.ln(Decimal(base)))
    return Fraction(_DIGITS.exp(exponent))


def _checked(scores: Tensor) -> Tensor:
    if len(scores.sizes) != 1:
        raise DoesNotFit("scores are a list of numbers")
    return scores


def _shares(values: tuple[Fraction | int, ...]) -> Tensor:
    total = sum(values)
    if total == 0:
        raise DoesNotFit("scores that add up to zero")
    return Tensor.made((len(values),), tuple(whole(Fraction(v) / total) for v in values))


class Scores(Operations):
    @operation()
    def softmax(self, scores: Tensor) -> Tensor:
        """p[i] = e^s[i] / Σ e^s[j]."""
        largest = max(_checked(scores).values)  # the same shares, and no exponential of a large number
        return _shares(tuple(_power(s - largest) for s in scores.values))

    @operation()
    def cross_entropy(self, probabilities: Tensor, label: int) -> Number:
        """L = −ln p[y], where y is the number of the right class, counted from 1."""
        return -_log(_probability(probabilities, label))


def _probability(probabilities: Tensor, label: int) -> Number:
    classes = len(_checked(probabilities).values)
    if type(label) is not int or not 1 <= label <= classes:
        raise DoesNotFit(f"class {label} of {classes}")
    value = probabilities.values[label - 1]
    if not 0 < value <= 1:
        raise DoesNotFit(f"a probability of {value}")
    return value


def _log(value: Number) -> Fraction:
    return Fraction(_DIGITS.ln(_decimal(value)))


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


@rule("softmax.no-exponentials", "softmax", share="1/4", when=lambda _call, scores: sum(scores.values) != 0)
def _no_exponentials(_call: Call, scores: Tensor) -> Tensor:
    return _shares(_checked(scores).values)


@rule("softmax.not-normalised", "softmax", share="1/2")
def _not_normalised(_call: Call, scores: Tensor) -> Tensor:
    return _checked(scores).map(_power)


@rule("softmax.base-two", "softmax", share="1/2")
def _base_two(_call: Call, scores: Tensor) -> Tensor:
    return _shares(tuple(_power(s, 2) for s in _checked(scores).values))


@rule("cross-entropy.sign-lost", "cross_entropy", share="1/2")
def _sign_lost(call: Call, probabilities: Tensor, label: int) -> Number:
    return -call.right(probabilities, label)


@rule("cross-entropy.base-ten", "cross_entropy", share="1/2")
def _base_ten(call: Call, probabilities: Tensor, label: int) -> Number:
    return call.right(probabilities, label) / _log(10)


@rule("cross-entropy.probability", "cross_entropy", share="0")
def _the_probability(_call: Call, probabilities: Tensor, label: int) -> Number:
    return _probability(probabilities, label)
