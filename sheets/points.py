"""Points as they are printed."""

from fractions import Fraction
from functools import lru_cache

from ..exercises.problem import Exact


@lru_cache(maxsize=1024)
def value(points: Exact) -> Fraction:
    """Points, or a share of them, to reckon with: a class has few different ones."""
    return Fraction(points)


def written(points: Fraction) -> str:
    """As people write them, to two places at most: 2, 0.5, 3.71."""
    over, under = points.as_integer_ratio()
    hundredths = (200 * over + under) // (2 * under)  # the half is rounded up
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def share_of(share: Exact, points: Exact) -> Fraction:
    """What a mistake that earns this share gets of these points."""
    return value(share) * value(points)


@lru_cache(maxsize=4096)
def earned(share: Exact, points: Exact) -> str:
    return written(share_of(share, points))
