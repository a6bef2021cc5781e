"""Functions that are applied to each number of a map by itself."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .decimals import each, hyperbolic_tangent, logistic, power
from .mistakes import rule
from .operation import Call, Operations, operation
from .values import DoesNotFit, Number, Tensor, whole


def _one_sided(x: Tensor) -> str | None:
    if not any(v < 0 for v in x.values):
        return "nothing is negative before ReLU"
    if not any(v > 0 for v in x.values):
        return "nothing is positive before ReLU"
    return None


def _idle(x: Tensor, result: Tensor) -> str | None:
    """A map that ReLU leaves as it is, wipes out, or empties by three quarters, exercises nothing."""
    if len(x.values) > 1 and 4 * result.values.count(0) >= 3 * len(x.values):
        return _one_sided(x) or "three quarters of the rectified map are zeros"
    return _one_sided(x)


def _checked(slope: Number) -> Number:
    if type(slope) is not int and type(slope) is not Fraction:
        raise DoesNotFit(f"{slope} where a slope should stand")
    return slope


class Pointwise(Operations):
    @operation(flaw=_idle)
    def relu(self, x: Tensor) -> Tensor:
        """a = max(0, z), cell by cell."""
        return x.map(lambda v: max(v, 0))

    @operation(flaw=lambda x, _slope, _result: _one_sided(x))
    def leaky_relu(self, x: Tensor, slope: Number) -> Tensor:
        """a = z where z ≥ 0, slope · z where z < 0, cell by cell."""
        return _bent(x, 1, _checked(slope))

    @operation()
    def sigmoid(self, x: Tensor) -> Tensor:
        """a = 1 / (1 + e^−z), cell by cell."""
        return _curved(x, logistic)

    @operation()
    def tanh(self, x: Tensor) -> Tensor:
        """a = (e^z − e^−z) / (e^z + e^−z), cell by cell."""
        return _curved(x, hyperbolic_tangent)


def _bent(x: Tensor, right: Number, left: Number) -> Tensor:
    """Straight through zero, with one slope for positive numbers and another one for negative numbers."""
    return x.map(lambda v: whole(v * (right if v > 0 else left)))


def _curved(x: Tensor, change: Callable[[Number], Number]) -> Tensor:
    return Tensor.made(x.sizes, each(x.values, change))


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _rectifying(code: str, share: str, change: Callable[[Number], Number]) -> None:
    """A mistake that does the same wrong thing to every number."""

    @rule(code, "relu", share=share)
    def _wrong(_call: Call, x: Tensor) -> Tensor:
        return x.map(change)


_rectifying("relu.absolute", "1/4", abs)
_rectifying("relu.forgotten", "0", lambda v: v)
_rectifying("relu.sign-turned", "1/4", lambda v: min(v, 0))
_rectifying("relu.zero-or-one", "1/4", lambda v: int(v > 0))


def _leans(*but: Number) -> Callable[..., bool]:
    """Whether there is something negative, and the slope is none of these."""
    return lambda _call, x, slope: _checked(slope) not in but and any(v < 0 for v in x.values)


@rule("leaky-relu.slope-forgotten", "leaky_relu", share="1/2", when=_leans(0))
def _no_slope(call: Call, x: Tensor, _slope: Number) -> Tensor:
    return call.right(x, 0)


@rule("leaky-relu.sign-lost", "leaky_relu", share="1/2", when=_leans(0))
def _sign_lost(call: Call, x: Tensor, slope: Number) -> Tensor:
    return call.right(x, -slope)


@rule(
    "leaky-relu.slope-everywhere",
    "leaky_relu",
    share="1/4",
    when=lambda _call, x, slope: _checked(slope) != 1 and any(v > 0 for v in x.values),
)
def _slope_everywhere(_call: Call, x: Tensor, slope: Number) -> Tensor:
    return _bent(x, slope, slope)


@rule("leaky-relu.sides-swapped", "leaky_relu", share="1/4", when=lambda _call, x, slope: _checked(slope) != 1 and any(x.values))
def _sides_swapped(_call: Call, x: Tensor, slope: Number) -> Tensor:
    return _bent(x, slope, 1)


@rule("leaky-relu.forgotten", "leaky_relu", share="0", when=_leans(1))
def _left_alone(_call: Call, x: Tensor, _slope: Number) -> Tensor:
    return x


def _not_zero(_call: Call, x: Tensor) -> bool:
    return any(x.values)


def _curving(
    code: str, operation: str, share: str, change: Callable[[Number], Number], when: Callable[..., bool] = lambda *_: True
) -> None:
    """The same, with exponentials."""

    @rule(code, operation, share=share, when=when)
    def _wrong(_call: Call, x: Tensor) -> Any:
        return _curved(x, change)


_curving("sigmoid.minus-forgotten", "sigmoid", "1/2", lambda v: logistic(-v), _not_zero)
_curving("sigmoid.exponential-only", "sigmoid", "1/4", power)
_curving("sigmoid.tanh", "sigmoid", "1/4", hyperbolic_tangent)
_curving("tanh.exponent-not-doubled", "tanh", "1/2", lambda v: hyperbolic_tangent(v / Fraction(2)), _not_zero)
_curving("tanh.sign-lost", "tanh", "1/2", lambda v: abs(hyperbolic_tangent(v)), lambda _call, x: any(v < 0 for v in x.values))
_curving("tanh.sigmoid", "tanh", "1/4", logistic)
