"""The JSON documents: their fields, from the records and from what their source says beside each field."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import msgspec

from ...answers.forms import AnyForm
from ...cli.schema import DOCUMENTS
from ...cnn.values import Record, Tensor
from ...exercises.documents import plain as as_json
from ...exercises.problem import Exact
from ...text.escape import Markdown
from ...text.markdown import code, code_cell
from ...text.words import words_beside
from .examples import RECORDS, examples, laid_out
from .layout import marked_up, page

ORDER = ("problem", "key", "submission", "results", "exam", "sheet", "sheet-key", "roster", "sheet-results", "audit")
NAMES = {int: "integer", str: "string", bool: "boolean", NoneType: "null", Any: "anything", Tensor: "tensor"}
_COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)


class Field(Record, frozen=True):
    """A field as JSON has it."""

    name: str
    kind: Markdown
    meaning: Markdown
    needed: bool


class Described(Record, frozen=True):
    """A record."""

    name: str
    meaning: Markdown
    fields: tuple[Field, ...]


class Document(Record, frozen=True):
    """A document, and the records inside it that no earlier document has."""

    name: str
    whole: Described
    inside: tuple[Described, ...]
    example: Markdown


def described(record: type[msgspec.Struct]) -> Described:
    comments = dict(_COMMENT.findall(_source(record)))
    tag = record.__struct_config__.tag
    fields = [Field(str(record.__struct_config__.tag_field), code_cell(f'"{tag}"'), _meaning(record, "kind", ""), True)] if tag else []
    for field in msgspec.structs.fields(record):
        meaning = _meaning(record, field.name, comments.get(field.name, ""))
        fields.append(Field(field.encode_name, kind(field.type), meaning, field.required))
    return Described(record.__name__, marked_up((record.__doc__ or "").strip().split("\n")[0]), tuple(fields))


def _source(record: type) -> str:
    """The class as it is written. (Since Python 3.13, `inspect` finds only classes that note their first line.)"""
    text = Path(str(sys.modules[record.__module__].__file__)).read_text(encoding="utf-8")
    found = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == record.__name__)
    return "\n".join("\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno]) for node in found)


def _meaning(record: type, field: str, comment: str) -> Markdown:
    """What the words say of this field of this record, else what the source says beside it, else what fields of this name are everywhere."""
    words = words_beside(__file__)
    if words.has(f"{record.__name__}__{field}"):
        return words.fill(f"{record.__name__}__{field}")
    return marked_up(comment) if comment else words.fill(f"field_{field}")


def kind(of: Any) -> Markdown:
    """A type in words, records as links."""
    inner = get_args(of)
    if of == Exact:
        return Markdown("[exact number](#numbers)")
    if of == AnyForm:
        return words_beside(__file__).fill("any_form")
    if of in NAMES:
        return Markdown(NAMES[of])
    if get_origin(of) is tuple:
        return Markdown(f"list of {kind(inner[0])}")
    if get_origin(of) is Literal:
        return Markdown(", ".join(code_cell(f'"{value}"') for value in inner))
    if inner:
        return Markdown(" or ".join(map(kind, inner)))
    return Markdown(f"[{of.__name__}](#{of.__name__.lower()})")


def records(of: Any) -> Iterator[type[msgspec.Struct]]:
    """The records that a type holds, the outermost first."""
    if isinstance(of, type) and issubclass(of, msgspec.Struct) and of is not Tensor:
        yield of
        for field in msgspec.structs.fields(of):
            yield from records(field.type)
    for inner in get_args(of):
        yield from records(inner)


def documents() -> Iterator[Document]:
    known: list[type[msgspec.Struct]] = []
    for name in (*ORDER, *sorted(set(RECORDS) - set(ORDER))):
        found = [one for one in dict.fromkeys(records(RECORDS[name])) if one not in known]
        known += found
        example = Markdown(laid_out(as_json(examples()[name])))
        yield Document(name, described(RECORDS[name]), tuple(map(described, found[1:])), example)


def pages() -> Iterator[tuple[str, bytes]]:
    yield "docs/json.md", page(__file__, "documents", documents=list(documents()), schemas=list(DOCUMENTS), code=code)
