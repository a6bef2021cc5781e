"""`convexam check`: a student's answers, from a file or asked one by one."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from ..errors import BadInput, shown
from ..exercises.documents import write
from ..exercises.draw import from_code
from ..exercises.exercise import Solved
from ..exercises.given import text_from, text_of
from ..exercises.problem import Problem
from ..exercises.statement import asked, problem
from ..grader import submission
from ..grader.credit import grade
from ..grader.verdict import Results
from . import sheet

EPILOG = """\b
Examples:
  convexam show conv2d --seed 7 --answers mine.json   # a file to fill in
  convexam check conv2d-2-0000070N mine.json
  convexam check conv2d-2-0000070N                       # asks part by part
  convexam check --given examples/slides-exercise.toml mine.json
"""


@dataclass(frozen=True)
class Sheet:
    """The problems that are checked, as they were solved and as they are shown."""

    solved: list[Solved]
    problems: list[Problem]


@click.command("check", epilog=EPILOG)
@click.argument("targets", nargs=-1, metavar="CODE... [ANSWERS.json]")
@click.option("--given", "given_file", type=click.Path(path_type=Path), metavar="FILE", help="Problems with numbers of your own (TOML).")
@click.option("--json", "as_json", is_flag=True, help="Results as JSON.")
@click.pass_context
def command(context: click.Context, targets: tuple[str, ...], given_file: Path | None, as_json: bool) -> None:
    """Check the answers to practice problems, all CODEs of a sheet together. Without a file you are asked.

    Exit status 0 if all is right (what waits for a person does not count), 1 if not, 2 for input that cannot be used.
    """
    codes, file = _split(targets, given_file is not None)
    sheet.refuse_sheet_codes(codes)
    text = text_from(sys.stdin.buffer, "-") if str(file) == "-" else text_of(file) if file else None
    handed_in = _read(text, str(file)) if text is not None else None
    if given_file and handed_in and handed_in.codes:
        raise BadInput(f"{file}: these answers are for {shown(' '.join(handed_in.codes))}, not for {given_file}")
    if handed_in and handed_in.sheet and not given_file:
        sheet.refuse_sheet_codes([handed_in.sheet])
    solved = sheet.from_given(given_file) if given_file else _problems(codes, handed_in, file)
    page = Sheet(solved, [problem(one.exercise, asked(one), number) for number, one in enumerate(solved, 1)])
    if handed_in is not None:
        by_name = submission.by_problem(handed_in, page.problems, str(file))
    else:
        from .asking import ask_all

        by_name = ask_all(page.solved, page.problems, aside=as_json)
    results = {one.exercise.name: grade(one, by_name[one.exercise.name]) for one in solved}
    _tell(page, results, as_json)
    right = all(verdict.status in ("right", "for a person") for result in results.values() for verdict in result.parts)
    context.exit(0 if right else 1)


def _read(text: str, where: str) -> submission.Submission:
    """The answers; who hands in something else is told what is wanted."""
    try:
        return submission.read(text, where)
    except BadInput as error:
        if '"answers"' in text:
            raise
        raise BadInput(f"{error} (a submission is wanted: `convexam show CODE --answers FILE.json` writes one to fill in)") from None


def _split(targets: tuple[str, ...], given: bool) -> tuple[list[str], Path | None]:
    """The codes, and the file of answers, which stands last."""
    *codes, last = targets or ("",)
    is_file = _is_file(last, given)
    if not is_file:
        codes += [last] if last else []
    if given and codes:
        raise BadInput("--given FILE brings its own problems; leave the codes away")
    return codes, Path(last) if is_file else None


def _is_file(word: str, given: bool) -> bool:
    if not word or sheet.looks_like_code(word):
        return False
    try:
        return word == "-" or given or word.lower().endswith(".json") or Path(word).exists()
    except OSError:  # longer than any name of a file
        return False


def _problems(codes: list[str], handed_in: submission.Submission | None, file: Path | None) -> list[Solved]:
    inside = list(handed_in.codes) if handed_in else []
    if max(len(codes), len(inside)) > sheet.MOST:
        raise BadInput(f"{max(len(codes), len(inside))} codes; a sheet holds at most {sheet.MOST} problems")
    if not codes and not inside:
        raise BadInput("name the code that stands on the sheet, such as conv2d-2-0000070N, or --given FILE")
    solved = sheet.renamed([from_code(code) for code in codes or inside])
    named = [one.exercise.code for one in solved]
    if inside and [one.exercise.code for one in sheet.renamed([from_code(code) for code in inside])] != named:
        raise BadInput(f"{file}: these answers are for {' '.join(inside)}, not for {' '.join(codes)}")
    return solved


def _tell(page: Sheet, results: Mapping[str, Results], as_json: bool) -> None:
    if as_json:
        click.echo(write({"results": list(results.values())}, indent=1))
        return
    from ..grader.feedback import told, total
    from .text import width

    for number, one in enumerate(page.problems, 1):
        click.echo(told(one, results[one.name], number, width()))
        click.echo()
    points = sum((Fraction(result.points) for result in results.values()), Fraction(0))
    most = sum((Fraction(result.max) for result in results.values()), Fraction(0))
    waiting = sum((Fraction(result.waiting) for result in results.values()), Fraction(0))
    click.echo(total(points, most, waiting))
