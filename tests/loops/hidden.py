"""Hidden settings by hand: one value after the other is tried, with windows that are laid down and counted."""

from .grid import Conventions
from .sizes import output_size


def both(conventions: Conventions, padding: int) -> int:
    """What a padding adds in front and behind."""
    return padding + padding if conventions["padding"] == "per-side" else padding


def kernels_that_fit(conventions: Conventions, before: int, after: int, padding: int, stride: int, most: int) -> list[int]:
    added = both(conventions, padding)
    return [f for f in range(1, most + 1) if output_size(conventions, before, f, added, stride, 1) == after]


def paddings_that_fit(conventions: Conventions, before: int, after: int, window: int, stride: int, most: int) -> list[int]:
    return [p for p in range(most + 1) if output_size(conventions, before, window, both(conventions, p), stride, 1) == after]


def strides_that_fit(conventions: Conventions, before: int, after: int, window: int, padding: int, most: int) -> list[int]:
    added = both(conventions, padding)
    return [s for s in range(1, most + 1) if output_size(conventions, before, window, added, s, 1) == after]


def sizes_that_fit(conventions: Conventions, after: int, window: int, padding: int, stride: int, most: int) -> list[int]:
    added = both(conventions, padding)
    return [n for n in range(1, most + 1) if output_size(conventions, n, window, added, stride, 1) == after]


LOOPS = (kernels_that_fit, paddings_that_fit, strides_that_fit, sizes_that_fit)
