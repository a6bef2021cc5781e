"""Which press prints an exam: what was asked for, what the folder was begun with, and whether it is there."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..sheets.archive import LOGS, Folder
from ..sheets.blueprint import Blueprint
from ..sheets.exam_page import Look

if TYPE_CHECKING:
    from ..sheets.latex_press import Tex

ENGINES = ("typst", "latex")
TEX = ("pdflatex", "lualatex")


def press_of(plan: Blueprint, engine: str | None, tex_engine: str | None, folder: Folder | None = None) -> str:
    """typst, pdflatex or lualatex. A folder keeps the one that it was begun with."""
    if tex_engine is not None and (engine or plan.engine) == "typst":
        raise BadInput("--tex-engine goes with --engine latex")
    begun = folder.state().press if folder and folder.exists else ""
    wanted = "typst" if (engine or plan.engine) == "typst" else tex_engine or (begun if begun in TEX else TEX[0])
    if engine is None and tex_engine is None and begun:
        return begun
    if folder and begun not in ("", wanted):
        raise BadInput(
            f"{folder.path}: was printed by {begun}, not by {wanted}; leave --engine and --tex-engine away, or name another folder"
        )
    return wanted


def tex_of(plan: Blueprint, press: str, templates: Path | None, folder: Folder | None = None) -> "Tex | None":
    """The TeX that prints, tried before anything is made with it; None for typst. `folder`: where a log may be kept."""
    if press == "typst":
        if templates is not None:
            raise BadInput("--templates goes with --engine latex; the pages of typst cannot be changed")
        return None
    from ..sheets import tex_engines
    from ..sheets.latex_page import preamble
    from ..sheets.latex_press import Tex, tried

    engine = tex_engines.wanted(press)
    with TemporaryDirectory(prefix="convexam") as work:
        head = preamble(Look(plan.paper), plan.language, engine.name, templates)
        return tried(Tex(engine, templates), head, Path(work) / "tried", folder and folder.file(LOGS))
