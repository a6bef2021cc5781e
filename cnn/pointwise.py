"""Functions that are applied to each number of a map by itself."""

from collections.abc import Callable

from .mistakes import rule
from .operation import Call, Operations, operation
from .values import Number, Tensor


def _one_sided(x: Tensor, result: Tensor) -> str | None:
    """A map that ReLU leaves as it is, wipes out, or empties by three quarters, exercises nothing."""
    if not any(v < 0 for v in x.values):
        return "nothing is negative before ReLU"
    if not any(v > 0 for v in x.values):
        return "nothing is positive before ReLU"
    if len(x.values) > 1 and 4 * result.values.count(0) >= 3 * len(x.values):
        return "three quarters of the rectified map are zeros"
    return None


class Pointwise(Operations):
    @operation(flaw=_one_sided)
    def relu(self, x: Tensor) -> Tensor:
        """a = max(0, z), cell by cell."""
        return x.map(lambda v: max(v, 0))


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
