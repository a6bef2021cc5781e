"""Files that commands write: never over an existing one unless asked, and never half."""

import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import BadInput


def refuse_existing(paths: Sequence[Path | None], force: bool) -> None:
    """Say it before any work is done."""
    for path in paths:
        if path is None:
            continue
        if path.is_dir():
            raise BadInput(f"{path}: this is a folder; name a file in it")
        if path.exists() and not force:
            raise BadInput(f"{path}: there is such a file already; --force overwrites it")
        if not path.absolute().parent.is_dir():
            raise BadInput(f"{path}: there is no folder {path.absolute().parent}")


def write(path: Path, data: bytes) -> None:
    """Whole or not at all: into a file beside it, then renamed."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
