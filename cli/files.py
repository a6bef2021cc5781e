"""Files that commands write: never over an existing one unless asked, and never half."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import BadInput, shown
from ..sheets.files import write

__all__ = ["refuse_existing", "write"]


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
