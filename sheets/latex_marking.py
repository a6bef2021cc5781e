"""The marking table as TeX, from the page data that the other press gets, too."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from ..errors import BadInput, shown
from ..text.latex_escape import Tex, escape
from .latex_maps import mm
from .latex_measures import Paper, paper
from .latex_page import code_below, course_below, measures
from .latex_templates import SUFFIX, filled

_EDGE, _TOP, _BOTTOM = 12.0, 12.0, 16.0  # of the page, which lies on its side
_FIRST, _NARROWEST = 30.0, 30.0  # columns: that of the codes, and the least that a part needs
_LETTER = 3.2  # millimetres that surely hold one, even a capital
_LONGEST = 18, 60  # letters of a word in the heading and of one below it

Cell = Mapping[str, Any]


def marking_preamble(page: Mapping[str, Any], templates: Path | None = None) -> str:
    r"""Everything up to `\begin{document}`. `page`: what `marking_page` gives."""
    return filled("preamble", measures(_sizes(page), page["language"], _TOP, _BOTTOM), templates)


def latex_marking(page: Mapping[str, Any], templates: Path | None = None) -> str:
    """The body of one document."""
    words, upright = page["words"], paper(page["paper"], 1)
    values = {
        **page,
        "heading": escape(" – ".join(filter(None, (words["title"], page["title"]))), _LONGEST[0]),
        "second": escape(" · ".join(filter(None, (page["institution"], page["course"], page["date"]))), _LONGEST[1]),
        "course_below": course_below(page["course"], upright),
        "code_below": code_below(page["code"]),
        "tables": list(_tables(page, _sizes(page).column)),
    }
    made = filled("marking", values, templates)
    for row in page["rows"]:
        if escape(row["code"]) not in made:
            where = shown(str(templates)) if templates else "the packaged templates"
            raise BadInput(f"{where}: with marking{SUFFIX} {row['code']} is not printed; keep the rows of the packaged one")
    return made


def _sizes(page: Mapping[str, Any]) -> Paper:
    upright = paper(page["paper"], 1)
    return Paper(upright.height, upright.width, _EDGE, _EDGE, 1)


def _tables(page: Mapping[str, Any], available: float) -> Iterator[dict[str, Any]]:
    """More parts than fit beside each other: one table below the other, spread evenly."""
    columns = list(enumerate(page["columns"]))
    if not columns:
        return
    beside = max(1, int((available - _FIRST) / _NARROWEST))
    each = ceil(len(columns) / ceil(len(columns) / beside))
    for place in range(0, len(columns), each):
        yield _table(page, columns[place : place + each], available)


def _table(page: Mapping[str, Any], columns: Sequence[tuple[int, str]], available: float) -> dict[str, Any]:
    words, width = page["words"], (available - _FIRST) / len(columns)
    most = max(4, int(width / _LETTER))
    widths = (_FIRST, *[width] * len(columns))
    versions = any(row["version"] for row in page["rows"])
    sheet = f"{words['sheet']} · {words['version']}" if versions else words["sheet"]
    return {
        "head": _row(widths, (_title(title, most) for title in (sheet, *(id for _, id in columns)))),
        "rows": [_row(widths, (_sheet(row), *(_marked(row["cells"][place], words, most) for place, _ in columns))) for row in page["rows"]],
    }


def _row(widths: Sequence[float], cells: Iterator[str] | Sequence[str]) -> Tex:
    return Tex("".join(rf"\markcell{{{mm(width)}}}{{{cell}}}" for width, cell in zip(widths, cells, strict=True)))


def _title(title: str, most: int) -> str:
    """It may break behind a dot."""
    words = r".\allowbreak{}".join(escape(word, most) for word in title.split("."))
    return rf"\textbf{{{words}}}"


def _sheet(row: Mapping[str, Any]) -> str:
    version = rf"{escape(' · ')}\textbf{{{escape(row['version'])}}}" if row["version"] else ""
    return rf"\mono{{7}}{{{escape(row['code'])}}}{version}"


def _marked(cell: Cell | None, words: Mapping[str, str], most: int) -> str:
    """A part of a sheet: its label, the right answer and the points; below, what mistakes give and earn."""
    if cell is None:
        return ""
    right = rf"\emph{{{escape(words['see_key'])}}}" if cell["answer"] is None else rf"\textbf{{{escape(cell['answer'], most)}}}"
    first = rf"\textbf{{{escape(cell['label'])}}}\hskip1.2\mm {right}: {escape(cell['points'])}"
    return r"\par ".join([first, *(f"{escape(one['answer'], most)}: {escape(one['points'])}" for one in cell["others"])])
