"""The printed sheet of an exam: head, name, code, version, formulas, large print, and what a key shows."""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import page as validation
import pypdfium2
import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.network import Network
from convexam.cnn.values import Tensor
from convexam.exercises.documents import plain
from convexam.exercises.family import families
from convexam.exercises.problem import KeyStep, NamedTensor, Worked
from convexam.sheets import exam_page as module
from convexam.sheets.exam_page import FORMULAS, Look, exam_page
from convexam.sheets.page import page
from convexam.sheets.qr import QUIET, modules
from convexam.sheets.records import Sheet, SheetKey, Student
from convexam.sheets.typst_press import Printed, TypstPress
from convexam.text.words import words_beside
from test_families import documents
from test_typst_press import joined, pages, right_edge

PRESS = TypstPress()
CODE = "7Q4K-9M2X-1PA3"
ANA = Student("s105", "Ana Țăran", seat="14", group="B2")


def made(*names: str, **more: Any) -> tuple[Sheet, SheetKey]:
    """A sheet with problems of these families."""
    pairs = [documents(name, 2, 1) for name in names or ("conv2d", "output-size")]
    problems = tuple(msgspec.structs.replace(problem, code=None) for problem, _ in pairs)
    total = sum(Fraction(part.points) for problem in problems for part in problem.parts)
    texts: dict[str, Any] = {"title": "Midterm", "course": "Deep Learning", "institution": "Faculty", "date": "12 May 2026"} | more
    sheet = Sheet("1", texts.pop("code", CODE), "midterm", texts.pop("title"), plain(total), problems, "00", **texts)
    return sheet, SheetKey("1", sheet.code, "midterm", tuple(key for _, key in pairs), "00", sheet.version)


def pressed(student: Student | None = ANA, look: Look | None = None, **more: Any) -> Printed:
    return PRESS.press(exam_page(made(**more)[0], None, student, look))


def key_of(look: Look | None = None, **more: Any) -> bytes:
    return PRESS.press(exam_page(*made(**more), None, look)).pdf


def assert_accessible(pdf: bytes) -> None:
    report = validation.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]


def picture(pdf: bytes) -> Any:
    """The first page in grey, 288 dots to the inch, row by row."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return opened[0].render(scale=4, grayscale=True).to_numpy().squeeze().copy()
    finally:
        opened.close()


def test_the_head_says_everything() -> None:
    head = pages(pressed(instructions="Show *all* work.", version="B").pdf)[0]
    for words in (
        "Faculty",
        "Deep Learning · 12 May 2026",
        "Midterm",
        "Ana Țăran",
        "s105 · seat 14 · group B2",
        CODE,
        "Version",
        "/ 6",
        "Show all work.",
    ):
        assert words in head


def test_every_page_carries_its_number_and_the_code() -> None:
    printed = pages(pressed(look=Look(formula_sheet=True)).pdf)
    assert len(printed) > 1
    assert all(f"page {n} of {len(printed)}" in p and CODE in p for n, p in enumerate(printed, 1))


def test_a_sheet_of_nobody_has_a_line_for_the_name() -> None:
    assert "Name" in pages(pressed(None).pdf)[0]


def test_no_key_carries_a_name() -> None:
    sheet, key = made()
    assert "Țăran" not in joined(PRESS.press(exam_page(sheet, key, ANA)).pdf)


def test_a_key_of_a_version_carries_no_code() -> None:
    printed = pages(key_of(version="C"))
    assert all(CODE not in p and "Version C" in p for p in printed)


def test_a_key_for_students_has_no_hints() -> None:
    with_hints, without = joined(key_of()), joined(key_of(Look(hints=False)))
    assert "Markinghints" in with_hints
    assert "Markinghints" not in without
    assert "Solution" in without


@pytest.mark.parametrize(
    ("more", "look"),
    [
        pytest.param({}, Look(), id="as usual"),
        pytest.param({"version": "A"}, Look(paper="us-letter", formula_sheet=True), id="letter, version, formulas"),
        pytest.param({"course": "", "institution": "", "date": "", "title": "T"}, Look(large=True), id="large print, hardly a head"),
        pytest.param({}, Look(answer_space="none"), id="answers on other paper"),
    ],
)
def test_sheet_and_key_are_accessible_and_the_same_each_time(more: dict[str, Any], look: Look) -> None:
    assert_accessible(pressed(look=look, **more).pdf)
    assert_accessible(key_of(look, **more))
    again = TypstPress().press(exam_page(made(**more)[0], None, ANA, look))
    assert again.pdf == pressed(look=look, **more).pdf


@pytest.mark.parametrize("version", ["", "A"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_key_breaks_its_pages_where_the_sheet_does(paper: str, version: str) -> None:
    names = ("conv2d", "pooling", "cnn-layers", "output-size")
    sheet, key = made(*names, version=version)
    starts = [
        [re.findall(r"\([a-f]\)", p) for p in pages(PRESS.press(exam_page(sheet, of, None, Look(paper=paper))).pdf)] for of in (None, key)
    ]
    assert starts[1][: len(starts[0])] == starts[0]


def test_large_print_is_large_and_stays_on_the_page() -> None:
    student = Student("s1", "Ana", large=True)
    sheet, _ = made("cnn-layers", "pooling")
    large = PRESS.press(exam_page(sheet, None, student)).pdf
    assert right_edge(large) < 595 - 18
    opened = pypdfium2.PdfDocument(large)
    words = opened[0].get_textpage()
    sizes = [words.get_charbox(i)[3] - words.get_charbox(i)[1] for i, c in enumerate(words.get_text_range()) if c == "T"]
    opened.close()
    assert min(sizes) > 16 * 0.6  # capitals of 16 pt


def test_answers_on_other_paper_leave_no_boxes() -> None:
    spaces = {
        part["space"]["type"]
        for problem in exam_page(made()[0], None, None, Look(answer_space="none"))["problems"]
        for part in problem["parts"]
    }
    assert spaces == {"none"}


# ---- the code as a picture


def test_the_picture_of_the_code_is_the_code() -> None:
    """The black and white of the page, module by module, is what the code gives."""
    image, rows = picture(pressed().pdf), modules(CODE)
    side, dots = len(rows) + 2 * QUIET, 288 / 25.4
    step = 20 * dots / side  # it is 20 mm wide and ends where the text does, 26 mm from the edge
    left, top = image.shape[1] - 46 * dots, 20 * dots
    middles = [int((place + QUIET + 0.5) * step) for place in range(len(rows))]
    assert rows == tuple(bytes(int(image[int(top) + y, int(left) + x] < 128) for x in middles) for y in middles)


# ---- names


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Παπαδόπουλος", id="Greek"),
        pytest.param("Юлия Щербакова", id="Cyrillic"),
        pytest.param("Nguyễn Thị Ánh", id="Vietnamese"),
        pytest.param('O\'Neil-Łukasz <b>&amp; #1 $x$ \\input{a} {{ 1 }} #read("a")', id="markup"),
    ],
)
def test_names_print_as_they_are(name: str) -> None:
    printed = pressed(Student("s1", name))
    assert_accessible(printed.pdf)
    assert re.sub(r"\s+", "", name) in joined(printed.pdf)
    assert (printed.missing, printed.unnamed) == ((), ())


@pytest.mark.parametrize(
    "name", [pytest.param("محمد علی", id="Arabic"), pytest.param("שרה לוי", id="Hebrew"), pytest.param("प्रिया शर्मा", id="Devanagari")]
)
def test_names_of_other_scripts_are_shown(name: str) -> None:
    printed = pressed(Student("s1", name))
    assert_accessible(printed.pdf)
    assert printed.unnamed == ()
    assert "[U+" not in joined(printed.pdf)


def test_a_right_to_left_override_turns_nothing_round() -> None:
    assert "Ana" in joined(pressed(Student("s1", "\u202eAna\x00")).pdf)


@pytest.mark.parametrize(
    ("student", "stands"),
    [
        pytest.param(Student("s7", "李小龍"), "Name s7", id="the id"),
        pytest.param(Student("李", "李小龍"), f"Name {CODE}", id="the code alone"),
        pytest.param(Student("s8", " "), "Name s8", id="no name"),
    ],
)
def test_a_name_that_no_font_has_becomes_the_id_or_the_code(student: Student, stands: str) -> None:
    printed = pressed(student)
    assert stands in " ".join(pages(printed.pdf)[0].split())
    assert set(printed.unnamed) <= set(student.name + student.id)
    assert bool(printed.unnamed) == bool(student.name.strip())


def test_any_other_text_shows_what_no_font_has_by_its_number() -> None:
    printed = pressed(course="李", title="李 exam")
    assert "[U+674E]exam" in joined(printed.pdf)
    assert printed.missing == ("李",)


@pytest.mark.parametrize("length", [45, 70, 120, 10_000])
def test_a_long_name_is_set_smaller_and_then_cut(length: int) -> None:
    name = ("Wilhelmina-" * (length // 11 + 1))[:length]
    printed = pages(pressed(Student("s1", name)).pdf)[0]
    line = next(line for line in printed.splitlines() if "Wilhelmina" in line)
    assert ("…" in line) == (length > 100)
    assert "/ 6" in printed


# ---- formulas, and the padding of a map


def test_every_family_has_formulas() -> None:
    ours = [family for family in families() if "exercises" in Path(family.file).parts]
    assert all({family.topic, family.name} & FORMULAS.keys() for family in ours)
    assert {block for several in FORMULAS.values() for block in several} < set(words_beside(str(module.__file__)).blocks())


def test_a_formula_sheet_holds_the_topics_of_the_exam() -> None:
    last = pages(pressed(look=Look(formula_sheet=True)).pdf)[-1]
    assert "Sizes" in last
    assert "Receptive field" not in last


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ({}, ["on each side", "one channel for each filter"]),
        ({"padding": "total"}, ["a padding of p in total", "p = f - 1."]),
        ({"size": "none"}, ["does not fit where this is no whole number"]),
        ({"dilation": "from-zero"}, ["(d + 1)"]),
        ({"bias": "not-counted"}, ["biases do not count"]),
    ],
    ids=str,
)
def test_formulas_are_those_of_the_conventions(agreed: dict[str, Any], said: list[str]) -> None:
    sheet, _ = made("output-size", "conv-parameters")
    assert [words for words in said if bare(words) not in formulas(sheet, *[Conventions(**agreed)] * 2)] == []


def formulas(sheet: Sheet, *agreed: Conventions) -> str:
    """The formula page of a sheet whose problems have these conventions."""
    conventions = tuple((problem.name, its) for problem, its in zip(sheet.problems, agreed, strict=True))
    printed = PRESS.press(exam_page(sheet, None, None, Look(formula_sheet=True, conventions=conventions)))
    return bare(pages(printed.pdf)[-1])


def bare(words: str) -> str:
    """Without blanks, which stand elsewhere in a formula, and with plain letters."""
    return "".join(unicodedata.normalize("NFKC", words).replace("\N{MINUS SIGN}", "-").split())


def test_problems_with_different_conventions_have_formulas_of_their_own() -> None:
    last = formulas(made()[0], Conventions(), Conventions(size="ceil"))
    assert (last.count("Sizes."), "Problem1:Sizes." in last) == (2, True)


def padded_key() -> Mapping[str, Any]:
    """The key of a part in which a map is padded, as it is printed."""
    problem, key = documents("conv2d", 2, 1)
    x = Tensor.nested([[[1, 2], [3, 0]]])
    layer = Conv.of(Tensor.nested([[[[1, 0, 0], [0, 1, 0], [0, 0, 1]]]]), padding=Padding.of(1))
    result = Network().padded(x, layer)
    step = KeyStep("padded", ({"given": "x"}, {"given": "conv"}), plain(result), 0, "map")
    worked = Worked("conv2d.map", "::: tensors R", (NamedTensor("R", result),))
    key = msgspec.structs.replace(key, given={"x": plain(x)}, steps=(step,), solution=(worked,))
    return page([problem], [key])


def test_the_padding_of_a_map_is_grey() -> None:
    data = padded_key()
    (block,) = data["problems"][0]["parts"][1]["solution"]
    assert block["grids"][0]["pad"] == (1, 1, 1, 1)
    assert_accessible(PRESS.press(data).pdf)
