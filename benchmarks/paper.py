"""How fast exams are printed, and how much memory that takes: `python benchmarks/paper.py`.

The exam of the slides (`slides.toml`), from drawing to the last file, on one core, against two pdflatex processes for each student, sheet
and key, with the same content (`pdflatex_page.py`); in turns, because other work on the machine slows both down. Then a class of a
thousand on two cores, and the memory of it. Nothing here fails: times depend on the machine. What we want to keep stands beside.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace
from pdflatex_page import latex

from convexam.sheets import collate
from convexam.sheets.archive import Folder
from convexam.sheets.blueprint import read
from convexam.sheets.exam import drawn_for, written
from convexam.sheets.exam_page import exam_page
from convexam.sheets.files import settle
from convexam.sheets.production import Maker, Order
from convexam.sheets.records import Sheet, SheetKey, Student
from convexam.sheets.seating import Place, seat
from convexam.text.words import speaking

BLUEPRINT = Path(__file__).resolve().parent / "slides.toml"
SECRET = b"a secret of benchmarks, 32 bytes"
STUDENTS, WARM_UP, EACH = 300, 10, 10  # of ours; of each so many, one goes to pdflatex, too
CLASS = 1000
DEBIAN = ("texlive-latex-recommended", "lmodern")

Changed = Callable[[SheetKey], SheetKey]  # what of a key is printed


class Spent(NamedTuple):
    """Seconds of the processor, with those of processes that have ended, and of the clock."""

    processor: float
    clock: float

    @classmethod
    def now(cls) -> "Spent":
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(sum(one.ru_utime + one.ru_stime for one in used), time.perf_counter())

    def since(self, before: "Spent") -> "Spent":
        return Spent(self.processor - before.processor, self.clock - before.clock)

    def each(self, count: int) -> "Spent":
        return Spent(self.processor / count, self.clock / count)

    def plus(self, other: "Spent") -> "Spent":
        return Spent(self.processor + other.processor, self.clock + other.clock)


def students(count: int) -> tuple[Student, ...]:
    return tuple(Student(f"s{number:04}", f"Student Number {number}", seat=str(number)) for number in range(1, count + 1))


def order(folder: Path) -> Order:
    return Order(read(BLUEPRINT), SECRET, folder)


def places(of: Order, count: int) -> tuple[Place, ...]:
    return seat(of.blueprint, SECRET, students(count), (), 0)


def bare(key: SheetKey) -> SheetKey:
    """The answers alone: no steps, no marking hints."""
    problems = (replace(one, solution=(), parts=tuple(replace(part, mistakes=()) for part in one.parts)) for one in key.problems)
    return replace(key, problems=tuple(problems))


class TypstMaker(Maker):
    """Two documents and two prints for each student; the printed key says more or less."""

    def __init__(self, of: Order, changed: Changed) -> None:
        super().__init__(of)
        self._changed = changed

    def _printed(self, name: str, sheet: Sheet, key: SheetKey | None, student: Student | None, large: bool, hints: bool = True) -> Any:
        return super()._printed(name, sheet, self._changed(key) if key else None, student, large, hints)


def sources(of: Order, place: Place, changed: Changed) -> tuple[str, str]:
    """Sheet and key of a student as plain pages."""
    with speaking(of.blueprint.language):
        made = written(of.blueprint, SECRET, place.seated.code, "", drawn_for(of.blueprint, SECRET, place.pinned))
        return latex(exam_page(made.sheet, None, place.seated.student)), latex(exam_page(made.sheet, changed(made.key)))


def theirs(folder: Path, pages: tuple[str, str]) -> None:
    """One process for each document, as somebody does it who has a template."""
    for name, source in zip(("sheet", "key"), pages, strict=True):
        (folder / f"{name}.tex").write_text(source, encoding="utf-8")
        command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", f"{name}.tex"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def compared(changed: Changed, folder: Path) -> tuple[Spent, Spent]:
    """What a student takes, with us and with pdflatex."""
    of = order(folder)
    Folder(folder).create()
    maker, class_ = TypstMaker(of, changed), places(of, WARM_UP + STUDENTS)
    for place in class_[:WARM_UP]:
        maker.sheet(place)
    we, they = Spent(0, 0), Spent(0, 0)
    for number, place in enumerate(class_[WARM_UP:]):
        begin = Spent.now()
        maker.sheet(place)
        we = we.plus(Spent.now().since(begin))
        if number % EACH == 0:
            pages = sources(of, place, changed)
            begin = Spent.now()
            theirs(folder, pages)
            they = they.plus(Spent.now().since(begin))
    begin = Spent.now()
    settle()
    collate.whole_class(of, class_, dealt=False)
    last = Spent.now().since(begin)
    return we.each(STUDENTS).plus(last.each(len(class_))), they.each(STUDENTS // EACH)


def ratio(what: str, compare: Callable[[Changed, Path], tuple[Spent, Spent]], changed: Changed, wanted: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        we, they = compare(changed, Path(folder))
    print(
        f"{what:<34} {1e3 * we.processor:6.1f} ms a student, two pdflatex {1e3 * they.processor:6.1f} ms:"
        f" {they.processor / we.processor:5.2f} x as fast ({they.clock / we.clock:.2f} x by the clock)   wanted {wanted} x",
        flush=True,
    )


def tex() -> bool:
    """pdflatex, installed if this is a Debian and we may."""
    if not shutil.which("pdflatex") and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *DEBIAN], check=False, stdout=subprocess.DEVNULL)
    return shutil.which("pdflatex") is not None


def drawing(folder: Path, count: int) -> None:
    """In a process of its own: drawing and compiling so many."""
    of = order(folder)
    Folder(folder).create()
    maker = Maker(of)
    for place in places(of, count):
        maker.sheet(place)


def collating(folder: Path, count: int) -> None:
    of = order(folder)
    collate.whole_class(of, places(of, count), dealt=False)


PARTS = {"drawing": drawing, "collating": collating}


def peak(part: str, folder: Path, count: int) -> float:
    """Megabytes at the most."""
    done = subprocess.run([sys.executable, __file__, part, str(folder), str(count)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def memory() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        drawn, more = peak("drawing", small, CLASS // 10), peak("drawing", large, CLASS)
        yield f"drawing and compiling: {drawn:.0f} MB for {CLASS // 10}, {more:.0f} MB for {CLASS}: {more / drawn - 1:+.0%}   wanted +20% at most"
        few, all_ = peak("collating", small, CLASS // 10), peak("collating", large, CLASS)
        each = (all_ - few) / (CLASS - CLASS // 10)
        yield f"collating: {few:.0f} MB for {CLASS // 10}, {all_:.0f} MB for {CLASS}: {each:.2f} MB a student   wanted 0.3 at most"


def thousand(*options: str) -> str:
    """The command as an instructor types it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(BLUEPRINT, folder / "slides.toml")
        roster = "".join(f"{one.id},{one.name},{one.seat}\n" for one in students(CLASS))
        (folder / "class.csv").write_text(f"id,name,seat\n{roster}", encoding="utf-8")
        words = ["exam", "slides.toml", "--roster", "class.csv", "-o", "out", "--jobs", "2", *options]
        begin = Spent.now()
        subprocess.run([sys.executable, "-m", "convexam.cli", *words], cwd=folder, check=True, capture_output=True)
        spent = Spent.now().since(begin)
    return f"{CLASS} students on two cores: {spent.clock:.0f} s, {spent.processor:.0f} s of processors   wanted 60 s at most"


def main() -> None:
    if sys.argv[1:]:
        part, folder, count = sys.argv[1:]
        PARTS[part](Path(folder), int(count))
        print(
            max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
        )  # the largest process
        return
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(everywhere)})
    if tex():
        ratio("worked steps and hints on the key", compared, lambda key: key, 6)
        ratio("bare key", compared, bare, 9)
    else:
        print(f"no pdflatex is here to compare with: install {' '.join(DEBIAN)}")
    os.sched_setaffinity(0, everywhere)
    for line in memory():
        print(line, flush=True)
    print(thousand())


if __name__ == "__main__":
    main()
