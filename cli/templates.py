"""`convexam templates`: the page templates of the LaTeX press, to be edited."""

from pathlib import Path

import click

from ..errors import BadInput
from ..sheets.latex_templates import PACKAGED, SUFFIX
from .files import write
from .saying import say

EPILOG = """\b
Examples:
  convexam templates
  convexam templates --copy ours/
  convexam exam midterm.toml -o out/ --engine latex --templates ours/

A folder of your own may hold some of the files only: the others come from the program. Templates are trusted as TeX: use those of
people whom you know. They reach nothing but the values of the page, and every text among these is escaped.
"""


@click.command("templates", epilog=EPILOG)
@click.option("--copy", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write them into this folder.")
def command(folder: Path | None) -> None:
    """List the page templates of the LaTeX press, or copy them."""
    files = sorted(PACKAGED.glob(f"*{SUFFIX}"))
    if folder is None:
        for path in files:
            click.echo(path)
        return
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: this is no folder; name another one")
    there = [path.name for path in files if (folder / path.name).exists()]
    if there:
        raise BadInput(f"{folder / there[0]}: there is such a file already; name a new folder")
    if not folder.absolute().parent.is_dir():
        raise BadInput(f"{folder}: there is no folder {folder.absolute().parent}")
    folder.mkdir(exist_ok=True)
    for path in files:
        write(folder / path.name, path.read_bytes())
    say(__file__, "copied", folder=folder, count=len(files))
