"""The marking table: for each sheet and part what is right, and what each mistake's answer earns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from ..answers.forms import AnyForm
from ..answers.person import PersonForm
from ..answers.tensor import TensorForm
from ..exercises.problem import Group, Key, KeyPart, Problem
from ..text.terminal import one_line
from ..text.words import words_beside
from .columns import Columns
from .points import share_of, value, written
from .records import Sheet, SheetKey
from .together import joined, together

HEADER = ("sheet", "version", "part", "label", "answer", "points", "mistakes")
LIKELIEST = 2  # wrong answers that the printed table names
_SHORT = 4  # cells of a map that is taken in at a glance
_PLACES = 6  # of points that are no short decimals


class Answer(NamedTuple):
    """An answer that may stand on a sheet, and what it earns. Without mistakes it is right."""

    shown: str
    points: Fraction
    mistakes: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A part, or chosen cells of one map, which are one answer."""

    id: str
    label: str
    short: bool
    answers: tuple[Answer, ...]  # right ones first, then the mistakes', the likeliest first


class Marked(NamedTuple):
    """A sheet, and everything that is asked on it, in printed order."""

    sheet: Sheet
    asked: tuple[Asked, ...]


def marked(sheet: Sheet, key: SheetKey) -> Marked:
    by_name = {one.name: one for one in key.problems}
    return Marked(sheet, tuple(asked for problem in sheet.problems for asked in _of(problem, by_name[problem.name])))


def csv_rows(one: Marked) -> Iterator[tuple[str, ...]]:
    """A row per part and answer."""
    code, version = one.sheet.code, one.sheet.version
    for asked in one.asked:
        for answer in asked.answers:
            yield (code, version, asked.id, asked.label, answer.shown, decimal(answer.points), " ".join(answer.mistakes))


def _of(problem: Problem, key: Key) -> Iterator[Asked]:
    answers = {part.id: part for part in key.parts}
    cells = {group.name: group for group in problem.groups if group.kind == "cells"}
    for part in problem.parts:
        if part.group not in cells:
            yield Asked(part.id, part.label, is_short(part.form, answers[part.id]), tuple(_answers(part.form, answers[part.id])))
        else:
            several = [one for one in problem.parts if one.group == part.group]
            if part is several[0]:
                yield _together(problem, cells[part.group], [answers[one.id] for one in several], key)


def _answers(form: AnyForm, key: KeyPart) -> Iterator[Answer]:
    if isinstance(form, PersonForm):
        return
    points = value(key.points)
    yield Answer(key.shown, points)
    yield from (Answer(text, points) for text in dict.fromkeys(_also(key)) if text != key.shown)
    yield from (Answer(mistake.shown, share_of(mistake.share, key.points), mistake.codes) for mistake in key.mistakes)


def _also(key: KeyPart) -> Iterator[str]:
    """Other right answers, where they are numbers."""
    yield from (str(value).replace("-", "−") for value in key.accepted[1:] if isinstance(value, int | str))


def _together(problem: Problem, group: Group, cells: Sequence[KeyPart], key: Key) -> Asked:
    """Chosen cells of one map: right together, or explained together by one mistake, which leaves some of them right."""
    worth = sum((value(cell.points) for cell in cells), Fraction(0))
    right = Answer(joined([cell.shown for cell in cells]), worth)
    mistakes = (Answer(joined(one.shown), worth * one.share, one.codes) for one in together(cells, key))
    return Asked(f"{problem.name}.{group.name}", group.label, len(cells) <= _SHORT, (right, *mistakes))


def is_short(form: AnyForm, key: KeyPart) -> bool:
    """Whether an answer is compared at a glance: everything but a map of more than four cells, and a text."""
    if isinstance(form, PersonForm):
        return False
    return not isinstance(form, TensorForm) or _cells(key.answer) <= _SHORT


def _cells(answer: Any) -> int:
    nested = answer["values"] if isinstance(answer, dict) else answer
    return sum(map(_cells, nested)) if isinstance(nested, list) else 1


@lru_cache(maxsize=1024)
def decimal(points: Fraction) -> str:
    """Points as a spreadsheet reads them: 1.875, and 0.333333 for a third (1/3 would become a date)."""
    millionths = (points * 10**_PLACES * 2 + 1) // 2
    text = f"{millionths // 10**_PLACES}.{millionths % 10**_PLACES:0{_PLACES}}"
    return text.rstrip("0").rstrip(".")


def table(several: Iterable[Marked]) -> dict[str, Any]:
    """The printed table, as data of a page: a row per sheet, a column per part, the printed label in each cell."""
    rows: list[dict[str, Any]] = []
    parts, head = Columns(), {}
    for sheet, all_asked in several:
        cells = {asked.id: _cell(asked) for asked in all_asked}
        rows.append({"code": sheet.code, "version": sheet.version, "cells": cells})
        parts.add(sheet)
        head = head or _head(sheet)
    ids = _sorted(dict.fromkeys(id for row in rows for id in row["cells"]), parts.by_problem())
    words = words_beside(__file__)
    return {
        **head,
        "words": {block: one_line(words.fill(block)) for block in words.blocks()},
        "columns": ids,
        "rows": [row | {"cells": [row["cells"].get(id) for id in ids]} for row in rows],
    }


def _head(sheet: Sheet) -> dict[str, str]:
    """What stands above the table: it is the same for all sheets."""
    texts = {name: one_line(getattr(sheet, name)) for name in ("title", "course", "institution")}
    return texts | {"language": sheet.language, "date": sheet.date}


def _sorted(ids: Iterable[str], parts: Mapping[str, Sequence[str]]) -> list[str]:
    """In the order of the parts; a group stands where its first cell does."""
    places = {part: place for place, part in enumerate(part for several in parts.values() for part in several)}
    return sorted(ids, key=lambda id: next(place for part, place in places.items() if part == id or part.startswith(f"{id}.")))


def _cell(asked: Asked) -> dict[str, Any]:
    """A part of a sheet. Long answers stand in the key: here only where to look, and what they are worth."""
    right = [answer for answer in asked.answers if not answer.mistakes]
    wrong = [answer for answer in asked.answers if answer.mistakes]
    most = max((answer.points for answer in asked.answers), default=Fraction(0))
    return {
        "label": asked.label,
        "points": written(most),
        "answer": right[0].shown if right and asked.short else None,
        "others": [{"answer": one.shown, "points": written(one.points)} for one in wrong[:LIKELIEST]] if asked.short else [],
    }
