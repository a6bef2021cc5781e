"""The code of a sheet as a picture that a camera reads (QR code): the code alone, no address and no name."""

import re
from collections.abc import Iterator
from functools import lru_cache

QUIET = 2  # modules of white on each side; the paper around it is white too
_SMALLEST = 1  # the version that holds 20 letters and digits at medium correction
_BLACK = re.compile(rb"\x01+")
_MASK = 2  # any of the eight is allowed; trying them all takes five times as long


@lru_cache(maxsize=64)  # made once for a sheet and its key
def modules(code: str) -> tuple[bytes, ...]:
    """The rows of the picture: 1 is black."""
    import segno

    return tuple(bytes(row) for row in segno.make(code, error="m", micro=False, version=_SMALLEST, mask=_MASK, boost_error=False).matrix)


@lru_cache(maxsize=64)
def svg(code: str) -> str:
    """One path, a rectangle for each run of black modules in a row."""
    rows = modules(code)
    side = len(rows) + 2 * QUIET
    path = "".join([f"M{x + QUIET} {y + QUIET}h{wide}v1h-{wide}z" for x, y, wide in runs(rows)])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}"><path d="{path}"/></svg>'


def runs(rows: tuple[bytes, ...]) -> Iterator[tuple[int, int, int]]:
    """Where black begins in a row, which row that is, and how wide it is."""
    for y, row in enumerate(rows):
        for found in _BLACK.finditer(row):
            x, end = found.span()
            yield x, y, end - x
