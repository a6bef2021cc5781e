"""`convexam reissue`: a new draw for one student."""

from pathlib import Path

import click

from ..errors import BadInput
from ..sheets import secret, sheet_codes
from ..sheets.blueprint import read as read_blueprint
from .exam import progress, told, warned
from .presses import tex_of
from .saying import say

EPILOG = """\b
Examples:
  convexam reissue midterm.toml out/ --student s105
  convexam reissue midterm.toml out/ --student s105 --problem conv
  convexam reissue midterm.toml out/ --sheet 7Q4K-9M2X-1PA3

The new sheet has a new code. The old one moves to FOLDER/withdrawn and still grades, with a note.
"""


@click.command("reissue", epilog=EPILOG)
@click.argument("blueprint", type=click.Path(path_type=Path), metavar="BLUEPRINT.toml")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--student", metavar="ID", help="Whose sheet: the id in the roster.")
@click.option("--sheet", metavar="CODE", help="Whose sheet: the code that stands on it.")
@click.option("--problem", "problems", multiple=True, metavar="NAME", help="Only this problem; the others keep their numbers.")
@click.option("--words", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Words files of your own instead of ours.")
@click.option("--templates", type=click.Path(path_type=Path), metavar="DIR", help="Page templates of your own, if the exam has them.")
def command(
    blueprint: Path,
    folder: Path,
    student: str | None,
    sheet: str | None,
    problems: tuple[str, ...],
    words: tuple[Path, ...],
    templates: Path | None,
) -> None:
    """Draw again for one student of an exam that was made before."""
    from ..sheets.archive import Folder
    from ..sheets.production import Order
    from ..sheets.reissue import reissue

    if (student is None) == (sheet is None):
        raise BadInput("name one student: --student ID, or --sheet CODE")
    plan = read_blueprint(blueprint)
    state = Folder(folder).state()
    found = secret.read(plan.path)
    if found is None:
        raise secret.lost(plan.path)
    solutions = any(file.name.startswith("solutions/") for one in state.sheets for file in one.files)
    tex = tex_of(plan, state.press, templates, Folder(folder))
    order = Order(plan, found, folder, words, state.named, solutions, tex)
    who = sheet_codes.read(sheet) if sheet is not None else student or ""
    with progress() as tell:
        old, new, report = reissue(order, who, sheet is not None, problems, tell)
    if report.faults:
        told(report, folder)
        click.get_current_context().exit(1)
    warned(report)
    say(__file__, "done", err=False, student=old.student.id, new=new, old=old.code, folder=folder / "withdrawn")
