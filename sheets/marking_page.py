"""The page data of the marking table, which lies beside the pile while it is marked."""

from collections.abc import Mapping
from typing import Any

from .page import frame

MOST_ROWS = 100  # of one marking table: of a longer one typst would take more time, and memory, for each further row
ROWS = 50  # of each of several; typst remembers the last ten


def marking_page(table: Mapping[str, Any], paper: str = "a4") -> dict[str, Any]:
    """A row per sheet, a column per part, the printed label in each cell: what is right, and what the likeliest mistakes earn."""
    page = frame(table["language"])
    return page | {
        "template": "marking",
        "paper": paper,
        "title": table["title"],
        "course": table["course"],
        "institution": table["institution"],
        "date": table["date"],
        "words": page["words"] | table["words"],
        "columns": table["columns"],
        "rows": table["rows"],
    }


def parts(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """One table, or of a large class several, each with the codes that stand in it at its foot."""
    rows = page["rows"]
    if len(rows) <= MOST_ROWS:
        return [page]
    several = (rows[first : first + ROWS] for first in range(0, len(rows), ROWS))
    return [{**page, "rows": some, "code": f"{some[0]['code']} – {some[-1]['code']}"} for some in several]
