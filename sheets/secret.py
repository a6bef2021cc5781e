"""The instructor's secret, one per blueprint: without it nobody gets from codes, or from one student's sheet, to another's numbers."""

import os
import re
import shutil
import subprocess
from glob import escape
from pathlib import Path

from ..errors import BadInput, shown
from ..exercises.draws import digest

SIZE = 32  # bytes
_FORM = re.compile(rf"[0-9a-f]{{{2 * SIZE}}}")
_HEAD = "# The secret of this exam. Keep it, and show it to nobody: whoever has it can draw every sheet.\n"


def path_of(blueprint: Path) -> Path:
    return blueprint.with_suffix(".secret")


def read(blueprint: Path) -> bytes | None:
    """The secret of a blueprint, or None where there is none."""
    path = path_of(blueprint)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the secret of this exam cannot be read ({error})") from None
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(words) != 1 or not _FORM.fullmatch(words[0]):
        raise BadInput(f"{path}: this is no secret of ours ({2 * SIZE} characters 0-9 a-f should stand there); restore it from a backup")
    return bytes.fromhex(words[0])


def create(blueprint: Path, fresh: bytes) -> bytes:
    """Keep these fresh bytes beside the blueprint, unless a secret came to be there in the meantime."""
    path = path_of(blueprint).absolute()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{_HEAD}{fresh.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        _settle(part, path)
    except OSError as error:
        raise BadInput(f"{path}: the secret of this exam cannot be written ({error.strerror})") from None
    finally:
        for left in path.parent.glob(f"{escape(path.name)}.*.part"):  # of a run that was killed, too: it holds a secret
            left.unlink(missing_ok=True)
    _ignore(path)
    found = read(blueprint)
    if found is None:
        raise BadInput(f"{path}: the secret of this exam was removed while it was made; try once more")
    return found


def _settle(part: Path, path: Path) -> None:
    """Never over another one: two runs may create it at the same time."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a disk without links
        if not path.exists():
            part.replace(path)


def _ignore(path: Path) -> None:
    """A line in `.gitignore` beside it, so that the secret does not end in a repository."""
    ignore = path.with_name(".gitignore")
    try:
        there = ignore.read_text(encoding="utf-8", errors="replace") if ignore.exists() else ""
        if path.name not in there.splitlines():
            with ignore.open("a", encoding="utf-8", newline="\n") as file:
                file.write(f"{'' if not there or there.endswith(chr(10)) else chr(10)}{path.name}\n")
    except OSError as error:
        raise BadInput(f"{ignore}: cannot be written ({error.strerror})") from None


def fingerprint(secret: bytes) -> str:
    """Tells secrets apart, and nothing else of them."""
    return digest(("fingerprint",), secret)[:8].hex()


def tracked(blueprint: Path) -> bool:
    """Whether git knows the secret, so that others may have it."""
    git, path = shutil.which("git"), path_of(blueprint).absolute()
    if git is None or not path.exists():
        return False
    asked = [git, "-C", str(path.parent), "ls-files", "--error-unmatch", "--", path.name]
    try:
        return subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def lost(blueprint: Path) -> BadInput:
    """What to do where the archive was made under a secret that is not there."""
    return BadInput(
        f"{path_of(blueprint)}: the secret of this exam is not there; restore {shown(path_of(blueprint).name)} from a backup "
        "(what is archived can be graded without it)"
    )
