"""`convexam audit`: many draws of each family, what the rules do to them, and which rule is broken where."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from types import FrameType
from typing import Any

import click

from .. import __version__
from ..exercises.audit import audit
from ..exercises.audit_report import CLASS, Audit, Finding, LevelAudit
from ..exercises.documents import write
from ..exercises.family import Family, families, family
from ..text.terminal import one_line
from ..text.words import words_beside
from . import text

EPILOG = """\b
Examples:
  convexam audit conv2d --level 2
  convexam audit -n 200
  convexam audit --json > audit.json
"""

MOST = 100_000  # draws
_BLOCKS = {"work": "work_differs"}  # kinds of findings whose block is called otherwise


@click.command("audit", epilog=EPILOG)
@click.argument("names", nargs=-1, metavar="[FAMILY]...")
@click.option("--level", type=int, help="Only this one.  [default: all]")
@click.option("-n", "draws", type=click.IntRange(1, MOST), default=1000, show_default=True, help="So many draws of each family and level.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, the same for the same draws.")
@click.option("--timing", is_flag=True, help="With --json: also the measured milliseconds of a draw.")
@click.pass_context
def command(context: click.Context, names: tuple[str, ...], level: int | None, draws: int, as_json: bool, timing: bool) -> None:
    """Draw many variants of each FAMILY (all, if none is named) and show what the rules for a good exercise do to them:
    how many are accepted, what becomes more or less frequent, how answers, work and mistakes are spread, how many problems there are.

    Exit status 0 if all rules hold, 1 if one is broken: a command to see the case stands beside it.
    """
    wanted = [(of, number) for of in _families(names) for number in _levels(of, level)]
    clock = perf_counter if timing or not as_json else None
    done: list[LevelAudit] = []
    with _stoppable() as stopped:
        for of, number in wanted:
            if stopped():
                break
            with _bar(f"{of.name}, level {number}", draws, stopped) as go_on:
                done.append(audit(of, number, draws, go_on, clock))
            if not as_json:
                click.echo("\n\n".join(_level(done[-1])) + "\n")
        interrupted = stopped()
    _end(Audit(__version__, draws, not interrupted, tuple(done)), as_json)
    context.exit(130 if interrupted else 1 if any(one.findings for one in done) else 0)


def _families(names: Sequence[str]) -> tuple[Family, ...]:
    return tuple(family(name) for name in dict.fromkeys(names)) or families()


def _levels(of: Family, level: int | None) -> Sequence[int]:
    if level is None:
        return tuple(of.levels)
    of.level(level)
    return (level,)


def _end(audited: Audit, as_json: bool) -> None:
    words = words_beside(__file__)
    count = sum(len(one.findings) for one in audited.levels)
    if as_json:
        click.echo(write(audited, indent=1))
    else:
        click.echo(one_line(words.fill("broken", count=count) if count else words.fill("all_hold")))
    if not audited.complete:
        click.echo(f"convexam: {one_line(words.fill('stopped'))}", err=True)


def _level(audited: LevelAudit) -> Iterator[str]:
    """One family at one level, a paragraph after the other."""
    words = words_beside(__file__)
    yield one_line(words.fill("heading", family=audited.family, level=audited.level))
    blocks: dict[str, Any] = {
        "space": audited.space,
        "work": audited.work,
        "answers": audited.answers,
        "properties": audited.properties,
        "coincide": audited.coincide,
        "hide": audited.hide,
        "milliseconds": audited.milliseconds,
    }
    yield _indented(words.fill("draws", audit=audited) if audited.draws else words.fill("nothing"))
    for name, value in blocks.items():
        if value:
            block = "measured" if name == "milliseconds" else name
            yield _indented(words.fill(block, **{name: value}, draws=audited.draws, students=CLASS))
    for finding in audited.findings:
        yield _finding(finding)


def _finding(finding: Finding) -> str:
    """What is broken, and the command that shows it, which stays on one line."""
    block = _BLOCKS.get(finding.kind, finding.kind.replace("-", "_"))
    return f"{_indented(words_beside(__file__).fill(block, finding=finding))}\n      {finding.command}"


def _indented(markdown: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.wrapped(markdown, 2).split("\n"))


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the audit after the draw at hand, a second one at once."""
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if len(asked) > 1:
            signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # who started us may have said that it is to be ignored
        signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar(what: str, draws: int, stopped: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """Go on until somebody stops it; on a terminal with a bar, which is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda: not stopped()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=draws)

        def go_on() -> bool:
            progress.advance(task)
            return not stopped()

        yield go_on
