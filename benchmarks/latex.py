"""How fast the LaTeX press is: `python benchmarks/latex.py`, beside `paper.py`, with the same exam and the same page for comparison.

A run of a hundred students on one core, from drawing to the last file, against two pdflatex processes for each student. Then a class of
a thousand on two cores, and the memory of it. Nothing here fails: times depend on the machine. What we want to keep stands beside.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from paper import BLUEPRINT, CLASS, SECRET, Spent, bare, order, places, students, theirs
from pdflatex_page import latex

from convexam.exercises.exercise import Solved
from convexam.sheets import collate
from convexam.sheets.archive import Folder
from convexam.sheets.exam import Made, drawn_for, written
from convexam.sheets.exam_page import Look, exam_page
from convexam.sheets.latex_page import preamble
from convexam.sheets.latex_press import Tex, tried
from convexam.sheets.latex_production import LatexMaker
from convexam.sheets.production import Order
from convexam.sheets.records import Pinned, SheetKey
from convexam.sheets.seating import Place
from convexam.sheets.tex_engines import wanted
from convexam.text.words import speaking

RUN, TIMES, EACH = 100, 2, 10  # students of a run, so many runs; of each so many students, one goes to pdflatex, too


class Maker(LatexMaker):
    """With keys that say more or less."""

    changed: Callable[[SheetKey], SheetKey] = staticmethod(lambda key: key)

    def _made(self, code: str, pinned: Pinned) -> Made:
        made = super()._made(code, pinned)
        return replace(made, key=self.changed(made.key))


def tex(of: Order) -> Tex:
    head = preamble(Look(of.blueprint.paper), of.blueprint.language, "pdflatex")
    with tempfile.TemporaryDirectory() as work:
        return tried(Tex(wanted("pdflatex")), head, Path(work) / "tried")


def sources(of: Order, place: Place, changed: Callable[[SheetKey], SheetKey]) -> tuple[str, str]:
    """Sheet and key of a student as plain pages."""
    with speaking(of.blueprint.language):
        drawn: tuple[Solved, ...] = drawn_for(of.blueprint, SECRET, place.pinned)
        made = written(of.blueprint, SECRET, place.seated.code, "", drawn)
        return latex(exam_page(made.sheet, None, place.seated.student)), latex(exam_page(made.sheet, changed(made.key)))


def compared(changed: Callable[[SheetKey], SheetKey], folder: Path) -> tuple[Spent, Spent]:
    """What a student takes, with us and with pdflatex; in turns, because other work on the machine slows both down."""
    of = order(folder)
    Folder(folder).create()
    we, they, several = Spent(0, 0), Spent(0, 0), places(of, RUN * TIMES)
    for begin_at in range(0, len(several), RUN):
        run = several[begin_at : begin_at + RUN]
        begin = Spent.now()
        maker = Maker(of, tex(of))
        maker.changed = changed
        if any(done.fault for done in maker.slice(run)):
            raise SystemExit("TeX complains; run `convexam exam` to see of what")
        we = we.plus(Spent.now().since(begin))
        for place in run[::EACH]:
            pages = sources(of, place, changed)
            begin = Spent.now()
            theirs(folder, pages)
            they = they.plus(Spent.now().since(begin))
    begin = Spent.now()
    collate.whole_class(of, several, dealt=False)
    return we.plus(Spent.now().since(begin)).each(len(several)), they.each(len(several) // EACH)


def ratio(what: str, changed: Callable[[SheetKey], SheetKey], least: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        we, they = compared(changed, Path(folder))
    print(
        f"{what:<34} {1e3 * we.processor:6.1f} ms a student, two pdflatex {1e3 * they.processor:6.1f} ms:"
        f" {they.processor / we.processor:5.2f} x as fast ({they.clock / we.clock:.2f} x by the clock)   wanted {least} x",
        flush=True,
    )


def thousand(engine: str = "pdflatex") -> str:
    """The command as an instructor types it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(BLUEPRINT, folder / "slides.toml")
        roster = "".join(f"{one.id},{one.name},{one.seat}\n" for one in students(CLASS))
        (folder / "class.csv").write_text(f"id,name,seat\n{roster}", encoding="utf-8")
        words = ["exam", "slides.toml", "--roster", "class.csv", "-o", "out", "--jobs", "2", "--engine", "latex", "--tex-engine", engine]
        begin = Spent.now()
        subprocess.run([sys.executable, "-m", "convexam.cli", *words], cwd=folder, check=True, capture_output=True)
        spent = Spent.now().since(begin)
        size = (folder / "out" / "all-sheets.pdf").stat().st_size / 1e6
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return (
        f"{CLASS} students on two cores, {engine}: {spent.clock:.0f} s, {spent.processor:.0f} s of processors   wanted 60 s at most;"
        f" the largest process {largest:.0f} MB, all-sheets.pdf {size:.0f} MB"
    )


def main() -> None:
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(everywhere)})
    ratio("worked steps and hints on the key", lambda key: key, 12)
    ratio("a bare key", bare, 18)
    os.sched_setaffinity(0, everywhere)
    print(thousand())


if __name__ == "__main__":
    main()
