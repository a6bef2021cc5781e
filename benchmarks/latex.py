"""How fast the LaTeX press is: `python benchmarks/latex.py`, beside `paper.py`, with the same exam and the same page for comparison.

Four runs of as many students as a run has at most, on one core, from drawing to the last file, against two pdflatex processes for each
student. Then a class of a thousand on two cores, and the memory of it. Nothing here fails: times depend on the machine. What we want to
keep stands beside.
"""

import os
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from paper import Changed, Spent, bare, order, places, ratio, sources, theirs, thousand

from convexam.sheets import collate, slices
from convexam.sheets.archive import Folder
from convexam.sheets.exam_page import Look
from convexam.sheets.files import settle
from convexam.sheets.latex_page import preamble
from convexam.sheets.latex_press import Tex, tried
from convexam.sheets.latex_production import LatexMaker
from convexam.sheets.production import Order
from convexam.sheets.records import Sheet, SheetKey
from convexam.sheets.tex_engines import wanted

RUN, TIMES, EACH = slices.MOST, 4, 10  # students of a run, so many runs; of each so many students, one goes to pdflatex, too


class TexMaker(LatexMaker):
    """The printed key says more or less."""

    def __init__(self, of: Order, works: Tex, changed: Changed) -> None:
        super().__init__(of, works)
        self._changed = changed

    def _key_pages(self, name: str, sheet: Sheet, key: SheetKey) -> Iterator[Any]:
        yield from super()._key_pages(name, sheet, self._changed(key))


def tex(of: Order) -> Tex:
    head = preamble(Look(of.blueprint.paper), of.blueprint.language, "pdflatex")
    with tempfile.TemporaryDirectory() as work:
        return tried(Tex(wanted("pdflatex")), head, Path(work) / "tried")


def compared(changed: Changed, folder: Path) -> tuple[Spent, Spent]:
    """What a student takes, with us and with pdflatex; in turns, because other work on the machine slows both down."""
    of = order(folder)
    Folder(folder).create()
    they, several = Spent(0, 0), places(of, RUN * TIMES)
    begin = Spent.now()
    works = tex(of)  # once for a class, as the command does it
    we = Spent.now().since(begin)
    for begin_at in range(0, len(several), RUN):
        run = several[begin_at : begin_at + RUN]
        begin = Spent.now()
        if any(done.fault for done in TexMaker(of, works, changed).slice(run)):
            raise SystemExit("TeX complains; run `convexam exam` to see of what")
        we = we.plus(Spent.now().since(begin))
        for place in run[::EACH]:
            pages = sources(of, place, changed)
            begin = Spent.now()
            theirs(folder, pages)
            they = they.plus(Spent.now().since(begin))
    begin = Spent.now()
    settle()
    collate.whole_class(replace(of, tex=works), several, dealt=False)
    return we.plus(Spent.now().since(begin)).each(len(several)), they.each(len(several) // EACH)


def main() -> None:
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(everywhere)})
    ratio("worked steps and hints on the key", compared, lambda key: key, 12)
    ratio("bare key", compared, bare, 18)
    os.sched_setaffinity(0, everywhere)
    print(thousand("--engine", "latex"))
    print(f"the largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
