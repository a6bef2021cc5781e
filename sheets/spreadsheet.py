"""Cells that stay text in every spreadsheet, and the bytes of a table of them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..text.escape import clean

_FORMULA = "=+-@＝＋－＠"  # what begins with one of these is a formula, if it is no number
_NUMBER = r"[-+]?[0-9]+(?:[./][0-9]+)?"
_NUMBERS = re.compile(rf"{_NUMBER}(?: +(?://? +)?{_NUMBER})*")
_SEPARATOR = re.compile(r"([,;|])")  # a program that takes another one than we do sees a cell behind each
_ADDED = re.compile(rf"((?:^|[,;|])\s*)'(?='*[{re.escape(_FORMULA)}])")


@lru_cache(maxsize=1024)  # codes, parts, and mistakes stand in many rows
def safe(text: str) -> str:
    """The text without control characters; with a ' where a formula would begin. Numbers stay as they are, negative ones too.

    Who types a ' there gets another one, so that no two texts are written alike, and `bare` finds each again.
    """
    return "".join(map(_piece, _SEPARATOR.split(clean(text))))


def _piece(text: str) -> str:
    inner = text.lstrip()
    begins = inner.lstrip("'")
    if not begins or begins[0] not in _FORMULA or _NUMBERS.fullmatch(inner.rstrip()):
        return text
    return f"{text[: len(text) - len(inner)]}'{inner}"


def bare(text: str) -> str:
    """A cell that `safe` wrote, as it was before."""
    return _ADDED.sub(r"\1", text)


def encoded(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file of safe cells. The mark at its beginning tells spreadsheets that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")  # as RFC 4180 has it
    for row in rows:
        writer.writerow(list(map(safe, row)))
    return written.getvalue().encode("utf-8-sig")
