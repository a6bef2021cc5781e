"""Where pages and lines break: what belongs together stays together, and a sheet and its key break alike."""

import re
from typing import Any

import pypdfium2
import pytest

from test_typst_press import PRESS, document, grid, math, pages, paragraph, part, problem, rich, signed, text


def lines(many: int) -> list[Any]:
    return [paragraph("A line that fills the page.") for _ in range(many)]


def first_on(document: list[str], words: str) -> int:
    return next(number for number, page in enumerate(document) if words in page)


BOX = {"type": "box", "width": "short"}
MAPS = {"type": "tensors", "grids": [grid("the map", 9, 9, signed(1))]}
SUM = math("3 ⋅ 1 + " * 40 + "2 ⋅ lr(\\( - 2 \\)) = 116")


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_key_breaks_its_pages_where_the_sheet_does(paper: str) -> None:
    sheet, key = (pages(PRESS.press(rich(k, paper=paper)).pdf) for k in (False, True))
    first_solution = next(i for i, p in enumerate(key) if p.startswith("Solution"))
    assert len(sheet) == first_solution >= 3
    starts = [[re.findall(r"\([abc]\)", p) for p in document] for document in (sheet, key[:first_solution])]
    assert starts[0] == starts[1]


@pytest.mark.parametrize("before", range(10, 40, 4))
def test_heading_statement_maps_and_first_part_stay_together(before: int) -> None:
    statement = [paragraph("Look at this:"), MAPS, paragraph("And at this:"), MAPS]
    problems = problem("1", lines(before)), problem("2", statement, part("(a)", [paragraph("Add it up.")], BOX), title="Together")
    printed = pages(PRESS.press(document(*problems)).pdf)
    (page,) = (page for page in printed if "Together" in page)
    assert page.count("the map") == 2
    assert "Add it up." in page


def test_a_statement_longer_than_a_page_breaks_between_a_map_and_the_next_sentence() -> None:
    statement = [block for n in range(6) for block in (paragraph(f"Sentence {n}."), MAPS)]
    printed = pages(PRESS.press(document(problem("1", lines(3)), problem("2", statement, part("(a)", [], BOX)))).pdf)
    assert all(page.count("Sentence") == page.count("the map") for page in printed)


def test_the_first_problem_stays_on_the_page_of_the_title() -> None:
    printed = pages(PRESS.press(document(problem("1", [paragraph("Look:"), MAPS] * 4, part("(a)", [], BOX)))).pdf)
    assert "the map" in printed[0]
    assert len(printed) == 2


def test_maps_higher_than_a_page_break_all_the_same() -> None:
    printed = pages(PRESS.press(document(problem("1", [paragraph("Look:"), *[MAPS] * 5], part("(a)", [], BOX)))).pdf)
    assert [page.count("the map") for page in printed] == [2, 2, 1]


@pytest.mark.parametrize("before", range(18, 44))
def test_a_worked_solution_leaves_no_line_alone(before: int) -> None:
    hints = [[text("The kernel was flipped.")], [text("The bias was forgotten.")]]
    worked = {"solution": [paragraph("First line."), paragraph("In the same way:"), MAPS], "hints": hints}
    long, short = (part("(a)", [], BOX, text("1"), solution=lines(before)), part("(a)", [], BOX, text("1"), **worked))
    printed = pages(PRESS.press(document(problem("1", [], long), problem("2", [], short, title="Next"), key=True)).pdf)[1:]
    heading, first, same, maps = (first_on(printed, words) for words in ("2. Next", "First line.", "In the same way:", "the map"))
    assert heading == first == same == maps
    assert first_on(printed, "Marking hints") == first_on(printed, "bias was forgotten")


def test_a_label_stands_on_the_line_of_a_tall_formula() -> None:
    tall = paragraph("Rows: ", math("floor(frac(frac(6 + 0, 2) - 3, 1)) + 1 = 4"))
    opened = pypdfium2.PdfDocument(PRESS.press(document(problem("1", [], part("(a)", [tall], BOX)))).pdf)
    words = opened[0].get_textpage()
    feet = [words.get_charbox(words.get_text_range().index(letters))[1] for letters in ("a)", "Rows")]
    opened.close()
    assert feet[0] == pytest.approx(feet[1], abs=0.5)


def test_a_long_sum_breaks_at_plus_and_not_inside_a_product() -> None:
    printed = pages(PRESS.press(document(problem("1", [paragraph("Altogether ", SUM)]))).pdf)[0]
    ends = [line.rstrip()[-1] for line in printed.splitlines() if "⋅" in line]
    assert len(ends) > 2
    assert "⋅" not in ends


def test_a_product_longer_than_the_line_breaks_anyway() -> None:
    printed = pages(PRESS.press(document(problem("1", [paragraph(math("3 ⋅ " * 90 + "3"))]))).pdf)[0]
    assert sum("⋅" in line for line in printed.splitlines()) > 1
