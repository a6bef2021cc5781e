"""`convexam show`: problems on the terminal, as JSON, as a printed page, as a page for the browser, or as a LaTeX source."""

import sys
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput
from ..exercises.documents import write
from ..exercises.exercise import Solved
from ..exercises.key import key
from ..exercises.statement import asked, problem
from ..grader import submission
from . import files, sheet
from .preview import told

EPILOG = """\b
Examples:
  convexam show conv2d --level 1 --seed 7
  convexam show cnn-layers --set stride=2 --set padding=1 --solution
  convexam show cnn-layers conv2d -n 2 --format pdf -o sheet.pdf
  convexam show cnn-layers --solution -o key.html
  convexam show --given examples/slides-exercise.toml --format tex -o my.tex
  convexam show conv2d -n 3 --title "Lab 2" -o lab.pdf
  convexam show conv2d-2-0000070N --solution
  convexam show --given examples/slides-exercise.toml --solution
"""


_ENDINGS = {"": "text", ".txt": "text", ".md": "text", ".pdf": "pdf", ".tex": "tex", ".json": "json", ".html": "html", ".htm": "html"}
_TITLED = ("pdf", "html", "tex")


@click.command("show", epilog=EPILOG)
@click.argument("targets", nargs=-1, metavar="FAMILY|CODE...")
@click.option("--given", "given_file", type=click.Path(path_type=Path), metavar="FILE", help="Problems with numbers of your own (TOML).")
@click.option("--level", type=int, help="1 warm-up, 2 exam, 3 hard.  [default: 2]")
@click.option("--seed", metavar="S", help="A whole number; a fresh one if left away.")
@click.option("-n", "count", type=click.IntRange(1, 100), default=1, help="So many problems of each family.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting: one value, 1..2 (both ends), or 3,5 (one of).")
@click.option("--parts", metavar="A,B", help="Ask only these parts.")
@click.option("--choice", metavar="A,B", help="Ask these parts as a choice: one answer among those that mistakes lead to.")
@click.option("--solution", is_flag=True, help="With answers and worked solution.")
@click.option("--title", metavar="TEXT", help="What stands at the top of a printed page (Markdown of one line).")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), metavar="FILE", help="Write an empty submission to fill in.")
@click.option("--format", "form", type=click.Choice(["text", "json", "pdf", "html", "tex"]), help="[default: as -o FILE ends, else text]")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(
    targets: tuple[str, ...],
    given_file: Path | None,
    level: int | None,
    seed: str | None,
    count: int,
    settings: tuple[str, ...],
    parts: str | None,
    choice: str | None,
    solution: bool,
    title: str | None,
    answers_file: Path | None,
    form: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Show problems of a FAMILY (drawn), or the problem of a CODE; several make one sheet."""
    if given_file is not None:
        solved = sheet.from_given(
            given_file, targets, level is not None, seed is not None, count != 1, settings, parts is not None, choice is not None
        )
    elif targets:
        solved = sheet.problems(targets, level, seed, count, settings, parts, choice)
    else:
        raise BadInput("name a family or a code, or --given FILE; `convexam families` lists the families")
    files.refuse_existing([output, answers_file], force)
    form = form or _form_of(output)
    if form == "pdf" and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise BadInput("a PDF does not go to a terminal; name a file with -o sheet.pdf")
    if title is not None and form not in _TITLED:
        raise BadInput(f"--title goes with a page ({', '.join(_TITLED)}); {form} has no title")
    made = _made(solved, form, solution, sheet.title_of(title))
    sheet.warn(solved)
    _put(made, output)
    if answers_file is not None:
        problems = [problem(one.exercise, asked(one), number) for number, one in enumerate(solved, 1)]
        files.write(answers_file, (write(submission.empty(solved, problems), indent=1) + "\n").encode())
        click.echo(
            f"{answers_file}: fill in the answers, then: convexam check {' '.join(_named(solved, given_file))} {answers_file}", err=True
        )
    if output is not None:
        codes = [one.exercise.code for one in solved if one.exercise.code]
        click.echo(f"{output}{': ' if codes else ''}{' '.join(codes)}", err=True)


def _form_of(output: Path | None) -> str:
    """What the name of the file says; a pipe and a file without an ending get text."""
    ending = output.suffix.lower() if output is not None else ""
    if output is not None and ending not in _ENDINGS and not output.exists():
        raise BadInput(
            f"{output}: nothing is known of files that end in {ending}; choose among {', '.join(filter(None, _ENDINGS))}, or say --format"
        )
    return _ENDINGS.get(ending, "text")


def _named(solved: list[Solved], given_file: Path | None) -> list[str]:
    return ["--given", str(given_file)] if given_file else [one.exercise.code or "" for one in solved]


def _made(solved: list[Solved], form: str, solution: bool, title: str | None) -> bytes:
    problems = [problem(one.exercise, asked(one), number) for number, one in enumerate(solved, 1)]
    keys = [key(one) for one in solved] if solution else None
    if form == "json":
        documents: dict[str, Any] = {"problems": problems} | ({"keys": keys} if keys else {})
        return (write(documents, indent=1) + "\n").encode()
    if form == "pdf":
        from ..sheets.page import page
        from ..sheets.typst_press import TypstPress

        printed = TypstPress().press(page(problems, keys, title))
        told([printed])
        return printed.pdf
    if form == "html":
        from ..sheets.html_page import html_page

        return html_page(problems, keys, title).encode()
    if form == "tex":
        from ..sheets.latex_page import latex_source

        return latex_source(problems, keys, title).encode()
    from .text import shown

    return (shown(problems, keys) + "\n").encode()


def _put(data: bytes, output: Path | None) -> None:
    if output is not None:
        files.write(output, data)
    elif sys.stdout is None:
        raise BadInput("the output is closed; name a file with -o")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
