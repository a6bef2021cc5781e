"""`convexam export`: an exam for a learning platform."""

from pathlib import Path

import click

from ..exercises.schemas import schema
from ..grader.submission import Submission
from ..sheets.files import write
from ..sheets.reading import Archive
from ..sheets.records import Exam, Sheet
from . import files
from .saying import say

EPILOG = """\b
Example:
  convexam export out/ --to json -o exam.zip

The package holds what students may see: exam.json, sheets/, schemas/. No answer, no key, no name.
"""
PUBLIC = {"exam": Exam, "sheet": Sheet, "submission": Submission}


@click.command("export", epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--to", "target", type=click.Choice(["json"]), required=True, help="For which kind of platform.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.zip", required=True, help="Write to this file.")
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def command(folder: Path, target: str, output: Path, force: bool) -> None:
    """Write what a learning platform may see of an exam: header, sheets, schemas."""
    from ..lms.json_package import package

    files.refuse_existing([output], force)
    archive = Archive.open(folder)
    schemas = {name: schema(kind, f"convexam {name}") for name, kind in PUBLIC.items()}
    write(output, {"json": package}[target](archive, schemas))
    say(__file__, "written", file=output, count=len(archive.codes()))
