"""`convexam verify`: is the folder of an exam whole, and would it grade the same today?"""

import sys
from pathlib import Path

import click

from ..grader.verification import verify
from ..sheets.reading import Archive
from .saying import say

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
        say(__file__, "not_whole", err=False, folder=folder, count=len(found))
        context.exit(1)
    say(__file__, "whole", err=False, folder=folder, count=sheets)
