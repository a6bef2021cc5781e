"""Real PDFs of the typst press: tagged, complete, equal, and unmoved by whatever a person typed."""

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page as validation
import pypdfium2
import pytest

from convexam.errors import BadInput
from convexam.sheets.fonts import FontCoverage, clusters, without_controls
from convexam.sheets.page import frame
from convexam.sheets.typst_press import _LONG, PressFailed, TypstPress

PRESS = TypstPress()
RAMP = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="60"><path d="M5 55 L80 55 L155 5" stroke="black" fill="none"/></svg>'


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def paragraph(*content: str | dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": [text(c) if isinstance(c, str) else c for c in content]}


def math(formula: str, alt: str = "a formula") -> dict[str, Any]:
    return {"type": "math", "math": formula, "alt": alt}


def grid(caption: str, rows: int, columns: int, cell: Callable[[int], str]) -> dict[str, Any]:
    return {"caption": caption, "rows": [[cell(r * columns + c) for c in range(columns)] for r in range(rows)]}


def part(label: str, prompt: list[Any], space: dict[str, Any], answer: Any = None, **more: Any) -> dict[str, Any]:
    return {"label": label, "points": "2", "prompt": prompt, "space": space, "answer": answer, "solution": [], "hints": []} | more


def problem(label: str, statement: list[Any], *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "label": label,
        "title": "A layer",
        "points": "6",
        "code": "",
        "statement": statement,
        "conventions": [],
        "parts": list(parts),
    } | more


def document(*problems: dict[str, Any], **more: Any) -> dict[str, Any]:
    return frame("en") | {"title": "Midterm", "total": "24", "problems": list(problems)} | more


def signed(offset: int) -> Callable[[int], str]:
    return lambda i: str((i * 37 + offset) % 74 - 33).replace("-", "−")


BLOCKS: list[Any] = [
    paragraph(
        "The ",
        {"type": "strong", "content": [text("strong ")]},
        {"type": "emphasis", "content": [text("words")]},
        {"type": "code", "text": "nn.Conv2d"},
        math("s = 1"),
    ),
    {
        "type": "list",
        "ordered": False,
        "items": [[paragraph("dotted")], [paragraph("inner"), {"type": "formula", "math": "x^2", "alt": "x squared"}]],
    },
    {"type": "list", "ordered": True, "items": [[paragraph("numbered")]]},
    {"type": "table", "header": [[text("layer")], [text("size")]], "rows": [[[text("conv1")], [math("3 times 3")]]]},
    {"type": "code", "text": "layers = [\n    Conv(3, 16),\n]"},
    {"type": "formula", "math": "floor((n + 2 p - f) / s) + 1", "alt": "the size of the output"},
    {"type": "tensors", "grids": [grid(f"X, channel {k}", 6, 6, signed(k)) for k in range(1, 7)]},
    {"type": "tensors", "grids": [grid("large", 12, 12, signed(5)), grid("bias b", 1, 1, lambda _: "−3")]},
    {"type": "tensors", "grids": [grid("kinds", 1, 5, lambda i: ("1/3", "0.123", "1024", "−999", "−1/27")[i])]},
    {"type": "figure", "svg": RAMP, "alt": "zero on the left, rising on the right"},
]


def rich(key: bool = False, **more: Any) -> dict[str, Any]:
    """Every kind of block, space and answer, over at least three pages."""
    channels = [{"caption": f"channel {k}", "rows": 3, "columns": 3} for k in (1, 2)]
    decimals = {"type": "grid", "grids": [grid("", 3, 3, cell) for cell in ("0.{}71".format, "0.{}72".format)]}
    rows = [{"caption": f"conv{i}: 3 × 3, 16 filters", "cells": ["32 × 32 × 3" if i == 0 else None, None]} for i in range(10)]
    table = {"type": "table", "columns": ["layer", "activation", "weights"], "rows": rows}
    cells = {"type": "table", "cells": [["32 × 32 × 16", str(448 + i)] for i in range(10)]}
    worked = {
        "solution": [paragraph("Multiply, add up: "), BLOCKS[5], BLOCKS[6]],
        "hints": [[text("The kernel was flipped."), {"type": "code", "text": "conv2d.kernel-flipped"}], [text("The bias was forgotten.")]],
    }
    page = document(
        problem("1", BLOCKS, part("(a)", BLOCKS[:1], {"type": "box", "width": "short"}, {"type": "text", "text": "36928"}, **worked)),
        problem(
            "2",
            [],
            part("(a)", BLOCKS[:1], {"type": "grid", "grids": channels, "chars": 5}, decimals),
            part("(b)", BLOCKS[:1], {"type": "lines", "count": 5}, {"type": "grid", "grids": [grid("2 × 2", 9, 9, signed(0))]}),
            part(
                "(c)",
                BLOCKS[:1],
                {"type": "box", "width": "long"},
                {"type": "text", "text": "112 × 112 × 64, written out at a length that no box can hold"},
            ),
            conventions=[[text("Padding "), math("p"), text(" is counted per side.")], [text("Sizes are rounded down.")]],
            code="conv2d-2-7Q4K9M2X~stride=2~parts=map+pool~choice=shape",
        ),
        problem("3", [], part("(a)", BLOCKS[:1], table, cells), title="A title that goes on and on, " * 5, code="conv2d-2-7Q4K9M2X"),
        notes=BLOCKS[:2],
        institution="Faculty of Mathematics",
        course="Deep Learning 101, a course whose name is longer than its place in the foot of the page",
        date="12 May 2026",
        code="ZNLL-3EZF",
        key=key,
    )
    for p in page["problems"] if not key else []:
        p["parts"] = [q | {"answer": None, "solution": [], "hints": []} for q in p["parts"]]
    return page | more


def hostile(words: str) -> dict[str, Any]:
    """The same words wherever a text may stand."""
    table = {"type": "table", "columns": [words[:40]], "rows": [{"caption": words[:40], "cells": [None]}]}
    styled = [{"type": "strong", "content": [text(words)]}, {"type": "code", "text": words}]
    asked = part(
        "(a)",
        [paragraph(words, *styled)],
        {"type": "box", "width": "short"},
        {"type": "text", "text": words},
        hints=[[text(words), *styled]],
    )
    filled = part("(b)", [{"type": "code", "text": words}], table, {"type": "table", "cells": [[words]]})
    tensors = {"type": "tensors", "grids": [{"caption": words, "rows": [["1"]]}]}
    places = {"title": words, "course": words, "institution": words, "date": words, "code": words[:200], "key": True}
    return document(problem("1", [tensors], asked, filled, title=words, code=words[:200], conventions=[[text(words)]]), **places)


def pages(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [sheet.get_textpage().get_text_range() for sheet in opened]
    finally:
        opened.close()


def joined(pdf: bytes) -> str:
    """All text without white space: lines may break anywhere."""
    return re.sub(r"\s+", "", "".join(pages(pdf)))


def numbers(node: Any) -> set[str]:
    match node:
        case dict():
            return set().union(*(numbers(v) for k, v in node.items() if k not in ("svg", "alt", "math", "space")))
        case list():
            return set().union(*map(numbers, node))
        case str():
            return set(re.findall(r"\d+", node))
        case _:
            return set()


def assert_accessible(pdf: bytes) -> None:
    report = validation.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("key", [False, True], ids=["sheet", "key"])
def test_every_kind_of_block_prints_as_pdf_ua(key: bool, paper: str) -> None:
    printed = PRESS.press(rich(key, paper=paper))
    assert_accessible(printed.pdf)
    assert printed.missing == ()


@pytest.mark.parametrize("key", [False, True], ids=["sheet", "key"])
def test_every_number_can_be_read_back(key: bool) -> None:
    page = rich(key)
    assert numbers(page["problems"]) <= set(re.findall(r"\d+", " ".join(pages(PRESS.press(page).pdf))))


def test_a_sheet_prints_no_answer_even_if_it_is_handed_one() -> None:
    asked = part(
        "(a)",
        [],
        {"type": "box", "width": "short"},
        {"type": "text", "text": "98765"},
        solution=[paragraph("98765")],
        hints=[[text("98765")]],
    )
    assert "98765" not in joined(PRESS.press(document(problem("1", [], asked))).pdf)


def test_a_key_has_no_line_to_write_points_on_in_its_head() -> None:
    sheet, key = (pages(PRESS.press(document(problem("1", []), key=key)).pdf)[0] for key in (False, True))
    assert "/ 24" in sheet
    assert "/ 24" not in key


def test_the_pages_are_numbered_and_carry_course_and_code() -> None:
    printed = pages(PRESS.press(rich()).pdf)
    assert all(f"page {n} of {len(printed)}" in p and "ZNLL-3EZF" in p for n, p in enumerate(printed, 1))


def test_the_same_data_give_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    first, here = PRESS.press(rich(True)), Path.cwd()
    try:
        os.chdir(tmp_path)
        assert TypstPress().press(rich(True)) == first
    finally:
        os.chdir(here)


@pytest.mark.parametrize("looks", [("a4", "us-letter", "a4"), (1, 1.5, 1)], ids=["papers", "sizes of print"])
def test_a_press_may_change_its_paper_between_two_documents(looks: tuple[str | float, ...]) -> None:
    documents = [document(problem("1", [paragraph("A layer.")]), **{"paper" if isinstance(look, str) else "scale": look}) for look in looks]
    press = TypstPress()
    first, other, again = [press.press(one).pdf for one in documents]
    assert first == again == TypstPress().press(documents[0]).pdf
    assert other == TypstPress().press(documents[1]).pdf != first


@pytest.mark.parametrize(("language", "seen"), [("en", "en"), ("ro", "ro"), ("pt-BR", "pt-BR")])
def test_language_and_title_are_set(language: str, seen: str) -> None:
    pdf = PRESS.press(document(problem("1", []), language=language, title="Fișa 1")).pdf
    opened = pypdfium2.PdfDocument(pdf)
    assert opened.get_metadata_value("Title") == "Fișa 1"
    opened.close()
    assert f"/Lang({seen})".encode() in pdf.replace(b"/Lang (", b"/Lang(")


def test_a_page_may_say_nothing_but_its_title() -> None:
    bare = PRESS.press(document(problem("", [], part("", [], {"type": "box", "width": "short"}), title=""), name_line=False)).pdf
    assert_accessible(bare)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param('#read("/etc/passwd")', id="typst code"),
        pytest.param("$x$ \\ <b> ] [ ) \" ' `code` *a* _b_ @ref <label> // c /* -- --- ... ~ #{", id="markup"),
        pytest.param("W" * 1500, id="one long word"),
        pytest.param("many words " * 910, id="10,000 characters"),
        pytest.param("Ω Я ș ặ ½ € ℝ ⌊x⌋ × −", id="many scripts"),
    ],
)
def test_hostile_words_print_as_they_are(words: str) -> None:
    printed = PRESS.press(hostile(words))
    assert_accessible(printed.pdf)
    assert re.sub(r"\s+", "", words) in joined(printed.pdf)
    assert printed.missing == ()


def right_edge(pdf: bytes) -> float:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        texts = [sheet.get_textpage() for sheet in opened]
        return max(t.get_rect(i)[2] for t in texts for i in range(t.count_rects()))
    finally:
        opened.close()


def test_an_endless_word_stays_on_the_page() -> None:
    assert right_edge(PRESS.press(hostile("W" * 1500)).pdf) < 595  # A4 is 595 points wide


@pytest.mark.parametrize(
    ("words", "long"),
    [
        pytest.param("W" * 40, False, id="as long as fits"),
        pytest.param("W" * 41, True, id="a letter more"),
        pytest.param("short " * 30 + "W" * 41, True, id="behind short ones"),
        pytest.param(("W" * 40 + '"') * 30, False, id="between quotes"),
        pytest.param("−" * 41 + "\u2003short", True, id="not of ASCII"),
        pytest.param("\u2003".join(["−" * 40] * 9), False, id="between other blanks"),
    ],
)
def test_a_word_is_long_that_no_line_may_hold(words: str, long: bool) -> None:
    assert (_LONG.match(f'{{"text":"{words}"}}') is not None) is long


def test_control_and_direction_characters_are_dropped() -> None:
    printed = PRESS.press(hostile("a\u202eb\x00c\x1bd\ud800e\ue000f\u2066g\u00adh"))
    assert "abcdefgh" in joined(printed.pdf)
    assert printed.missing == ()


def test_what_no_font_has_is_spelt_and_told_once() -> None:
    printed = PRESS.press(hostile("李 😀 李 \U0001f468\u200d\U0001f469"))
    assert_accessible(printed.pdf)
    assert printed.missing == ("李", "😀", "\U0001f468", "\U0001f469")
    assert "[U+674E][U+1F600]" in joined(printed.pdf)


def test_a_picture_and_a_formula_may_hold_what_no_font_has() -> None:
    picture = RAMP.replace("</svg>", '<text x="5" y="20">李</text></svg>')
    statement = [{"type": "figure", "svg": picture, "alt": "李"}, {"type": "formula", "math": '"李"', "alt": "李"}]
    assert PRESS.press(document(problem("1", statement))).missing == ("李",)


def test_marks_that_show_alone_but_not_together_are_spelt() -> None:
    words = "".join(map(chr, range(0x300, 0x370))) + "x\u0610 \u093f\u0301 e\u0301\u20dd ]\u0903 क्षि שָׁלוֹם"
    assert_accessible(PRESS.press(hostile(words)).pdf)


def test_a_defect_of_the_data_is_our_own_error_with_its_place() -> None:
    with pytest.raises(PressFailed, match=r"\.typ:\d+:\d+.*defect of convexam"):
        PRESS.press(document(problem("1", [{"type": "poem"}])))


def test_a_folder_of_fonts_must_exist(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        TypstPress([tmp_path / "nowhere"])


def test_fonts_answer_for_single_characters() -> None:
    coverage, missing = FontCoverage(), dict[str, None]()
    coverage.learn(["Ana é李"])
    assert coverage.shown("Ana é李", missing) == "Ana é[U+674E]"
    assert list(missing) == ["李"]


@pytest.mark.parametrize(
    ("given", "lines", "kept"),
    [
        pytest.param("a\tb\r\nc", False, "a b  c", id="white space is a space"),
        pytest.param("a\r\n\tb\n", True, "a\n    b", id="code keeps its lines"),
        pytest.param("می\u200cخواهم", False, "می\u200cخواهم", id="joiners stay"),
        pytest.param("\u202eab\ufeff\x7f", False, "ab", id="invisible ones go"),
    ],
)
def test_controls(given: str, lines: bool, kept: str) -> None:
    assert without_controls(given, lines) == kept


def test_a_cluster_is_a_character_with_its_marks() -> None:
    words = unicodedata.normalize("NFD", "né\u20dd!")
    assert list(clusters(words)) == ["n", "e\u0301\u20dd", "!"]
