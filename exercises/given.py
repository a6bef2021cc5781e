"""Given mode: the teacher's own numbers, from a TOML file of one or more problems."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from re import compile, search
from typing import Any, BinaryIO

import msgspec

from ..cnn.conventions import Conventions
from ..cnn.values import BadValue, Record, Tensor
from ..errors import BadInput, shown
from .documents import DIGITS, convert, decimal, parse
from .draw import chosen, fitting, offered
from .exercise import Exercise, Solved, solve
from .family import Family, Knobs, family
from .settings import checked

LARGEST_FILE = 5_000_000  # bytes
_TOO_LARGE = 10**DIGITS
_TOO_LONG = f"a number of more than {DIGITS} digits; {DIGITS} are the most that is read"
_LONGEST = 3322  # bits, which are 1000 digits; Python prints up to 4300
_DEEPEST = 40  # pieces of one dotted key: tomllib takes quadratic time
_DOTTED_LINE = compile(r"\.(?:[ ]?\.)+")  # to write on, in a text; no key has two dots in a row


class Table(Record, frozen=True):
    """One `[[problem]]` of a given file."""

    family: str
    given: dict[str, Any]
    name: str | None = None
    level: int = 2
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    conventions: Conventions = Conventions()
    parts: tuple[str, ...] | None = None
    choice: tuple[str, ...] = ()


class GivenFile(Record, frozen=True):
    problem: tuple[Table, ...]


def read(path: Path) -> list[Solved]:
    """The problems of a given file, worked out."""
    text = text_of(path)
    raw = parse(text, str(path)) if path.suffix.lower() == ".json" else toml(text, str(path))
    bounded(raw, str(path))
    if not isinstance(raw, dict):
        raise BadInput(f"{path}: a given file holds [[problem]] tables")
    tables = convert(raw, GivenFile, str(path)).problem
    if not tables:
        raise BadInput(f"{path}: no [[problem]] stands in it")
    names: set[str] = set()
    return [_placed(table, f"{path}: problem {number}", names) for number, table in enumerate(tables, 1)]


def _placed(table: Table, where: str, names: set[str]) -> Solved:
    """Worked out; whatever is wrong with it is said with its place."""
    try:
        return _solved(table, names)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from None


def text_of(path: Path) -> str:
    """A text file, or one line about why it cannot be read."""
    try:
        with path.open("rb") as file:
            return text_from(file, str(path))
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path}: this is a folder; name a file in it") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None


def text_from(file: BinaryIO, where: str) -> str:
    """No more is read than is wanted: the file may be a pipe, or a device without end."""
    data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{where}: more than {LARGEST_FILE} bytes; so much is not read")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: byte {error.start} is not UTF-8 text; save the file as UTF-8") from None


def toml(text: str, where: str) -> Any:
    """TOML with exact numbers; deep nesting and endless numbers are refused."""
    lines = (_DOTTED_LINE.sub("", line) for line in text.splitlines() if not line.lstrip().startswith("#"))
    if any(piece.count(".") > _DEEPEST for line in lines for piece in line.split(",")):
        raise BadInput(f"{where}: nested too deeply: more than {_DEEPEST} dots in one key")
    try:
        return tomllib.loads(text, parse_float=decimal)
    except tomllib.TOMLDecodeError as error:
        line = search(r"at line ([0-9]+)", str(error))
        seen = f": {shown(text.split(chr(10))[int(line[1]) - 1])}" if line else "; is the file complete?"
        raise BadInput(f"{where}: not TOML: {error}{seen}") from None
    except BadValue as error:
        raise BadInput(f"{where}: {error}") from None
    except ValueError:  # Python reads no more than 4300 digits
        raise BadInput(f"{where}: {_TOO_LONG}") from None
    except RecursionError:
        raise BadInput(f"{where}: nested too deeply") from None


def bounded(value: Any, where: str) -> None:
    """Numbers so long that they could not be printed."""
    match value:
        case int() if abs(value) >= _TOO_LARGE:
            raise BadInput(f"{where}: {_TOO_LONG}")
        case list():
            for item in value:
                bounded(item, where)
        case dict():
            for item in value.values():
                bounded(item, where)
        case _:
            return


def _solved(table: Table, names: set[str]) -> Solved:
    name = _unused(table.family if table.name is None else table.name, names, table.name is not None)
    return worked(table, name)


def worked(table: Table, name: str, worth: Mapping[str, Fraction] | None = None, shares: Mapping[str, Fraction] | None = None) -> Solved:
    """The teacher's own numbers, worked out under this name."""
    of = family(table.family)
    of.level(table.level)
    given = convert(table.given, of.given, f"{of.name}, given")
    values = {name: checked(of, name, value) for name, value in table.settings.items()}
    idle = [name for name in values if not (of.apart and name == "chained")]
    if idle:
        raise BadInput(f"{of.name}: the setting {idle[0]} has no effect on numbers of your own; what it would set stands in the given")
    settings: Knobs = msgspec.structs.replace(of.level(table.level).settings, **values)
    if of.apart:
        settings = _chained(settings, values, getattr(given, of.apart) is None, of)
    asked = of.asked(table.level, table.parts)
    as_choice = chosen(of, asked, table.choice)
    exercise = Exercise(of, table.level, settings, table.conventions, asked, given, name, choices=as_choice)
    solved = solve(replace(exercise, worth=worth or {}, shares=shares or {}))
    fitting(solved)
    _printable(solved, name)
    few = offered(solved)
    if few is not None:
        raise BadInput(f"{name}: part {few.part} cannot be a choice: {few.reason}")
    idle = [part for part in table.parts or () if part not in {question.name for question in solved.truth.questions.values()}]
    if idle:
        raise BadInput(f"{name}: part {idle[0]} is asked, but the given holds nothing for it")
    return solved


def _printable(solved: Solved, name: str) -> None:
    """Sums of long fractions grow longer than all of them together."""
    for step in solved.truth.steps:
        numbers = step.result.values if isinstance(step.result, Tensor) else (step.result,)
        longest = max(
            (max(n.numerator.bit_length(), n.denominator.bit_length()) for n in numbers if isinstance(n, int | Fraction)), default=0
        )
        if longest > _LONGEST:
            raise BadInput(f"{name}: numbers of more than 1000 digits come out of {step.operation}; give shorter ones")


def _chained(settings: Knobs, values: dict[str, Any], follows: bool, of: Family) -> Knobs:
    """`chained` goes with the given: off, there is a map of its own; on, there is none."""
    if "chained" in values and values["chained"] != follows:
        what = f"given.{of.apart} is missing" if follows else f"given.{of.apart} stands there"
        raise BadInput(f"{of.name}: chained = {str(values['chained']).lower()}, but {what}; mend one of the two")
    return msgspec.structs.replace(settings, chained=follows)


def _unused(name: str, names: set[str], own: bool) -> str:
    if own and (not name or len(name) > 20 or not all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in name)):
        raise BadInput(f"a name of {shown(name)}; names have at most 20 of a-z, 0-9 and -")
    if own and name in names:
        raise BadInput(f"the name {name} stands twice")
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
        yield f"{exercise.name}, part {part}: with these numbers some mistakes give the right answer and cannot be recognised: {', '.join(codes)}"
    own = getattr(exercise.given, exercise.family.apart, None) if exercise.family.apart else None
    shapes = [values[0] for values in solved.truth.accepted.values() if hasattr(values[0], "axes")]
    if own is not None and any(shape.size() == own.shape.size() for shape in shapes):
        yield f"{exercise.name}: given.{exercise.family.apart} has the shape that another part asks for"
