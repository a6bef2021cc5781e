"""The marking table through TeX: where TeX prints the exam it prints this, too, with templates of one's own; nothing that stands in it stops it."""

import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pikepdf import Pdf

from commands import called
from convexam.sheets import marking_page, marking_press
from convexam.sheets.blueprint import read
from convexam.sheets.exam_page import Look
from convexam.sheets.latex_page import preamble
from convexam.sheets.latex_press import Tex, tried
from convexam.sheets.latex_templates import PACKAGED
from convexam.sheets.production import Order
from convexam.sheets.tex_engines import wanted
from exams import COUNT, HEAD, SECRET, SIZE
from test_typst_press import pages

pytestmark = pytest.mark.system

EXAM = "exam quick.toml --roster class.csv -o out --engine latex"
HOSTILE = r"""\input{/etc/passwd} $x$ {\bf #1 %^^M ~"` \end{document} \par""" + "W" * 60


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "quick.toml").write_text(f'{HEAD}paper = "letter"\n{SIZE}{COUNT}', encoding="utf-8")
    (tmp_path / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    (tmp_path / "class.csv").write_text("id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(1, 4)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def own(folder: Path, old: str, new: str) -> None:
    source = (PACKAGED / "marking.tex.j2").read_text(encoding="utf-8")
    assert old in source
    (folder / "ours").mkdir(exist_ok=True)
    (folder / "ours" / "marking.tex.j2").write_text(source.replace(old, new), encoding="utf-8")


def table(folder: Path) -> str:
    return "\n".join(pages((folder / "out" / "marking.pdf").read_bytes()))


def by_tex(folder: Path) -> bool:
    """Only files of the other press are tagged."""
    with Pdf.open(folder / "out" / "marking.pdf") as file:
        return "/StructTreeRoot" not in file.Root


def size(folder: Path) -> list[float]:
    with Pdf.open(folder / "out" / "marking.pdf") as file:
        return [round(float(number), 1) for number in file.pages[0].mediabox]


def test_a_template_of_ones_own_on_letter_paper_that_lies_on_its_side(folder: Path) -> None:
    own(folder, "<< heading >>", "Ours: << heading >>")
    done = called(*EXAM.split(), "--templates", "ours")
    assert (done.status, "warning" in done.err) == (0, False), done.err
    assert ("Ours: Marking table – Midterm" in table(folder), by_tex(folder), size(folder)) == (True, True, [0, 0, 792, 612])


def test_one_that_tex_complains_of(folder: Path) -> None:
    """One line says so, and typst prints it; when it is mended, the same call prints it by TeX, with the bytes of an undisturbed exam."""
    assert called(*EXAM.split()).status == 0
    whole = (folder / "out" / "marking.pdf").read_bytes()
    shutil.rmtree(folder / "out")
    own(folder, r"\markhead", r"\nosuch\markhead")
    done = called(*EXAM.split(), "--templates", "ours")
    (line,) = (line for line in done.err.splitlines() if line.startswith("warning"))
    assert (done.status, by_tex(folder), size(folder)) == (0, False, [0, 0, 792, 612])
    assert all(said in line for said in ("table, line ", "Undefined control sequence (log: out/tex/marking.log)"))
    assert called("verify", "out").status == 0
    done = called(*EXAM.split())
    assert (done.status, "warning" in done.err, (folder / "out" / "marking.pdf").read_bytes() == whole) == (0, False, True), done.err


def test_one_that_loses_the_rows(folder: Path) -> None:
    own(folder, "<< row >>", "")
    done = called(*EXAM.split(), "--templates", "ours")
    assert (done.status, "is not printed; keep the rows" in done.err.splitlines()[-1]) == (2, True), done.err


def test_characters_that_tex_has_not(folder: Path) -> None:
    (folder / "quick.toml").write_text(HEAD.replace("Networks", "Ωmega") + SIZE, encoding="utf-8")
    done = called(*EXAM.split())
    (line,) = (line for line in done.err.splitlines() if line.startswith("warning"))
    assert (done.status, "marking.pdf (Ω)" in line, "Ωmega" in table(folder), by_tex(folder)) == (0, True, True, False), done.err


def test_hostile_words_print_as_they_are(folder: Path) -> None:
    words = re.sub(r"([^\w\s])", r"\\\1", HOSTILE).replace("\\", "\\\\").replace('"', '\\"')
    (folder / "quick.toml").write_text(f'{HEAD.replace("Networks", words)}institution = "{words}"\n{SIZE}', encoding="utf-8")
    done = called(*EXAM.split())
    assert (done.status, "warning" in done.err, by_tex(folder)) == (0, False, True), done.err
    assert r"\input{/etc/passwd} $x$ {\bf #1" in table(folder)


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_a_part_that_a_sheet_has_not_leaves_its_cell_empty(engine: str, folder: Path) -> None:
    """What stands right of it stays below its own heading: as far right as the other press has it."""
    of = rows_of([[None, cell("11"), None, None, cell("22")], [cell("33"), *[None] * 4], [*[None] * 4, cell("44")]])
    (by_tex,) = marking_press.printed(order(folder, engine, "one"), of).pdfs
    (by_typst,) = marking_press.by_typst(marking_page.parts(marking_page.marking_page(of, "us-letter")), ())
    assert [place(by_tex, number) for number in ("11", "22", "33", "44")] == pytest.approx(
        [place(by_typst, number) for number in ("11", "22", "33", "44")], abs=2
    )


def place(pdf: bytes, words: str) -> float:
    """How far right they stand."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = text.search(words).get_next()
    assert found is not None
    left, *_ = text.get_charbox(found[0])
    document.close()
    return left


def order(folder: Path, engine: str, name: str) -> Order:
    tex = tried(Tex(wanted(engine)), preamble(Look(), "en", engine), folder / "tried")
    return Order(read(folder / "quick.toml"), SECRET, folder / name, tex=tex)


def cell(answer: str) -> dict[str, Any]:
    return {"label": "(a)", "points": "1", "answer": answer, "others": []}


def rows_of(cells: list[list[dict[str, Any] | None]]) -> dict[str, Any]:
    """What `marking.table` gives."""
    texts = dict.fromkeys(("course", "institution", "date"), "")
    words = {name: name for name in ("title", "sheet", "version", "see_key", "points")}
    rows = [{"code": f"{n}Q4K-9M2X-1PA3", "version": "", "cells": row} for n, row in enumerate(cells)]
    return texts | {"title": "T", "language": "en", "words": words, "columns": list("abcdefghi"[: len(cells[0])]), "rows": rows}


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_a_large_class_has_several_tables(engine: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its codes and its own pages, as the other press has them; and equal bytes in another folder."""
    monkeypatch.setattr(marking_page, "MOST_ROWS", 2)
    monkeypatch.setattr(marking_page, "ROWS", 2)
    of = rows_of([[cell("3 × 3")] * 9] * 3)
    found = [marking_press.printed(order(folder, engine, name), of) for name in ("one", "another one")]
    assert found[0] == found[1]
    typst = [pages(pdf) for pdf in marking_press.by_typst(marking_page.parts(marking_page.marking_page(of, "us-letter")), ())]
    assert [len(pages(pdf)) for pdf in found[0].pdfs] == [len(one) for one in typst] == [1, 1]
    first, second = (pages(pdf)[0] for pdf in found[0].pdfs)
    assert ("0Q4K-9M2X-1PA3 – 1Q4K-9M2X-1PA3" in first, "page 1 of 1" in first, "0Q4K" in second) == (True, True, False)
