"""`convexam families`: which kinds of exercises there are."""

import json
from collections.abc import Iterator

import click
import msgspec

from ..exercises.family import Family, Level, families
from ..exercises.settings import allowed, written
from ..text.terminal import one_line
from ..text.words import words_beside


@click.command(
    "families",
    epilog="\b\nExamples:\n  convexam families padding\n  convexam families conv2d         # with its settings\n  convexam families --json",
)
@click.argument("text", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(text: str, as_json: bool) -> None:
    """List the kinds of exercises, or those in whose name or words TEXT stands; of a single one its settings, too."""
    found = [family for family in families() if text.lower() in _words(family)]
    found = [family for family in found if family.name == text.lower()] or found
    if as_json:
        click.echo(json.dumps([_described(family) for family in found], ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo(f"Nothing is found for “{text}”; `convexam families` lists all.", err=True)
    if len(found) == 1:
        click.echo("\n".join(_in_full(found[0])))
        return
    for topic in dict.fromkeys(family.topic for family in found):
        click.echo(f"{topic}")
        for line in (line for family in found if family.topic == topic for line in _lines(family)):
            click.echo(line)


def _words(family: Family) -> str:
    """Everything that a search may find."""
    return " ".join((family.name, family.topic, family.sentence, *family.weights, *_knobs(family))).lower()


def _knobs(family: Family) -> tuple[str, ...]:
    return next(iter(family.levels.values())).settings.__struct_fields__


def _lines(family: Family) -> Iterator[str]:
    yield f"  {family.name}"
    yield from (f"      {line}" for line in _wrapped(family.sentence))
    yield from (f"      {line}" for line in _wrapped(f"levels {', '.join(map(str, family.levels))}; parts {', '.join(family.weights)}"))


def _in_full(family: Family) -> Iterator[str]:
    """One family with its settings: what each means, its value by level, what is allowed."""
    yield from (family.topic, *_lines(family), "", "      --set NAME=VALUE")
    words = words_beside(family.file)
    for knob in _knobs(family):
        values = [_usual(level, knob) for level in family.levels.values()]
        usual = values[0] if len(set(values)) == 1 else "; ".join(f"level {n}: {v}" for n, v in zip(family.levels, values, strict=True))
        meaning = f"{one_line(words.fill(f'setting_{knob}'))}; " if words.has(f"setting_{knob}") else ""
        yield f"      {knob}"
        yield from (f"          {line}" for line in _wrapped(f"{meaning}{allowed(family, knob)}; as it is: {usual}"))


def _usual(level: Level, knob: str) -> str:
    several = level.ranges.get(knob)
    return f"one of {','.join(map(written, several))}" if several else written(getattr(level.settings, knob))


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 72)


def _described(family: Family) -> dict[str, object]:
    levels = [
        {
            "level": number,
            "settings": {field: written(getattr(level.settings, field)) for field in _knobs(family)},
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
