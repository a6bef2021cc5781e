"""What is wrong with a document: the place first, in our words, and with the value that stands there."""

import re
from decimal import Decimal
from types import UnionType
from typing import Any, get_args

import msgspec

from ..errors import shown
from ..text.nearest import nearest

_KINDS = {"int": "a whole number", "str": "a text", "array": "a list", "object": "a table", "bool": "true or false", "null": "nothing"}


def another(value: Any, kind: Any) -> str:
    """Somebody took one document for another."""
    wanted = next((field.default for field in msgspec.structs.fields(kind) if field.name == "format"), None) if _is_record(kind) else None
    found = value.get("format") if isinstance(value, dict) else None
    if not isinstance(wanted, str) or not isinstance(found, str) or found.partition("/")[0] == wanted.partition("/")[0]:
        return ""
    return f"this is a document of the format {shown(found)}; {wanted} is wanted here"


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def readable(message: str, value: Any, kind: Any) -> str:
    """msgspec's message, with the place first, in our words, and with the value that stands there."""
    text, _, place = message.partition(" - at `$")
    text = text.replace("Object missing required field", "the key is missing:").replace(
        "Object contains unknown field", "there is no such key:"
    )
    if "there is no such key" in text:
        text += _keys(kind, place, text.partition("`")[2].rstrip("`"))
    if expected := re.fullmatch(r"Expected `([a-z |]+)`, got `\w+`", text) if "..." not in place else None:
        kinds = " or ".join(_KINDS.get(kind, kind) for kind in expected[1].split(" | ") if kind != "null")
        seen = _at(value, place)
        quoted = "; write it in quotes" if kinds == _KINDS["str"] and hasattr(seen, "isoformat") else ""  # a date of TOML
        text = f"{kinds} should stand here, not {seen.isoformat() if quoted else shown(seen)}{quoted}"
    elif text.startswith("Invalid enum value"):
        seen, allowed = _at(value, place), _allowed(kind, place)
        text = f"{shown(seen)} stands here; allowed are {', '.join(allowed)}{nearest(str(seen), allowed)}"
    place = re.sub(r"\[([0-9]+)\]", lambda found: f" {int(found[1]) + 1}", place.rstrip("`").lstrip("."))
    return f"{place}: {text}" if place else text


def _keys(kind: Any, place: str, key: str) -> str:
    """What could stand there, and what was probably meant; nothing where a place may hold several kinds of records."""
    try:
        kind = _kind_at(kind, place)
    except (AttributeError, IndexError, KeyError, TypeError):
        return ""
    if not _is_record(kind):
        return ""
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    return f"{nearest(key, names)}; the keys here are {', '.join(names)}"


def _allowed(kind: Any, place: str) -> tuple[Any, ...]:
    """The values of the closed set that stands at a place."""
    return get_args(_kind_at(kind, place))


def _kind_at(kind: Any, place: str) -> Any:
    """The type of what stands at a place."""
    for key, index in re.findall(r"\.([^.\[`]+)|\[([0-9.]+)\]", place):
        kind = _bare(get_args(kind)[0] if index else {field.encode_name: field.type for field in msgspec.structs.fields(kind)}[key])
    return kind


def _bare(kind: Any) -> Any:
    """A type without what is annotated to it, and without the None that may stand in its place."""
    if hasattr(kind, "__metadata__"):
        return _bare(kind.__origin__)
    several = [one for one in get_args(kind) if one is not type(None)] if isinstance(kind, UnionType) else []
    return _bare(several[0]) if len(several) == 1 else kind


def _at(value: Any, place: str) -> Any:
    """The value at a place of msgspec's, such as `.problem[0].level`."""
    for key, index in re.findall(r"\.([^.\[`]+)|\[([0-9]+)\]", place):
        value = value[int(index)] if index else value.get(key)
    return str(value) if isinstance(value, Decimal) else value
