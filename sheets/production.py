"""Making sheets, one student after the other: drawn, solved, printed, written. In this process or in several."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from ..exercises.exercise import Solved
from ..text.words import speaking
from .archive import Folder, canonical
from .blueprint import Blueprint
from .exam import Made, drawn_for, written
from .exam_page import exam_page, look_of
from .latex_press import Tex
from .processes import Workers, workers
from .records import Digest, Finished, Pinned, Seated, Sheet, SheetKey, Student
from .seating import Place
from .typst_press import TypstPress

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 3  # sheets that each process is handed before it asks for them


@dataclass(frozen=True)
class Order:
    """What all sheets of one run have in common."""

    blueprint: Blueprint
    secret: bytes
    folder: Path
    words: tuple[Path, ...] = ()
    named: bool = True  # the sheets carry names; without, a line to write one
    solutions: bool = False  # keys without marking hints besides, for students
    tex: Tex | None = None  # prints instead of typst
    keep_tex: bool = False  # leave the sources

    @property
    def press(self) -> str:
        return self.tex.engine.name if self.tex else "typst"


class Done(NamedTuple):
    """What was written, and what could not be printed as it is."""

    finished: Finished
    missing: tuple[str, ...] = ()  # characters of the texts that no font has
    unnamed: tuple[str, ...] = ()  # those of the student's name: the id, or the code alone, stands in its place
    lacking: tuple[str, ...] = ()  # characters that TeX has not: the typst press printed this
    fault: str = ""  # why nothing was printed


class _Pages(NamedTuple):
    """Printed documents."""

    files: tuple[Digest, ...] = ()
    missing: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


class Maker:
    """Makes sheets with one press that stays, and draws each version once."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._archive = Folder(order.folder)
        if order.solutions:
            self._archive.folders("solutions")
        self._press = TypstPress(order.blueprint.fonts)
        self._dealt: dict[str, tuple[Solved, ...]] = {}

    def sheet(self, place: Place) -> Done:
        """One student: sheet and key, as documents and printed; a key that several share is printed by itself."""
        (code, student, version), order = msgspec.structs.astuple(place.seated), self._order
        with speaking(order.blueprint.language, order.words):
            made = self._made(code, place.pinned)
            files = [
                self._archive.put(f"sheets/{code}.json", canonical(made.sheet), later=True),
                self._archive.put(f"keys/{code}.json", canonical(made.key), later=True),
            ]
            sheet = self._printed(f"sheets/{code}.pdf", made.sheet, None, student if order.named else None, student.large)
            keys = _Pages() if version else self._keys(code, made)
        finished = Finished(code, row_of(place.seated), (*files, *sheet.files, *keys.files), made.numbers)
        return Done(finished, sheet.missing + keys.missing, sheet.unnamed)

    def version_key(self, version: str) -> Done:
        """The key that all students with this version share."""
        with speaking(self._order.blueprint.language, self._order.words):
            made = self._made("", Pinned("", version))
            keys = self._keys(f"version-{version}", made)
        return Done(Finished(version, "", keys.files, made.numbers), keys.missing)

    def _keys(self, name: str, made: Made) -> _Pages:
        """The key with marking hints, and where it is wanted the one without, for students."""
        folders = {"keys": True, "solutions": False} if self._order.solutions else {"keys": True}
        printed = [self._printed(f"{folder}/{name}.pdf", made.sheet, made.key, None, False, hints) for folder, hints in folders.items()]
        return _Pages(tuple(one for pages in printed for one in pages.files), tuple(c for pages in printed for c in pages.missing))

    def _made(self, code: str, pinned: Pinned) -> Made:
        order = self._order
        drawn = self._dealt.get(pinned.version) or drawn_for(order.blueprint, order.secret, pinned)
        if pinned.version:
            self._dealt[pinned.version] = drawn
        return written(order.blueprint, order.secret, code, pinned.version, drawn)

    def _printed(self, name: str, sheet: Sheet, key: SheetKey | None, student: Student | None, large: bool, hints: bool = True) -> _Pages:
        printed = self._press.press(exam_page(sheet, key, student, look_of(self._order.blueprint, large, hints)))
        return _Pages((self._archive.put(name, printed.pdf, later=True),), printed.missing, printed.unnamed)


def row_of(seated: Seated) -> str:
    """The digest of a row of the roster: a changed one is printed again."""
    return sha256(canonical(seated)).hexdigest()


def sheets(order: Order, runs: Iterable[Sequence[Place]], jobs: int) -> Iterator[Done]:
    """The sheets of these students, each as soon as it is finished. `runs`: those whom one run of TeX prints."""
    if order.tex is None:
        yield from _made_by(order, jobs, Maker.sheet, chain.from_iterable(runs))
        return
    for several in _made_by(order, jobs, _slice, runs):
        yield from several


def version_keys(order: Order, versions: Sequence[str]) -> Iterator[Done]:
    if order.tex is not None and versions:
        from .latex_production import LatexMaker

        yield from LatexMaker(order, order.tex).version_keys(versions)
        return
    yield from _made_by(order, 1, Maker.version_key, versions)


def _slice(maker: Maker, places: Sequence[Place]) -> tuple[Done, ...]:
    from .latex_production import LatexMaker

    if not isinstance(maker, LatexMaker):
        raise TypeError("slices are printed by TeX")
    return maker.slice(places)


def _maker(order: Order) -> Maker:
    if order.tex is None:
        return Maker(order)
    from .latex_production import LatexMaker

    return LatexMaker(order, order.tex)


def _made_by(order: Order, jobs: int, make: Callable[[Maker, T], R], items: Iterable[T]) -> Iterator[R]:
    if jobs == 1:
        maker = _maker(order)
        for item in items:
            yield make(maker, item)
        return
    with workers(jobs) as several:
        yield from _streamed(several, order, make, iter(items), jobs * AHEAD)


def _streamed(several: Workers, order: Order, make: Callable[[Maker, T], R], items: Iterator[T], most: int) -> Iterator[R]:
    """Never more than so many at once under way, so that memory stays flat."""
    waiting: set[Future[R]] = {several.submit(_by_worker, order, make, item) for item in islice(items, most)}
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        waiting |= {several.submit(_by_worker, order, make, item) for item in islice(items, len(done))}
        for one in done:
            yield one.result()


_worker: list[Maker] = []  # of this process, which works for one order


def _by_worker(order: Order, make: Callable[[Maker, T], R], item: T) -> R:
    if not _worker:
        _worker.append(_maker(order))
    return make(_worker[0], item)
