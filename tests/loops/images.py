"""Images as numbers by hand."""

from fractions import Fraction

from .grid import Conventions, Number


def forward_difference(_: Conventions, signal: list[Number], step: int) -> list[Number]:
    """From each number to the one that lies so many places further on, per place."""
    found: list[Number] = []
    for place, here in enumerate(signal):
        if place + step < len(signal):
            found.append((signal[place + step] - here) * Fraction(1, step))
    return found


def central_difference(conventions: Conventions, signal: list[Number], step: int, halved: bool) -> list[Number]:
    """The difference up to a number and the one from it on, added; halved, their mean."""
    forward = forward_difference(conventions, signal, step)
    found: list[Number] = []
    for before, after in zip(forward, forward[step:], strict=False):
        found.append((before + after) / Fraction(2) if halved else before + after)
    return found


def slope(_: Conventions, x0: Number, y0: Number, x1: Number, y1: Number) -> Number:
    """How much higher the line is at one than at zero."""
    heights = []
    for x in (0, 1):
        share = Fraction(x - x0) / (x1 - x0)  # of the way from the first point to the second
        heights.append((1 - share) * y0 + share * y1)
    return heights[1] - heights[0]


def features(_: Conventions, shape: dict[str, int]) -> int:
    count = 0
    for _row in range(shape["rows"]):
        for _column in range(shape["columns"]):
            for _channel in range(shape.get("channels", 1)):
                count = count + 1
    return count


LOOPS = (forward_difference, central_difference, slope, features)
