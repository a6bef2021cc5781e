"""JSON in and out: exact numbers, tensors as nested lists, no double keys."""

import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from itertools import accumulate, chain
from typing import Any, NoReturn, TypeVar

import msgspec

from ..answers.expression import Expression
from ..cnn.layers import Padding
from ..cnn.values import MAX_CELLS, Axes, BadValue, Position, Tensor, whole
from ..errors import BadInput, shown
from .document_errors import another, readable

T = TypeVar("T")

LARGEST = 2**53 - 1  # larger integers are written as strings: JavaScript would round them
DIGITS = 400  # of one number; products and sums of such numbers can still be printed
EXACT = re.compile(rf"-?[0-9]{{1,{DIGITS}}}(?:/[0-9]{{1,{DIGITS}}})?")
_DEEPEST = 40
_AS_IT_IS = frozenset({str, bool, type(None)})
_NO_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[^\[\]{}"]++', re.DOTALL)  # strings first: a bracket in an answer nests nothing
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}
_ENDLESS = re.compile(rf"[0-9]{{{DIGITS + 1}}}")
_LONE = re.compile(r"[\ud800-\udfff]")  # half a character: JSON can spell it (\ud800), and it is no text


def plain(value: Any) -> Any:
    """A record or value as JSON has it. A field that is None because nothing else was said is left out."""
    kind = type(value)
    if kind in _AS_IT_IS or (kind is int and -LARGEST <= value <= LARGEST):
        return value
    if kind is list or kind is tuple:
        return [item if (of := type(item)) is str or (of is int and -LARGEST <= item <= LARGEST) else plain(item) for item in value]
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """How the values of a kind are written."""
    for known, writer in _WRITERS.items():
        if issubclass(kind, known):
            return writer
    raise TypeError(f"{kind.__name__} has no form in JSON")


def _tensor_written(value: Tensor) -> Any:
    nested = (value if _small(value.values) else value.map(plain)).to_nested()
    return nested if not value.decimals else {"values": nested, "decimals": value.decimals}


def _small(values: tuple[Any, ...]) -> bool:
    """Whether these are whole numbers that stand in JSON as they are."""
    return set(map(type, values)) == {int} and min(values) >= -LARGEST and max(values) <= LARGEST


def _fraction(value: Fraction) -> Any:
    top, below = value.as_integer_ratio()
    return f"{top}/{below}" if below != 1 else plain(top)


def _struct(value: msgspec.Struct) -> dict[str, Any]:
    written, fields = _form(type(value))
    written = dict(written)
    for name, optional in fields:
        item = getattr(value, name)
        if (of := type(item)) is str or (of is int and -LARGEST <= item <= LARGEST):
            written[name] = item
        elif item is not None or not optional:
            written[name] = plain(item)
    return written


@cache
def _form(kind: type[msgspec.Struct]) -> tuple[dict[str, Any], tuple[tuple[str, bool], ...]]:
    """What stands in every record of a kind, and its fields: whether a None in them is left out."""
    config, fields = kind.__struct_config__, kind.__struct_fields__
    needed = len(fields) - len(kind.__struct_defaults__)
    tagged = {config.tag_field: config.tag} if config.tag_field else {}
    return tagged, tuple((name, number >= needed) for number, name in enumerate(fields))


_WRITERS: dict[type, Callable[[Any], Any]] = {
    str: str.__str__,  # of Markdown, the text alone
    int: lambda value: value if -LARGEST <= value <= LARGEST else str(value),
    Tensor: _tensor_written,
    Expression: lambda value: value.text,
    msgspec.Struct: _struct,
    dict: lambda value: {key: plain(item) for key, item in value.items()},
    list: lambda value: [plain(item) for item in value],
    tuple: lambda value: [plain(item) for item in value],
    Enum: lambda value: value.value,
    Fraction: _fraction,
}


def write(value: Any, indent: int | None = None) -> str:
    """JSON text of a record: the same bytes for the same record."""
    if indent is None:
        return msgspec.json.encode(plain(value)).decode()
    return json.dumps(plain(value), ensure_ascii=False, indent=indent, allow_nan=False)


def exact(value: Any) -> Any:
    """An exact number from JSON or TOML: an integer, a string `p/q`, or a decimal."""
    if isinstance(value, str) and EXACT.fullmatch(value):
        top, _, below = value.partition("/")
        if below and not int(below):
            raise BadValue(f"{shown(value)} divides by zero")
        return whole(Fraction(int(top), int(below or 1)))
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > DIGITS:
            raise BadValue(f"{shown(str(value))} is not a number that can be used")
        _bounded(len(value.as_tuple().digits))
        return whole(Fraction(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise BadValue(f"{shown(value)} is not a number")


def _bounded(digits: int) -> None:
    if digits > DIGITS:
        raise BadValue(f"a number of {digits} digits; {DIGITS} are the most that is read")


def _tensor(value: Any) -> Tensor:
    decimals = 0
    if isinstance(value, dict):
        if set(value) != {"values", "decimals"} or type(value["decimals"]) is not int or not 0 <= value["decimals"] <= 20:
            raise BadValue("a tensor is nested lists of numbers, or {values = …, decimals = 0 to 20}")
        value, decimals = value["values"], value["decimals"]
    if not isinstance(value, list | tuple):
        raise BadValue(f"{shown(value)} is no list of numbers, such as [[1, 2], [3, 4]]")
    if (box := _box(value)) is not None:
        return Tensor(*box, decimals)
    places: list[int] = [decimals]
    return Tensor.nested(_numbers(value, places, 0), max(places))


def _box(value: Sequence[Any]) -> tuple[list[int], Sequence[int]] | None:
    """The sizes and the numbers, where all are whole and none is missing, which is nearly always so."""
    sizes = [len(value)]
    while set(map(type, value)) == {list}:
        lengths = set(map(len, value))
        if len(lengths) > 1 or len(sizes) == 4:
            return None
        sizes += lengths
        value = list(chain.from_iterable(value))
    return (sizes, value) if set(map(type, value)) == {int} and len(value) <= MAX_CELLS else None


def _numbers(value: Any, places: list[int], depth: int) -> Any:
    if isinstance(value, list | tuple):
        if depth > 4:
            raise BadValue("a tensor has 1 to 4 axes")
        return [_numbers(item, places, depth + 1) for item in value]
    if isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        places.append(max(0, -exponent) if isinstance(exponent, int) else 0)
    return exact(value)


def hook(kind: Any, value: Any) -> Any:
    """msgspec's hook for the types of ours that JSON knows in another form."""
    if kind is Tensor:
        return _tensor(value)
    if kind is Position and not isinstance(value, list | tuple):
        raise BadValue(f"{shown(str(value))} is no cell: [row, column], counted from 1")
    if kind is Position:
        return Position.of(value)
    if kind is Axes:
        if isinstance(value, int | list | tuple):
            return Axes.of(value)
        raise BadValue(f"{shown(str(value))} is neither a whole number nor a pair of them (rows, columns)")
    if kind is Padding:
        if isinstance(value, int | str | list | tuple):
            return Padding.of(value)
        raise BadValue(f'{shown(str(value))} is no padding, such as 1, [1, 2], [[1, 0], [1, 0]] or "same"')
    if kind is Fraction:
        return Fraction(exact(value))
    raise NotImplementedError(f"no reading of {kind}")


def convert(value: Any, kind: type[T], where: str) -> T:
    """A checked record from parsed JSON or TOML; what is wrong is said with its place."""
    try:
        return msgspec.convert(value, kind, dec_hook=hook)
    except msgspec.ValidationError as error:
        raise BadInput(f"{where}: {another(value, kind) or readable(str(error), value, kind)}") from None


def parse(text: str, where: str) -> Any:
    """JSON with exact numbers; double keys, NaN and bottomless nesting are refused."""
    if _too_deep(text):
        raise BadInput(f"{where}: nested too deeply to be a document of ours")
    try:
        value = json.loads(
            text,
            parse_float=decimal,
            parse_int=_integer if _ENDLESS.search(text) else int,
            parse_constant=partial(_constant, where),
            object_pairs_hook=partial(_pairs, where),
        )
        if "\\ud" in text or "\\uD" in text:
            _refuse_lone(value)
        return value
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: line {error.lineno}, column {error.colno}: not JSON ({error.msg}); is the file complete?") from None
    except BadValue as error:
        raise BadInput(f"{where}: {error}") from None


def trusted(data: bytes, kind: type[T], where: str) -> T:
    """A document that is known to be as we wrote it, byte by byte: nothing of it needs to be looked at twice."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=hook)
    except msgspec.MsgspecError:
        return convert(parse(data.decode("utf-8", "replace"), where), kind, where)


def _too_deep(text: str) -> bool:
    return max(accumulate(map(_DEEPER.__getitem__, _NO_BRACKETS.sub("", text))), default=0) > _DEEPEST


def _refuse_lone(value: Any) -> None:
    """Texts that cannot be written down again; the nesting is bounded already."""
    match value:
        case str():
            if _LONE.search(value):
                raise BadValue(f"{shown(value)} holds half a character (\\ud800 to \\udfff)")
        case list():
            for item in value:
                _refuse_lone(item)
        case dict():
            for item in (*value, *value.values()):
                _refuse_lone(item)


def decimal(digits: str) -> Decimal:
    """A number with a point or an exponent, kept as it was typed."""
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of 10²⁰ and more
        raise BadValue(f"{shown(digits)} is not a number that can be used") from None


def _integer(digits: str) -> int:
    _bounded(len(digits.lstrip("-")))
    return int(digits)


def _constant(where: str, name: str) -> NoReturn:
    raise BadInput(f"{where}: {name} is not a number that can be used")


def _pairs(where: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(f"{where}: the key {shown(key)} stands twice")
        found[key] = value
    return found
