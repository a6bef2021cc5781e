"""`convexam preview`: one sheet of an exam and its key, nobody's in particular, and what its instructor may want to know."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import files, saying
from .presses import ENGINES, TEX, press_of, tex_of
from .saying import note, say

if TYPE_CHECKING:
    from ..sheets.typst_press import Printed

EPILOG = """\b
Examples:
  convexam preview midterm.toml
  convexam preview midterm.toml -o sheet.pdf --key key.pdf
  convexam preview midterm.toml --engine latex --templates ours/
"""


@click.command("preview", epilog=EPILOG)
@click.argument("blueprint", type=click.Path(path_type=Path), metavar="BLUEPRINT.toml")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.pdf", help="The sheet.  [default: BLUEPRINT-preview.pdf]")
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path), metavar="FILE.pdf", help="Its key.  [default: BLUEPRINT-preview-key.pdf]"
)
@click.option("--words", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Words files of your own instead of ours.")
@click.option("--engine", type=click.Choice(ENGINES), help="The press.  [default: the blueprint's, or typst]")
@click.option("--tex-engine", type=click.Choice(TEX), help="Which TeX.  [default: pdflatex]")
@click.option(
    "--templates", type=click.Path(path_type=Path), metavar="DIR", help="Page templates of your own (`convexam templates --copy DIR`)."
)
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(
    blueprint: Path,
    output: Path | None,
    key_file: Path | None,
    words: tuple[Path, ...],
    engine: str | None,
    tex_engine: str | None,
    templates: Path | None,
    force: bool,
) -> None:
    """Print one sheet of an exam and its key, and say what may need another look."""
    from ..sheets.advice import advice
    from ..sheets.blueprint import read
    from ..sheets.exam import preview
    from ..sheets.preview_pages import pages
    from ..text.words import speaking

    output = output or Path(f"{blueprint.stem}-preview.pdf")
    key_file = key_file or output.with_name(f"{blueprint.stem}-preview-key.pdf")
    files.refuse_existing([output, key_file], force)
    plan = read(blueprint)
    tex = tex_of(plan, press_of(plan, engine, tex_engine), templates)
    with speaking(plan.language, words):
        made = preview(plan)
        printed = pages(plan, made, tex)
        notes = advice(plan, made.solved)
    for path, one in zip((output, key_file), printed, strict=True):
        files.write(path, one.pdf)
    told(printed)
    for one in notes:
        note(one)
    say(__file__, "written", sheet=output, key=key_file)


def told(printed: Iterable["Printed"]) -> None:
    """One warning for all characters that no font has."""
    missing = dict.fromkeys(c for one in printed for c in one.missing)
    if missing:
        say(saying.__file__, "fontless", characters=list(missing))
