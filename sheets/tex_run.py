"""One TeX process, safely: it reads and writes nothing outside its own folder, starts no program, and comes to an end."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from errno import EACCES, EDQUOT, EFBIG, ENOSPC
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput
from .tex_engines import Engine

MAIN = "main"  # .tex, .log, .pdf
PRINTED = "printed"  # what it says besides
MEMORY = {"pdflatex": 2 << 30, "lualatex": 4 << 30}  # bytes of address space; a run takes 60 MB, 250 MB with large fonts more
LARGEST = 2 << 30  # bytes of any file that is written: the PDF of a whole run takes a few MB
GRACE = 3.0  # seconds for a TeX that was interrupted to write down where it was
_KEPT = (
    "PATH",
    "HOME",
    "USERPROFILE",
    "SYSTEMROOT",
    "WINDIR",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "TEMP",
    "TMP",
)  # of the environment
_UNBROKEN = "100000"  # letters on a line of the log: each message stands on one
_REFUSED = re.compile(r"\b(?:fwrite|fflush|fclose)(?:\(\) failed|: )(?: ?\(?([A-Z][^()\n]*))?")  # what a TeX says that could not write
_ROOM = 1 << 16  # bytes: more than a TeX holds back before it writes


class Ran(NamedTuple):
    """What came of it."""

    status: int
    log: str
    in_time: bool
    out: str  # what was printed, where there is no log
    full: str = ""  # why it could not write what it made


def environment(engine: Engine, templates: Path | None = None) -> dict[str, str]:
    """Nothing of ours but the PATH and the home folder; no clock; files below the own folder only; fonts are never made."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    search = {"TEXINPUTS": os.pathsep.join((".", str(templates.resolve()), ""))} if templates is not None else {}
    cache = {"TEXMFVAR": str(font_cache())} if engine.name == "lualatex" else {}
    never = dict.fromkeys(("MKTEXPK", "MKTEXTFM", "MKTEXMF", "MKTEXFMT", "MKTEXTEX"), "0")
    paranoid = {"openin_any": "p", "openout_any": "p", "shell_escape": "f"}
    lines = {"max_print_line": _UNBROKEN, "error_line": "254", "half_error_line": "238"}
    return kept | search | cache | never | paranoid | lines | {"LC_ALL": "C", "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}


def font_cache() -> Path:
    """Where LuaTeX keeps what it has found out about fonts: a folder of ours, since it writes whatever it likes there."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    folder = Path(base) / "convexam" / "texmf-var"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    except OSError as error:
        raise BadInput(
            f"{folder}: LuaTeX needs this folder for its fonts, and it cannot be written ({error.strerror}); set XDG_CACHE_HOME"
        ) from None
    return folder


def run(engine: Engine, folder: Path, seconds: float, templates: Path | None = None) -> Ran:
    """Compile `main.tex` of a folder. `templates`: a folder in which TeX may look for packages and pictures besides."""
    command = [engine.path, "-no-shell-escape", "-interaction=batchmode", "-file-line-error", f"{MAIN}.tex"]
    log = folder / f"{MAIN}.log"
    with (folder / PRINTED).open("wb") as out:
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=environment(engine, templates), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                preexec_fn=_limits(engine, seconds), start_new_session=sys.platform != "win32",
            )  # fmt: skip
        except OSError as error:
            raise BadInput(f"{engine.path}: cannot be started ({error.strerror})") from None
        in_time = _waited(process, seconds)
    ran = Ran(process.returncode, _text(log), in_time, _text(folder / PRINTED))
    return ran._replace(full=_full(ran, folder)) if ran.status else ran


def _full(ran: Ran, folder: Path) -> str:
    """Whether it was the disk. TeX does not always say so, and what it says may not have found room either: so something is written."""
    if ran.status == -getattr(signal, "SIGXFSZ", 0):
        return os.strerror(EFBIG)
    refused = _REFUSED.search(ran.out) or _REFUSED.search(ran.log)
    if refused is not None:
        return (refused[1] or os.strerror(ENOSPC)).strip()
    room = folder / "room"
    try:
        room.write_bytes(bytes(_ROOM))
    except OSError as error:
        return os.strerror(error.errno) if error.errno in (EDQUOT, EFBIG, ENOSPC) else ""
    finally:
        room.unlink(missing_ok=True)
    return ""


def _limits(engine: Engine, seconds: float) -> Callable[[], None] | None:
    """Set in the new process before TeX begins. Windows has nothing of the kind: there the time limit must do."""
    if sys.platform == "win32":
        return None
    import resource

    limits = (
        (resource.RLIMIT_CPU, int(seconds + 2 * GRACE)), (resource.RLIMIT_AS, MEMORY[engine.name]),
        (resource.RLIMIT_FSIZE, LARGEST), (resource.RLIMIT_CORE, 0),
    )  # fmt: skip

    def limit() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # our own workers do not hear it, and a child inherits that
        for what, most in limits:
            soft, hard = resource.getrlimit(what)
            resource.setrlimit(what, (min((most, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY))), hard))

    return limit


def _waited(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether it came to its end. One that did not is asked to say where it is, which TeX does, and ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if sys.platform != "win32":
            process.send_signal(signal.SIGINT)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            _end(process)
        return False
    except BaseException:
        _end(process)
        raise
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With all that it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
