"""`convexam preview-family`: all levels of a family on one page, written again when its files change."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..errors import BadInput, ConvexamError
from ..exercises.family import family, names
from . import broken, family_page, files, sheet, watching
from .saying import say

EPILOG = """\b
Examples:
  convexam preview-family conv2d --open
  convexam preview-family conv2d --watch          # while you change it
  convexam preview-family conv2d --seed 7 -o /tmp/conv2d.html
"""

ROOT = Path(__file__).resolve().parent.parent
MOST = 10_000  # draws of the audit of each level
_FIRST = 4000  # bytes of a page in which its marker stands


@click.command("preview-family", epilog=EPILOG)
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="[default: preview-NAME.html]")
@click.option("--seed", metavar="S", default="0", show_default=True, help="A whole number.")
@click.option(
    "-n", "draws", type=click.IntRange(0, MOST), default=200, show_default=True, help="So many draws of each level for the audit."
)
@click.option("--watch", is_flag=True, help="Write the page again whenever a file of the family changes, until Ctrl-C.")
@click.option("--open", "opened", is_flag=True, help="Show the page in the browser.")
@click.option("--force", is_flag=True, help="Overwrite a file that is no preview.")
@click.option("--watched", is_flag=True, hidden=True, help="Called by --watch: the page loads itself again, and shows an error.")
def command(name: str, output: Path | None, seed: str, draws: int, watch: bool, opened: bool, force: bool, watched: bool) -> None:
    """Show the family NAME on one page of HTML: its levels side by side, with settings, key, worked solution,
    mistakes with their wrong answers, and a small audit.
    """
    if name not in names():
        family(name)  # says which one is meant
    chosen = sheet.seed_of(seed)
    file = output or Path(f"preview-{name}.html")
    files.refuse_existing([file], force or _ours(file))
    if watch:
        _watch(name, file, ["--seed", seed, "-n", str(draws)], opened)
        return
    _write(name, file, chosen, draws, watched)
    if not watched:
        say(__file__, "written", file=file)
    if opened:
        _open(file)


def _write(name: str, file: Path, seed: int, draws: int, watched: bool) -> None:
    """The page of a family; while it is watched, also of one that cannot be shown."""
    try:
        page = family_page.family_page(family(name), seed, draws, reload=watched)
    except Exception as error:  # whatever its author has just typed
        if watched:
            files.write(file, family_page.trouble_page(name, error, reload=True).encode())
        raise error if isinstance(error, ConvexamError) else BadInput(broken.told(error)) from error
    files.write(file, page.encode())


def _watch(name: str, file: Path, words: Sequence[str], opened: bool) -> None:
    """Each page is written by a process of its own, which loads the family anew."""
    child = [sys.executable, "-P", "-m", "convexam.cli", "preview-family", name, "-o", str(file), *words, "--force", "--watched"]

    def write(changed: Path | None) -> None:
        if changed is not None:
            say(__file__, "again", file=file, changed=changed.relative_to(ROOT))
        subprocess.run(child, stdin=subprocess.DEVNULL, check=False, start_new_session=True)  # Ctrl-C is for us alone
        if changed is None:
            say(__file__, "watching", file=file)
        if changed is None and opened:
            _open(file)

    folders = _folders(name)
    try:
        watching.watch(lambda: watching.seen(path for folder in folders for path in folder.glob("*.[pj][y2]")), write)
    except KeyboardInterrupt:
        _still(file)
        say(__file__, "stopped", file=file)


def _folders(name: str) -> list[Path]:
    """Where the family lies, the operations with their words, and the look of the page. Its file is not loaded: it may be broken."""
    own = (ROOT / "exercises").glob(f"*/{name.replace('-', '_')}.py")
    return [*(path.parent for path in own), ROOT / "cnn", ROOT / "templates" / "html"]


def _still(file: Path) -> None:
    """The page stays, and no longer loads itself again."""
    if _ours(file):
        files.write(file, file.read_bytes().replace(family_page.RELOAD.encode(), b""))


def _ours(file: Path) -> bool:
    """Whether it is a page that this command has written."""
    try:
        with file.open("rb") as page:
            return file.is_file() and family_page.MARKER.encode() in page.read(_FIRST)
    except OSError:
        return False


def _open(file: Path) -> None:
    import webbrowser

    if not webbrowser.open(file.resolve().as_uri()):
        say(__file__, "unopened", file=file)
