"""`convexam worksheet`: a practice sheet, whose problems have public codes, and its key."""

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import click

from ..errors import BadInput, shown
from ..exercises.exercise import Solved
from ..exercises.family import families
from ..exercises.key import key
from ..exercises.statement import asked, problem
from ..text.nearest import nearest
from . import files, sheet
from .preview import told

EPILOG = """\b
Examples:
  convexam worksheet conv2d pooling --level 2 -n 6 -o sheet.pdf --key key.pdf
  convexam worksheet --topic sizes -o sizes.pdf --seed 7
"""
PROBLEMS = 6


@click.command("worksheet", epilog=EPILOG)
@click.argument("names", nargs=-1, metavar="FAMILY...")
@click.option("--topic", metavar="TOPIC", help="All families of this topic.")
@click.option("--level", type=int, default=2, show_default=True, help="1 warm-up, 2 exam, 3 hard.")
@click.option("--seed", metavar="S", help="A whole number; a fresh one if left away.")
@click.option(
    "-n",
    "count",
    type=click.IntRange(1, sheet.MOST),
    default=PROBLEMS,
    show_default=True,
    help="Problems in all, dealt over the families in turn.",
)
@click.option("--title", metavar="TEXT", help="What stands at the top (Markdown of one line).")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.pdf", required=True, help="The sheet.")
@click.option("--key", "key_file", type=click.Path(path_type=Path), metavar="FILE.pdf", help="The key, with worked solutions and mistakes.")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(
    names: tuple[str, ...],
    topic: str | None,
    level: int,
    seed: str | None,
    count: int,
    title: str | None,
    output: Path,
    key_file: Path | None,
    force: bool,
) -> None:
    """Print a practice sheet of these families; each problem carries its code."""
    from ..sheets.page import page
    from ..sheets.typst_press import TypstPress

    files.refuse_existing([output, key_file], force)
    title = sheet.title_of(title)
    solved = _dealt(_families(names, topic), level, seed, count)
    problems = [problem(one.exercise, asked(one), number) for number, one in enumerate(solved, 1)]
    press = TypstPress()
    pages = {output: page(problems, title=title)}
    if key_file is not None:
        pages[key_file] = page(problems, [key(one) for one in solved], title)
    printed = {path: press.press(data) for path, data in pages.items()}
    for path, one in printed.items():
        files.write(path, one.pdf)
    told(printed.values())
    click.echo(f"{output}: {' '.join(one.exercise.code or '' for one in solved)}", err=True)


def _families(names: Sequence[str], topic: str | None) -> list[str]:
    """By name, or all of a topic; none twice."""
    if topic is None and not names:
        raise BadInput("name a family or --topic; `convexam families` lists the families by topic")
    for name in names:
        if sheet.looks_like_code(name):
            raise BadInput(f"{shown(name)} is a code; a worksheet takes families (`convexam show CODE -o sheet.pdf` prints a code)")
    of_topic = [family.name for family in families() if family.topic == topic]
    if topic is not None and not of_topic:
        topics = tuple(dict.fromkeys(family.topic for family in families()))
        raise BadInput(f"--topic {shown(topic)}: there is no such topic{nearest(topic, topics)}; there are {', '.join(topics)}")
    return list(dict.fromkeys([*names, *of_topic]))


def _dealt(names: Sequence[str], level: int, seed: str | None, count: int) -> list[Solved]:
    """The families in turn; no problem stands on the sheet twice."""
    wishes = [sheet.wish(name, level, (), None) for name in names]
    solved: list[Solved] = []
    for wanted in islice(cycle(wishes), count):
        solved.append(sheet.another(wanted, seed, solved))
    return sheet.renamed(solved)
