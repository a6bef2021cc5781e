"""`convexam preview` and `convexam worksheet`, and the printed marking table."""

import re
from pathlib import Path

import pytest

from commands import called, refused
from convexam.exercises.draw import from_code
from convexam.sheets.marking import marked, table
from convexam.sheets.marking_page import marking_page
from convexam.sheets.typst_press import TypstPress
from test_exam_page import CODE, assert_accessible, made
from test_typst_press import pages, right_edge

LANDSCAPE = 842  # points wide
PRESS = TypstPress()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_preview_is_a_sheet_and_its_key(here: Path) -> None:
    assert called("new", "midterm.toml").status == 0
    done = called("preview", "midterm.toml")
    assert (done.status, done.out) == (0, "")
    assert "minutes of work" in done.err
    sheet, key = (pages((here / f"midterm-preview{of}.pdf").read_bytes()) for of in ("", "-key"))
    assert "Marking hints" not in "".join(sheet)
    assert "Marking hints" in "".join(key)
    refused(["preview", "midterm.toml"], "midterm-preview.pdf: there is such a file already")


def test_a_preview_is_the_same_each_time(here: Path) -> None:
    called("new", "midterm.toml")
    called("preview", "midterm.toml", "-o", "a.pdf", "--key", "k.pdf")
    called("preview", "midterm.toml", "-o", "b.pdf", "--key", "l.pdf")
    assert (here / "a.pdf").read_bytes() == (here / "b.pdf").read_bytes()
    assert (here / "k.pdf").read_bytes() == (here / "l.pdf").read_bytes()


def test_a_preview_of_nothing_writes_nothing(here: Path) -> None:
    refused(["preview", "nowhere.toml"], "nowhere.toml")
    assert list(here.iterdir()) == []


def test_a_worksheet_deals_the_families_in_turn(here: Path) -> None:
    done = called("worksheet", "conv2d", "pooling", "--level", "1", "-n", "5", "--seed", "3", "-o", "sheet.pdf", "--key", "key.pdf")
    assert done.status == 0
    codes = done.err.split(": ")[1].split()
    assert [code.split("-")[0] for code in codes] == ["conv2d", "pooling", "conv2d", "pooling", "conv2d"]
    assert len({str(from_code(code).exercise.given) for code in codes}) == 5
    printed = ["".join(pages((here / name).read_bytes())) for name in ("sheet.pdf", "key.pdf")]
    assert all(code in text for code in codes for text in printed)
    assert "Solution" in printed[1]


def test_a_worksheet_of_a_topic(here: Path) -> None:
    done = called("worksheet", "--topic", "pooling", "-n", "2", "--title", "Before the exam", "-o", "s.pdf")
    assert re.fullmatch(r"s\.pdf: pooling-2-\S+ pooling-2-\S+\n", done.err)
    assert "Before the exam" in pages((here / "s.pdf").read_bytes())[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["-o", "s.pdf"], "name a family or --topic", id="nothing"),
        pytest.param(["conv2", "-o", "s.pdf"], "did you mean conv2d?", id="no such family"),
        pytest.param(["--topic", "size", "-o", "s.pdf"], "did you mean sizes?", id="no such topic"),
        pytest.param(["conv2d-2-0000070N", "-o", "s.pdf"], "is a code", id="a code"),
        pytest.param(["conv2d", "--level", "9", "-o", "s.pdf"], "level", id="no such level"),
        pytest.param(["conv2d", "--seed", "-1", "-o", "s.pdf"], "seeds are whole numbers", id="no such seed"),
        pytest.param(["conv2d", "-o", "s.pdf", "--key", "s.pdf"], "named twice", id="one file for both"),
    ],
)
def test_what_cannot_be_printed_is_said(words: list[str], said: str, here: Path) -> None:
    refused(["worksheet", *words], said)
    assert list(here.iterdir()) == []


def test_nothing_is_overwritten(here: Path) -> None:
    (here / "s.pdf").write_text("mine")
    refused(["worksheet", "conv2d", "-o", "s.pdf"], "there is such a file already")
    assert (here / "s.pdf").read_text() == "mine"


@pytest.mark.parametrize("version", ["", "B"])
@pytest.mark.parametrize(
    "names", [("output-size",), ("cnn-layers", "network-table", "chosen-cells", "pooling", "same-padding")], ids=["few parts", "many parts"]
)
def test_the_marking_table(names: tuple[str, ...], version: str) -> None:
    sheet, key = made(*names, version=version)
    data = table([marked(sheet, key)] * 30)
    printed = PRESS.press(marking_page(data))
    text = pages(printed.pdf)
    assert_accessible(printed.pdf)
    assert right_edge(printed.pdf) < LANDSCAPE - 20
    assert "Marking table – Midterm" in text[0]
    assert "".join(text).count(CODE) >= 30
    squeezed = re.sub(r"\s+", "", "".join(text))
    assert all(re.sub(r"\s+", "", cell["answer"]) in squeezed for cell in data["rows"][0]["cells"] if cell and cell["answer"])


def test_the_head_of_the_marking_table_stands_on_every_page() -> None:
    pair = marked(*made("output-size"))
    printed = pages(PRESS.press(marking_page(table([pair] * 80))).pdf)
    assert len(printed) > 1
    assert all("Sheet" in page and "output-size.shape" in page for page in printed)


def test_hostile_words_in_the_marking_table_print_as_they_are() -> None:
    sheet, key = made("output-size", title="T", course='#read("a") $x$ ' + "W" * 200)
    printed = PRESS.press(marking_page(table([marked(sheet, key)])))
    assert '#read("a")' in pages(printed.pdf)[0]
    assert_accessible(printed.pdf)
