"""`convexam exam`: individual sheets and keys for a class, from a blueprint."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput, Stopped, shown
from ..sheets import secret
from ..sheets.archive import AWAY, Folder, usable
from ..sheets.blueprint import Blueprint
from ..sheets.blueprint import read as read_blueprint
from ..sheets.records import Student
from ..sheets.roster import read as read_roster
from ..sheets.seating import MOST_VERSIONS, copies
from .presses import ENGINES, TEX, press_of, tex_of
from .saying import note, said, say

EPILOG = """\b
Examples:
  convexam exam midterm.toml --roster class.csv -o out/
  convexam exam midterm.toml --copies 30 --versions 4 -o out/
  convexam exam midterm.toml -o one/                          # a single copy

The same call goes on where it was stopped, and adds students who are new in the roster.
"""
MOST_COPIES = 100_000
_SAID = 10  # names in one warning


@click.command("exam", epilog=EPILOG)
@click.argument("blueprint", type=click.Path(path_type=Path), metavar="BLUEPRINT.toml")
@click.option("--roster", type=click.Path(path_type=Path), metavar="FILE.csv", help="Who sits the exam; each gets numbers of their own.")
@click.option("--encoding", metavar="NAME", help="Of a roster that is neither UTF-8 nor UTF-16, such as cp1250.")
@click.option(
    "--copies", type=click.IntRange(1, MOST_COPIES), metavar="N", help="So many sheets for nobody in particular, with a line for the name."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", required=True, help="Where everything goes.")
@click.option(
    "--versions",
    type=click.IntRange(1, MOST_VERSIONS),
    metavar="N",
    help="Only so many different exams, A, B, C …, dealt by group and seat.",
)
@click.option("--distinct", is_flag=True, help="Draw again where two students would have equal numbers in a problem.")
@click.option("--solutions", is_flag=True, help="Keys without marking hints besides, for students.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="So many processes at once.  [default: one for each core]")
@click.option("--drop", multiple=True, metavar="ID", help="This student of an earlier run is not in the roster any more.")
@click.option("--words", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Words files of your own instead of ours.")
@click.option("--engine", type=click.Choice(ENGINES), help="The press.  [default: the blueprint's, or typst]")
@click.option(
    "--tex-engine", type=click.Choice(TEX), help="Which TeX; lualatex prints names in more scripts, and takes longer.  [default: pdflatex]"
)
@click.option("--keep-tex", is_flag=True, help="Leave the TeX sources in FOLDER/tex.")
@click.option(
    "--templates", type=click.Path(path_type=Path), metavar="DIR", help="Page templates of your own (`convexam templates --copy DIR`)."
)
@click.option("--force", is_flag=True, help="Begin anew: an old folder is moved to FOLDER.1.")
def command(
    blueprint: Path,
    roster: Path | None,
    encoding: str | None,
    copies: int | None,
    output: Path,
    versions: int | None,
    distinct: bool,
    solutions: bool,
    jobs: int | None,
    drop: tuple[str, ...],
    words: tuple[Path, ...],
    engine: str | None,
    tex_engine: str | None,
    keep_tex: bool,
    templates: Path | None,
    force: bool,
) -> None:
    """Make an exam for a class: sheets, worked keys and marking table, as PDF and JSON."""
    from ..sheets.production import Order
    from ..sheets.publish import Wanted, publish

    if roster is not None and copies is not None:
        raise BadInput("--roster and --copies exclude each other; a roster has one sheet for each of its rows")
    plan = read_blueprint(blueprint)
    students = _students(roster, encoding) if roster is not None else _copies(output, copies, force)
    usable(output, force, (blueprint, *([roster] if roster is not None else ())))
    press = press_of(plan, engine, tex_engine, Folder(output))
    tex = tex_of(plan, press, templates, Folder(output))
    if keep_tex and tex is None:
        raise BadInput("--keep-tex goes with --engine latex")
    if tex is not None and not Folder(output).exists:
        say(__file__, "untagged", blueprint=blueprint)
    order = Order(plan, secret_of(plan, Folder(output).exists), output, words, roster is not None, solutions, tex, keep_tex)
    wanted = Wanted(students, versions or 0, jobs or os.cpu_count() or 1, distinct, drop)
    with progress() as tell:
        report = publish(order, wanted, tell)
    told(report, output)
    if report.faults:
        click.get_current_context().exit(1)


def secret_of(plan: Blueprint, archived: bool) -> bytes:
    """The secret beside the blueprint, made now where nothing was drawn with one before."""
    found = secret.read(plan.path)
    if found is None and archived:
        raise secret.lost(plan.path)
    if found is None:
        found = secret.create(plan.path, secrets.token_bytes(secret.SIZE))
        say(__file__, "secret", path=secret.path_of(plan.path))
    if secret.tracked(plan.path):
        say(__file__, "tracked", path=secret.path_of(plan.path))
    return found


def _students(roster: Path, encoding: str | None) -> tuple[Student, ...]:
    found = read_roster(roster, encoding)
    for text in found.notes:
        note(text)
    if not found.students:
        raise BadInput(f"{roster}: nobody stands in it; a roster has a row for each student")
    return found.students


def _copies(output: Path, wanted: int | None, force: bool) -> tuple[Student, ...]:
    """As many as asked for, never fewer than are there."""
    archive = Folder(output)
    there = len(archive.state().pinned) if archive.exists and not force and not archive.state().named else 0
    return copies(max(wanted or 1, there))


@contextmanager
def progress() -> Iterator[Any]:
    """A bar with the time left on a terminal, quiet lines otherwise."""
    bar: Any = None

    def tell(what: str, count: int) -> None:
        nonlocal bar
        if what == "sheets" and count == 0:
            if bar is not None:
                bar.update(1)
            return
        if bar is not None:
            bar.finish()
            click.echo(err=True)
            bar = None
        if what != "sheets" or count == 0:
            click.echo(what, err=True)
        elif sys.stderr.isatty():
            bar = click.progressbar(length=count, label="sheets", file=sys.stderr)
            bar.render_progress()
        else:
            say(__file__, "sheets", count=count)

    try:
        yield tell
    except KeyboardInterrupt:
        if bar is not None:
            click.echo(err=True)
        raise Stopped(said(__file__, "stopped")) from None


def told(report: Any, output: Path) -> None:
    """What was done, and what a person should know of it."""
    for text in report.notes:
        note(text)
    for problem in dict.fromkeys(equal.problem for equal in report.equal):
        shared = [equal.codes for equal in report.equal if equal.problem == problem]
        one, other, *_ = shared[0]
        say(__file__, "equal", problem=problem, count=sum(map(len, shared)), one=one, other=other)
    for old in report.replaced[:_SAID]:
        say(__file__, "replaced", student=shown(old.student), new=old.by, old=old.code, folder=output / AWAY)
    warned(report)
    say(__file__, "done", err=False, folder=output, count=report.sheets, made=report.made)


def warned(report: Any) -> None:
    """What is not printed as it was asked for."""
    if report.unnamed:
        named = [(id, ", ".join(characters)) for id, characters in sorted(report.unnamed.items())]
        say(__file__, "unnamed", names=named[:_SAID], more=max(0, len(named) - _SAID))
    if report.missing:
        say(__file__, "missing", characters=shown("".join(report.missing)))
    if report.lacking:
        named = [(id, ", ".join(characters)) for id, characters in sorted(report.lacking.items())]
        say(__file__, "lacking", names=named[:_SAID], more=max(0, len(named) - _SAID))
    if report.marking:
        say(__file__, "marking", fault=report.marking)
    for id, fault in sorted(report.faults.items())[:_SAID]:
        say(__file__, "fault", student=shown(id), fault=fault)
    if len(report.faults) > _SAID:
        say(__file__, "more_faults", count=len(report.faults) - _SAID)
