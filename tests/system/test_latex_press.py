"""The LaTeX press with a real TeX: whatever one student's page does, nobody else's changes; and nothing is read or run besides."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from commands import called
from convexam.sheets import latex_press
from convexam.sheets.latex_press import Document, LatexPress, Pressed, Tex, tried
from convexam.sheets.tex_engines import ENGINES, wanted
from exams import COUNT, HEAD, SIZE, files
from system.test_kills import typed

pytestmark = pytest.mark.system

EXAM = "exam quick.toml --roster class.csv -o out --engine latex"
ROSTER = "id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(1, 10))
STUDENT = "<% if student and '4' in student.name %>"  # in a template: one of nine
PREAMBLE = {
    "pdflatex": r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}" "\n",
    "lualatex": r"\documentclass{article}\usepackage{fontspec}" "\n",
}
MACROS = r"\newcommand\task[1]{\section*{Task #1}}\newlength\cell\setlength\cell{7mm}" "\n"

DAMAGE = {  # what stands on line 2 of one document of nine: what is said of it, and on which line
    "an undefined command": (r"\nosuch", "Undefined control sequence", 2),
    "an open brace": ("{", "is left open", 0),
    "an extra brace": ("}", "Extra }", 2),
    "a dollar": ("$", "Missing $", 3),
    "a paragraph in an argument": ("\\textbf{a\n\nb}", "Paragraph ended", 4),
    "the end of the document": (r"\end{document}", r"\end{document} stands inside", 2),
    "a stray end": (r"\end{itemize}", "ended by", 2),
    "an open environment": (r"\begin{quote}", "is left open", 0),
    "a box that stays open": (r"\setbox0\hbox{\vbox{", "is left open", 0),
    "a formula that stays open": (r"$\left(", "Missing", 3),
    "a condition that stays open": (r"\iffalse", "Incomplete", 2),
    "more groups closed than opened": (r"\endgroup", "has not opened", 0),
    "another meaning of characters": (r"\catcode`\\=12 ", "catcodes of characters", 0),
    "the same for all": (r"\global\catcode`\%=12 ", "catcodes of characters", 0),
    "another meaning of a digit": (r"\global\mathcode`\3=`7 ", "mathcodes of characters", 0),
    "a hook of LaTeX's": (r"\AddToHook{shipout/foreground}{EVIL}", "shipout/foreground", 0),
    "what ships pages": (r"\global\output={\shipout\vbox{EVIL}}", "Output routine", 3),
    "no such file": (r"\input{nosuch}", "nosuch.tex' not found", 2),
    "a forbidden file": (r"\input{/etc/passwd}", "not found", 2),
    "a forbidden place": (r"\newwrite\x\immediate\openout\x=../evil.txt ", "can't write", 2),
    "one of our macros": (r"\gdef\task#1{Broken}", r"changes \task", 0),
    "the end of the run": (r"\csname @@end\endcsname", "ends the run", 0),
    "no end": (r"\def\x{\x}\x", "comes to no end", 2),
    "no memory": (r"\def\x#1{\x{#1#1}}\x{aaaa}", "", 2),
}
HARMLESS = {
    "a length": r"\global\cell=99mm ",
    "the width of lines": r"\global\hsize=5cm \global\textwidth=5cm ",
    "the height of pages": r"\global\textheight=5cm \global\vsize=5cm ",
    "the size of the paper": r"\ifdefined\pagewidth\global\pagewidth=5cm \else\global\pdfpagewidth=5cm \fi",
    "edges": r"\global\oddsidemargin=5cm \global\leftskip=5cm \global\hoffset=5cm ",
    "what stands before each paragraph": r"\global\everypar={EVIL}",
    "what stands in each formula": r"\global\everymath={9}",
    "what stands in each box": r"\global\everyvbox={E}",
    "the measures of a font": r"\fontdimen2\font=30pt ",
    "the sign of commands": r"\global\escapechar=`\!",
    "a counter": r"\setcounter{page}{7}",
    "a local macro": r"\def\task#1{x}",
}
READS = {  # nothing of these may ever stand in a PDF
    "input": r"\input{/etc/passwd}",
    "openin": r"\newread\x\openin\x=/etc/passwd \read\x to\y \y",
    "a pipe": r"\input{|id}",
    "a program": r"\immediate\write18{id>evil}\input{evil}",
    "an object of the PDF": r"\immediate\pdfobj stream file {/etc/passwd}\pdfrefobj\pdflastobj",
    "an object of LuaTeX's PDF": r"\immediate\pdfextension obj stream file {/etc/passwd}\pdfextension refobj \pdffeedback lastobj ",
    "a hidden object": r"\pdfprimitive\pdfobj stream file {/etc/passwd}",
    "a dump": r"\pdffiledump offset 0 length 99 {/etc/passwd}",
    "Lua": r"\directlua{os.execute('id > evil')tex.print(io.open('/etc/passwd'):read('a'))}",
    "later Lua": r"\latelua{os.execute('id > evil')}",
    "hidden Lua": r"\primitive\directlua{tex.print(io.open('/etc/passwd'):read('a'))}",
    "Lua of LaTeX's": r"\csname tex_directlua:D\endcsname{tex.print(io.open('/etc/passwd'):read('a'))}",
    "Lua of expl3's": r"\ExplSyntaxOn\lua_now:e{tex.print(io.open('/etc/passwd'):read('a'))}\ExplSyntaxOff",
}


class Press:
    """One engine with nine small documents."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.preamble = PREAMBLE[engine] + MACROS
        self.tex = tried(Tex(wanted(engine)), self.preamble, folder / "work")
        self.folder = folder

    def press(self, damage: str = "") -> dict[str, Pressed]:
        documents = [Document(f"d{number}", "sheet", body(number, damage if number == 4 else "")) for number in range(1, 10)]
        return LatexPress(self.tex, self.preamble, self.folder / "work", self.folder / "logs").press(documents, "run")


@pytest.fixture(params=ENGINES, scope="module")
def press(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def undisturbed(press: Press) -> dict[str, str]:
    return {name: text(one.pdf) for name, one in press.press().items()}


def body(number: int, damage: str) -> str:
    """Two pages, but for the third student."""
    pages = "" if number == 3 else r"\newpage"
    return f"Student {number}, \\the\\cell, $3$, page \\thepage{{}} of \\sheetpages\n{damage}\n{pages} 100\\%\n\\task{{{number * 7}}}\n"


def text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60).stdout.decode()


def test_each_has_its_own_pages(undisturbed: dict[str, str]) -> None:
    assert " ".join(undisturbed["d2"].split()) == "Student 2, 19.91692pt, 3, page 1 of 2 1 100% Task 14 2"
    assert " ".join(undisturbed["d3"].split()) == "Student 3, 19.91692pt, 3, page 1 of 1 100% Task 21 1"


@pytest.mark.parametrize(("damage", "said", "line"), DAMAGE.values(), ids=DAMAGE)
def test_damage_stays_where_it_is(
    press: Press, undisturbed: dict[str, str], damage: str, said: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = 1.0 if said == "comes to no end" else 10.0  # all others end by themselves, a busy machine or not
    monkeypatch.setattr(latex_press, "BEGIN", {"pdflatex": 6.0 * patient, "lualatex": 15.0 * patient})
    pressed = press.press(damage)
    fault = pressed.pop("d4").fault
    assert fault is not None
    assert (said in fault.words, fault.line) == (True, line), fault
    assert Path(fault.log).is_file()
    assert {name: text(one.pdf) for name, one in pressed.items()} == {name: said for name, said in undisturbed.items() if name != "d4"}


@pytest.mark.parametrize("damage", HARMLESS.values(), ids=HARMLESS)
def test_what_is_put_back_is_no_damage(press: Press, undisturbed: dict[str, str], damage: str) -> None:
    pressed = {name: text(one.pdf) for name, one in press.press(damage).items()}
    assert {name for name in pressed if pressed[name] != undisturbed[name]} <= {"d4"}


COLOURS = {
    "pushed": r"\ifdefined\pdfextension\pdfextension colorstack 0 push{1 0 0 rg}\else\pdfcolorstack0 push{1 0 0 rg}\fi",
    "in a box": r"\setbox0\vbox{\color{red}red}\unvbox0 ",
}


@pytest.mark.parametrize("damage", COLOURS.values(), ids=COLOURS)
def test_a_colour_that_is_left_on_ends_with_the_document(press: Press, damage: str) -> None:
    documents = [Document(f"d{number}", "sheet", body(number, damage if number == 4 else "")) for number in (4, 5)]
    folder, head = press.folder, press.preamble + r"\usepackage{xcolor}" "\n"
    pressed = LatexPress(press.tex, head, folder / "work", folder / "logs").press(documents, "run")
    assert red(pressed["d4"].pdf)
    assert not red(pressed["d5"].pdf)


def red(pdf: bytes) -> bool:
    """Whether anything on its two pages is not grey."""
    found = False
    for page in "12":
        words = ["pdftoppm", "-r", "30", "-f", page, "-l", page, "-"]
        pixels = subprocess.run(words, input=pdf, capture_output=True, check=True, timeout=60).stdout.split(b"\n", 3)[3]
        found |= pixels[::3] != pixels[1::3]
    return found


@pytest.mark.parametrize("damage", READS.values(), ids=READS)
def test_nothing_is_read_or_run(press: Press, damage: str) -> None:
    pressed = press.press(damage)
    assert all(one.pdf for name, one in pressed.items() if name != "d4")
    assert b"root:" not in unpacked(pressed["d4"].pdf) + unpacked((press.folder / "work" / "main.pdf").read_bytes())
    assert "root:" not in text(pressed["d4"].pdf or pressed["d1"].pdf)
    assert not list(press.folder.rglob("evil*"))


def unpacked(pdf: bytes) -> bytes:
    """All streams of a PDF."""
    from io import BytesIO

    from pikepdf import Pdf, Stream

    if not pdf:
        return b""
    with Pdf.open(BytesIO(pdf)) as whole:
        return b"".join(one.read_bytes() for one in whole.objects if isinstance(one, Stream))


def test_a_character_that_no_font_has(press: Press) -> None:
    assert press.press("\u674e")["d4"].lacking == ("\u674e",)


def test_equal_bytes(press: Press, tmp_path: Path) -> None:
    other = Press(press.tex.engine.name, tmp_path / "else where")
    assert other.press() == press.press()


# ---- whole exams ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed exam."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "quick.toml").write_text(HEAD + SIZE + COUNT, encoding="utf-8")
    (folder / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    (folder / "class.csv").write_text(ROSTER, encoding="utf-8")
    assert typed(folder, EXAM)[0] == 0
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy without what was made, in which commands are typed."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: text(path.read_bytes()) for path in (folder / "out" / "sheets").glob("*.pdf")}


def own_templates(folder: Path, name: str, old: str, new: str) -> None:
    """A template of one's own, with one line edited."""
    source = (latex_templates() / name).read_text(encoding="utf-8")
    assert old in source
    (folder / "ours").mkdir()
    (folder / "ours" / name).write_text(source.replace(old, new, 1), encoding="utf-8")


def latex_templates() -> Path:
    return Path(called("templates").out.splitlines()[0]).parent


def test_it_says_once_that_these_files_are_not_tagged(folder: Path) -> None:
    done = called(*EXAM.split())
    assert (done.status, done.err.count("not tagged")) == (0, 1)
    assert "not tagged" not in called(*EXAM.split()).err


def test_late_students_do_not_move_the_others(whole: Path, folder: Path) -> None:
    shutil.copytree(whole / "out", folder / "out")
    (folder / "class.csv").write_text(f"{ROSTER}s99,Late\n", encoding="utf-8")
    assert called(*EXAM.split()).status == 0
    before, now = files(whole / "out"), files(folder / "out")
    assert {name for name in before if "/" in name and now[name] != before[name]} == set()
    assert len(list((folder / "out" / "sheets").glob("*.pdf"))) == 10


def test_damage_in_a_template_is_told_with_student_problem_and_line(whole: Path, folder: Path) -> None:
    own_templates(folder, "part.tex.j2", r"\end{asked}", STUDENT + r"\nosuch<% endif %>" + "\n\\end{asked}")
    done = called(*EXAM.split(), "--templates", "ours")
    assert done.status == 1
    (line,) = (line for line in done.err.splitlines() if line.startswith("error"))
    assert re.search(r"student 's4': sheet, problem 1, line \d+: Undefined control sequence \(log: out/tex/.*\.log\)", line)
    before, now = texts(whole), texts(folder)
    assert len(now) == 8
    assert now == {code: said for code, said in before.items() if code in now}
    shutil.rmtree(folder / "ours")
    assert called(*EXAM.split()).status == 0
    assert texts(folder) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        pytest.param("head.tex.j2", "<% if institution %>", "<% if institution", "head.tex.j2, line", id="an error of Jinja's"),
        pytest.param("part.tex.j2", "<< part.prompt >>", "<< part.promt >>", "part.tex.j2, line", id="a value that is not there"),
        pytest.param("sheet.tex.j2", '<% include "problem.tex.j2" %>', "", "is not printed", id="no parts"),
        pytest.param("macros.tex.j2", r"\newcommand\size[1]", r"\newcomand\size[1]", "Undefined control sequence. (line", id="an error of TeX's"),
    ],
)  # fmt: skip
def test_templates_that_cannot_be_used(folder: Path, name: str, old: str, new: str, said: str) -> None:
    own_templates(folder, name, old, new)
    done = called(*EXAM.split(), "--templates", "ours")
    assert (done.status, said in done.err.splitlines()[-1]) == (2, True), done.err


def test_names_of_all_scripts(folder: Path) -> None:
    """What TeX's fonts lack is printed by the other press; what is printed can be copied as it was typed."""
    names = ("Ștefan Đặng", "Țăran -- <<a>> ``b''", "Ω Omega", "_ & % # { } $ ~ ^ < > | \\ `", "\\input{/etc/passwd}", "Ştefan Öztürk")
    (folder / "class.csv").write_text("id,name\n" + "".join(f's{n},"{name}"\n' for n, name in enumerate(names)), encoding="utf-8")
    done = called(*EXAM.split())
    assert (done.status, "s0 (ặ), s2 (Ω)" in done.err) == (0, True), done.err
    found = "\n".join(texts(folder).values())
    assert [name for name in names if name not in found] == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param("exit 1", "does not answer", id="broken"),
        pytest.param("echo 'a TeX'; [ $1 = --version ] || exit 1", "fails before the first sheet", id="fails"),
    ],
)
def test_a_tex_that_does_not_work(folder: Path, script: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bin").mkdir()
    (folder / "bin" / "pdflatex").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "bin" / "pdflatex").chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    done = called(*EXAM.split())
    assert (done.status, done.err.count("\n"), said in done.err) == (2, 1, True), done.err
    assert called("doctor").status == 1


def test_a_font_that_is_not_there_is_never_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of the department that asks for a font without an outline; `mktexpk` would be asked, and is broken here."""
    (folder / "bin").mkdir()
    (folder / "bin" / "mktexpk").write_text("#!/bin/sh\ntouch made\nexec sleep 60\n", encoding="utf-8")
    (folder / "bin" / "mktexpk").chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    own_templates(folder, "sheet.tex.j2", r"\begin{sheet}", STUDENT + r"\font\odd=ecbi1095 {\odd odd}<% endif %>\begin{sheet}")
    done = called(*EXAM.split(), "--templates", "ours")
    assert (done.status, "student 's4'" in done.err, list(folder.rglob("made"))) == (1, True, []), done.err
