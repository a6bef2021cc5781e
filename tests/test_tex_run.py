"""One TeX process, its log, and who shares a run: with programs that stand for TeX, so that none is needed."""

import os
import time
from pathlib import Path

import pytest

from commands import called, refused
from convexam.errors import BadInput
from convexam.sheets import latex_press, latex_slice, slices, tex_engines, tex_log, tex_run
from convexam.sheets.latex_press import Document, LatexPress, Tex, tried
from convexam.sheets.latex_production import problem_at
from convexam.sheets.records import Finished, State
from convexam.sheets.tex_engines import Engine
from exams import HEAD as HEAD_OF_EXAM
from exams import SIZE

HEAD = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'a TeX of the tests' && exit\n"
DONE = f"echo '{latex_slice.MARK} done' > main.log\n"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The only pdflatex on the PATH, which tests fill with what it does."""
    there = tmp_path / "bin"
    there.mkdir()
    monkeypatch.setenv("PATH", f"{there}{os.pathsep}{os.defpath}")
    return Engine("pdflatex", program(there, "pdflatex", DONE), "")


def program(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(HEAD + script, encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def ran(engine: Engine, folder: Path, script: str, seconds: float = 20) -> tex_run.Ran:
    program(Path(engine.path).parent, "pdflatex", script)
    latex_press.fresh(folder, {"main.tex": b""})
    return tex_run.run(engine, folder, seconds)


def test_it_sees_no_more_of_the_environment_than_it_needs(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXMFOUTPUT", "/")
    monkeypatch.setenv("SECRET", "x")
    printed = ran(engine, tmp_path / "work", "env").out
    assert {"openin_any=p", "openout_any=p", "MKTEXPK=0", "SOURCE_DATE_EPOCH=0"} <= set(printed.splitlines())
    assert "SECRET" not in printed
    assert "TEXMFOUTPUT" not in printed


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        pytest.param("cat; echo end", "end", id="nothing is typed for it"),
        pytest.param("ulimit -c", "0", id="it leaves no core"),
        pytest.param("ulimit -t", "26", id="its time is limited"),
        pytest.param("ulimit -v", str(tex_run.MEMORY["pdflatex"] // 1024), id="its memory is limited"),
        pytest.param('echo "$@"', "-no-shell-escape -interaction=batchmode -file-line-error main.tex", id="it starts no program"),
        pytest.param("stat -c %a .", "700", id="its folder is its own"),
    ],
)
def test_it_is_kept_within_limits(engine: Engine, tmp_path: Path, script: str, seen: str) -> None:
    assert ran(engine, tmp_path / "work", script).out.strip() == seen


@pytest.mark.parametrize("script", ["sleep 60", "trap '' INT; while :; do :; done"], ids=["it waits", "it hears nothing"])
def test_it_comes_to_an_end(engine: Engine, tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tex_run, "GRACE", 0.3)
    begun = time.monotonic()
    assert not ran(engine, tmp_path / "work", script, 0.5).in_time
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param("sleep 60", "came to no end", id="hangs"),
        pytest.param("echo 'no format file'; exit 1", "no format file", id="has no format"),
        pytest.param("exit 3", "exit status 3", id="says nothing"),
        pytest.param("echo './main.tex:7: LaTeX Error: File `xcolor.sty'\"'\"' not found.' > main.log", "xcolor.sty' not found. (line 7", id="lacks a package"),
        pytest.param("echo '!pdfTeX error: pdflatex (file ec-lmr10): Font ec-lmr10 at 600 not found' > main.log; exit 1", "ec-lmr10 at 600", id="lacks a font"),
    ],
)  # fmt: skip
def test_a_tex_that_does_not_work_is_told_in_one_line(
    engine: Engine, tmp_path: Path, script: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latex_press, "BEGIN", {"pdflatex": 0.5})
    program(Path(engine.path).parent, "pdflatex", script)
    with pytest.raises(BadInput) as refused:
        tried(Tex(engine), "", tmp_path / "work")
    assert said in str(refused.value)
    assert "convexam doctor" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_it_tells_which_characters_it_has(engine: Engine, tmp_path: Path) -> None:
    program(Path(engine.path).parent, "pdflatex", f"{DONE}echo '{latex_slice.MARK}-has 218' >> main.log")
    assert tried(Tex(engine), "", tmp_path / "work").printable == "\u0218"


def test_a_crash_is_nobody_elses_fault(engine: Engine, tmp_path: Path) -> None:
    """A TeX that dies without a word at one document, which is found by halves."""
    program(Path(engine.path).parent, "pdflatex", f"grep -q 'document{{d3}}' main.tex && kill -9 $$\n{DONE}")
    press = LatexPress(Tex(engine), "", tmp_path / "work", tmp_path / "logs")
    assert press._sought([Document(f"d{number}", "sheet", "") for number in range(7)], "run", tex_log.read("")) == 1
    assert {name: fault.words for name, fault in press._faults.items()} == {"d3": "TeX comes to no end, or breaks down"}


@pytest.mark.parametrize(
    ("script", "said"),
    [("kill -XFSZ $$", "File too large"), ("echo 'fwrite: No space left on device'; exit 1", "No space left on device")],
    ids=["a limit", "no space"],
)
def test_a_full_disk_is_no_students_fault(engine: Engine, tmp_path: Path, script: str, said: str) -> None:
    program(Path(engine.path).parent, "pdflatex", script)
    press = LatexPress(Tex(engine), "", tmp_path / "work", tmp_path / "logs")
    with pytest.raises(BadInput, match=rf"cannot be written \({said}\)"):
        press.press([Document("a", "sheet", ""), Document("b", "sheet", "")], "run")


def test_the_doctor_without_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = called("doctor")
    assert (done.status, done.err, done.out.count("not on this machine")) == (0, "", 2)
    assert done.out.count("To mend that: ") == 1


def test_the_doctor_with_half_a_tex(engine: Engine) -> None:
    program(Path(engine.path).parent, "kpsewhich", "[ $1 = lmodern.sty ] || echo /there\n")
    done = called("doctor")
    assert (done.status, done.err) == (1, "")
    assert f"{engine.path} is there, but lacks lmodern.sty" in done.out
    assert done.out.count("To mend that: ") == 1


@pytest.mark.parametrize(
    ("script", "said", "mends"),
    [
        ("exit 1", "a page cannot be made: pdflatex fails before the first sheet: exit status 1", False),
        ("sleep 60", "came to no end", False),
        ("echo 'cannot find the format file'; exit 1", "cannot find the format file", True),
    ],
    ids=["breaks down", "hangs", "lacks a format"],
)
def test_the_doctor_offers_an_installation_only_where_something_is_missing(
    engine: Engine, script: str, said: str, mends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latex_press, "BEGIN", {"pdflatex": 0.5, "lualatex": 0.5})
    there = Path(engine.path).parent
    program(there, "kpsewhich", "echo /there\n")
    for name in ("pdflatex", "lualatex"):
        program(there, name, script)
    done = called("doctor")
    assert (done.status, done.err, said in done.out, "install" in done.out) == (1, "", True, mends), done.out


def test_the_doctor_with_a_program_that_does_not_answer(engine: Engine) -> None:
    there = Path(engine.path).parent
    for name in ("pdflatex", "lualatex"):
        (there / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (there / name).chmod(0o700)
    done = called("doctor")
    assert (done.status, done.out.count("comes first in PATH"), "install" in done.out) == (1, 2, False), done.out


def test_templates_are_copied_once(tmp_path: Path) -> None:
    assert called("templates", "--copy", str(tmp_path / "ours")).status == 0
    there = sorted(path.name for path in (tmp_path / "ours").iterdir())
    assert there == [Path(line).name for line in called("templates").out.splitlines()]
    refused(["templates", "--copy", str(tmp_path / "ours")], "there is such a file already")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--tex-engine lualatex", "--tex-engine goes with --engine latex"),
        ("--keep-tex", "--keep-tex goes with --engine latex"),
        ("--templates ours", "--templates goes with --engine latex"),
    ],
)
def test_options_of_tex_alone(words: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "quick.toml").write_text(HEAD_OF_EXAM + SIZE, encoding="utf-8")
    refused(["exam", str(tmp_path / "quick.toml"), "-o", str(tmp_path / "out"), *words.split()], said)
    assert not list(tmp_path.glob("*.secret"))


def test_no_tex_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match=r"pdflatex is not on this machine.*convexam doctor"):
        tex_engines.wanted("pdflatex")


@pytest.mark.parametrize("system", tex_engines.MEND)
@pytest.mark.parametrize("name", tex_engines.ENGINES)
def test_one_command_mends_it(name: str, system: str) -> None:
    assert "\n" not in tex_engines.mend(name, system)
    assert "install" in tex_engines.mend(name, system) or "pacman -S" in tex_engines.mend(name, system)


M = latex_slice.MARK
LOGS = {
    "all is well": (f"{M} begin a 0\n{M} end a 2 0\n{M} done", {}),
    "an error with its line": (f"{M} begin a 0\n./a.tex:12: Undefined control sequence.\n{M} end a 2 0", {"a": ("Undefined control sequence.", 12)}),
    "its end without a line": (f"{M} begin a 0\n! Emergency stop.", {"a": ("Emergency stop.", 0)}),
    "it ends the run": (f"{M} begin a 0\n{M} end a 2 0\n{M} begin b 2", {"b": ("it ends the run", 0)}),
    "a line that comes later": (f"{M} begin a 0\n! Bad.\n./a.tex:3: Emergency stop.", {"a": ("Bad.", 3)}),
    "a macro": (f"{M} begin a 0\n{M} changed task\n{M} end a 2 0", {"a": (r"it changes \task for all who come after it", 0)}),
    "a group": (f"{M} begin a 0\n{M} open 1\n{M} end a 2 0", {"a": ("a group or an environment is left open", 0)}),
    "what follows is not judged": (f"{M} begin a 0\n{M} end a 1 0\n{M} begin b 1\n{M} end b 2 1\n{M} begin c 2\n./c.tex:1: x", {"b": ("its groups cannot be closed", 0)}),
    "a file of somebody else's": (f"{M} begin a 0\n/usr/x.sty:9: Bad.\n{M} end a 2 0", {"a": ("Bad.", 0)}),
}  # fmt: skip


@pytest.mark.parametrize(("log", "said"), LOGS.values(), ids=LOGS)
def test_the_log_names_who_it_was(log: str, said: dict[str, tuple[str, int]]) -> None:
    told = tex_log.read(log).told
    assert {one.name: tuple(tex_log.worst(one.said)) for one in told if one.said} == said


@pytest.mark.parametrize(
    ("line", "lacking"),
    [
        pytest.param("Missing character: There is no 李 (U+674E) in font LMRoman10", "李", id="lualatex"),
        pytest.param("Missing character: There is no È in font cmr10!", "È", id="pdflatex"),
        pytest.param("./a.tex:3: LaTeX Error: Unicode character Ω (U+03A9)", "Ω", id="not declared"),
    ],
)
def test_missing_characters_are_told(line: str, lacking: str) -> None:
    (told,) = tex_log.read(f"{M} begin a 0\n{line}\n{M} end a 1 0\n{M} done").told
    assert (list(told.lacking), told.said) == ([lacking], [])


BODY = r"head \problemhead{4}{1}{1. A}{} given \asks{1}{a}|x|\problemhead{4}{1}{2. B}{}|given|\asks{2}{a}|\heading{11}{1. A}|step".replace(
    "|", "\n"
)


@pytest.mark.parametrize(("line", "problem"), [(1, "1"), (2, "1"), (4, "2"), (5, "2"), (7, "1"), (0, ""), (99, "1")])
def test_a_line_belongs_to_a_problem(line: int, problem: str) -> None:
    assert problem_at(BODY, line) == problem


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (150, [150]), (151, [75, 76]), (400, [133, 133, 134])])
def test_slices_are_about_equally_long(count: int, sizes: list[int]) -> None:
    assert [len(one) for one in slices.cut([str(n) for n in range(count)])] == sizes


STATE = State("", {}, (), slices=(("a", "b"), ("c",)), sheets=(Finished("a", "1", (), ()), Finished("b", "1", (), ())))


@pytest.mark.parametrize(
    ("rows", "cut", "left"),
    [
        pytest.param({"a": "1", "b": "1", "c": "1"}, (("a", "b"), ("c",)), ["a", "b"], id="as before"),
        pytest.param({"a": "1", "b": "1", "c": "1", "d": "1"}, (("a", "b"), ("c",), ("d",)), ["a", "b"], id="late students"),
        pytest.param({"a": "2", "b": "1", "c": "1"}, (("b",), ("c",), ("a",)), ["b"], id="a changed row"),
        pytest.param({"a": "1", "b": "1"}, (("a", "b"),), ["a", "b"], id="somebody left"),
    ],
)
def test_a_slice_is_cut_once(rows: dict[str, str], cut: slices.Slices, left: list[str]) -> None:
    found = slices.pinned(STATE, rows)
    assert (found.slices, [one.code for one in found.sheets]) == (cut, left)
    assert slices.pinned(found, rows) == found
