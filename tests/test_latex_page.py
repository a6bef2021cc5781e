"""Sheets and keys as TeX: what templates may do, what they must not lose, and the figures beside them."""

import re
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pikepdf import Pdf

from convexam.errors import BadInput
from convexam.exercises.documents import plain
from convexam.sheets import latex_figures, marking
from convexam.sheets.exam_page import Look
from convexam.sheets.latex_marking import latex_marking
from convexam.sheets.latex_measures import in_rows, paper
from convexam.sheets.latex_page import figures, latex_page, latex_source, one_line, preamble
from convexam.sheets.latex_templates import PACKAGED, filled
from convexam.sheets.marking_page import marking_page
from convexam.sheets.records import Sheet, SheetKey, Student
from convexam.text.escape import escape
from convexam.text.latex_escape import Tex
from test_families import documents

HOSTILE = r"\input{/etc/passwd} ^^5cinput $x$ }{ %\\ << secret >> <% set x = 1 %> #1"


def made(name: str = "conv2d", level: int = 1, title: str = "Midterm", **more: Any) -> tuple[Sheet, SheetKey]:
    problem, key = documents(name, level, 2)
    total = sum(Fraction(part.points) for part in problem.parts)
    sheet = Sheet("1", "7Q4K-9M2X-1PA3", "midterm", title, plain(total), (msgspec.structs.replace(problem, code=None),), "00", **more)
    return sheet, SheetKey("1", sheet.code, "midterm", (key,), "00")


def own(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with one template that was changed."""
    text = (PACKAGED / f"{name}.tex.j2").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{name}.tex.j2").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_sheet_and_its_key() -> None:
    sheet, key = made()
    plain_page, solved = latex_page(sheet, None, Student("s1", "Ana")), latex_page(sheet, key)
    assert "Ana" in plain_page
    assert r"\begin{solution}" not in plain_page
    assert r"\answertext" not in plain_page
    assert r"\begin{solution}{(a)}" in solved
    for page in (plain_page, solved):
        assert page.count(r"\begin{asked}") == len(sheet.problems[0].parts)
        assert page.count(r"7Q4K{-}9M2X{-}1PA3") == 2  # head and foot


def test_the_same_bytes() -> None:
    sheet, key = made("relu")
    assert latex_page(sheet, key) == latex_page(sheet, key)
    latex_figures.pdf.cache_clear()
    first = figures(sheet.problems, key.problems)
    latex_figures.pdf.cache_clear()
    assert figures(sheet.problems, key.problems) == first


@pytest.mark.parametrize("field", ["title", "course", "institution", "date", "version"])
def test_nothing_of_a_sheet_is_code(field: str) -> None:
    typed: dict[str, Any] = {field: HOSTILE if field in ("date", "version") else escape(HOSTILE)}
    page = latex_page(made(**typed)[0])
    assert r"\input" not in page
    assert "^^5c" not in page


def test_nothing_of_a_student_is_code() -> None:
    page = latex_page(made()[0], None, Student(HOSTILE, HOSTILE, group=HOSTILE, seat=HOSTILE))
    assert r"\input" not in page
    assert "<% set" not in page
    assert "^^5c" not in page


def test_a_name_is_copied_as_it_was_typed() -> None:
    shown = one_line("Țăran", 100, 11, 7)
    assert shown == r"\typed{FEFF021A0103007200610 06E}".replace(" ", "") + r"{{\size{11}Țăran}}"


def test_a_name_longer_than_its_line_can_be_cut_between_letters() -> None:
    assert r"\oneline{40}{11}{7}{\letter{A}\letter{n}" in one_line("An" * 40, 40, 11, 7)


BROKEN = {
    "syntax": ("part", "<< part.prompt >>", "<< part.prompt", r"part\.tex\.j2, line \d+: "),
    "unknown value": ("head", "<< title >>", "<< titel >>", r"head\.tex\.j2, line \d+: 'titel' is undefined"),
    "reaches for Python": ("head", "<< title >>", "<< title.__class__.__mro__ >>", r"head\.tex\.j2, line \d+: .*unsafe"),
    "reads another file": ("head", "<< title >>", '<% include "/etc/passwd" %>', r"/etc/passwd"),
    "a list": ("problem", "<< problem.heading >>", "<< problem.parts >>", r"problem\.tex\.j2, line \d+: a list is no text"),
    "drops the parts": ("problem", '<% include "part.tex.j2" %>', "", r"part 1 \(a\) is not printed"),
}


@pytest.mark.parametrize(("name", "old", "new", "told"), BROKEN.values(), ids=BROKEN)
def test_own_templates_with_an_error(name: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    folder = own(tmp_path, name, old, new)
    with pytest.raises(BadInput, match=told):
        latex_page(made()[0], templates=folder)


LOST = {
    "title": ("head", "<< title >>", "", "the title is", ""),
    "QR": ("head", "<< qr >>", "", "the QR of the sheet's code is", ""),
    "code at the head": ("head", r"{<< code >>}", "{}", "the code of the sheet is", ""),
    "code at the foot": ("sheet", "<< code_below >>", "", "the code of the sheet at the foot is", ""),
    "head": ("sheet", '<% include "head.tex.j2" %>', "", "the title is", ""),
    "statement": ("problem", "\n<< piece >>\n<% else", "\n<% else", "the statement of problem 1 is", ""),
    "prompt": ("part", "<< part.prompt >>", "", r"the prompt of part 1 (a) is", ""),
    "points": ("part", "<< part.points >>", "", r"the number of points of part 1 (a) is", ""),
    "space": ("part", '<% include "space.tex.j2" %>', "", r"the answer space of part 1 (a) is", r"the answer of part 1 (a) is"),
    "answers": (
        "space",
        r"\answerlines{<< space.count >>}{<< space.answer >>}",
        "",
        "the answer space of part 1 (b) is",
        "the answer of part 1 (b) is",
    ),
    "solution": ("key", "<< part.solution >>", "", "", r"the solution of part 1 (a) is"),
    "solutions": ("sheet", '<% include "key.tex.j2" %>', "", "", r"the solution of part 1 (a) is"),
}


@pytest.mark.parametrize(("name", "old", "new", "sheet", "key"), LOST.values(), ids=LOST)
def test_own_templates_that_lose_something(name: str, old: str, new: str, sheet: str, key: str, tmp_path: Path) -> None:
    for path in PACKAGED.iterdir():  # all are there, and one of them was changed
        (tmp_path / path.name).write_bytes(path.read_bytes())
    own(tmp_path, name, old, new)
    of, solved = made()
    for page, said in ((None, sheet), (solved, key or sheet)):
        if said:
            with pytest.raises(BadInput) as refused:
                latex_page(of, page, templates=tmp_path)
            assert f"/{name}.tex.j2: with" in str(refused.value)
            assert f"{said} not printed; keep its line of the packaged {name}.tex.j2" in str(refused.value)


@pytest.mark.parametrize("name", ["conv2d", "relu", "output-size", "pooling", "cnn-layers", "conv-parameters"])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_templates_that_lose_nothing_are_taken(name: str, level: int) -> None:
    sheet, key = made(name, level)
    for page in (None, key):
        assert latex_page(sheet, page, templates=PACKAGED) == latex_page(sheet, page)


def test_own_templates_without_the_code(tmp_path: Path) -> None:
    own(tmp_path, "sheet", "{<< code_below >>}", "{}")
    own(tmp_path, "head", "{<< code >>}", "{}")
    with pytest.raises(BadInput, match="the code of the sheet is not printed"):
        latex_page(made()[0], templates=tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such folder"):
        preamble(Look(), "en", "pdflatex", tmp_path / "none")


FILES = {
    "another case": ({"Head.tex.j2": b"", "part.tex.j2": b""}, r"/Head\.tex\.j2: .*did you mean head\.tex\.j2\?"),
    "a typing error": ({"heads.tex.j2": b""}, r"/heads\.tex\.j2: .*did you mean head\.tex\.j2\?"),
    "another name": ({"extra.tex.j2": b"", "part.tex.j2": b""}, r"/extra\.tex\.j2: the program has no such page template"),
    "none": ({"ours.sty": b""}, "there is no page template in this folder"),
    "Latin-1": ({"sheet.tex.j2": "\n% pour l'\xe9t\xe9".encode("latin-1")}, r"/sheet\.tex\.j2: this page template is no UTF-8 text"),
    "Latin-1 that is included": ({"head.tex.j2": "\xe9t\xe9".encode("latin-1")}, r"/head\.tex\.j2: this page template is no UTF-8 text"),
}


@pytest.mark.parametrize(("files", "said"), FILES.values(), ids=FILES)
def test_files_that_are_no_templates(files: dict[str, bytes], said: str, tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=said):
        latex_page(made()[0], templates=tmp_path)


def test_what_may_lie_beside_templates(tmp_path: Path) -> None:
    own(tmp_path, "head", "<% if institution %>", '<% include "logo.tex.j2" %><% if institution %>')
    (tmp_path / "logo.tex.j2").write_text(r"\logo ", encoding="utf-8")
    (tmp_path / "ours.sty").write_bytes(b"\xe9")
    (tmp_path / "README").write_bytes(b"")
    assert r"\logo " in latex_page(made()[0], templates=tmp_path)


def test_values_are_escaped_and_tex_is_not(tmp_path: Path) -> None:
    (tmp_path / "part.tex.j2").write_text("<% macro m(x) %>\\x{<< x >>}<% endmacro %><< a >> << b >> << m(a) >> << 3 >>", encoding="utf-8")
    assert filled("part", {"a": "a_b", "b": Tex(r"\b")}, tmp_path) == r"a\_b \b \x{a\_b} 3"


def test_a_figure_is_a_page_in_letters_alone() -> None:
    sheet, key = made("relu", 2)
    files = figures(sheet.problems, key.problems)
    assert files
    for data in files.values():
        assert data.isascii()
        with Pdf.open(BytesIO(data)) as pdf:
            assert len(pdf.pages) == 1
    page = latex_page(sheet, key)
    assert set(re.findall(r"figure-[0-9a-f]{16}\.pdf", page)) == set(files)


def test_a_source_that_compiles_by_itself_has_its_figures_in_it() -> None:
    problem, key = documents("relu", 2, 2)
    source = latex_source([problem], [key])
    assert source.count(r"\begin{filecontents}") == len(figures([problem], [key]))
    assert source.rstrip().endswith(r"\end{document}")


ROWS = {
    "all fit": (3, 20.0, [3]),
    "evenly": (6, 30.0, [3, 3]),
    "two and one": (3, 60.0, [2, 1]),
    "one below the other": (3, 80.0, [1, 1, 1]),
    "a rest": (5, 40.0, [3, 2]),
}


@pytest.mark.parametrize(("many", "wide", "rows"), ROWS.values(), ids=ROWS)
def test_rows_of_maps(many: int, wide: float, rows: list[int]) -> None:
    assert [len(row) for row in in_rows(range(many), [wide] * many, 140)] == rows


def test_a_marking_table() -> None:
    sheet, key = made(version="B")
    source = latex_marking(marking_page(marking.table([marking.marked(sheet, key)])))
    assert source.count(r"\markrow{white}") == 1
    assert r"7Q4K{-}9M2X{-}1PA3" in source
    assert r"\textbf{1 (a)}" in source


def test_papers() -> None:
    assert paper("a4", 1).column == pytest.approx(162)
    assert paper("us-letter", 1.5238).column == pytest.approx((215.9 - 16 - 7 - 19 * 1.5238) / 1.5238)
