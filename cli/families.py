"""`convexam families`: which kinds of exercises there are."""

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap

import click
import msgspec

from ..exercises.family import Family, Level, families
from ..exercises.settings import allowed, written
from ..text.terminal import one_line
from ..text.words import words_beside
from . import text as page
from .family_search import PLACES, Hit, knobs, nearest, search
from .saying import said

WIDEST = 80


@click.command(
    "families",
    epilog="\b\nExamples:\n  convexam families padding\n  convexam families conv2d         # with its settings\n  convexam families --json",
)
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(text: tuple[str, ...], as_json: bool) -> None:
    """List the kinds of exercises, or those in which all words of TEXT stand: in name, topic, sentence, title, parts or settings.

    Of a single one the settings are listed, too.
    """
    wanted, known = " ".join(text), families()
    hits = search(wanted, known)
    hits = [hit for hit in hits if hit.family.name == wanted.lower()] or hits
    if as_json:
        click.echo(json.dumps([_described(hit.family) for hit in hits], ensure_ascii=False, indent=1))
    elif not hits:
        click.echo(said(__file__, "nothing", text=wanted, near=nearest(wanted, known)), err=True)
    elif len(hits) == 1:
        click.echo("\n".join(_in_full(hits[0].family)))
    else:
        click.echo("\n".join(_found(hits) if wanted.split() else _by_topic([hit.family for hit in hits])))


def _by_topic(listed: Sequence[Family]) -> Iterator[str]:
    for topic in sorted({family.topic for family in listed}):
        yield topic
        for family in listed:
            if family.topic == topic:
                yield from _lines(family)


def _found(hits: Sequence[Hit]) -> Iterator[str]:
    """What a search found, by where it stands: a name says more than a setting."""
    for place in PLACES:
        here = [hit.family for hit in hits if hit.place == place]
        if here:
            yield said(__file__, f"place_{place}")
        for family in here:
            yield from _lines(family)


def _lines(family: Family) -> Iterator[str]:
    yield f"  {family.name}"
    yield from _wrapped(family.sentence, 6)
    yield from _wrapped(said(__file__, "summary", levels=", ".join(map(str, family.levels)), parts=", ".join(family.weights)), 6)


def _in_full(family: Family) -> Iterator[str]:
    """One family with its settings: what each means, its value by level, what is allowed."""
    yield from (family.topic, *_lines(family), "", "      --set NAME=VALUE")
    words = words_beside(family.file)
    for knob in knobs(family):
        meaning = one_line(words.fill(f"setting_{knob}")) if words.has(f"setting_{knob}") else ""
        yield f"      {knob}"
        yield from _wrapped(said(__file__, "knob", meaning=meaning, allowed=allowed(family, knob), usual=_usual(family, knob)), 10)


def _usual(family: Family, knob: str) -> str:
    """Its value at each level, once if all have the same."""
    values = [_value(level, knob) for level in family.levels.values()]
    if len(set(values)) == 1:
        return values[0]
    return "; ".join(said(__file__, "level", number=number, value=value) for number, value in zip(family.levels, values, strict=True))


def _value(level: Level, knob: str) -> str:
    several = level.ranges.get(knob)
    return said(__file__, "one_of", values=",".join(map(written, several))) if several else written(getattr(level.settings, knob))


def _wrapped(text: str, margin: int) -> list[str]:
    """As wide as the terminal; names are not broken at their hyphens."""
    wide = min(WIDEST, page.width()) - margin
    return [f"{' ' * margin}{line}" for line in wrap(text, wide, break_on_hyphens=False)]


def _described(family: Family) -> dict[str, object]:
    levels = [
        {
            "level": number,
            "settings": {field: written(getattr(level.settings, field)) for field in knobs(family)},
            "parts": list(family.asked(number, None)),
        }
        for number, level in family.levels.items()
    ]
    return {
        "name": family.name,
        "version": family.version,
        "topic": family.topic,
        "sentence": family.sentence,
        "levels": levels,
        "parts": list(family.weights),
        "given": [field.name for field in msgspec.structs.fields(family.given)],
    }
