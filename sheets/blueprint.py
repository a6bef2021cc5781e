"""The blueprint of an exam: a TOML file that an instructor writes. Each key is checked; a message names file, line, key and what is allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from ..cnn.conventions import Conventions
from ..errors import shown
from ..exercises.document_errors import readable
from ..exercises.documents import hook, plain
from ..exercises.given import bounded, text_of, toml
from ..text.escape import clean
from ..text.nearest import nearest
from ..text.words import is_language
from .blueprint_keys import ID, LONGEST_LINE, PAPERS, BlueprintKeys, ProblemKeys
from .blueprint_place import Place
from .blueprint_texts import markdown, not_too_long, one_line
from .plans import Plan, points_of, total, worth
from .plans import read as read_plans

__all__ = ["Blueprint", "Plan", "read", "worth"]

_AT = re.compile(r" - at `\$([^`]*)`")
_STEP = re.compile(r"\.([^.\[`]+)|\[([0-9]+)\]")


@dataclass(frozen=True)
class Blueprint:
    """An exam as its instructor planned it."""

    id: str
    title: str
    date: str
    course: str
    institution: str
    language: str
    instructions: str
    total: Fraction | None
    shuffle: bool
    paper: str  # "a4" or "us-letter"
    answer_space: str  # "boxes" or "none"
    formula_sheet: bool
    fonts: tuple[Path, ...]
    engine: str
    problems: tuple[Plan, ...]
    path: Path
    source: dict[str, Any]  # what stands in the file, as JSON has it

    @property
    def worth(self) -> Fraction:
        """The points of all problems together."""
        return sum(map(total, self.problems), Fraction(0))


def read(path: Path) -> Blueprint:
    """The blueprint in a file, checked."""
    text = text_of(path)
    raw = toml(text, str(path))
    bounded(raw, str(path))
    place = Place(path, text)
    keys = _converted(raw, place)
    _check(keys, place)
    blueprint = Blueprint(
        keys.id, keys.title, keys.date, keys.course, keys.institution, keys.language, keys.instructions, _total(keys, place), keys.shuffle,
        _paper(keys, place), keys.answer_space, keys.formula_sheet, _fonts(keys, place), keys.engine, read_plans(keys, raw, place), path,
        _plain(raw),
    )  # fmt: skip
    if blueprint.total is not None and blueprint.total != blueprint.worth:
        each = ", ".join(f"{plan.name} {_decimal(total(plan))}" for plan in blueprint.problems)
        raise place.bad(("total",), f"{_decimal(blueprint.total)}, but the points add up to {_decimal(blueprint.worth)} ({each})")
    return blueprint


def _converted(raw: Any, place: Place) -> BlueprintKeys:
    """The keys with values of the right type."""
    _known(raw, BlueprintKeys, (), place)
    for number, table in enumerate(raw["problem"] if isinstance(raw.get("problem"), list) else ()):
        _known(table, ProblemKeys, ("problem", number), place)
        _known(table.get("conventions") if isinstance(table, dict) else None, Conventions, ("problem", number, "conventions"), place)
    _known(raw.get("conventions"), Conventions, ("conventions",), place)
    try:
        return msgspec.convert(raw, BlueprintKeys, dec_hook=hook)
    except msgspec.ValidationError as error:
        message = str(error)
        found = _AT.search(message)
        keys = tuple(key or int(index) for key, index in _STEP.findall(found[1])) if found else ()
        raise place.bad_line(keys, readable(message, raw, BlueprintKeys)) from None


def _known(table: Any, kind: Any, keys: tuple[str | int, ...], place: Place) -> None:
    """No key that is none of ours; what is no table at all is told later."""
    allowed = tuple(field.encode_name for field in msgspec.structs.fields(kind))
    for key in table if isinstance(table, dict) else ():
        if key not in allowed:
            near = nearest(key, allowed)
            raise place.bad((*keys, key[:60]), f"there is no such key{near}; the keys here are {', '.join(allowed)}")


def _check(keys: BlueprintKeys, place: Place) -> None:
    if not re.fullmatch(ID, keys.id):
        raise place.bad(("id",), f"{shown(keys.id)} is no id of an exam; ids have at most 40 of a-z, 0-9, -, . and _")
    if not keys.problem:
        raise place.bad(("problem",), "no [[problem]] stands in it")
    if not is_language(keys.language):
        raise place.bad(("language",), f"{shown(keys.language)} is no language; a code such as en or ro is meant")
    if keys.engine not in ("typst", "latex"):
        raise place.bad(("engine",), f"{shown(keys.engine)} is no press; allowed are typst and latex")
    for key in ("title", "course", "institution"):
        one_line(key, getattr(keys, key), place)
    if not clean(keys.title).strip():
        raise place.bad(("title",), "is empty; an exam has a title")
    not_too_long(("date",), keys.date, LONGEST_LINE, place)
    if clean(keys.date) != keys.date:
        raise place.bad(("date",), f"{shown(keys.date)} holds characters that cannot be printed; write one line of text")
    markdown(("instructions",), keys.instructions, place)


def _total(keys: BlueprintKeys, place: Place) -> Fraction | None:
    with place.at("total"):
        return None if keys.total is None else points_of(keys.total)


def _paper(keys: BlueprintKeys, place: Place) -> str:
    paper = PAPERS.get(keys.paper.strip().lower())
    if paper is None:
        raise place.bad(("paper",), f"{shown(keys.paper)} is no paper that is known here; allowed are A4 and letter")
    return paper


def _fonts(keys: BlueprintKeys, place: Place) -> tuple[Path, ...]:
    folders = tuple(place.path.parent / folder for folder in keys.fonts)
    for folder, typed in zip(folders, keys.fonts, strict=True):
        if "\0" in typed or not folder.is_dir():
            raise place.bad(("fonts",), f"{shown(typed)}: there is no such folder beside the blueprint")
    return folders


def _decimal(points: Fraction) -> str:
    """Points exactly: decimals where they end, else a fraction."""
    return f"{Decimal(points.numerator) / Decimal(points.denominator):f}" if 10**20 % points.denominator == 0 else str(points)


def _plain(value: Any) -> Any:
    """As JSON has it; 0.50 is kept as it was typed, and nothing but text and numbers can stand in a blueprint that was read."""
    match value:
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case bool() | int() | str():
            return plain(value)
        case _:
            return str(value)
