"""The folder of an exam: its files, what the program remembers of it, and how a run that was killed goes on."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.documents import convert, parse, trusted, write
from . import files
from .records import Digest, Finished, State

T = TypeVar("T", bound=Record)

FOLDERS = ("sheets", "keys")
AWAY = "withdrawn"  # sheets that do not count any more, and still grade
LOGS = "tex"  # logs of runs of TeX that failed, and the sources where they are wanted
WORK = "tex.work"  # where TeX runs; thrown away
PRIVATE = 0o600
_ALWAYS = ".gitignore"  # in every folder of ours, and what two runs at once would both lock


class Folder:
    """One folder. Documents are written as canonical bytes: one line, sorted as the records declare, exact numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, name: str) -> Path:
        return self.path / name

    def put(self, name: str, data: bytes, mode: int | None = None, *, later: bool = False) -> Digest:
        """`later`: before anything relies on it, `files.settle` has it on the disk."""
        files.write(self.path / name, data, mode, later=later)
        return Digest(name, sha256(data).hexdigest())

    def keep(self, name: str, document: Record, mode: int | None = None) -> Digest:
        return self.put(name, canonical(document), mode)

    def load(self, name: str, kind: type[T]) -> T:
        """A document that the program wrote; a damaged one is named."""
        path = self.path / name
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BadInput(f"{path}: there is no such file; is {shown(str(self.path))} a folder that `convexam exam` has made?") from None
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{path}: cannot be read ({error})") from None
        return convert(parse(text, str(path)), kind, str(path))

    def written(self, name: str, kind: type[T]) -> T:
        """A document whose digest was compared a moment ago, or that was just written."""
        return trusted(self.file(name).read_bytes(), kind, str(self.file(name)))

    @property
    def exists(self) -> bool:
        return (self.path / "state.json").is_file()

    def state(self) -> State:
        return self.load("state.json", State)

    def whole(self, finished: Finished) -> bool:
        """Whether the files of a sheet are those that were written."""
        return all(self.has(one) for one in finished.files)

    def has(self, one: Digest) -> bool:
        path = self.path / one.name
        try:
            return sha256(path.read_bytes()).hexdigest() == one.digest
        except OSError:
            return False

    def digest(self, name: str) -> Digest:
        """Of a file as it stands there."""
        return Digest(name, sha256(self.file(name).read_bytes()).hexdigest())

    def create(self) -> None:
        """The folders, for nobody else's eyes, and out of every repository."""
        try:
            self.path.mkdir(mode=0o700, exist_ok=True)
            self.folders(*FOLDERS)
        except OSError as error:
            raise BadInput(f"{self.path}: the folder of the exam cannot be made ({error.strerror})") from None
        if not self.file(_ALWAYS).exists():
            self.put(_ALWAYS, b"*\n")

    def folders(self, *names: str) -> None:
        """Folders below this one, for nobody else's eyes either."""
        for name in names:
            (self.path / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Two runs at once would write over each other; the system opens the lock of a run that was killed."""
        with self._lock() as file:
            if not files.locked(file.fileno()):
                raise BadInput(f"{self.path}: another run is at work on this folder; wait for it, or name another one with -o")
            self._tidy()
            try:
                yield
            finally:
                shutil.rmtree(self.file(WORK), ignore_errors=True)
            self._tidy()  # a process of a run that was killed may have lived a moment longer than that run

    def _lock(self) -> BinaryIO:
        try:
            return self.file(_ALWAYS).open("r+b")
        except OSError as error:
            raise BadInput(f"{self.path}: nothing can be written into this folder ({error.strerror})") from None

    def _tidy(self) -> None:
        for folder in (self.path, *(path for path in self.path.iterdir() if path.is_dir())):
            files.tidy(folder)
        shutil.rmtree(self.file(WORK), ignore_errors=True)


def canonical(document: Record) -> bytes:
    return (write(document) + "\n").encode()


def usable(path: Path, force: bool, needed: Sequence[Path] = ()) -> None:
    """Refuse a folder that holds something else; with `force` move whatever is there out of the way, and delete nothing. `needed`: stays."""
    if not path.exists() and not path.is_symlink():
        if not path.absolute().parent.is_dir():
            raise BadInput(f"{path}: there is no folder {path.absolute().parent}")
        return
    if not path.is_dir():
        raise BadInput(f"{path}: this is no folder; name another one with -o")
    if force:
        for one in (Path(), *needed):
            if one.resolve().is_relative_to(path.resolve()):
                raise BadInput(f"{path}: cannot be moved out of the way, because {shown(str(one))} is in it; name a new folder with -o")
        _moved(path)
    elif any(path.iterdir()) and not Folder(path).exists and not _begun(path):
        raise BadInput(
            f"{path}: this folder holds other things; name a new one with -o, or --force moves it to {_free(path.resolve()).name}"
        )


def _begun(path: Path) -> bool:
    """A run that was killed before it could write anything down, or that came no further than to the log of templates that cannot be used."""
    there = [one for one in path.glob("*/*") if one.parent.name != LOGS or one.stem != "preamble"]
    return {one.name for one in path.iterdir() if one.suffix != files.PART} <= {*FOLDERS, _ALWAYS, LOGS} and not there


def _free(path: Path) -> Path:
    number = 1
    while (found := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    return found


def _moved(path: Path) -> None:
    """`out` becomes `out.1`, or the next number that is free."""
    absolute = path.absolute()
    try:
        absolute.rename(_free(absolute))
    except OSError as error:
        raise BadInput(f"{path}: cannot be moved out of the way ({error.strerror})") from None


def changes(before: Mapping[str, Any], now: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """What is different in a blueprint, one line each."""
    for key in dict.fromkeys((*before, *now)):
        old, new, name = before.get(key), now.get(key), f"{where}{key}"
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from changes(old, new, f"{name}.")
        elif isinstance(old, list) and isinstance(new, list) and all(isinstance(one, dict) for one in (*old, *new)):
            yield from _listed(old, new, name)
        else:
            yield f"{name}: {shown(old)} is now {shown(new)}" if key in before and key in now else _alone(name, old, key in before)


def _listed(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], name: str) -> Iterator[str]:
    if len(old) != len(new):
        yield f"{name}: {len(old)} of them are now {len(new)}"
    for number, (one, other) in enumerate(zip(old, new, strict=False), 1):
        yield from changes(one, other, f"{name} {number}: ")


def _alone(name: str, value: Any, gone: bool) -> str:
    return f"{name} = {shown(value)} is gone" if gone else f"{name} is new"


def remove(path: Path) -> None:
    """A file of ours that is of no use any more."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
