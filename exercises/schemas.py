"""The JSON Schemas of the documents, made from their records."""

from fractions import Fraction
from itertools import accumulate
from typing import Any, get_args

import msgspec

from ..cnn.layers import Padding, Word
from ..cnn.values import Axes, Position, Record, Tensor
from .documents import EXACT


def schema(kind: type[Record], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document."""
    (reference,), components = msgspec.json.schema_components([kind], schema_hook=_schema_of, ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **reference, "$defs": components}


def _schema_of(kind: Any) -> dict[str, Any]:
    number = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{EXACT.pattern}$"}]}
    if kind is Tensor:
        nested = {"anyOf": list(accumulate([number] * 5, lambda inner, _: {"type": "array", "minItems": 1, "items": inner}))[1:]}
        both = {"type": "object", "properties": {"values": nested, "decimals": {"type": "integer"}}, "required": ["values", "decimals"]}
        return {"anyOf": [*nested["anyOf"], both | {"additionalProperties": False}]}
    if kind is Axes or kind is Position:
        return {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    if kind is Padding:
        pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
        along = {"anyOf": [{"type": "integer"}, pair, {"enum": list(get_args(Word))}]}
        return {"type": "array", "items": along, "minItems": 2, "maxItems": 2}
    if kind is Fraction:
        return number
    raise NotImplementedError(f"no schema of {kind}")
