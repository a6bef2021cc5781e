"""The marking table as a LaTeX source, from the data that the other press gets, too."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from ..text.latex_escape import Tex, escape
from .latex_maps import mm
from .latex_measures import Paper, paper
from .latex_page import measures
from .latex_templates import filled
from .page import frame

_EDGE, _TOP, _BOTTOM = 12.0, 12.0, 16.0  # of the page, which lies on its side
_FIRST, _NARROWEST = 30.0, 30.0  # columns: that of the codes, and the least that a part needs
_INSET = 2.4  # of a column, left and right together

_STRIPE = "ground!50!white"  # behind every other row

Cell = Mapping[str, Any]


def latex_marking(data: Mapping[str, Any], paper_name: str = "a4", templates: Path | None = None) -> str:
    """A whole source. `data`: what `marking.table` gives."""
    upright = paper(paper_name, 1)
    sizes = Paper(upright.height, upright.width, _EDGE, _EDGE, 1)
    several = (data["title"], data["institution"], data["course"], data["date"])
    values = {
        **measures(sizes, data["language"], _TOP, _BOTTOM),
        **data,
        "words": frame(data["language"])["words"] | data["words"],
        "heading": " – ".join(filter(None, (data["words"]["title"], data["title"]))),
        "second": " · ".join(filter(None, several[1:])),
        "tables": list(_tables(data, sizes.column)),
    }
    return filled("marking", values, templates)


def _tables(data: Mapping[str, Any], available: float) -> Iterator[Tex]:
    """More parts than fit beside each other: one table below the other, spread evenly."""
    columns = list(enumerate(data["columns"]))
    if not columns:
        return
    beside = max(1, int((available - _FIRST) / _NARROWEST))
    each = ceil(len(columns) / ceil(len(columns) / beside))
    for place in range(0, len(columns), each):
        yield _table(data, columns[place : place + each], available)


def _table(data: Mapping[str, Any], columns: Sequence[tuple[int, str]], available: float) -> Tex:
    from pylatex import LongTable, NoEscape

    width = (available - _FIRST) / len(columns)
    kinds = [f"p{{{mm(wide - _INSET)}\\mm}}" for wide in (_FIRST, *[width] * len(columns))]
    table = LongTable(f"|{'|'.join(kinds)}|", width=len(kinds))
    versions = any(row["version"] for row in data["rows"])
    sheet = f"{data['words']['sheet']} · {data['words']['version']}" if versions else data["words"]["sheet"]
    table.add_hline()
    table.add_row(
        [NoEscape(rf"\textbf{{{escape(title, _letters(width))}}}") for title in (sheet, *(id for _, id in columns))], color="ground"
    )
    table.add_hline()
    table.end_table_header()
    for number, row in enumerate(data["rows"]):
        cells = (_marked(row["cells"][place], data["words"], _letters(width)) for place, _ in columns)
        table.add_row([NoEscape(one) for one in (_sheet(row), *cells)], color=_STRIPE if number % 2 else None)
        table.add_hline()
    return Tex(table.dumps())


def _letters(width: float) -> int:
    return max(4, int(width / 3.2))


def _sheet(row: Mapping[str, Any]) -> str:
    version = rf"{escape(' · ')}\textbf{{{escape(row['version'])}}}" if row["version"] else ""
    return rf"\mono{{7}}{{{escape(row['code'])}}}{version}"


def _marked(cell: Cell | None, words: Mapping[str, str], most: int) -> str:
    """A part of a sheet: its label, the right answer and the points; below, what mistakes give and earn."""
    if cell is None:
        return ""
    right = rf"\emph{{{escape(words['see_key'])}}}" if cell["answer"] is None else rf"\textbf{{{escape(cell['answer'], most)}}}"
    first = rf"\raggedlines\textbf{{{escape(cell['label'])}}} {right}: {escape(cell['points'])}"
    return r"\par ".join([first, *(f"{escape(one['answer'], most)}: {escape(one['points'])}" for one in cell["others"])])
