"""The page data of the marking table, which lies beside the pile while it is marked."""

from collections.abc import Mapping
from typing import Any

from .page import frame


def marking_page(table: Mapping[str, Any]) -> dict[str, Any]:
    """A row per sheet, a column per part, the printed label in each cell: what is right, and what the likeliest mistakes earn."""
    page = frame(table["language"])
    return page | {
        "template": "marking",
        "title": table["title"],
        "course": table["course"],
        "institution": table["institution"],
        "date": table["date"],
        "words": page["words"] | table["words"],
        "columns": table["columns"],
        "rows": table["rows"],
    }
