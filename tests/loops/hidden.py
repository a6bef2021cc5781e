"""Hidden settings by hand: one value after the other is tried, with windows that are laid down and counted."""

from .grid import Conventions
from .sizes import output_size

WIDEST = 99  # the largest kernel, padding or stride that is looked for
FARTHEST = 999  # no call of the tests has a larger input that fits


def kernels_that_fit(conventions: Conventions, before: int, after: int, padding: int, stride: int) -> list[int]:
    return [f for f in range(1, WIDEST + 1) if output_size(conventions, before, f, padding, stride, 1) == after]


def paddings_that_fit(conventions: Conventions, before: int, after: int, window: int, stride: int) -> list[int]:
    return [p for p in range(WIDEST + 1) if output_size(conventions, before, window, p, stride, 1) == after]


def strides_that_fit(conventions: Conventions, before: int, after: int, window: int, padding: int) -> list[int]:
    return [s for s in range(1, WIDEST + 1) if output_size(conventions, before, window, padding, s, 1) == after]


def sizes_that_fit(conventions: Conventions, after: int, window: int, padding: int, stride: int) -> list[int]:
    found = []
    for n in range(1, FARTHEST + 1):
        made = output_size(conventions, n, window, padding, stride, 1)
        if made == after:
            found.append(n)
        if made is not None and made > after + 1:
            break
    return found


LOOPS = (kernels_that_fit, paddings_that_fit, strides_that_fit, sizes_that_fit)
