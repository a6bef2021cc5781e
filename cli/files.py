"""Files that commands write: never over an existing one unless asked, and never half."""

import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import BadInput, shown


def refuse_existing(paths: Sequence[Path | None], force: bool) -> None:
    """Say it before any work is done."""
    named = [path for path in paths if path is not None]
    for place, path in enumerate(named):
        try:
            _refuse(path, force)
        except OSError as error:  # a name that is too long, for example
            raise BadInput(f"{shown(str(path))}: cannot be written ({error.strerror})") from None
        if path.absolute() in (other.absolute() for other in named[:place]):
            raise BadInput(f"{path}: this file is named twice; name one for each document")


def _refuse(path: Path, force: bool) -> None:
    if path.is_dir():
        raise BadInput(f"{path}: this is a folder; name a file in it")
    if path.is_file() and not force:  # a pipe or a device has nothing to lose
        raise BadInput(f"{path}: there is such a file already; --force overwrites it")
    if not path.absolute().parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.absolute().parent}")


def write(path: Path, data: bytes) -> None:
    """Whole or not at all: into a file beside it, then renamed."""
    device = path.exists() and not path.is_file()  # /dev/stdout is written to, not replaced
    path = path if device else path.resolve()  # a link stays a link
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        if device:
            path.write_bytes(data)
            return
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
