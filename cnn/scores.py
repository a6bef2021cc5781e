"""Scores of classes: which class they predict, softmax, and cross-entropy."""

from fractions import Fraction

from .decimals import each, logarithm, power
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import DoesNotFit, Number, Tensor, whole

_PRINTED = 12  # exponentials of larger scores have too many digits to be shown


def _checked(scores: Tensor) -> Tensor:
    if len(scores.sizes) != 1:
        raise DoesNotFit("scores are a list of numbers")
    return scores


def _shares(values: tuple[Number, ...]) -> Tensor:
    total = sum(values)
    if total == 0:
        raise DoesNotFit("scores that add up to zero")
    return Tensor.made((len(values),), tuple(whole(Fraction(v) / total) for v in values))


def _probability(probabilities: Tensor, label: int) -> Number:
    classes = len(_checked(probabilities).values)
    if type(label) is not int or not 1 <= label <= classes:
        raise DoesNotFit("a class that is not there")
    probability = probabilities.values[label - 1]
    if not 0 < probability <= 1:
        raise DoesNotFit("a probability that is not between 0 and 1")
    return probability


class Scores(Operations):
    @operation()
    def predicted_class(self, scores: Tensor) -> int:
        """The number of the class with the largest score, counted from 1; of equal ones the first."""
        return _first(scores, max(_checked(scores).values))

    @operation()
    def softmax(self, scores: Tensor) -> Tensor:
        """p[i] = e^s[i] / Σ e^s[j]."""
        largest = max(_checked(scores).values)
        if self.explains and max(map(abs, scores.values)) <= _PRINTED:
            self.exponentials(scores)
        # the same shares, and no exponential of a large number
        return _shares(each(tuple(s - largest for s in scores.values), power))

    @operation()
    def exponentials(self, scores: Tensor) -> Tensor:
        """e^s[i] for each score."""
        return Tensor.made(scores.sizes, each(_checked(scores).values, power))

    @operation()
    def cross_entropy(self, probabilities: Tensor, label: int) -> Number:
        """L = −ln p[y], where y is the number of the right class, counted from 1."""
        return whole(-logarithm(_probability(probabilities, label)))


def _first(scores: Tensor, value: Number) -> int:
    return scores.values.index(value) + 1


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _different(_call: Call, scores: Tensor) -> bool:
    return len(set(scores.values)) > 1


@rule("predicted-class.from-zero", "predicted_class", share="3/4")
def _from_zero(call: Call, scores: Tensor) -> int:
    return call.right(scores) - 1


@rule("predicted-class.smallest", "predicted_class", share="1/4", when=_different)
def _smallest(_call: Call, scores: Tensor) -> int:
    return _first(_checked(scores), min(scores.values))


def _have_other_shares(_call: Call, scores: Tensor) -> bool:
    """Scores that add up to 1 are their own shares: anybody could copy them."""
    return sum(scores.values) not in (0, 1) and len(scores.values) > 1


@rule("softmax.no-exponentials", "softmax", share="1/4", when=_have_other_shares)
def _no_exponentials(_call: Call, scores: Tensor) -> Tensor:
    return _shares(_checked(scores).values)


@rule("softmax.not-normalised", "softmax", share="1/2")
def _not_normalised(_call: Call, scores: Tensor) -> Tensor:
    return Tensor.made(scores.sizes, each(_checked(scores).values, power))


@rule("softmax.base-two", "softmax", share="1/2", when=_different)
def _base_two(_call: Call, scores: Tensor) -> Tensor:
    return _shares(each(_checked(scores).values, lambda score: power(score, 2)))


def _uncertain(_call: Call, probabilities: Tensor, label: int) -> bool:
    """A right class of probability 1 costs nothing, in any base and with any sign."""
    return _probability(probabilities, label) < 1


@rule("cross-entropy.sign-lost", "cross_entropy", share="1/2", when=_uncertain)
def _sign_lost(call: Call, probabilities: Tensor, label: int) -> Number:
    return -call.right(probabilities, label)


@rule("cross-entropy.base-ten", "cross_entropy", share="1/2", when=_uncertain)
def _base_ten(call: Call, probabilities: Tensor, label: int) -> Number:
    return call.right(probabilities, label) / logarithm(10)


@rule("cross-entropy.base-two", "cross_entropy", share="1/2", when=_uncertain)
def _base_two_logarithm(call: Call, probabilities: Tensor, label: int) -> Number:
    return call.right(probabilities, label) / logarithm(2)


@rule(
    "cross-entropy.wrong-class",
    "cross_entropy",
    share="1/4",
    when=lambda _call, probabilities, label: _probability(probabilities, label) != max(probabilities.values),
)
def _most_probable(call: Call, probabilities: Tensor, _label: int) -> Number:
    return call.right(probabilities, _first(probabilities, max(_checked(probabilities).values)))


@rule("cross-entropy.all-classes", "cross_entropy", share="1/4", when=lambda _call, probabilities, label: _others(probabilities, label))
def _all_classes(_call: Call, probabilities: Tensor, _label: int) -> Number:
    return whole(-sum(each(_checked(probabilities).values, logarithm)))


def _others(probabilities: Tensor, label: int) -> bool:
    """Whether there are other classes, and the logarithm of each exists."""
    return _probability(probabilities, label) < 1 and len(probabilities.values) > 1 and all(0 < p <= 1 for p in probabilities.values)


@rule("cross-entropy.probability", "cross_entropy", share="0")
def _the_probability(_call: Call, probabilities: Tensor, label: int) -> Number:
    return _probability(probabilities, label)
