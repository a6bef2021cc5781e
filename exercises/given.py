"""Given mode: the teacher's own numbers, from a TOML file of one or more problems."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ..cnn.conventions import Conventions
from ..cnn.values import Record
from ..errors import BadInput, shown
from .documents import convert, parse
from .draw import fitting
from .exercise import Exercise, Solved, solve
from .family import Knobs, family
from .settings import checked

LARGEST_FILE = 5_000_000                                 # bytes


class Table(Record, frozen=True):
    """One `[[problem]]` of a given file."""

    family: str
    given: dict[str, Any]
    name: str | None = None
    level: int = 2
    settings: dict[str, Any] = {}
    conventions: Conventions = Conventions()
    parts: tuple[str, ...] | None = None


class GivenFile(Record, frozen=True):
    problem: tuple[Table, ...]


def read(path: Path) -> list[Solved]:
    """The problems of a given file, worked out."""
    text = text_of(path)
    raw = parse(text, str(path)) if path.suffix.lower() == ".json" else _toml(text, str(path))
    if not isinstance(raw, dict):
        raise BadInput(f"{path}: a given file holds [[problem]] tables")
    tables = convert(raw, GivenFile, str(path)).problem
    if not tables:
        raise BadInput(f"{path}: no [[problem]] stands in it")
    names: set[str] = set()
    return [_solved(table, f"{path}: problem {number}", names) for number, table in enumerate(tables, 1)]


def text_of(path: Path) -> str:
    """A text file, or one line about why it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path}: {path.stat().st_size} bytes; more than {LARGEST_FILE} are not read")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: byte {error.start} is not UTF-8 text; save the file as UTF-8") from None
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path}: this is a folder; name a file in it") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None


def _toml(text: str, where: str) -> Any:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise BadInput(f"{where}: not TOML: {shown(str(error), 120)}") from None
    except RecursionError:
        raise BadInput(f"{where}: nested too deeply") from None


def _solved(table: Table, where: str, names: set[str]) -> Solved:
    of = family(table.family)
    of.level(table.level)
    given = convert(table.given, of.given, f"{where} ({of.name}), given")
    values = {name: checked(of, name, value) for name, value in table.settings.items()}
    settings: Knobs = msgspec.structs.replace(of.level(table.level).settings, **values)
    if of.apart:
        settings = _chained(settings, values, getattr(given, of.apart) is None, f"{where} ({of.name})", of.apart)
    name = _unused(table.name or of.name, names, where, table.name is not None)
    exercise = Exercise(of, table.level, settings, table.conventions, of.asked(table.level, table.parts), given, name)
    solved = solve(exercise)
    fitting(solved)
    return solved


def _chained(settings: Knobs, values: dict[str, Any], follows: bool, where: str, field: str) -> Knobs:
    """`chained` goes with the given: off, there is a map of its own; on, there is none."""
    if "chained" in values and values["chained"] != follows:
        what = f"given.{field} is missing" if follows else f"given.{field} stands there"
        raise BadInput(f"{where}: chained = {str(values['chained']).lower()}, but {what}; mend one of the two")
    return msgspec.structs.replace(settings, chained=follows)


def _unused(name: str, names: set[str], where: str, own: bool) -> str:
    if own and (not name or len(name) > 20 or not all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in name)):
        raise BadInput(f"{where}: a name of {shown(name)}; names have at most 20 of a-z, 0-9 and -")
    if own and name in names:
        raise BadInput(f"{where}: the name {name} stands twice")
    chosen, number = name, 1
    while chosen in names:
        number += 1
        chosen = f"{name}-{number}"
    names.add(chosen)
    return chosen


def notes(solved: Solved) -> Iterator[str]:
    """What a teacher may want to know of numbers of their own; nothing here refuses them."""
    exercise = solved.exercise
    hidden: dict[str, list[str]] = {}
    for part, code in solved.wrong.hidden:
        hidden.setdefault(part, []).append(code)
    for part, codes in hidden.items():
        yield f"{exercise.name}: these numbers cannot show in part {part}: {', '.join(codes)}"
    own = getattr(exercise.given, exercise.family.apart, None) if exercise.family.apart else None
    shapes = [values[0] for values in solved.truth.accepted.values() if hasattr(values[0], "axes")]
    if own is not None and any(shape.size() == own.shape.size() for shape in shapes):
        yield f"{exercise.name}: given.{exercise.family.apart} has the shape that another part asks for"
