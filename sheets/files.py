"""Files that are there as a whole or not at all, whenever the machine stops."""

import os
from pathlib import Path
from stat import S_ISREG

from ..errors import BadInput

PART = ".part"  # what a killed run leaves behind ends so


def write(path: Path, data: bytes, mode: int | None = None, *, later: bool = False) -> None:
    """Into a file beside it, then renamed. `mode`: who may read it, from the first byte on.

    `later`: it is one of many that can be made again, and on the disk for good after `settle`, which is much cheaper than each by itself.
    """
    path, device = _target(path)
    part = Path(f"{path}.{os.getpid()}{PART}")
    try:
        if device:
            path.write_bytes(data)
            return
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666 if mode is None else mode), "wb") as file:
            file.write(data)
            if not later or _EACH:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None


def _target(path: Path) -> tuple[Path, bool]:
    """Where a file goes, a link staying a link, and whether that is a device: /dev/stdout is written to, not replaced."""
    try:
        if S_ISREG(path.lstat().st_mode):
            return path, False
    except OSError:  # nothing is there, as nearly always
        return path, False
    device = path.exists() and not path.is_file()
    return (path.resolve() if path.is_symlink() and not device else path), device


_EACH = not hasattr(os, "sync")  # Windows has nothing for all files together


def settle() -> None:
    """Whatever was written is on the disk."""
    if not _EACH:
        os.sync()


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends round


def locked(descriptor: int) -> bool:
    """Lock an open file until it is closed; False where another run has it. The system opens the lock of a run that was killed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def tidy(folder: Path) -> None:
    """Remove what a killed run has left half-written."""
    for path in folder.glob(f"*{PART}"):
        path.unlink(missing_ok=True)
