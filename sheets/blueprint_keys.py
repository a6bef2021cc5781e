"""The keys that a blueprint may have, with what an editor says of each. What they mean beyond their type is checked where it is read."""

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from ..cnn.conventions import Conventions
from ..cnn.values import Record

NAME = r"[a-z0-9-]{1,20}"
ID = r"[a-z0-9][a-z0-9._-]{0,39}"
LONGEST_LINE, LONGEST_TEXT = 300, 5_000  # characters
MOST_COUNT = 50  # of one problem
PAPERS = {"a4": "a4", "letter": "us-letter", "us-letter": "us-letter"}
_NUMBER = {"type": "number", "minimum": 0}


def _said(description: str, **more: Any) -> Meta:
    """What an editor says of a key. The reader checks the rest itself: its messages are better than those of a schema."""
    return Meta(description=description, extra_json_schema=more)


def _line(description: str) -> Meta:
    return _said(description, maxLength=LONGEST_LINE)


class ProblemKeys(Record, frozen=True):
    """One `[[problem]]`."""

    family: Annotated[str, _said("A kind of exercise; `convexam families` lists all.")] | None = None
    pool: Annotated[list[str], _said("Kinds of exercises of which one is drawn, instead of `family`.", minItems=2)] | None = None
    name: Annotated[str, _said("Its parts are NAME.map, NAME.relu … on every sheet.", pattern=f"^{NAME}$")] | None = None
    level: Annotated[Any, _said('1 warm-up, 2 exam, 3 hard; "1..2" or "1,3": one of them is drawn.', type=["integer", "string"])] = 2
    settings: Annotated[dict[str, Any], _said('Settings of the family, such as stride = "1..2".')] = field(default_factory=dict)
    parts: Annotated[list[str], _said("Ask only these parts.", minItems=1)] | None = None
    points: Annotated[
        Any,
        _said(
            "For the whole problem, split by the family's weights; or a table that names every part that is asked.",
            anyOf=[_NUMBER, {"type": "object", "additionalProperties": _NUMBER}],
        ),
    ] = None
    choice: Annotated[list[str], _said("Ask these parts as a choice among what mistakes lead to.")] = field(default_factory=list)
    shares: Annotated[
        dict[str, Any],
        _said(
            "Code of a mistake: what part of the points it earns. A wrong option of a choice earns nothing.",
            additionalProperties=_NUMBER | {"maximum": 1},
        ),
    ] = field(default_factory=dict)
    count: Annotated[int, _said("So many problems: NAME-1, NAME-2 …", minimum=1, maximum=MOST_COUNT)] = 1
    conventions: Annotated[Conventions, _said("What this problem agrees on otherwise than the exam.")] = Conventions()
    given: Annotated[dict[str, Any], _said("Numbers of your own, as in a file for `show --given`.")] | None = None
    same: Annotated[bool, _said("One draw for everybody.")] | None = None
    note: Annotated[str, _said("Your own words, printed below the statement (Markdown).", maxLength=LONGEST_TEXT)] = ""


class BlueprintKeys(Record, frozen=True):
    """An exam."""

    id: Annotated[str, _said("Enters every draw; a resit gets a new one.", pattern=f"^{ID}$")]
    title: Annotated[str, _line("Printed in the head (Markdown of one line).")]
    problem: Annotated[list[ProblemKeys], _said("The problems in order.", minItems=1)]
    date: Annotated[str, _line("Printed as it stands.")] = ""
    course: Annotated[str, _line("Printed in the head (Markdown of one line).")] = ""
    institution: Annotated[str, _line("Printed in the head (Markdown of one line).")] = ""
    instructions: Annotated[str, _said("Printed above the problems (Markdown).", maxLength=LONGEST_TEXT)] = ""
    language: Annotated[str, _said("en, ro …; what is not translated is printed in English.")] = "en"
    total: Annotated[Any, _said("What the points must add up to.", **_NUMBER)] = None
    shuffle: Annotated[bool, _said("Problems in an order of its own on each sheet (never the parts).")] = False
    same: Annotated[bool, _said("One draw for everybody.")] = False
    paper: Annotated[str, _said("A4 or letter.", pattern="^([Aa]4|([Uu][Ss]-)?[Ll][Ee][Tt][Tt][Ee][Rr])$")] = "A4"
    answer_space: Annotated[Literal["boxes", "none"], _said("Boxes to write into, or none: the answers go on other paper.")] = "boxes"
    formula_sheet: Annotated[bool, _said("A page of formulas at the end.")] = False
    fonts: Annotated[list[str], _said("Folders with fonts, relative to the blueprint.")] = field(default_factory=list)
    engine: Annotated[str, _said("The press.", enum=["typst", "latex"])] = "typst"
    conventions: Annotated[Conventions, _said("What the course agrees on.")] = Conventions()
