"""What was practised: a file of one's own, which says for each part how often it was tried, and which mistakes were made."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.documents import convert, parse, write
from ..exercises.given import text_of
from . import files

PROGRESS_FORMAT = "convexam.progress/1"

Count = Annotated[int, Meta(ge=0, le=10**9)]


class Made(Record, frozen=True):
    """A mistake by its code, and how often it was made."""

    code: str
    times: Count


class Practised(Record, frozen=True):
    """A part of a family at a level. Each answer that could be read is a try."""

    family: str
    level: int
    part: str
    tries: Count
    right: Count
    mistakes: tuple[Made, ...] = ()

    @property
    def weight(self) -> int:
        """How much this went wrong: the wrong tries, times their share of all tries, in hundredths; 0 only if none was wrong."""
        wrong = self.tries - self.right
        return max(1, 100 * wrong * wrong // self.tries) if wrong else 0


class Progress(Record, frozen=True):
    """The whole file. Nothing in it may be left out: a file of another kind must not be taken for one."""

    format: Literal["convexam.progress/1"]
    practised: tuple[Practised, ...]


class ProgressFile:
    """Read anew for each note, so that two sessions may keep the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.read()
        files.refuse_existing([path], force=True)  # said before anybody begins to practise

    def read(self) -> Progress:
        """What stands in the file; nothing, where there is none yet."""
        if not self.exists():
            return Progress(PROGRESS_FORMAT, ())
        where = str(self._path)
        try:
            progress = convert(parse(text_of(self._path), where), Progress, where)
        except BadInput as error:
            raise BadInput(f"{error}; --progress wants a file that it wrote itself, or a new one") from None
        _refuse_nonsense(progress.practised, where)
        return progress

    def exists(self) -> bool:
        try:
            return self._path.exists()
        except OSError as error:  # a name that is too long, for example
            raise BadInput(f"{self._path}: cannot be read ({error.strerror})") from None

    def note(self, family: str, level: int, part: str, right: bool, codes: Sequence[str]) -> None:
        """One more try."""
        practised = self.read().practised
        place = next((n for n, one in enumerate(practised) if (one.family, one.level, one.part) == (family, level, part)), len(practised))
        old = practised[place] if place < len(practised) else Practised(family, level, part, 0, 0)
        new = replace(old, tries=old.tries + 1, right=old.right + right, mistakes=_with(old.mistakes, codes))
        progress = Progress(PROGRESS_FORMAT, (*practised[:place], new, *practised[place + 1 :]))
        files.write(self._path, (write(progress, indent=1) + "\n").encode())


def _refuse_nonsense(practised: Sequence[Practised], where: str) -> None:
    seen: set[tuple[str, int, str]] = set()
    for number, one in enumerate(practised, 1):
        if one.right > one.tries:
            raise BadInput(f"{where}: practised {number}: {one.right} of {one.tries} tries were right")
        if (one.family, one.level, one.part) in seen:
            raise BadInput(f"{where}: practised {number}: {shown(one.family)}, level {one.level}, part {shown(one.part)} stands twice")
        seen.add((one.family, one.level, one.part))


def _with(mistakes: Sequence[Made], codes: Sequence[str]) -> tuple[Made, ...]:
    """Each of these mistakes made once more."""
    counts = {made.code: made.times for made in mistakes}
    for code in codes:
        counts[code] = counts.get(code, 0) + 1
    return tuple(Made(code, times) for code, times in counts.items())
