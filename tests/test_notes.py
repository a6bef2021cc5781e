"""The instructor's own words below the statement of a problem: in every medium, and in no draw."""

from pathlib import Path

from convexam.cli.text import shown
from convexam.sheets.blueprint import read
from convexam.sheets.exam import Made, preview
from convexam.sheets.exam_page import exam_page
from convexam.sheets.html_page import html_page
from convexam.sheets.latex_page import LATEX, document
from convexam.sheets.typst_press import TypstPress
from exams import HEAD, POOL, SIZE
from test_typst_press import joined

NOTE = 'note = "As in *lecture 4*:\\n\\n- $n - f + 1$ holds & a \\\\< b\\n- 100 % of \\\\#x_1"\n'


def made(folder: Path, problem: str = SIZE + NOTE) -> Made:
    (folder / "midterm.toml").write_text(HEAD + problem, encoding="utf-8")
    return preview(read(folder / "midterm.toml"))


def test_a_note_stands_below_the_statement_and_changes_no_number(tmp_path: Path) -> None:
    noted, plain = made(tmp_path), made(tmp_path, SIZE)
    (problem,), (other,) = noted.sheet.problems, plain.sheet.problems
    assert problem.statement.startswith(f"{other.statement}\n\nAs in *lecture 4*:\n\n- $n")
    assert (problem.parts, noted.key.problems, noted.numbers) == (other.parts, plain.key.problems, plain.numbers)


def test_whichever_family_is_drawn(tmp_path: Path) -> None:
    assert made(tmp_path, POOL + NOTE).sheet.problems[0].statement.endswith("\\#x_1")


def test_every_medium_prints_it(tmp_path: Path) -> None:
    sheet, key = (of := made(tmp_path)).sheet, of.key
    for keys in (None, key):
        printed = joined(TypstPress().press(exam_page(sheet, keys)).pdf)
        assert "Asinlecture4:" in printed
        assert "holds&a<b" in printed
        assert "holds \\& " in document(exam_page(sheet, keys, write=LATEX))
        html = html_page(sheet.problems, keys.problems if keys else None)
        assert "<em>lecture 4</em>" in html
        assert "holds &amp; a &lt; b" in html
        assert "100 % of #x_1" in shown(sheet.problems, keys.problems if keys else None)
