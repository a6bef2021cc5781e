"""The printed pages of every family: accessible, complete, the same each time, and made without the key."""

import re
import unicodedata
from typing import Any

import msgspec
import page as validation
import pypdfium2
import pytest

from convexam.answers.tensor import TensorForm
from convexam.exercises.problem import Problem
from convexam.exercises.statement import asked, problem
from convexam.sheets.hints import first_sentence
from convexam.sheets.page import page
from convexam.sheets.typst_press import TypstPress
from test_families import EVERY, documents, solved, unlike

PRESS = TypstPress()
every = pytest.mark.parametrize(("name", "level"), EVERY)


def pdf(problems: list[Problem], keys: list[Any] | None = None) -> bytes:
    printed = PRESS.press(page(problems, keys))
    assert printed.missing == ()
    return printed.pdf


def numbers(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in opened)
    opened.close()
    return in_text(text)


def in_text(text: str) -> list[str]:
    """All numbers, with one kind of minus and of digits."""
    return re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text).replace("\u2212", "-"))


def stated(given: Problem) -> list[str]:
    """The numbers of everything that the student is told: texts, and tensors that the texts show."""
    texts = [given.title, given.statement, *given.conventions, *(group.prompt for group in given.groups)]
    texts += [part.prompt for part in given.parts if part.group is None]
    return in_text(" ".join(texts)) + [n for one in given.tensors for value in one.tensor.values for n in in_text(str(value))]


def without(found: list[str], wanted: list[str]) -> list[str]:
    """What is wanted and not found, each as often as it should be there."""
    left = list(found)
    return [number for number in wanted if number not in left or left.remove(number)]


@every
def test_sheet_and_key_are_accessible(name: str, level: int) -> None:
    given, key = documents(name, level, 0)
    for made in (pdf([given]), pdf([given], [key])):
        report = validation.validate_pdf_bytes(made, profile="ua1")
        assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]


@every
def test_every_number_of_the_statement_is_printed(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        given, key = documents(name, level, seed)
        assert without(numbers(pdf([given])), stated(given)) == []
        assert without(numbers(pdf([given], [key])), stated(given)) == []


@every
def test_the_key_prints_every_answer(name: str, level: int) -> None:
    given, key = documents(name, level, 1)
    assert without(numbers(pdf([given], [key])), [n for part in key.parts for n in in_text(part.shown)]) == []


@every
def test_a_map_of_unknown_size_gets_as_many_lines_as_the_largest_tensor_has_rows(name: str, level: int) -> None:
    given, _ = documents(name, level, 0)
    rows = [one.tensor.sizes[-2] for one in given.tensors if len(one.tensor.sizes) > 1]
    maps = msgspec.structs.replace(given, parts=tuple(part for part in given.parts if isinstance(part.form, TensorForm)))
    spaces = [part["space"] for problem in page([maps])["problems"] for part in problem["parts"]]
    assert {space["count"] for space in spaces if space["type"] == "lines"} <= {min(max(5, *rows, 0), 14)}


def hints(given: Problem, key: Any) -> list[str]:
    """As they are printed, without markup."""
    parts = [part for problem in page([given], [key])["problems"] for part in problem["parts"]]
    return ["".join(node["text"] for node in hint if "text" in node) for part in parts for hint in part["hints"]]


def test_a_hint_says_answer_points_mistake_and_code() -> None:
    found = hints(*documents("conv2d", 2, 1))
    assert all(re.fullmatch(r"[−\d/× ]+: [\d.]+ of \d+ — [A-Z].*\. \([a-z0-9.-]+(, [a-z0-9.-]+)*\)", hint) for hint in found)
    assert any(hint.endswith("— The bias was probably forgotten. (conv2d.bias-forgotten)") for hint in found)


def test_a_hint_of_a_cell_begins_with_its_captions() -> None:
    of_cells = [hint for hint in hints(*documents("network-table", 2, 0)) if " = " in hint]
    assert of_cells
    assert all(re.match(r".+, .+ = .+: ", hint) for hint in of_cells)


def test_chosen_cells_are_marked_together() -> None:
    """As they are graded: a mistake is named only if it fits all of them."""
    given, key = documents("chosen-cells", 2, 0)
    cells = [part for part in key.parts if part.id in {one.id for one in given.parts if one.group}]
    found = [hint for hint in hints(given, key) if re.match(rf"−?\d+(; −?\d+){{{len(cells) - 1}}}: ", hint)]
    forgotten = [[one.shown for one in cell.mistakes if "conv2d.bias-forgotten" in one.codes] for cell in cells]
    assert len(cells) > 1
    assert [hint.partition(":")[0] for hint in found if "conv2d.bias-forgotten" in hint] == ["; ".join(shown for (shown,) in forgotten)]
    assert all("probably" in hint and " of " in hint for hint in found)


@pytest.mark.parametrize(
    ("sentences", "first"),
    [
        pytest.param("The bias was forgotten. Add it.", "The bias was forgotten.", id="two sentences"),
        pytest.param("It is $0.5$ here. Look.", "It is $0.5$ here.", id="a point inside a number"),
        pytest.param("No stop", "No stop", id="none"),
    ],
)
def test_first_sentences(sentences: str, first: str) -> None:
    assert first_sentence(sentences) == first


@every
def test_the_printed_sheet_does_not_depend_on_the_key(name: str, level: int) -> None:
    """The same bytes, metadata included, when every answer and step of the key is another one."""
    one = solved(name, level, 0)
    assert pdf([problem(one.exercise, asked(one))]) == pdf([problem(one.exercise, asked(unlike(one)))])


@every
def test_a_key_breaks_its_pages_where_the_sheet_does(name: str, level: int) -> None:
    given, key = documents(name, level, 2)
    sheets = [pypdfium2.PdfDocument(made) for made in (pdf([given]), pdf([given], [key]))]
    starts = [[re.findall(r"\([a-z]\)", sheet.get_textpage().get_text_range()) for sheet in document] for document in sheets]
    assert starts[1][: len(starts[0])] == starts[0]
    for document in sheets:
        document.close()
