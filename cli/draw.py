"""`convexam draw`: many problems with their keys, one JSON object a line."""

import sys
from collections.abc import Iterator
from pathlib import Path
from re import fullmatch

import click

from ..errors import BadInput, shown
from ..exercises import codes
from ..exercises.documents import write
from ..exercises.draw import Wish, practice
from ..exercises.exercise import Solved
from ..exercises.key import key
from ..exercises.statement import asked, problem
from . import sheet

EPILOG = """\b
Examples:
  convexam draw conv2d --level 1 --seeds 0:1000 > conv2d.jsonl
  convexam draw --given examples/slides-exercise.toml
"""


@click.command("draw", epilog=EPILOG)
@click.argument("family", required=False)
@click.option("--given", "given_file", type=click.Path(path_type=Path), metavar="FILE", help="Problems with numbers of your own (TOML).")
@click.option("--level", type=int, help="1 warm-up, 2 exam, 3 hard.  [default: 2]")
@click.option("--seeds", metavar="A:B", help="From A up to, but not including, B.  [default: one fresh seed]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting: one value, 1..2 (both ends), or 3,5 (one of).")
@click.option("--parts", metavar="A,B", help="Ask only these parts.")
@click.option("--choice", metavar="A,B", help="Ask these parts as a choice: one answer among those that mistakes lead to.")
def command(
    family: str | None,
    given_file: Path | None,
    level: int | None,
    seeds: str | None,
    settings: tuple[str, ...],
    parts: str | None,
    choice: str | None,
) -> None:
    """Draw problems of a FAMILY: {"problem": ..., "key": ...} on each line."""
    if given_file is not None:
        solved = iter(sheet.from_given(given_file, family, level is not None, seeds, settings, parts is not None, choice is not None))
    elif family is not None:
        solved = _drawn(_wanted(family, level, settings, parts, choice), seeds)
    else:
        raise BadInput("name a family, or --given FILE; `convexam families` lists the families")
    for one in solved:
        sheet.warn([one])
        line = write({"problem": problem(one.exercise, asked(one)), "key": key(one)})
        sys.stdout.write(line + "\n")


def _wanted(family: str, level: int | None, settings: tuple[str, ...], parts: str | None, choice: str | None) -> Wish:
    if sheet.looks_like_code(family):
        raise BadInput(
            f"{shown(family)} is a code; draw takes a family (`convexam show CODE --solution --format json` writes problem and key)"
        )
    return sheet.wish(family, 2 if level is None else level, settings, parts, choice)


def _drawn(wanted: Wish, seeds: str | None) -> Iterator[Solved]:
    several = _range(seeds) if seeds is not None else range(first := sheet.seed_of(None), first + 1)
    return (practice(wanted, seed) for seed in several)


def _range(seeds: str) -> range:
    found = fullmatch(r"([0-9]{1,10}):([0-9]{1,10})", seeds)
    if found is None:
        raise BadInput(f"--seeds {shown(seeds)}: write A:B, such as 0:1000 (from 0 to 999)")
    first, last = int(found[1]), int(found[2])
    if last <= first:
        raise BadInput(f"--seeds {seeds}: this is an empty range; the smaller number comes first, such as 0:1000")
    if last > codes.SEEDS:
        raise BadInput(f"--seeds {seeds}: seeds end at {codes.SEEDS - 1}")
    return range(first, last)
