"""Settings by name: what a person may type for one, and how it is written into a code."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..cnn.values import Axes, BadValue
from ..errors import BadInput, shown
from ..text.nearest import nearest
from .draws import Draws
from .family import Family, Knobs

Options = tuple[Any, ...]  # the values of one setting, of which one is drawn

_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_MOST = 200  # values in one range


def decode(kind: type, value: Any) -> Any:
    """msgspec's hook for the pairs that a setting or a layer may hold."""
    if kind is Axes:
        return Axes.of(value)
    raise NotImplementedError(f"a setting of type {kind}")


def options(family: Family, name: str, text: str) -> Options:
    """What `--set name=text` allows: one value, `1..3` (both ends), or `3,5` (one of these)."""
    known = _known(family, name)
    found: list[Any] = []
    for piece in text.split(","):
        low, dots, high = piece.strip().partition("..")
        if dots:
            found += _range(family, name, low, high)
        else:
            found.append(low)
    values = tuple(dict.fromkeys(checked(family, name, _value(piece, known.type)) for piece in found))
    if not values:
        raise BadInput(f"{family.name}: {name}={shown(text)} names no value")
    return values


def _range(family: Family, name: str, low: str, high: str) -> list[Any]:
    if not (_digits(low) and _digits(high)):
        raise BadInput(f"{family.name}: {name}={shown(f'{low}..{high}')} is no range of whole numbers, such as 1..3")
    values = range(int(low), int(high) + 1)
    if not values:
        raise BadInput(f"{family.name}: {name}={low}..{high} is an empty range; write the smaller end first, such as 1..3")
    if len(values) > _MOST:
        raise BadInput(f"{family.name}: {name}={low}..{high} has more than {_MOST} values; {_allowed(_known(family, name).type)}")
    return list(values)


def _digits(word: str) -> bool:
    word = word.strip()
    return word.isascii() and word.isdecimal() and len(word) <= 9


def _known(family: Family, name: str) -> "msgspec.structs.FieldInfo":
    kind = type(next(iter(family.levels.values())).settings)
    fields = {f.name: f for f in msgspec.structs.fields(kind)}
    if name not in fields:
        raise BadInput(f"{family.name} has no setting {shown(name)}; its settings are {', '.join(fields)}{nearest(name, fields)}")
    return fields[name]


def _value(piece: Any, kind: Any) -> Any:
    """A typed word as a value, still unchecked."""
    if not isinstance(piece, str):
        return piece
    word = piece.strip()
    if kind is bool:
        return _WORDS.get(word.lower(), word)
    parts = word.lower().replace("×", "x").split("x")
    if all(map(_digits, parts)):
        numbers = [int(p) for p in parts]
        return numbers[0] if len(numbers) == 1 else numbers
    return word


def checked(family: Family, name: str, value: Any) -> Any:
    """The value if this setting allows it."""
    known = _known(family, name)
    try:
        found = msgspec.convert(value, known.type, dec_hook=decode)
    except (msgspec.ValidationError, BadValue):
        found = None
    low, high = _ends(known.type)
    if found is None or (isinstance(found, Axes) and not all(low <= size <= high for size in found)):
        raise BadInput(f"{family.name}: {name} = {written(value) if isinstance(value, list) else shown(value)}: {_allowed(known.type)}")
    return found


def allowed(family: Family, name: str) -> str:
    """Which values a setting may have, in words."""
    return _allowed(_known(family, name).type)


def _ends(kind: Any) -> tuple[int, int]:
    """The smallest and the largest number of a pair, as its annotation says."""
    match msgspec.inspect.type_info(kind):
        case msgspec.inspect.Metadata(extra={"ge": low, "le": high}):
            return low, high
        case _:
            return 0, 10**6


def _allowed(kind: Any) -> str:
    match msgspec.inspect.type_info(kind):
        case msgspec.inspect.IntType(ge=low, le=high) if low is not None and high is not None:
            return f"allowed are whole numbers from {low} to {high}"
        case msgspec.inspect.BoolType():
            return "allowed are true and false"
        case msgspec.inspect.LiteralType(values=values):
            return f"allowed are {', '.join(map(str, values))}"
        case _:
            low, high = _ends(kind)
            return f"allowed is a whole number from {low} to {high}, or a pair of them such as 3x2 (rows x columns)"


def drawn(family: Family, level: int, overrides: Mapping[str, Options], names: Sequence[str], secret: bytes = b"") -> Knobs:
    """The settings of a level with overrides. Each is drawn by itself and apart from the numbers: a value and its range give the same numbers."""
    chosen = family.level(level)
    values = {name: _one_of(several, (*names, "settings", name), secret) for name, several in {**chosen.ranges, **overrides}.items()}
    return msgspec.structs.replace(chosen.settings, **values)


def _one_of(several: Options, names: Sequence[str], secret: bytes) -> Any:
    return Draws(names, secret).choice(several) if len(several) != 1 else several[0]


def changed(family: Family, level: int, settings: Knobs, overrides: Mapping[str, Options]) -> dict[str, Any]:
    """What somebody set otherwise than the level does, in the order of declaration."""
    chosen = family.level(level)
    usual = chosen.settings
    names = (name for name in settings.__struct_fields__ if name in overrides)
    return {name: getattr(settings, name) for name in names if name in chosen.ranges or getattr(settings, name) != getattr(usual, name)}


def written(value: Any) -> str:
    """A value as a code and `--set` spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "x".join(map(str, value))
    if isinstance(value, Axes):
        return str(value.rows) if value.rows == value.columns else f"{value.rows}x{value.columns}"
    return str(value)
