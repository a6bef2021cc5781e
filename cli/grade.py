"""`convexam grade`: what a class handed in, graded against the archive of its exam."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from ..errors import BadInput
from ..grader.class_feedback import class_feedback
from ..grader.classes import ClassGrader, Use, order
from ..grader.gradebook import Gradebook, line
from ..grader.handed_in import HandedIn, collect
from ..grader.listed import listed
from ..grader.results import Remark
from ..grader.results_folder import Change, Marker, ResultsFolder, changes, earlier, results_folder
from ..sheets.columns import columns
from ..sheets.reading import Archive
from ..text.terminal import one_line
from ..text.words import speaking, words_beside
from . import sheet

EPILOG = """\b
Examples:
  convexam template out/ --csv -o answers.csv   # type in what stands on paper
  convexam grade out/ answers.csv -o results/
  convexam grade out/ submissions/ -o results/  # a folder of JSON submissions
"""

_SAID = 20  # remarks and changes that are said one by one
_SHEETS = 10  # whose problems are looked at: all sheets have the same ones, and so many tell whether they are shuffled


@click.command("grade", epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
@click.argument("handed_in", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="RESULTS", required=True, help="A folder of its own.")
@click.option("--use", type=click.Choice(["archive", "new"]), help="Where archive and program disagree: whose answers count.")
@click.option("--encoding", metavar="NAME", help="Of a CSV file that is neither UTF-8 nor UTF-16, such as cp1250.")
@click.option("--words", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Words files of your own instead of ours.")
@click.pass_context
def command(
    context: click.Context, folder: Path, handed_in: Path, output: Path, use: Use | None, encoding: str | None, words: tuple[Path, ...]
) -> None:
    """Grade what the students of the exam in OUT handed in: a CSV file, a folder of JSON submissions, one of them, or one a line.

    Into RESULTS go the gradebook, a text for each student, all verdicts as JSON lines, and a list of what was not counted or needs a person.
    Exit status 0 if all that was handed in was counted, 1 if something was not.
    """
    if not folder.exists():
        sheet.refuse_sheet_codes([folder.name])
    if not handed_in.exists():
        raise BadInput(f"{handed_in}: there is no such file")
    archive = Archive.open(folder)
    before = earlier(output)
    found = collect(handed_in, archive.seated, encoding)
    with speaking(archive.exam.language, words):
        with results_folder(output) as into:
            remarks, now = _graded(archive, found, use, into)
        _tell(output, remarks, now, changes(before, now))
        if not found.counts and not found.remarks:
            click.echo(one_line(words_beside(__file__).fill("nothing", answers=str(handed_in))))
    context.exit(0 if all(remark.counted for remark in remarks) else 1)


def _graded(archive: Archive, found: HandedIn, use: Use | None, into: ResultsFolder) -> tuple[Sequence[Remark], Marker]:
    """Sheet by sheet; what is kept of each is its line of the gradebook."""
    grader = ClassGrader(archive, use)
    superseded = {remark.code for remark in found.remarks if remark.kind == "superseded"}
    uncounted = {name for remark in found.remarks if not remark.counted for name in (remark.code, remark.who) if name}
    few = archive.codes()[:_SHEETS]
    book = Gradebook(archive.roster, tuple(columns(map(archive.sheet, few))), superseded=superseded, uncounted=uncounted)
    remarks = list(found.remarks)
    with _bar(len(found.counts)) as step:
        for code, one in order(tuple(archive.seated), found.counts):
            graded = grader.sheet(code, one)
            into.sheet(graded.results, class_feedback(graded, archive.seated[code].student))
            book.lines[code] = line(graded.results)
            remarks += graded.remarks
            step()
    into.put("gradebook.csv", book.written())
    into.put("listed.csv", listed(remarks))
    return remarks, into.end(archive.exam.id, book.counted())


def _tell(output: Path, remarks: Sequence[Remark], now: Marker, changed: Sequence[Change]) -> None:
    words = words_beside(__file__)
    lost = [remark for remark in remarks if not remark.counted]
    for remark in lost[:_SAID]:
        click.echo(f"{remark.where}: {remark.sentence}", err=True)
    if len(lost) > _SAID:
        click.echo(one_line(words.fill("more", count=len(lost) - _SAID)), err=True)
    if changed:
        click.echo(one_line(words.fill("changed", changes=changed[:_SAID], count=len(changed))))
    click.echo(one_line(words.fill("graded", folder=str(output), count=len(now.totals), lost=len(lost), kept=len(remarks) - len(lost))))


@contextmanager
def _bar(count: int) -> Iterator[Callable[[], None]]:
    """On a terminal with a bar, which is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(one_line(words_beside(__file__).fill("grading")), total=count)
        yield lambda: progress.advance(task)
