"""Everything that a checkout needs, with Python and nothing else: `python3 make.py demo`, `python3 make.py test`.

Can be read by Python 3.8, so that an old Python gets a sentence and not a syntax error. Lands in the wheel, so it does nothing when imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-by-make.json"  # what .venv was made from; a .venv without it is somebody else's
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # as in tests/browser.py
WHEELS = ("--only-binary=:all:", "--no-binary=pylatex", "--constraint", "constraints.txt")  # PyLaTeX is published as source only

HELP = """\
usage: python3 make.py COMMAND        (Windows: py make.py COMMAND; with make: make COMMAND)

  demo        an exam for a class of twenty into demo/, made-up submissions, and their gradebook
  test        the tests, five seeds of every family; what follows goes to pytest
  test-all    two hundred seeds, and the tests that need system programs (poppler, Chromium, axe-core)
  oracle      the reference network against PyTorch, where it is installed in .venv
  lint        ruff, its format, and the types
  types       the types alone
  format      lays out the code as ruff does
  docs        makes docs/, examples/json/ and what README.md shows from the code; docs --check only compares
  bench       the benchmarks; a name runs one of them
  clean       removes .venv and whatever else was made here

examples:
  python3 make.py demo
  python3 make.py test
  python3 make.py test tests/test_rooms.py -k arrows

Packages go into .venv, beside this file: made once, renewed when pyproject.toml or constraints.txt change."""

DEMO = ("midterm.toml", "class.csv", "midterm.secret", ".gitignore", "out", "submissions", "results")  # what the demo makes in demo/


class Failed(Exception):
    """A sentence for the person at the keyboard, and the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def demo(_more: list[str]) -> int:
    prepare()
    remove_demo()
    (ROOT / "demo").mkdir(exist_ok=True)
    return run([str(PYTHON), "-P", "-m", "convexam.examples.demo", str(ROOT / "demo")])


def remove_demo() -> None:
    """What an earlier demo has made, and nothing else that lies there."""
    for path in (ROOT / "demo" / name for name in DEMO):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        else:
            path.unlink(missing_ok=True)


def test(more: list[str]) -> int:
    prepare("test")
    return pytest("--ignore=tests/system", *more, seeds=5)


def test_all(more: list[str]) -> int:
    if shutil.which("pdftotext") is None:
        raise Failed("test-all needs poppler's pdftotext: apt install poppler-utils, or brew install poppler")
    if not any(map(shutil.which, BROWSERS)):
        raise Failed("test-all needs Chromium: apt install chromium, or brew install --cask chromium")
    prepare("test")
    if not (VENV / "node_modules" / "axe-core").exists():
        raise Failed("test-all needs axe-core: npm install --prefix .venv axe-core")
    return pytest(*more, seeds=200)


def oracle(more: list[str]) -> int:
    prepare("test")
    if run([str(PYTHON), "-P", "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"]):
        raise Failed(f"oracle needs PyTorch: {PYTHON.relative_to(ROOT)} -m pip install torch, then once more")
    return pytest("tests/pytorch", *more, seeds=5)


def pytest(*arguments: str, seeds: int) -> int:
    # -P: without it the checkout itself is searched, and `import cnn` works as a second copy of convexam.cnn
    workers = ("-n", "auto", "--dist", "loadgroup")  # as many as processors; what shares drawn problems shares a worker
    return run([str(PYTHON), "-P", "-m", "pytest", *workers, *arguments], CONVEXAM_SEEDS=str(seeds))


def lint(_more: list[str]) -> int:
    prepare("lint", "test")
    statuses = [run([program("ruff"), "check", "."]), run([program("ruff"), "format", "--check", "."]), pyright()]
    return max(statuses)


def types(_more: list[str]) -> int:
    prepare("lint", "test")
    return pyright()


def layout(_more: list[str]) -> int:
    prepare("lint", "test")
    return run([program("ruff"), "format", "."])


def pyright() -> int:
    """The checker looks for packages by folder name, and the checkout may be called anything: .names/convexam is the checkout."""
    link = ROOT / ".names" / "convexam"
    link.parent.mkdir(exist_ok=True)
    if not link.exists():
        link_folder(link)
    checker = [program("basedpyright"), "--warnings", "--pythonpath", str(PYTHON)]
    hidden = [str(path) for path in sorted(ROOT.glob(".ci/*.py"))]  # by name: it passes over folders with a dot
    return max(checked(checker), checked([*checker, *hidden]))


def checked(command: list[str]) -> int:
    done = subprocess.run(command, cwd=str(ROOT), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode("utf-8", "replace").strip()
    say(said)
    return 1 if "No source files found" in said else done.returncode  # it calls that a success


def link_folder(link: Path) -> None:
    try:
        link.symlink_to("..", target_is_directory=True)
    except OSError:
        if sys.platform != "win32":
            raise
        import _winapi  # Windows wants a privilege for a symbolic link, and none for a junction

        _winapi.CreateJunction(str(ROOT), str(link))


def docs(more: list[str]) -> int:
    prepare()
    return run([str(PYTHON), "-P", "-m", "convexam.docs.making", *more])


def bench(more: list[str]) -> int:
    scripts = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if not more or path.stem in more]
    if not scripts:
        raise Failed(f"no benchmark {' '.join(more)} in benchmarks/".replace("  ", " "), 2)
    prepare("test")
    return max([run([str(PYTHON), str(path)]) for path in scripts])


def clean(_more: list[str]) -> int:
    """Removes what this file and the tools make, and nothing else: not a .venv of somebody's own, not other files in demo/."""
    link = ROOT / ".names" / "convexam"
    if link.is_symlink():
        link.unlink()
    elif link.exists():
        link.rmdir()  # a junction: goes without what it shows
    remove_demo()
    for folder in (ROOT / ".names", ROOT / "demo"):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    caches = [folder for above in ("", "[!.]*/", "[!.]*/*/") for folder in ROOT.glob(above + "__pycache__")]
    made = [ROOT / name for name in ("build", "dist", "convexam.egg-info", ".pytest_cache", ".ruff_cache", ".hypothesis")]
    for folder in [*made, *caches, *([VENV] if STAMP.exists() else [])]:
        if folder.is_dir():
            shutil.rmtree(str(folder))
    return 0


def prepare(*extras: str) -> None:
    """Makes .venv where there is none for this Python, and installs where something else is asked for than is there."""
    identity = [sys.version, sys.base_prefix, str(ROOT)]  # the folder too: a copied .venv runs the checkout that it comes from
    stamp = read_stamp()
    if stamp.get("python") != identity or not PYTHON.exists():
        make_venv()
        stamp = {"python": identity}
    wanted = sorted({*extras, *stamp.get("extras", [])})
    files = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))).hexdigest()
    if stamp.get("files") == files and stamp.get("extras") == wanted:
        return
    STAMP.write_text(json.dumps({"python": identity}), encoding="utf-8")  # killed from here on, it installs again next time
    install(wanted)
    STAMP.write_text(json.dumps({"python": identity, "files": files, "extras": wanted}, indent=1), encoding="utf-8")


def read_stamp() -> dict[str, Any]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # none, or half-written: as if nothing were known


def make_venv() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise Failed(f"this Python has no venv: on Debian or Ubuntu, apt install python3.{sys.version_info[1]}-venv")
    if VENV.exists():
        if not STAMP.exists():
            raise Failed(f"{VENV} was not made by make.py: move it away, or work in it (pip install -e '.[test]')")
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    STAMP.write_text("{}", encoding="utf-8")  # first of all, so that a .venv left half-made is known as ours
    step("making .venv", [sys.executable, "-m", "venv", str(VENV)])


def install(extras: list[str]) -> None:
    """Without build isolation, so that setuptools too is the version of constraints.txt."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--progress-bar=off", *WHEELS]
    step("installing setuptools", [*pip, "setuptools"])
    what = f".[{','.join(extras)}]" if extras else "."
    step(f"installing convexam as {what} with all that it needs", [*pip, "--no-build-isolation", "--editable", what])


def step(what: str, command: list[str]) -> None:
    """Runs something quietly: one line and its time, or the last lines of what it said."""
    start = time.monotonic()
    sys.stdout.write(f"{what} ... ")
    sys.stdout.flush()
    pipe = subprocess.PIPE
    done = subprocess.run(command, cwd=str(ROOT), env=environment(), stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT)
    say(f"{time.monotonic() - start:.0f} s")
    if done.returncode:
        last = done.stdout.decode("utf-8", "replace").strip().splitlines()[-15:]
        raise Failed("\n".join([*last, f"make.py: {what} failed (exit status {done.returncode})"]))


def run(command: list[str], **more: str) -> int:
    return subprocess.run(command, cwd=str(ROOT), env={**environment(), **more}).returncode


def program(name: str) -> str:
    return str(PROGRAMS / (name + ".exe" if os.name == "nt" else name))


def environment() -> dict[str, str]:
    """That of the caller, without what would lead Python or pip out of .venv."""
    leads_away = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    kept = {name: value for name, value in os.environ.items() if name not in leads_away}
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(VENV), "PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def say(text: str) -> None:
    print(text, flush=True)  # at once: what the commands print goes past this program's buffer


COMMANDS = {
    "demo": demo, "test": test, "test-all": test_all, "oracle": oracle, "lint": lint, "types": types, "format": layout,
    "docs": docs, "bench": bench, "clean": clean,
}  # fmt: skip
TAKE_MORE = ("test", "test-all", "oracle", "docs", "bench")


def main(arguments: list[str]) -> int:
    name, more = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("", "help", "-h", "--help") or (name in COMMANDS and name not in TAKE_MORE and more in (["-h"], ["--help"])):
        say(HELP)
        return 0 if name else 2
    if name not in COMMANDS:
        raise Failed(f"make.py: there is no command {name[:60]!r}; there are {', '.join(COMMANDS)}", 2)
    if more and name not in TAKE_MORE:
        raise Failed(f"make.py: {name} takes nothing more, and there is {more[0][:60]!r}", 2)
    if sys.version_info[:2] < OLDEST:
        seen = ".".join(map(str, sys.version_info[:3]))
        raise Failed(f"make.py: convexam needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is {seen} ({sys.executable})", 2)
    return COMMANDS[name](more)


def guarded(arguments: list[str]) -> int:
    """As `main`; what goes wrong is a line, not a traceback."""
    try:
        return main(arguments)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return failed.status
    except OSError as error:
        print(f"make.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make.py: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
