"""The folder of results: written beside its place and then put there, so that it is whole, and never over anything of somebody's own."""

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Literal

from msgspec.structs import replace

from .. import __version__
from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.documents import convert, parse, write
from ..exercises.given import text_of
from ..sheets.files import PART, locked
from ..sheets.records import Digest
from ..sheets.seating import natural
from .results import SheetResults

GRADED_FORMAT = "convexam.graded/1"
MARKER = "graded.json"
LINES = "results.jsonl"
_IGNORE = ".gitignore"
_OURS = {MARKER, LINES, _IGNORE, "feedback", "gradebook.csv", "listed.csv"}


class Total(Record, frozen=True):
    """The points of one sheet."""

    code: str
    who: str
    total: str
    counts: bool = True  # it stands in the gradebook; a withdrawn sheet whose student has handed in the new one does not


class Marker(Record, frozen=True):
    """What was written into a folder of results. `graded.json`: it tells our own files from everything else."""

    program: str
    exam: str
    files: tuple[Digest, ...]
    totals: tuple[Total, ...]
    format: Literal["convexam.graded/1"] = GRADED_FORMAT


class Change(Record, frozen=True):
    """A total that is another one than last time; an empty text where there was or is none."""

    who: str
    before: str
    now: str


def earlier(path: Path) -> Marker | None:
    """What we wrote there before; a folder that holds anything else is refused."""
    _put_right(path.absolute())
    if not path.exists() and not path.is_symlink():
        if not path.absolute().parent.is_dir():
            raise BadInput(f"{path}: there is no folder {path.absolute().parent}")
        return None
    if not path.is_dir():
        raise BadInput(f"{path}: this is no folder; name another one with -o")
    there = {one.relative_to(path).as_posix() for one in path.rglob("*") if not one.is_dir()}
    if MARKER not in there:
        if there:
            raise BadInput(f"{path}: this folder holds other things, such as {shown(min(there))}; name a new one with -o")
        return None
    marker = convert(parse(text_of(path / MARKER), str(path / MARKER)), Marker, str(path / MARKER))
    ours = {one.name: one.digest for one in marker.files}
    foreign = sorted(there - set(ours) - {MARKER})
    if foreign:
        raise BadInput(f"{path / foreign[0]}: this file is not one that `convexam grade` wrote; move it away, or name a new folder with -o")
    for name in sorted(there & set(ours)):
        if sha256((path / name).read_bytes()).hexdigest() != ours[name]:
            raise BadInput(f"{path / name}: this file has been changed since it was written; move it away, or name a new folder with -o")
    return marker


class ResultsFolder:
    """A folder that is being written. Sheets come one after the other; nothing but their totals is kept in mind."""

    def __init__(self, path: Path, lines: BinaryIO) -> None:
        self._path, self._lines = path, lines
        self._digest = sha256()
        self._files: list[Digest] = []
        self._totals: list[Total] = []

    def put(self, name: str, data: bytes) -> None:
        (self._path / name).write_bytes(data)
        self._files.append(Digest(name, sha256(data).hexdigest()))

    def sheet(self, results: SheetResults, feedback: str) -> None:
        """One more line of results, and the student's text."""
        data = (write(results) + "\n").encode()
        self._lines.write(data)
        self._digest.update(data)
        self._totals.append(Total(results.code, results.who, results.total))
        self.put(f"feedback/{results.code}.txt", feedback.encode())

    def end(self, exam: str, counted: Collection[str]) -> Marker:
        """`counted`: the codes of the sheets that stand in the gradebook."""
        self._lines.close()
        self._files.append(Digest(LINES, self._digest.hexdigest()))
        totals = tuple(replace(one, counts=one.code in counted) for one in self._totals)
        marker = Marker(__version__, exam, tuple(sorted(self._files, key=lambda one: one.name)), totals)
        (self._path / MARKER).write_bytes((write(marker, indent=1) + "\n").encode())
        return marker


@contextmanager
def results_folder(path: Path) -> Iterator[ResultsFolder]:
    """A folder to write into, which takes the place of `path` when all has gone well; otherwise nothing is left of it."""
    absolute = path.absolute()
    part = absolute.with_name(f"{absolute.name}.{os.getpid()}{PART}")
    try:
        part.mkdir(mode=0o700)
        (part / "feedback").mkdir(mode=0o700)
        with (part / LINES).open("wb") as lines:
            locked(lines.fileno())
            folder = ResultsFolder(part, lines)
            folder.put(_IGNORE, b"*\n")
            yield folder
        _into_place(part, absolute)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _into_place(part: Path, path: Path) -> None:
    if not path.exists():
        part.rename(path)
        return
    old = path.with_name(f"{path.name}.old.{os.getpid()}{PART}")
    path.rename(old)
    part.rename(path)
    shutil.rmtree(old)


def _put_right(path: Path) -> None:
    """Remove what killed runs have left; results that had made room already come back where no new ones took their place."""
    for old in sorted(path.parent.glob(f"{escape(path.name)}.old.*{PART}")):
        if not path.exists() and (old / MARKER).is_file():
            old.rename(path)
    for part in sorted(path.parent.glob(f"{escape(path.name)}.*{PART}")):
        if part.is_dir() and {one.name for one in part.iterdir()} <= _OURS and not _at_work(part):
            shutil.rmtree(part)


def _at_work(part: Path) -> bool:
    """Whether a run still writes into it."""
    if not (part / LINES).is_file():
        return False
    with (part / LINES).open("r+b") as lines:
        return not locked(lines.fileno())


def changes(before: Marker | None, now: Marker) -> Sequence[Change]:
    """Whose totals in the gradebook are others than last time, by student: they may have another sheet now."""
    if before is None:
        return ()
    old, new = ({one.who: one.total for one in marker.totals if one.counts} for marker in (before, now))
    both = ((who, old.get(who, ""), new.get(who, "")) for who in sorted({*old, *new}, key=lambda who: (natural(who), who)))
    return [Change(who, was, total) for who, was, total in both if was != total]
