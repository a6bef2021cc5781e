"""The page about exams: its words, and the keys of a blueprint from their schema."""

from collections.abc import Iterator
from typing import Any

from ...cnn.values import Record
from ...sheets.blueprint_schema import schema
from ...text.escape import Markdown
from ...text.markdown import code_cell
from ...text.words import words_beside
from .example_exam import BLUEPRINT
from .layout import marked_up, page


class BlueprintKey(Record, frozen=True):
    """One key of a blueprint."""

    name: Markdown
    kind: str
    meaning: Markdown
    usual: Markdown
    needed: bool


def keys(table: str) -> tuple[BlueprintKey, ...]:
    """The keys of one table, those first that must be there."""
    of = schema()["$defs"][table]
    found = (_key(name, value, name in of["required"]) for name, value in of["properties"].items())
    return tuple(sorted(found, key=lambda one: not one.needed))


def _key(name: str, of: dict[str, Any], needed: bool) -> BlueprintKey:
    return BlueprintKey(code_cell(name), _kind(of), marked_up(of["description"]), _usual(of.get("default")), needed)


def _usual(value: Any) -> Markdown:
    """What holds where a key is left away; an empty text says nothing."""
    match value:
        case bool():
            return Markdown(code_cell(str(value).lower()))
        case int() | str() if value != "":
            return Markdown(code_cell(str(value)))
        case _:
            return Markdown("")


def _kind(of: dict[str, Any]) -> str:
    """A type as TOML has it."""
    words = words_beside(__file__)
    if "$ref" in of:
        return words.fill("kind_object")
    if "anyOf" in of:
        return words.fill("kind_several", kinds=[words.fill(f"kind_{one['type']}") for one in of["anyOf"]])
    several = of.get("type", "string")
    kinds = several if isinstance(several, list) else [several]
    return words.fill("kind_several", kinds=[words.fill(f"kind_{one}") for one in kinds])


def pages() -> Iterator[tuple[str, bytes]]:
    example = BLUEPRINT.read_text(encoding="utf-8").replace("\r\n", "\n").partition("\n\n")[2].strip()
    whole, problem = keys("BlueprintKeys"), keys("ProblemKeys")
    yield "docs/exams.md", page(__file__, "exams", example=Markdown(example), whole=whole, problem=problem)
