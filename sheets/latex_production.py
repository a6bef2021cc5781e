"""Making the sheets of a slice with the LaTeX press: drawn and solved one after the other, printed in one run of TeX."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from ..text.words import speaking
from .archive import LOGS, WORK, canonical
from .exam_page import Look, look_of
from .latex_page import figures, latex_page, preamble
from .latex_press import Document, Fault, LatexPress, Pressed, Tex
from .production import Done, Maker, Order, row_of
from .records import Digest, Finished, Numbers, Pinned, Sheet, SheetKey, Student
from .seating import Place

_HEAD = re.compile(r"\\problemhead\{|\\heading\{11\}\{(\w+)\.")
_ASKS = re.compile(r"\\asks\{(\w+)\}")


class _Page(NamedTuple):
    """A document that is wanted."""

    file: str
    sheet: Sheet
    key: SheetKey | None
    student: Student | None
    large: bool
    hints: bool = True

    @property
    def name(self) -> str:
        """As TeX and a log call it."""
        return self.file.removesuffix(".pdf").replace("/", "-")

    @property
    def kind(self) -> str:
        """As a message calls it: a sheet, a key, a solution."""
        return self.file.partition("/")[0].removesuffix("s")


class _Prepared(NamedTuple):
    """Somebody's documents before they are printed."""

    code: str
    row: str
    files: tuple[Digest, ...]
    numbers: tuple[Numbers, ...]
    pages: tuple[_Page, ...]


class LatexMaker(Maker):
    """Makes whole slices."""

    def __init__(self, order: Order, tex: Tex) -> None:
        super().__init__(order)
        self._tex = tex

    def slice(self, places: Sequence[Place]) -> tuple[Done, ...]:
        """The sheets and keys of these students."""
        with speaking(self._order.blueprint.language, self._order.words):
            return tuple(self._pressed([self._prepared(place) for place in places]))

    def version_keys(self, versions: Sequence[str]) -> tuple[Done, ...]:
        """The keys that students share."""
        with speaking(self._order.blueprint.language, self._order.words):
            made = {version: self._made("", Pinned("", version)) for version in versions}
            return tuple(
                self._pressed([
                    _Prepared(version, "", (), one.numbers, tuple(self._key_pages(f"version-{version}", one.sheet, one.key)))
                    for version, one in made.items()
                ])
            )  # fmt: skip

    def _prepared(self, place: Place) -> _Prepared:
        (code, student, version), order = msgspec.structs.astuple(place.seated), self._order
        made = self._made(code, place.pinned)
        files = (
            self._archive.put(f"sheets/{code}.json", canonical(made.sheet), later=True),
            self._archive.put(f"keys/{code}.json", canonical(made.key), later=True),
        )
        sheet = _Page(f"sheets/{code}.pdf", made.sheet, None, student if order.named else None, student.large)
        keys = () if version else tuple(self._key_pages(code, made.sheet, made.key))
        return _Prepared(code, row_of(place.seated), files, made.numbers, (sheet, *keys))

    def _key_pages(self, name: str, sheet: Sheet, key: SheetKey) -> Iterator[_Page]:
        yield _Page(f"keys/{name}.pdf", sheet, key, None, False)
        if self._order.solutions:
            yield _Page(f"solutions/{name}.pdf", sheet, key, None, False, hints=False)

    def _look(self, page: _Page) -> Look:
        return look_of(self._order.blueprint, page.large, page.hints)

    def _pressed(self, wanted: Sequence[_Prepared]) -> Iterator[Done]:
        runs: dict[str, list[tuple[_Page, Document]]] = {}  # by preamble: large print has one of its own
        for one in wanted:
            for page in one.pages:
                head = preamble(self._look(page), self._order.blueprint.language, self._tex.engine.name, self._tex.templates)
                runs.setdefault(head, []).append((page, self._document(page)))
        found: dict[str, tuple[Document, Pressed]] = {}
        for number, (head, several) in enumerate(runs.items(), 1):
            documents = [document for _, document in several]
            label = f"{wanted[0].code}-{number}"
            press = LatexPress(self._tex, head, self._archive.file(f"{WORK}/{label}"), self._archive.file(LOGS))
            pressed = press.press(documents, label, self._archive.file(f"{LOGS}/{label}") if self._order.keep_tex else None)
            found |= {page.file: (document, pressed[document.name]) for page, document in several}
        for one in wanted:
            yield self._done(one, found)

    def _document(self, page: _Page) -> Document:
        body = latex_page(page.sheet, page.key, page.student, self._look(page), self._tex.templates)
        files = figures(page.sheet.problems, page.key.problems if page.key else ())
        return Document(page.name, page.file.partition("/")[0], body, tuple(sorted(files.items())))

    def _done(self, one: _Prepared, found: dict[str, tuple[Document, Pressed]]) -> Done:
        """Written down if all of it could be printed. What TeX's fonts lack, the other press prints."""
        faults = [
            told(page.kind, document.body, pressed.fault) for page in one.pages for document, pressed in [found[page.file]] if pressed.fault
        ]
        if faults:
            return Done(Finished(one.code, one.row, (), ()), fault=faults[0])
        files, missing, unnamed, lacking = list(one.files), list[str](), list[str](), list[str]()
        for page in one.pages:
            pressed = found[page.file][1]
            if pressed.pdf:
                files.append(self._archive.put(page.file, pressed.pdf, later=True))
                continue
            other = self._printed(page.file, page.sheet, page.key, page.student, page.large, page.hints)
            files += other.files
            missing += other.missing
            unnamed += other.unnamed
            lacking += pressed.lacking
        finished = Finished(one.code, one.row, tuple(files), one.numbers)
        return Done(finished, tuple(missing), tuple(unnamed), lacking=tuple(dict.fromkeys(lacking)))


def told(kind: str, body: str, fault: Fault) -> str:
    """Where it went wrong: document, problem, line; what TeX says; where the log is."""
    problem = problem_at(body, fault.line)
    places = [kind, *[f"problem {problem}"] * bool(problem), *[f"line {fault.line}"] * bool(fault.line)]
    return f"{', '.join(places)}: {fault.words.rstrip('.')}" + (f" (log: {fault.log})" if fault.log else "")


def problem_at(body: str, line: int) -> str:
    """The number of the problem in which a line stands; empty above the first and where that is not known."""
    lines = body.split("\n")
    for place in range(min(line, len(lines)) - 1, -1, -1):
        head = _HEAD.search(lines[place])
        if head is not None:
            asks = _ASKS.search("\n".join(lines[place:]))
            return head[1] or (asks[1] if asks else "")
    return ""
