"""The folder of an exam as its readers see it: header, roster, and sheet and key by code. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.documents import convert, hook, parse
from . import sheet_codes
from .archive import canonical
from .records import Exam, RosterDocument, Seated, Sheet, SheetKey

T = TypeVar("T", bound=Record)

LARGEST = 20_000_000  # bytes of one document: a header of 10⁵ sheets has ten million


@dataclass(frozen=True)
class Archive:
    """An exam that was written. Sheets and keys are read when they are wanted, one at a time."""

    path: Path
    exam: Exam
    roster: RosterDocument

    @classmethod
    def open(cls, path: Path) -> "Archive":
        """Header and roster, checked; they belong together."""
        if (path / "state.json").is_file() and not (path / "exam.json").exists():
            raise BadInput(f"{path}: exam.json is not there; if `convexam exam` was stopped before its end, the same command goes on")
        archive = cls(path, _document(path / "exam.json", Exam)[0], _document(path / "roster.json", RosterDocument)[0])
        for code in (*archive.seated, *(one.code for one in archive.exam.sheets)):
            _usual(code, path)
        if archive.roster.exam != archive.exam.id:
            raise BadInput(
                f"{path / 'roster.json'}: of the exam {shown(archive.roster.exam)}, but exam.json is of {shown(archive.exam.id)}"
            )
        return archive

    @cached_property
    def seated(self) -> Mapping[str, Seated]:
        """Whose sheet it is, by code; withdrawn ones as well."""
        return {one.code: one for one in (*self.roster.withdrawn, *self.roster.sheets)}

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The codes of sheets that were replaced, and still grade."""
        return frozenset(one.code for one in self.roster.withdrawn)

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return {one.code: one.digest for one in self.exam.sheets}

    def codes(self) -> tuple[str, ...]:
        """The sheets that count, in order."""
        return tuple(one.code for one in self.exam.sheets)

    def sheet(self, code: str) -> Sheet:
        """What the student got; it must be what the header says."""
        return self.sheet_and_digest(code)[0]

    def key(self, code: str) -> SheetKey:
        return self.key_and_digest(code)[0]

    def sheet_and_digest(self, code: str) -> tuple[Sheet, str]:
        path = self._place("sheets", code)
        sheet, digest = _document(path, Sheet)
        if digest != self._digests.get(code, digest):
            raise BadInput(f"{path}: this file has been changed: it is not the one that exam.json lists")
        self._belongs(path, sheet.code, code, sheet.exam)
        return sheet, digest

    def key_and_digest(self, code: str) -> tuple[SheetKey, str]:
        path = self._place("keys", code)
        key, digest = _document(path, SheetKey)
        self._belongs(path, key.code, code, key.exam)
        return key, digest

    def _place(self, kind: str, code: str) -> Path:
        folder = self.path / "withdrawn" if code in self.withdrawn else self.path
        return folder / kind / f"{code}.json"

    def _belongs(self, path: Path, found: str, code: str, exam: str) -> None:
        if found != code or exam != self.exam.id:
            raise BadInput(f"{path}: this is {shown(found)} of the exam {shown(exam)}, not {code} of {shown(self.exam.id)}")


def _usual(code: str, path: Path) -> None:
    """A code names files, so it is looked at before it does."""
    try:
        usual = sheet_codes.read(code)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    if usual != code:
        raise BadInput(f"{path}: the code {shown(code)} is written {usual}")


def _document(path: Path, kind: type[T]) -> tuple[T, str]:
    """A document and the SHA-256 of its file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(f"{path}: there is no such file; name a folder that `convexam exam` has made, with all that is in it") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None
    if len(data) > LARGEST:
        raise BadInput(f"{path}: more than {LARGEST} bytes; no document of ours is so large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: damaged: byte {error.start} is not UTF-8 text") from None
    return _as_written(data, kind) or convert(parse(text, str(path)), kind, str(path)), sha256(data).hexdigest()


def _as_written(data: bytes, kind: type[T]) -> T | None:
    """A document that is byte for byte as we write it: nothing stands in it twice or besides, so that no second look is needed."""
    try:
        document = msgspec.json.decode(data, type=kind, dec_hook=hook)
        return document if canonical(document) == data else None
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):  # the careful way says what is wrong
        return None
