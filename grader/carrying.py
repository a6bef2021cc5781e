"""What is carried forward: which of a student's own answers the later parts are graded on."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..answers.expression import Expression
from ..answers.kind import Missing, Typed
from ..cnn.values import Number, Shape, Tensor
from ..exercises.exercise import Solved
from ..exercises.recorded import given_places

MOST_CELLS = 16  # times the truth's cells
LARGEST = 10**6  # or a thousand times the truth's largest number
_MAP = 4  # cells; with fewer, a constant may well be honest work


def value_of(answer: Any, truth: Any) -> Any:
    """An answer as the network takes it; cells without a number take the true one."""
    return answer.filled(truth) if isinstance(answer, Typed) and isinstance(truth, Tensor) else answer


def may_be_carried(answer: Any, truth: Any, printed: Iterable[Tensor], earned: bool) -> bool:
    """An honest wrong answer is always carried. A monster or another rank is not, nor a constant or a copy that nothing explains.

    `earned`: the answer is right on the student's own chain, or a rule explains it.
    """
    if isinstance(truth, Tensor) != isinstance(answer, Typed) or isinstance(truth, Expression):  # the network takes no typed formula
        return False
    if isinstance(answer, Typed):
        return _small(answer.cells, truth.values) and _fits(answer, truth) and (earned or not idle(answer, printed))
    return _small(_numbers(answer), _numbers(truth))


def _numbers(value: Any) -> tuple[Number, ...]:
    """The numbers of an answer that is no map: a name that was chosen has none."""
    if isinstance(value, Shape):
        return tuple(value.axes().values())
    if isinstance(value, tuple):  # positions
        return tuple(number for cell in value for number in cell)
    return (value,) if isinstance(value, int | Fraction) else ()


def _fits(answer: Typed, truth: Tensor) -> bool:
    return len(answer.sizes) == len(truth.sizes) and len(answer.cells) <= MOST_CELLS * len(truth.values)


def _small(numbers: Iterable[Any], truth: Iterable[Number]) -> bool:
    most = max(LARGEST, 1000 * max(map(abs, truth), default=0))
    return all(isinstance(number, Missing) or abs(number) <= most for number in numbers)


def idle(answer: Typed, printed: Iterable[Tensor]) -> bool:
    """One number everywhere, or a copy of something of the same shape."""
    numbers = [cell for cell in answer.cells if not isinstance(cell, Missing)]
    if len(answer.cells) < _MAP:
        return False
    return len(set(numbers)) <= 1 or any(other.sizes == answer.sizes and other.values == answer.cells for other in printed)


def printed(solved: Solved, part: str, own: dict[str, Any]) -> Iterator[Tensor]:
    """Everything that a student could copy instead of working: the given, and the answers before this part, true or their own."""
    for value, _ in given_places(solved.exercise.given):
        if isinstance(value, Tensor):
            yield value
            yield from _maps(value)
    for earlier, values in solved.truth.accepted.items():
        if earlier == part:
            return
        yield from (value for value in (*values, own.get(earlier)) if isinstance(value, Tensor))


def _maps(value: Tensor) -> Iterator[Tensor]:
    """The channels of a volume, each in the form of a map of one channel."""
    if len(value.sizes) == 3 and value.sizes[0] > 1:
        yield from (Tensor.made((1, *channel.sizes), channel.values) for channel in value.channels())
