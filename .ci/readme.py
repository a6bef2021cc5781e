"""Runs every command of README.md, as a reader would, and in the order in which they stand there.

A command is a line of a ```sh fence. Those that start with `python3 make.py` or `make` run in the checkout; all others in one temporary folder
that has a copy of examples/ and a link to .venv, with the programs of .venv on the path. `git clone` and `cd` are left to the reader.
What writes files is called twice: it overwrites nothing, but says so (exit status 2) or goes on where all is done (0), and no byte is another.
The arguments of this script are commands that have just been run and need not run once more.

A comment on lines of its own, which readers of the page do not see, says more about the fence that follows it:

    <!-- exit 1 -->               each of its commands ends with this exit status, not with 0
    <!-- stdin
    35 20 19 24                   what is typed when a command asks, up to the line with the arrow
    -->
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
IN_CHECKOUT = ("python3 make.py", "make ")
LEFT_TO_THE_READER = ("git clone", "cd ")
EXPECTED = ("python3 make.py demo", "python3 make.py test", "convexam exam ", "convexam grade ")
AGAIN = {  # the exit status of a second call
    "convexam new": 2, "convexam preview": 2, "convexam template": 2, "convexam worksheet": 2, "convexam export": 2, "convexam exam": 0,
    "convexam grade": 0,
}  # fmt: skip
SECONDS = 600


class Command(NamedTuple):
    line: int
    text: str
    typed: str = ""
    exit_status: int = 0


def commands(page: str) -> Iterator[Command]:
    """The commands of all ```sh fences of a Markdown page, each with what the comments before its fence say."""
    typed, exit_status = "", 0
    blocks = re.finditer(r"^<!-- exit (\d+) -->$|^<!-- stdin\n(.*?)^-->$|^```(\w*)[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for block in blocks:
        said_exit, said_typed, language, body = block.groups()
        if said_exit is not None:
            exit_status = int(said_exit)
        elif said_typed is not None:
            typed = said_typed
        else:
            if language == "sh":
                first = page.count("\n", 0, block.start(4)) + 1
                yield from (Command(number, text, typed, exit_status) for number, text in lines(body, first))
            typed, exit_status = "", 0


def lines(body: str, first: int) -> Iterator[tuple[int, str]]:
    """The commands of a fence with their line numbers: a backslash at the end of a line goes on in the next."""
    joined, start = "", first
    for number, line in enumerate(body.splitlines(), first):
        start = start if joined else number
        joined += line.removesuffix("\\")
        if line.endswith("\\"):
            continue
        if joined.strip() and not joined.lstrip().startswith("#"):
            yield start, joined.strip()
        joined = ""


def run(command: Command, folder: Path) -> bool:
    print(f"\nREADME.md:{command.line}: $ {command.text}", flush=True)
    if not ended(command, command.exit_status, folder):
        return False
    again = AGAIN.get(" ".join(command.text.split()[:2]))
    if again is None:
        return True
    before = contents(folder)
    print(f"once more: $ {command.text}", flush=True)
    good = ended(command, again, folder)
    changed = sorted({name for name, _ in before ^ contents(folder)})
    print(f"changed by the second call: {', '.join(changed[:5])}" if changed else "nothing was changed by the second call")
    return good and not changed


def ended(command: Command, wanted: int, folder: Path) -> bool:
    """Whether it ends with this exit status."""
    where = ROOT if command.text.startswith(IN_CHECKOUT) else folder
    environment = {**os.environ, "PATH": os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ["PATH"]])}
    start = time.monotonic()
    try:
        done = subprocess.run(["bash", "-c", command.text], cwd=where, env=environment, input=command.typed.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        print(f"still running after {SECONDS} s")
        return False
    good = done.returncode == wanted
    print(f"exit status {done.returncode}{'' if good else f', and it should be {wanted}'}, {time.monotonic() - start:.1f} s")
    return good


def contents(folder: Path) -> set[tuple[str, bytes]]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(folder / ".venv"))
    return {(path.relative_to(folder).as_posix(), path.read_bytes()) for path in found}


def why_not(command: Command, just_run: list[str]) -> str:
    """Why a command is not run here; empty where it is."""
    if command.text.startswith(LEFT_TO_THE_READER):
        return "left to the reader"
    plain = re.sub(r"^make ", "python3 make.py ", command.text.partition("#")[0].strip())
    return "has just been run" if plain in just_run else ""


def main(just_run: list[str]) -> int:
    found = list(commands((ROOT / "README.md").read_text(encoding="utf-8")))
    missing = [start for start in EXPECTED if not any(c.text.startswith(start) for c in found)]
    for start in missing:
        print(f"README.md: no ```sh fence has a command that starts with {start!r}")
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        (folder / ".venv").symlink_to(ROOT / ".venv")
        for command in found:
            if reason := why_not(command, just_run):
                print(f"\nREADME.md:{command.line}: {command.text} ({reason})")
            else:
                results.append(run(command, folder))
    bad = results.count(False) + len(missing)
    print(f"\n{results.count(True)} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
