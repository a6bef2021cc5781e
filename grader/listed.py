"""The list of what was not counted, and of what a person should look at."""

from collections.abc import Iterable

from ..sheets.spreadsheet import encoded
from .results import Remark

HEADER = ("counted", "kind", "where", "sheet", "who", "part", "what")


def listed(remarks: Iterable[Remark]) -> bytes:
    """One row each: what was not counted comes first."""
    rows = [
        (
            "yes" if remark.counted else "no",
            remark.kind.replace("_", "-"),
            remark.where,
            remark.code,
            remark.who,
            remark.part,
            remark.sentence,
        )
        for remark in remarks
    ]
    return encoded([HEADER, *sorted(rows, key=lambda row: row[0])])
