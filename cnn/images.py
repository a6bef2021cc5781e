"""Images as numbers: how fast a row of pixels changes, how steep a line is, how many features there are."""

from fractions import Fraction

from .mistakes import rule
from .operation import Call, Operations, operation
from .shapes import image
from .sizes import whole_numbers
from .values import DoesNotFit, Number, Shape, Tensor, whole


def _differences(signal: Tensor, apart: int, divisor: int) -> Tensor:
    """(y[i + apart] − y[i]) / divisor, wherever both are there."""
    y = signal.values
    if len(y) <= apart:
        raise DoesNotFit(f"{len(y)} numbers have no two that are {apart} apart")
    return Tensor.made((len(y) - apart,), tuple(whole(Fraction(after - y[i]) / divisor) for i, after in enumerate(y[apart:])))


def _checked(signal: Tensor, step: int) -> int:
    whole_numbers((step, 1))
    if len(signal.sizes) != 1:
        raise DoesNotFit("a signal is a list of numbers")
    return step


def _exact(*values: Number) -> None:
    for value in values:
        if type(value) is not int and type(value) is not Fraction:
            raise DoesNotFit(f"{value} is no number")


class Images(Operations):
    @operation()
    def forward_difference(self, signal: Tensor, step: int) -> Tensor:
        """d[i] = (y[i + h] − y[i]) / h, wherever both numbers are there."""
        return _differences(signal, _checked(signal, step), step)

    @operation()
    def central_difference(self, signal: Tensor, step: int, halved: bool) -> Tensor:
        """d[i] = (y[i + h] − y[i − h]) / 2h, or / h where it is not halved, wherever both neighbours are there."""
        return _differences(signal, 2 * _checked(signal, step), 2 * step if halved else step)

    @operation()
    def slope(self, x0: Number, y0: Number, x1: Number, y1: Number) -> Number:
        """(y1 − y0) / (x1 − x0)."""
        _exact(x0, y0, x1, y1)
        if x0 == x1:
            raise DoesNotFit("a line straight up has no slope")
        return whole(Fraction(y1 - y0) / (x1 - x0))

    @operation()
    def features(self, shape: Shape | None) -> int:
        """rows · columns · channels: how many numbers an image has."""
        return image(shape).size()


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


@rule("derivative.mirrored", "forward_difference", "central_difference", share="1/2")
def _mirrored(call: Call, *arguments: object) -> Tensor:
    return call.right(*arguments).map(lambda v: -v)


@rule("derivative.half-forgotten", "central_difference", share="3/4", when=lambda _call, _signal, _step, halved: bool(halved))
def _not_halved(call: Call, signal: Tensor, step: int, _halved: bool) -> Tensor:
    return call.right(signal, step, False)


def _far(_call: Call, signal: Tensor, step: int, *_: object) -> bool:
    return _checked(signal, step) > 1


@rule("derivative.step-forgotten", "forward_difference", "central_difference", share="1/2", when=_far)
def _not_divided_by_step(call: Call, signal: Tensor, step: int, *halved: bool) -> Tensor:
    return call.right(signal, step, *halved).map(lambda v: whole(v * step))


@rule("derivative.next-neighbours", "forward_difference", "central_difference", share="1/4", when=_far)
def _next_neighbours(call: Call, signal: Tensor, _step: int, *halved: bool) -> Tensor:
    return call.right(signal, 1, *halved)


def _steep(_call: Call, x0: Number, y0: Number, x1: Number, y1: Number) -> bool:
    _exact(x0, y0, x1, y1)
    return y0 != y1


def _told_from_its_inverse(call: Call, x0: Number, y0: Number, x1: Number, y1: Number) -> bool:
    return _steep(call, x0, y0, x1, y1) and abs(y1 - y0) != abs(x1 - x0)


@rule("slope.upside-down", "slope", share="1/2", when=_told_from_its_inverse)
def _upside_down(call: Call, x0: Number, y0: Number, x1: Number, y1: Number) -> Number:
    return call.right(y0, x0, y1, x1)


@rule("slope.sign-turned", "slope", share="1/2", when=_steep)
def _sign_turned(call: Call, *points: Number) -> Number:
    return -call.right(*points)


@rule("features.channels-forgotten", "features", share="1/2", when=lambda _call, shape: (image(shape).channels or 1) > 1)
def _one_channel(call: Call, shape: Shape) -> int:
    return call.right(shape.with_(channels=None))


@rule("features.side-only", "features", share="1/4", when=lambda _call, shape: image(shape).size() != image(shape).rows)
def _side_only(_call: Call, shape: Shape) -> int:
    return image(shape).rows or 1


@rule("features.sum", "features", share="1/4", when=lambda _call, shape: _sum(shape) != image(shape).size())
def _sides_added(_call: Call, shape: Shape) -> int:
    return _sum(shape)


def _sum(shape: Shape | None) -> int:
    """All sizes that the statement tells, added."""
    image(shape)
    return sum(shape.axes().values()) if shape else 0
