"""The pages of both presses are the same: each part starts on the same page, and all numbers stand in the same order."""

import re
import shutil
import subprocess
import unicodedata
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from convexam.exercises.documents import plain
from convexam.exercises.family import families
from convexam.sheets import marking
from convexam.sheets.exam_page import Look, exam_page
from convexam.sheets.latex_marking import latex_marking, marking_preamble
from convexam.sheets.latex_page import figures, latex_page, latex_source, preamble
from convexam.sheets.marking_page import marking_page
from convexam.sheets.records import Sheet, SheetKey, Student
from convexam.sheets.typst_press import TypstPress
from convexam.text.formula_latex import latex
from convexam.text.formula_reader import read_formula
from test_families import documents
from test_formula import SOURCES

pytestmark = pytest.mark.system

ENGINES = ("pdflatex", "lualatex")
LEVELS = {f"{one.name}-{level}": ((one.name, level),) for one in families() for level in one.levels}
TEN = tuple((one.name, 2) for one in families())[:10]
EXAMS = LEVELS | {"ten-problems": TEN}
ANA = Student("s105", "Ana Țăran-Wilhelmina", seat="14", group="B2")
PRESS = TypstPress()


def made(problems: tuple[tuple[str, int], ...]) -> tuple[Sheet, SheetKey]:
    """An exam of these families, numbered in their order."""
    found = [documents(name, level, 2) for name, level in problems]
    numbered = tuple(
        msgspec.structs.replace(
            problem,
            code=None,
            parts=tuple(msgspec.structs.replace(part, label=re.sub(r"^\d+", str(number), part.label)) for part in problem.parts),
        )
        for number, (problem, _) in enumerate(found, 1)
    )
    total = sum(Fraction(part.points) for problem in numbered for part in problem.parts)
    sheet = Sheet("1", "7Q4K-9M2X-1PA3", "midterm", "Midterm", plain(total), numbered, "00", course="Networks", date="12 May 2026")
    return sheet, SheetKey("1", sheet.code, "midterm", tuple(key for _, key in found), "00")


def run(engine: str, folder: Path, source: str) -> Path:
    """One run of TeX without any complaint."""
    (folder / "main.tex").write_text(source, encoding="utf-8")
    words = [shutil.which(engine) or engine, "-interaction=batchmode", "-file-line-error", "-no-shell-escape", "main.tex"]
    done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
    log = (folder / "main.log").read_text(encoding="utf-8", errors="replace")
    complaints = [line for line in log.splitlines() if line.startswith(("!", "./", "Missing character"))]
    assert (done.returncode, complaints) == (0, [])
    return folder / "main.pdf"


def pages(pdf: Path) -> list[str]:
    """The text of each page in the order in which it was drawn, without the foot, and with one kind of minus."""
    raw = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, timeout=120, check=True).stdout.decode()
    text = unicodedata.normalize("NFKC", raw).translate({0x2212: "-", 0x2010: "-"})
    return [re.sub(r"page \d+ of \S+", "", page) for page in text.split("\f")[:-1]]


def numbers(document: list[str]) -> list[str]:
    return re.findall(r"-?\d+(?:\.\d+)?", "\n".join(document))


def starts(document: list[str]) -> list[list[str]]:
    """On each page the headings, labels and hints that begin there."""
    return [sorted(re.findall(r"\([a-z]\)|^\d+\. [A-Z]|Marking hints|^Solution", page, re.MULTILINE)) for page in document]


class Both:
    """All documents through both presses: the pages of each by its name."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.typst: dict[str, list[str]] = {}
        inputs: list[str] = []
        for name, problems in EXAMS.items():
            sheet, key = made(problems)
            for file, data in figures(sheet.problems, key.problems).items():
                (folder / file).write_bytes(data)
            for what, of, student in (("sheet", None, ANA), ("key", key, None)):
                pdf = folder / "typst.pdf"
                pdf.write_bytes(PRESS.press(exam_page(sheet, of, student)).pdf)
                self.typst[f"{name}-{what}"] = pages(pdf)
                (folder / f"{name}-{what}.tex").write_text(latex_page(sheet, of, student), encoding="utf-8")
                inputs.append(rf"\typeout{{@@{name}-{what} \the\pagesbefore}}\input{{{name}-{what}}}")
        counted = r"\newcount\pagesbefore\AddToHook{shipout/before}{\global\advance\pagesbefore1 }"
        source = [
            preamble(Look(), "en", engine),
            counted,
            r"\begin{document}",
            *inputs,
            r"\typeout{@@end \the\pagesbefore}\end{document}",
            "",
        ]
        every = pages(run(engine, folder, "\n".join(source)))
        told = re.findall(r"^@@(\S+) (\d+)$", (folder / "main.log").read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        self.latex = {name: every[int(first) : int(last)] for (name, first), (_, last) in pairwise(told)}


@pytest.fixture(params=ENGINES, scope="module")
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return Both(request.param, tmp_path_factory.mktemp(request.param))


@pytest.mark.parametrize("what", ["sheet", "key"])
@pytest.mark.parametrize("name", EXAMS)
def test_each_part_starts_on_the_same_page(both: Both, name: str, what: str) -> None:
    assert starts(both.latex[f"{name}-{what}"]) == starts(both.typst[f"{name}-{what}"])


@pytest.mark.parametrize("what", ["sheet", "key"])
@pytest.mark.parametrize("name", EXAMS)
def test_the_same_numbers_in_the_same_order(both: Both, name: str, what: str) -> None:
    assert numbers(both.latex[f"{name}-{what}"]) == numbers(both.typst[f"{name}-{what}"])


LOOKS = {
    "large print": (Look(large=True), msgspec.structs.replace(ANA, large=True)),
    "letter": (Look(paper="us-letter", formula_sheet=True), ANA),
    "no space": (Look(answer_space="none"), None),
}


@pytest.mark.parametrize(("look", "student"), LOOKS.values(), ids=LOOKS)
def test_other_looks(look: Look, student: Student | None, tmp_path: Path) -> None:
    sheet, _ = made(TEN)
    for file, data in figures(sheet.problems).items():
        (tmp_path / file).write_bytes(data)
    body = latex_page(sheet, None, student, look)
    printed = pages(run("pdflatex", tmp_path, f"{preamble(look, 'en', 'pdflatex')}\\begin{{document}}\n{body}\\end{{document}}\n"))
    (tmp_path / "typst.pdf").write_bytes(PRESS.press(exam_page(sheet, None, student, look)).pdf)
    assert starts(printed) == starts(pages(tmp_path / "typst.pdf"))


NAMES = {
    "accents": "Đorđe Țăran-Wilhelmina",
    "signs of TeX": 'O\'Neil "x" `y` -- <<a>> #1 $2 %3 ~^_|{}\\ ?`',
    "smaller": "Ana-Maria Wilhelmina Țăran of the House of Somebody",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_copied_as_it_was_typed(name: str, engine: str, tmp_path: Path) -> None:
    body = latex_page(made(TEN[:1])[0], None, Student("s1", name), Look())
    text = pages(run(engine, tmp_path, f"{preamble(Look(), 'en', engine)}\\begin{{document}}\n{body}\\end{{document}}\n"))[0]
    assert name in text


@pytest.mark.parametrize("engine", ENGINES)
def test_every_formula_compiles(engine: str, tmp_path: Path) -> None:
    shown = "\n".join(rf"\para{{$ {latex(read_formula(source))}$}}\display{{{latex(read_formula(source))}}}" for source in SOURCES)
    run(engine, tmp_path, f"{preamble(Look(), 'en', engine)}\\begin{{document}}\\normalsize\n{shown}\n\\end{{document}}\n")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_marking_table_compiles(engine: str, tmp_path: Path) -> None:
    page = marking_page(marking.table([marking.marked(*made(TEN[:3]))]))
    source = f"{marking_preamble(page)}\\begin{{document}}\n{latex_marking(page)}\\end{{document}}\n"
    (text,) = pages(run(engine, tmp_path, source))
    assert "7Q4K-9M2X-1PA3" in text


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["relu", "cnn-layers"])
def test_a_source_compiles_by_itself(name: str, engine: str, tmp_path: Path) -> None:
    problem, key = documents(name, 2, 2)
    source = latex_source([problem], [key])
    run(engine, tmp_path, source)
    assert (
        "page 2 of 4"
        in subprocess.run(
            ["pdftotext", "-raw", str(run(engine, tmp_path, source)), "-"], capture_output=True, timeout=60, check=True
        ).stdout.decode()
    )
