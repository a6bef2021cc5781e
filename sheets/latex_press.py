"""The LaTeX press: the documents of many students in one run of TeX, cut into one PDF each.

A document that TeX complains of is printed for nobody: the others are run again without it, so that nothing of it is left in theirs.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..cnn.values import Record
from ..errors import BadInput, shown
from . import latex_slice, tex_log
from .files import write
from .latex_slice import Body
from .pdf_file import saved
from .tex_engines import Engine, mend
from .tex_log import Said, Told
from .tex_run import MAIN, PRINTED, Ran, run

if TYPE_CHECKING:
    from pikepdf import Page

BEGIN = {"pdflatex": 30.0, "lualatex": 120.0}  # seconds for a run to begin; LuaTeX may have to read all fonts of the system first
EACH = {"pdflatex": 0.25, "lualatex": 1.0}  # seconds for a document: twenty times what it takes
PREAMBLE = "preamble"  # .tex, .log: what is kept where nothing can be printed with templates of one's own
MOST_LOST = 3  # documents that may use up the time of a run before the rest is given up
_SAMPLE = r"\setbox0\hbox{A\textbf{A}\textit{A}\texttt{A}$A$}\shipout\box0 "
_ASK = rf"\def\ask#1#2{{\ifcsname u8:\detokenize{{#1}}\endcsname\immediate\write-1{{{latex_slice.MARK}-has #2}}\fi}}" "\n"
_ASK += rf"\def\answered{{\immediate\write-1{{{latex_slice.MARK} done}}}}"
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"  # LuaTeX takes it for a file that is no UTF-8
_NO_END = "TeX comes to no end, or breaks down"
_FIRST, _LAST = 0x80, 0xFFFF  # characters that LaTeX may know by name


class Document(Record, frozen=True):
    """What is printed: a sheet, or a key."""

    name: str  # of its file, letters, digits and dashes
    kind: str  # documents of one kind have as many pages as a rule
    body: str
    files: tuple[tuple[str, bytes], ...] = ()  # pictures


class Fault(Record, frozen=True):
    """Why a document could not be printed."""

    words: str
    line: int = 0  # of its body; 0: not known
    log: str = ""  # where the log is


class Pressed(Record, frozen=True):
    """One document: its PDF, or why there is none."""

    pdf: bytes = b""
    fault: Fault | None = None
    lacking: tuple[str, ...] = ()  # characters that TeX's fonts have not


class Tex(Record, frozen=True):
    """The TeX of one exam: what all its runs have in common."""

    engine: Engine
    templates: Path | None = None
    printable: str = ""  # all characters beyond ASCII that the engine prints; empty: it tells in the log what it lacks


class Broken(BadInput):
    """No page can be made with this TeX, or with these templates."""

    def __init__(self, said: str, cure: str = "") -> None:
        super().__init__(said + cure)
        self.said = said  # without what may mend it


class NoRoom(BadInput):
    """Nothing can be written: no press could print."""


class _Failed(NamedTuple):
    """A run whose log names nobody."""

    log: tex_log.Log
    hung: bool  # it came to no end, and none of the documents was finished


class LatexPress:
    """Prints documents that share a preamble. Equal documents give equal bytes, in every folder and on every day."""

    def __init__(self, tex: Tex, preamble: str, work: Path, logs: Path) -> None:
        """`work`: everything in this folder is thrown away. `logs`: where the log of a run that failed is kept."""
        self._tex, self._preamble, self._work, self._logs = tex, preamble, work, logs
        self._faults: dict[str, Fault] = {}
        self._lacking: dict[str, tuple[str, ...]] = {}

    def press(self, documents: Sequence[Document], label: str, keep: Path | None = None) -> dict[str, Pressed]:
        """By name. `label`: what a log of these is called; `keep`: where the sources are left."""
        self._faults, self._lacking = {}, {}
        for one in documents:
            if not one.body.isascii() and (lacking := [c for c in dict.fromkeys(one.body) if not c.isascii() and not self._known(c)]):
                self._lacking[one.name] = tuple(lacking)
        found = dict(self._printed(documents, label, keep))
        return {
            one.name: Pressed(found.get(one.name, b""), self._faults.get(one.name), self._lacking.get(one.name, ())) for one in documents
        }

    def _known(self, character: str) -> bool:
        """As far as it can be told before a run."""
        return character in self._tex.printable if self._tex.printable else character != _UNREADABLE

    def _printed(self, documents: Sequence[Document], label: str, keep: Path | None) -> Iterator[tuple[str, bytes]]:
        lost = 0
        while left := self._left(documents):
            ran, log = self._run(left)
            if self._sound(log, ran):
                self._kept(keep)
                yield from self._cut(log.told)
                return
            if not self._judged(log, ran, label):
                _refuse_broken(log, ran, self._tex, self._work, self._logs)
                lost += self._sought(left, label, log)
            if not ran.in_time:
                lost += 1
            if ran.in_time and len(self._left(documents)) == len(left):  # the same again would come to the same
                raise BadInput(f"{self._tex.engine.name} breaks down, and no document is at fault (log: {self._log_kept(label, ())})")
            if lost >= MOST_LOST:
                self._blame(
                    (one.name for one in self._left(documents)), Fault(f"not printed, since {lost} documents beside it came to no end")
                )

    def _left(self, documents: Sequence[Document]) -> list[Document]:
        return [one for one in documents if one.name not in self._faults and one.name not in self._lacking]

    def _blame(self, names: Iterable[str], fault: Fault) -> None:
        self._faults |= dict.fromkeys(names, fault)

    def _sound(self, log: tex_log.Log, ran: Ran) -> bool:
        """Nothing but a run without any complaint is cut."""
        return log.done and ran.in_time and not ran.status and not log.outside and not any(one.said or one.lacking for one in log.told)

    def _run(self, documents: Sequence[Document]) -> tuple[Ran, tex_log.Log]:
        bodies = [Body(one.name, one.kind) for one in documents]
        pages = dict.fromkeys((one.kind for one in documents), 2)
        source = latex_slice.main_file(self._tex.engine.name, self._preamble, bodies, pages, (one.body for one in documents))
        files = {f"{one.name}.tex": one.body.encode() for one in documents} | {name: data for one in documents for name, data in one.files}
        fresh(self._work, files | {latex_slice.LOCK: latex_slice.LOCK_SOURCE.encode(), f"{MAIN}.tex": source.encode()})
        engine = self._tex.engine
        ran = run(engine, self._work, BEGIN[engine.name] + EACH[engine.name] * len(documents), self._tex.templates)
        _refuse_full(ran)
        return ran, tex_log.read(ran.log)

    def _judged(self, log: tex_log.Log, ran: Ran, label: str) -> bool:
        """Whether the log names anybody whom the others can be printed without."""
        faulty = [one for one in log.told if one.said]
        place = self._log_kept(label, faulty) if faulty else ""
        for one in faulty:
            said = tex_log.worst(one.said)
            words = said.words if one.ended or ran.in_time else f"it comes to no end ({said.words})"
            self._faults[one.name] = Fault(words, said.line, place)
        for one in log.told:
            if one.lacking and not one.said:
                self._lack(one, label)
        return bool(faulty) or any(one.lacking for one in log.told)

    def _lack(self, one: Told, label: str) -> None:
        """Characters that a font has not. Where the table was asked before, it is not the text that has them."""
        if self._tex.printable:
            some = ", ".join(shown(c) for c in one.lacking)
            self._faults[one.name] = Fault(f"a font lacks {some}", 0, self._log_kept(label, (one,)))
        else:
            self._lacking[one.name] = tuple(one.lacking)

    def _log_kept(self, label: str, faulty: Sequence[Told]) -> str:
        """The log of the first run that failed, and the sources of those who made it fail."""
        self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = self._logs / f"{label}.log"
        for name, path in ((f"{MAIN}.log", log), *((f"{one.name}.tex", self._logs / f"{one.name}.tex") for one in faulty)):
            if path.suffix == ".tex" or not any(fault.log == str(log) for fault in self._faults.values()):
                source = self._work / name
                write(path, (source if source.is_file() else self._work / PRINTED).read_bytes())  # a TeX that broke down has left no log
        return str(log)

    def _sought(self, documents: Sequence[Document], label: str, last: tex_log.Log) -> int:
        """Who it was, where TeX could not say it: halve, and run again. How many were found."""
        if len(documents) == 1:
            words = last.outside[0].words if last.outside else _NO_END
            self._blame([documents[0].name], Fault(words, 0, self._log_kept(label, ())))
            return 1
        found, half = 0, (len(documents) + 1) // 2
        first, second = documents[:half], documents[half:]
        failed = self._failed(first, label)
        if failed is not None and len(first) == 1:
            found, failed = self._sought(first, label, failed.log), None
        other = self._failed(second, label)
        if failed is not None and other is not None and failed.hung and other.hung:  # it is hardly one document: no use to wait for each
            self._blame((one.name for one in documents), Fault(_NO_END, 0, self._log_kept(label, ())))
            return 2
        if other is not None:
            found += self._sought(second, label, other.log)
        if failed is not None and found < MOST_LOST:
            found += self._sought(first, label, failed.log)
        return found

    def _failed(self, documents: Sequence[Document], label: str) -> _Failed | None:
        """Run, and judged by the log; where that names nobody, what is known of it."""
        ran, log = self._run(documents)
        if self._sound(log, ran) or self._judged(log, ran, label):
            return None
        return _Failed(log, not ran.in_time and not any(one.ended for one in log.told))

    def _kept(self, keep: Path | None) -> None:
        if keep is not None:
            shutil.rmtree(keep, ignore_errors=True)
            keep.mkdir(mode=0o700, parents=True)
            for path in sorted(self._work.iterdir()):
                if path.name != f"{MAIN}.pdf":
                    write(keep / path.name, path.read_bytes())

    def _cut(self, told: Sequence[Told]) -> Iterator[tuple[str, bytes]]:
        from pikepdf import Pdf

        with Pdf.open(self._work / f"{MAIN}.pdf") as whole:
            pages = list(whole.pages)
            for one in told:
                yield one.name, _file(pages[one.first : one.last])


def _file(pages: "Sequence[Page]") -> bytes:
    from pikepdf import Pdf

    part = Pdf.new()
    part.pages.extend(pages)
    return saved(part)


def fresh(folder: Path, files: Mapping[str, bytes]) -> None:
    """An empty folder for nobody else's eyes, and in it these files."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise NoRoom(f"{folder}: cannot be written ({error.strerror})") from None


def tried(tex: Tex, preamble: str, work: Path, logs: Path | None = None) -> Tex:
    """With the characters that this TeX prints, after a first run that shows whether it works at all."""
    codes = (code for code in range(_FIRST, _LAST + 1) if not 0xD800 <= code < 0xE000) if tex.engine.name == "pdflatex" else ()
    asks = "\n".join(rf"\ask{{{chr(code)}}}{{{code:X}}}" for code in codes)
    source = "\n".join((preamble, r"\nofiles", _ASK, r"\begin{document}", _SAMPLE, r"\input{asks}", r"\answered", r"\end{document}", ""))
    fresh(work, {f"{MAIN}.tex": source.encode(), "asks.tex": asks.encode()})
    ran = run(tex.engine, work, BEGIN[tex.engine.name], tex.templates)
    _refuse_full(ran)
    log = tex_log.read(ran.log)
    if not log.done or ran.status or not ran.in_time or log.outside:
        raise _broken(log.outside, ran, tex, work, logs)
    has = (line.rpartition(" ")[2] for line in ran.log.splitlines() if line.startswith(f"{latex_slice.MARK}-has "))
    return Tex(tex.engine, tex.templates, "".join(chr(int(code, 16)) for code in has))


def _refuse_full(ran: Ran) -> None:
    """What is no document's fault, whatever stands in half a log."""
    if ran.full:
        raise NoRoom(f"what TeX makes cannot be written ({ran.full})")


def _refuse_broken(log: tex_log.Log, ran: Ran, tex: Tex, work: Path, logs: Path) -> None:
    """Nor is a TeX that does not get as far as the first of them."""
    if not log.begun and (log.outside or (ran.in_time and ran.log)):
        raise _broken(log.outside, ran, tex, work, logs)


def _broken(before: Sequence[Said], ran: Ran, tex: Tex, work: Path, logs: Path | None) -> Broken:
    """One line that says what is the matter with this TeX, or with the templates."""
    engine = tex.engine
    last = next((line for line in reversed(ran.out.splitlines()) if line.strip()), f"exit status {ran.status}")
    first = tex_log.worst(before) if before else Said(last)
    if tex.templates is not None:
        kept = _preamble_kept(work, logs) if logs else ""
        what = f"fails before the first sheet: {first.words}" if ran.in_time else "came to no end"
        place = f" (line {first.line} of {kept or 'the preamble'}{kept and '.tex'})" if first.line else ""
        return Broken(f"{shown(str(tex.templates))}: with these page templates {engine.name} {what}{place}{kept and f' (log: {kept}.log)'}")
    place = f" (line {first.line} of the preamble)" if first.line else ""
    said = f"{engine.name} fails before the first sheet: {first.words}{place}" if ran.in_time else f"{engine.path} came to no end"
    return Broken(said, f"; `convexam doctor` looks at it, and {mend(engine.name)} may mend it")


def _preamble_kept(work: Path, logs: Path) -> str:
    """What was made of the templates, and the log: their path without its ending. Empty where nothing can be written."""
    try:
        for folder in (logs.parent, logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        for ending in ("tex", "log"):
            source = work / f"{MAIN}.{ending}"
            write(logs / f"{PREAMBLE}.{ending}", (source if source.is_file() else work / PRINTED).read_bytes())
    except (OSError, BadInput):
        return ""
    return str(logs / PREAMBLE)
