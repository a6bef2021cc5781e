"""The spaces to answer in, and in a key the answers, for the LaTeX templates. Their sizes never depend on an answer."""

from collections.abc import Mapping
from typing import Any

from ..text.latex_escape import Tex, escape
from . import latex_figures
from .latex_blocks import ruled
from .latex_maps import Map, blank, filled, mm, shelf, shelved
from .latex_measures import ASIDE, CAPTION, GAP, POINT, Paper, cell_for, cell_of, widest

PICTURE = 48.0  # an option, two of which stand side by side
_LINE = 8.5
_BOLD = r"\textbf"
_WIDTHS = {"long": 84.0, "short": 42.0}
_CROSS = Tex(r"\answertext{\texttimes}")

Space = Mapping[str, Any]


def space(part: Space, available: float, paper: Paper) -> dict[str, Any]:
    """What the template of answer spaces is told."""
    asked, answer = part["space"], part["answer"]
    match asked["type"]:
        case "box":
            width = min(_WIDTHS[asked["width"]], paper.column - ASIDE)
            return {"type": "box", "width": Tex(mm(width)), "answer": fitted(answer["text"], width - 5, 8, 10.5) if answer else ""}
        case "grid":
            return {"type": "grid", "answer": _grids(asked, answer, available, paper)}
        case "lines":
            return {"type": "lines", "count": asked["count"], "answer": _on_lines(asked, answer, available, paper) if answer else ""}
        case "table":
            return {"type": "table", "table": _table(asked, answer, available)}
        case "options":
            return {"type": "options", "options": _options(asked, answer, available)}
        case "none":
            return {"type": "none", "answer": _elsewhere(answer, available, paper) if answer else ""}
        case other:
            raise ValueError(f"unknown space: {other}")


def fitted(text: str, width: float, height: float, size: float, answer: bool = True) -> Tex:
    """Words in a box whose size is fixed: most are so short that nothing needs to be tried."""
    shown = rf"\answertext{{{escape(text)}}}" if answer else escape(text)
    if len(text) * size * POINT * 1.2 <= width:
        return Tex(rf"{{\size{{{size}}}{shown}}}")
    return Tex(rf"\fitted{{{mm(width)}}}{{{mm(height)}}}{{{size}}}{{{shown}}}")


def _grids(asked: Space, answer: Space | None, available: float, paper: Paper) -> Tex:
    grids = asked["grids"]
    chars = widest(answer["grids"]) if answer else 1
    columns, rows = max(one["columns"] for one in grids), max(one["rows"] for one in grids)
    cell = cell_of(9 + 2.2 * max(0, asked["chars"] - 3), 9, columns, rows, chars, available, paper.room)
    if answer is None:
        maps = [blank(one["caption"], one["columns"], one["rows"], cell) for one in grids]
    else:
        drawn = zip(grids, answer["grids"], strict=True)
        maps = [Map(one["caption"], one["columns"] * cell.width, filled(right, cell, answer=True).body) for one, right in drawn]
    return shelf(maps, available, 3.2)


def _on_lines(asked: Space, answer: Space, available: float, paper: Paper) -> Tex:
    """Maps on the free lines of the sheet: as they are if the lines are high enough for that."""
    height = asked["count"] * _LINE
    if answer["type"] == "text":
        return fitted(answer["text"], available, height, 10.5)
    grids = answer["grids"]
    maps, cell = shelved(grids, available, paper.room, answer=True), cell_for(grids, available, paper.room)
    high = max(len(one["rows"]) for one in grids) * cell.height + (CAPTION + 1.4 if any(one["caption"] for one in grids) else 0)
    wide = sum(max(len(one["rows"][0]) * cell.width, 40) + GAP for one in grids)
    if high <= height and (len(grids) == 1 or wide <= available):
        return Tex(rf"\opened{maps}")
    return Tex(rf"\shrunk{{{mm(available)}}}{{{mm(height)}}}{{{maps}}}")


def _table(asked: Space, answer: Space | None, available: float) -> Tex:
    rows, columns = asked["rows"], asked["columns"]
    many = max(len(row["cells"]) for row in rows)
    titles = columns if len(columns) > many else ["", *columns]  # a title for the captions, where the first column has one
    longest = max(len(text) for text in (*(row["caption"] for row in rows), titles[0]))
    first = min(available * 0.4, longest * 2.15 + 5)
    width = (available - first) / many
    edge = 0.4 * POINT  # the line of a column
    answers = answer["cells"] if answer else [[""] * len(row["cells"]) for row in rows]
    body = [
        [
            _narrow(row["caption"], first - edge),
            *(_cell(cell, right, width - edge) for cell, right in zip(row["cells"], several, strict=True)),
        ]
        for row, several in zip(rows, answers, strict=True)
    ]
    header = [_narrow(title, wide - edge, bold=True) for title, wide in zip(titles, (first, *[width] * many), strict=True)]
    return Tex(rf"\size{{10}}{ruled(header, body)}")


def _cell(cell: str | None, right: str, width: float) -> str:
    """A cell that is neither given nor asked is grey."""
    if cell == "":
        return r"\cellcolor{ground}"
    text = right if cell is None else cell
    shown = fitted(text, width - 4, 5, 10, answer=cell is None) if text else ""
    return rf"\tablerow{{8.26}}\tablecell{{{mm(width - 4)}}}{{{shown}}}"


def _narrow(text: str, width: float, bold: bool = False) -> str:
    """A caption, which may take several lines."""
    letters = max(4, int((width - 4) / 3.2))
    shown = escape(text, max(20, letters * 3 // 4))
    return rf"\tablecell{{{mm(width - 4)}}}{{{rf'{_BOLD}{{{shown}}}' if bold else shown}}}"


def _options(asked: Space, answer: Space | None, available: float) -> Tex:
    options = asked["options"]
    crossed = [_CROSS if answer and answer["letter"] == option["letter"] else "" for option in options]
    if "svg" not in options[0]:
        rows = zip(crossed, options, strict=True)
        return Tex("".join(rf"\option{{{cross}}}{{{escape(one['letter'])}}}{{{escape(one['text'])}}}" + "\n" for cross, one in rows))
    beside = 2 if available >= 2 * PICTURE + 27 else 1
    wide = (available - 4 * (beside - 1)) / beside
    drawn = [
        rf"\hbox to{mm(wide)}\mm{{\pictureoption{{{cross}}}{{{escape(one['letter'])}}}{{{latex_figures.name(one['svg'])}}}\hss}}"
        for cross, one in zip(crossed, options, strict=True)
    ]
    rows = (r"\kern4\mm ".join(drawn[place : place + beside]) for place in range(0, len(drawn), beside))
    return Tex("".join(rf"\block{{4\mm}}{{\hbox{{{row}}}\kern0pt}}" + "\n" for row in rows))


def _elsewhere(answer: Space, available: float, paper: Paper) -> Tex:
    """The answers go on other paper: a key shows them all the same."""
    if answer["type"] == "text":
        return Tex(rf"\para{{\answertext{{{escape(answer['text'])}}}}}")
    return shelved(answer["grids"], available, paper.room, gap=3.2, answer=True) if answer["type"] == "grid" else Tex("")
