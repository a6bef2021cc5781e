"""`convexam doctor`: which presses, engines and fonts are there, what is missing, and the one command that mends it."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ..errors import ConvexamError
from ..sheets.tex_engines import ENGINES, fonts, found, lacking, mend
from ..text.escape import Markdown
from ..text.terminal import one_line
from ..text.words import words_beside

EPILOG = """\b
Example:
  convexam doctor      # before the first exam with --engine latex

Exit status 0 if every press that is there works, 1 if something is broken; a TeX that is not there is no fault.
"""

_MISSING = re.compile("not found|an't find|cannot (?:open|find)")  # what TeX says where a file is missing


@click.command("doctor", epilog=EPILOG)
@click.pass_context
def command(context: click.Context) -> None:
    """Tell which presses, TeX engines and fonts are there, what is missing, and how to mend it."""
    said = words_beside(__file__)
    click.echo(_line("press", name=Markdown(said.fill("typst")), version=f"typst {version('typst')}"))
    states = {name: _engine(name) for name in ENGINES}
    for _, line in states.values():
        click.echo(line)
    more = fonts()
    click.echo(_line("scripts") + (_line("more", fonts=more) if more else ""))
    wanting = [name for name, (state, _) in states.items() if state != "press"]
    # what is there and does not work, no installation mends
    missing = [name for name in wanting if states[name][0] in ("absent", "half", "lost")]
    click.echo()
    if missing:
        click.echo(_line("mend", command=mend(missing[-1])))
    broken = any(state in ("half", "lost", "silent", "broken") for state, _ in states.values())
    click.echo(_line("fine" if not wanting else "optional"))
    if broken:
        context.exit(1)


def _engine(name: str) -> tuple[str, str]:
    """How it is with an engine, in a word and as a line."""
    title = Markdown(words_beside(__file__).fill(name))
    engine = found(name)
    if engine is None:
        return "absent", _line("absent", name=title)
    if not engine.version:
        return "silent", _line("silent", name=title, path=engine.path)
    if files := lacking(engine):
        return "half", _line("half", name=title, path=engine.path, files=files)
    if error := next(_error(name), ""):
        return "lost" if _MISSING.search(error) else "broken", _line("broken", name=title, path=engine.path, error=error)
    return "press", _line("press", name=title, version=engine.version)


def _error(name: str) -> Iterator[str]:
    """Why no page can be made, if none can."""
    from ..sheets.exam_page import Look
    from ..sheets.latex_page import preamble
    from ..sheets.latex_press import Broken, Tex, tried
    from ..sheets.tex_engines import wanted

    with TemporaryDirectory(prefix="convexam") as work:
        try:
            tried(Tex(wanted(name)), preamble(Look(), "en", name), Path(work) / "tried")
        except Broken as error:
            yield error.said
        except ConvexamError as error:
            yield str(error)


def _line(block: str, **values: object) -> str:
    return one_line(words_beside(__file__).fill(block, **values))
