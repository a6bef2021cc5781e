"""`convexam new`: a blueprint to begin with."""

import os
from pathlib import Path

import click

from ..errors import BadInput, shown
from ..sheets import beginning
from ..sheets.files import write
from .saying import said

ROSTER = "class.csv"


@click.command("new", epilog="\b\nExample:\n  convexam new midterm.toml")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.toml")
def command(file: Path) -> None:
    """Write a commented blueprint of an exam that works as it is, and class.csv with 20 invented students (unless there)."""
    _refuse(file)
    roster = file.with_name(ROSTER)
    there = os.path.lexists(roster)
    write(file, beginning.blueprint(file).encode())
    if not there:
        write(roster, beginning.roster())
    for path, block in ((file, "blueprint"), (roster, "kept" if there else "roster")):
        click.echo(f"{path}: {said(__file__, block)}")
    name, students = beginning.shell_word(str(file)), beginning.shell_word(str(roster))
    click.echo(f"{said(__file__, 'next')}\n  convexam preview {name}\n  convexam exam {name} --roster {students} -o out/")


def _refuse(file: Path) -> None:
    """Nothing that is there is written over, and the name can stand in a comment and in a command."""
    if file.suffix.lower() != ".toml" or not file.stem.strip("."):
        raise BadInput(f"{shown(str(file))}: a blueprint is a TOML file; name it {shown(file.name or 'midterm')[1:-1]}.toml, for example")
    if not file.name.isprintable() or set(file.name) & set("\"'`$"):
        raise BadInput(f"{shown(file.name)}: characters that cannot stand in a command; choose a plainer name")
    if os.path.lexists(file):
        raise BadInput(f"{file}: there is such a file already, and it is not overwritten; choose another name")
    if not file.absolute().parent.is_dir():
        raise BadInput(f"{file}: there is no folder {file.absolute().parent}")
