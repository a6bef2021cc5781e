"""`convexam verify`: is the folder of an exam whole, and would it grade the same today?"""

import sys
from pathlib import Path

import click

from ..grader.verification import verify
from ..sheets.reading import Archive
from ..text.terminal import one_line
from ..text.words import words_beside

EPILOG = """\b
Example:
  convexam verify out/

Exit status 0 if all is well, 1 if something is not as it should be.
"""


@click.command("verify", epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.pass_context
def command(context: click.Context, folder: Path) -> None:
    """Check digests and formats of an exam, and work every problem out once more."""
    archive = Archive.open(folder)
    sheets = len(archive.codes()) + len(archive.withdrawn)
    with click.progressbar(length=sheets, label="sheets", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        found = list(verify(folder, lambda: bar.update(1)))
    for line in found:
        click.echo(line)
    if found:
        click.echo(_said("not_whole", folder, len(found)))
        context.exit(1)
    click.echo(_said("whole", folder, sheets))


def _said(block: str, folder: Path, count: int) -> str:
    return one_line(words_beside(__file__).fill(block, folder=str(folder), count=count))
