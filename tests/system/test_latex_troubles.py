"""The LaTeX press in trouble: no room, no permission, a TeX that hangs, half a TeX. One line is said, and the next run makes what an undisturbed one makes."""

import os
import random
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from commands import called, command
from convexam.sheets import latex_press, tex_run
from convexam.sheets.latex_templates import PACKAGED
from exams import COUNT, HEAD, SIZE, files
from system.test_kills import killed, nobody_special, typed

pytestmark = pytest.mark.system

EXAM = "exam quick.toml --roster class.csv -o out --engine latex"
LUA = f"{EXAM} --tex-engine lualatex"
ROSTER = "id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(1, 6))
QUIET = ("note: PDFs of the LaTeX press", "5 sheets", "files for the whole class")  # what is no complaint


def begun(folder: Path) -> None:
    (folder / "quick.toml").write_text(HEAD + SIZE + COUNT, encoding="utf-8")
    (folder / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    (folder / "class.csv").write_text(ROSTER, encoding="utf-8")


Whole = Callable[[str], Path]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Undisturbed exams, by the command that makes them."""

    @cache
    def made(line: str) -> Path:
        folder = tmp_path_factory.mktemp("whole")
        begun(folder)
        assert typed(folder, line)[0] == 0
        return folder

    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begun(tmp_path)
    return tmp_path


def complaint(err: str) -> str:
    """The one line that is said."""
    (line,) = (line for line in err.splitlines() if not line.startswith(QUIET))
    return line


def used(folder: Path) -> int:
    """kB on a disk of pages of 4 kB."""
    return sum(-(-path.stat().st_size // 4096) * 4 for path in folder.rglob("*") if path.is_file())


def in_small_room(folder: Path, size: int, line: str) -> Sequence[str]:
    """The command with `out` on a disk of so many kB, and with more room once more; what it has made is left in `made`."""
    once = shlex.join(command(*shlex.split(line)))
    script = (
        f"mount -t tmpfs -o mode=700,size={size}k tmpfs out && {{ {once} 2> first; echo $? > status; }}"
        f" && mount -o remount,size=64m out && {once} 2> second && cp -r out made"
    )
    (folder / "out").mkdir(mode=0o700)
    user = [] if os.geteuid() == 0 else ["--map-root-user", "--user"]
    return ["unshare", *user, "--mount", "sh", "-c", script]


ROOMS = {EXAM: (3, 9, 19, 55, 107), LUA: (3, 15, 34, 70, 125)}  # per cent of what all takes, in the middle of where each place is met
PLACES = (r"\.json: ", "tex.work", "what TeX makes", r"\.pdf: ", "/all-|/marking")


@pytest.mark.parametrize("line", ROOMS, ids=["pdflatex", "lualatex"])
def test_a_full_disk(whole: Whole, line: str, tmp_path: Path) -> None:
    """It is full while documents are written, sources, what TeX makes of them, what is cut from that, and what is collated."""
    of = whole(line)
    room, said = used(of / "out"), list[str]()
    for share in ROOMS[line]:
        folder = tmp_path / str(share)
        folder.mkdir()
        begun(folder)
        done = subprocess.run(in_small_room(folder, room * share // 100, line), cwd=folder, capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        said.append(complaint((folder / "first").read_text()))
        assert (folder / "status").read_text() == "2\n"
        assert {one for one in (folder / "second").read_text().splitlines() if not one.startswith(QUIET)} == set()
        assert files(folder / "made") == files(of / "out")
    assert [one for one in said if "(No space left on device)" not in one] == []
    assert [place for place in PLACES if not any(re.search(place, one) for one in said)] == [], said


@pytest.mark.parametrize(("line", "times"), [(EXAM, 0), (EXAM, 1), (EXAM, 2), (LUA, 3)])
def test_an_exam_that_is_killed_goes_on(whole: Whole, folder: Path, line: str, times: int) -> None:
    """Five kills each, from the first moment to the last; nothing is left of them."""
    of = whole(line)
    begin = time.monotonic()
    assert typed(folder, line)[0] == 0
    took, moments = time.monotonic() - begin, random.Random(times)
    shutil.rmtree(folder / "out")
    for number in range(5):
        if not killed(folder, f"{line} --jobs {1 + (number + times) % 2}", moments.uniform(0.2, took)):
            shutil.rmtree(folder / "out")
    assert typed(folder, line)[0] == 0
    assert files(folder) == files(of)


@pytest.mark.parametrize("output", ["out", "new"])
def test_a_folder_in_which_nobody_may_write(whole: Whole, folder: Path, output: str) -> None:
    (folder / "out").mkdir()
    for closed in (folder / "out", folder):
        closed.chmod(0o500)
    status, err = typed(folder, EXAM.replace("-o out", f"-o {output}"), nobody_special)
    for closed in (folder, folder / "out"):
        closed.chmod(0o700)
    assert (status, complaint(err)) == (2, f"convexam: {output}: the folder of the exam cannot be made (Permission denied)")
    assert typed(folder, EXAM)[0] == 0
    assert files(folder) == files(whole(EXAM))


@pytest.mark.parametrize("there", [False, True])
def test_a_cache_in_which_nobody_may_write(folder: Path, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """LuaTeX needs it for its fonts."""
    cache = folder / "cache"
    (cache / "convexam" / "texmf-var").mkdir(parents=True) if there else cache.mkdir()
    closed = [cache, *cache.rglob("*")]
    for path in closed:
        path.chmod(0o500)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    status, err = typed(folder, LUA, nobody_special)
    for path in closed:
        path.chmod(0o700)
    assert (status, complaint(err)) == (
        2,
        f"convexam: {cache}/convexam/texmf-var: LuaTeX needs this folder for its fonts, and it cannot be written (Permission denied); "
        "set XDG_CACHE_HOME",
    )
    assert typed(folder, LUA)[0] == 0


REAL = shutil.which("pdflatex") or "pdflatex"
HALF = "TEXINPUTS=.:/usr/share/texlive/texmf-dist/tex//"  # without what is installed beside it


def wrapped(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pdflatex on the PATH."""
    (folder / "bin").mkdir()
    (folder / "bin" / "pdflatex").write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {REAL} --version\n{script}\n', encoding="utf-8")
    (folder / "bin" / "pdflatex").chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")


def undisturbed(folder: Path, whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command makes what it would have made, once TeX is mended and the department's templates are put away."""
    for name in ("bin", "ours", "out/tex"):  # logs of what went wrong stay until somebody has read them
        shutil.rmtree(folder / name, ignore_errors=True)
    monkeypatch.undo()
    assert typed(folder, EXAM)[0] == 0
    assert files(folder) == files(whole(EXAM))  # made only now, when nothing stands in its way


BROKEN = {
    "without a package": (f'exec env {HALF} {REAL} "$@"', "File `lmodern.sty' not found"),
    "without a font": (f'exec env T1FONTS=. {REAL} "$@"', "cannot open Type 1 font file"),
    "without a format": (f'exec env TEXFORMATS=. {REAL} "$@"', "pdflatex.fmt"),
    "killed": ("kill -9 $$", "fails before the first sheet: exit status -9"),
}


@pytest.mark.parametrize(("script", "said"), BROKEN.values(), ids=BROKEN)
def test_half_a_tex(whole: Whole, folder: Path, script: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped(folder, script, monkeypatch)
    status, err = typed(folder, EXAM)
    assert (status, err.count("\n"), said in err, "`convexam doctor`" in err) == (2, 1, True, True), err
    undisturbed(folder, whole, monkeypatch)


@pytest.mark.parametrize(
    ("more", "said"),
    [(r"\usepackage{nosuchpackage}", r"LaTeX Error: File `nosuchpackage.sty' not found\."), (r"\newcommand\ours{", r"\S.*")],
    ids=["a package that is missing", "a command that is not closed"],
)
def test_an_error_of_tex_in_a_template(whole: Whole, folder: Path, more: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own(folder, more)
    err = ""
    for _ in range(2):  # what is kept stands in nobody's way
        status, err = typed(folder, f"{EXAM} --templates ours")
        assert (status, err.count("\n"), "install" in err) == (2, 1, False), err
        start = r"convexam: 'ours': with these page templates pdflatex fails before the first sheet: "
        assert re.match(rf"{start}{said}( \(line \d+ of out/tex/preamble.tex\))? \(log: out/tex/preamble.log\)$", err), err
    assert more in (folder / "out" / "tex" / "preamble.tex").read_text(encoding="utf-8")
    assert (folder / "out").stat().st_mode & 0o77 == 0
    line = re.search(r"line (\d+) of", err)
    if line is not None:  # TeX has read the next line when it looks for a package
        assert more in (folder / "out" / "tex" / "preamble.tex").read_text(encoding="utf-8").splitlines()[int(line[1]) - 2 :][:2]
    assert "This is pdfTeX" in (folder / "out" / "tex" / "preamble.log").read_text(encoding="utf-8")
    undisturbed(folder, whole, monkeypatch)


def own(folder: Path, more: str) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "preamble.tex.j2").write_text(
        (PACKAGED / "preamble.tex.j2").read_text(encoding="utf-8") + more + "\n", encoding="utf-8"
    )


@pytest.mark.parametrize("hangs", [r"\def\x{\x}\x", "sleep 600"], ids=["a template", "a program"])
def test_a_tex_that_hangs_before_the_first_sheet(whole: Whole, folder: Path, hangs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(latex_press, "BEGIN", {"pdflatex": 4.0})
    if hangs.startswith("sleep"):
        wrapped(folder, hangs, monkeypatch)
    else:
        own(folder, hangs)
    done = called(*EXAM.split(), *(("--templates", "ours") if (folder / "ours").exists() else ()))
    assert (done.status, done.err.count("\n"), "came to no end" in done.err) == (2, 1, True), done.err
    undisturbed(folder, whole, monkeypatch)


def test_a_tex_that_hangs_later(whole: Whole, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for three times and no more; everybody is told of, and no work is left lying about."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tex_run, "GRACE", 0.3)
    wrapped(folder, f'[ -f asks.tex ] && exec {REAL} "$@"\necho run >> {folder}/bin/runs\nsleep 600', monkeypatch)
    monkeypatch.setattr(latex_press, "BEGIN", {"pdflatex": 3.0})
    monkeypatch.setattr(latex_press, "EACH", {"pdflatex": 0.0})
    done = called(*EXAM.split(), "--jobs", "1")
    faults = [line for line in done.err.splitlines() if line.startswith("error")]
    assert (done.status, len(faults)) == (1, 5), done.err
    assert all("no end" in line for line in faults), done.err
    assert ("0 sheets" in done.out, (folder / "bin" / "runs").read_text().count("run")) == (True, 3)
    undisturbed(folder, whole, monkeypatch)


def there(folder: Path, script: str, *programs: str) -> str:
    """A folder with these programs of TeX alone."""
    (folder / "bin").mkdir()
    for name in programs:
        (folder / "bin" / name).write_text(f'#!/bin/sh\nPATH={os.environ["PATH"]}\n{script} {shutil.which(name)} "$@"\n', encoding="utf-8")
        (folder / "bin" / name).chmod(0o700)
    return str(folder / "bin")


DOCTORS = {
    "nothing": ((), "exec", 0, "pdflatex, for --engine latex: not on this machine", " texlive-luatex"),
    "pdflatex": (("pdflatex", "kpsewhich"), "exec", 0, "latex --tex-engine lualatex: not on this machine", " texlive-luatex"),
    "pdflatex without its fonts": (
        ("pdflatex", "kpsewhich"),
        f"exec env {HALF} T1FONTS=.",
        1,
        "lacks lmodern.sty, lmr10.pfb",
        " texlive-luatex",
    ),
    "lualatex without its fonts": (
        ("lualatex", "kpsewhich"),
        f"exec env {HALF} OPENTYPEFONTS=.",
        1,
        "lacks lmroman10-regular.otf",
        " texlive-luatex",
    ),
    "all": (("pdflatex", "lualatex", "kpsewhich"), "exec", 0, "Everything is there.", ""),
}


@pytest.mark.parametrize(("programs", "script", "status", "said", "mends"), DOCTORS.values(), ids=DOCTORS)
def test_the_doctor(
    folder: Path, programs: Sequence[str], script: str, status: int, said: str, mends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine with nothing, half of it, and all."""
    monkeypatch.setenv("PATH", there(folder, script, *programs))
    done = called("doctor")
    assert (done.status, done.err, said in done.out) == (status, "", True), done.out
    commands = [line for line in done.out.splitlines() if line.startswith("To mend that: ")]
    assert [line.endswith(mends) for line in commands] == [True] * bool(mends)
