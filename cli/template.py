"""`convexam template`: an empty table or submission, to type in what stands on paper."""

import sys
from pathlib import Path

import click

from ..errors import BadInput, shown
from ..exercises.documents import write
from ..grader.answers_table import empty_table
from ..grader.handed_in import usual
from ..grader.submission import Submission, blanks
from ..sheets.columns import columns
from ..sheets.reading import Archive
from ..sheets.records import Seated
from ..sheets.seating import natural
from . import files
from .saying import say

EPILOG = """\b
Examples:
  convexam template out/ --csv -o answers.csv
  convexam template out/ --marks -o marks.csv      # points instead of answers
  convexam template out/ --csv --marks -o both.csv # points count, where typed
  convexam template out/ --student s105 -o s105.json
"""


@click.command("template", epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--csv", "as_csv", is_flag=True, help='A row per sheet, a column per part. A map is typed as "1 2; 3 4", channels with // between them.'
)
@click.option("--marks", is_flag=True, help="The same, for points that a person gives; with --csv columns for both.")
@click.option("--names", is_flag=True, help="With a column of names, for who types; without, the table can go to anybody who marks.")
@click.option("--student", metavar="ID", help="One submission as JSON, for this student.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.  [default: to the terminal]")
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def command(folder: Path, as_csv: bool, marks: bool, names: bool, student: str | None, output: Path | None, force: bool) -> None:
    """Write an empty table for the answers of the exam in OUT, or a submission of one student, for `convexam grade`."""
    if (as_csv or marks) == (student is not None):
        raise BadInput("say which: --csv for a table of answers, --marks of points (or both), --student ID for one submission")
    files.refuse_existing([output], force)
    archive = Archive.open(folder)
    data = _submission(archive, student) if student is not None else _table(archive, as_csv, marks, names)
    if output is not None:
        files.write(output, data)
        say(__file__, "written", file=output, folder=folder)
    elif sys.stdout is not None:
        click.echo(data.decode("utf-8-sig"), nl=False)


def _table(archive: Archive, answers: bool, marks: bool, names: bool) -> bytes:
    """By student, as papers are sorted."""
    seated = sorted((archive.seated[code] for code in archive.codes()), key=lambda one: (natural(one.student.id), one.student.id))
    parts = [part for several in columns(map(archive.sheet, archive.codes())).values() for part in several]
    said = [(one.code, one.student.id, one.student.name) if names else (one.code, one.student.id) for one in seated]
    return empty_table(said, parts, answers, marks)


def _submission(archive: Archive, student: str) -> bytes:
    found = next((one for one in archive.roster.sheets if one.student.id == usual(student)), None) or _by_code(archive, student)
    sheet = archive.sheet(found.code)
    made = Submission(blanks(sheet.problems), sheet=sheet.code, who=found.student.id)
    return (write(made, indent=1) + "\n").encode()


def _by_code(archive: Archive, student: str) -> Seated:
    """Somebody may name the sheet instead."""
    found = archive.seated.get(student.strip().upper())
    if found is None:
        raise BadInput(f"--student {shown(student)}: no such id stands in the roster of {archive.path}")
    return found
