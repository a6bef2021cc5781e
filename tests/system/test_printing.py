"""The printed pages of every family as poppler sees them: complete, tagged, with their fonts, and none of them empty."""

import re
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families, family
from convexam.exercises.key import key
from convexam.exercises.problem import Problem
from convexam.exercises.statement import asked, problem
from convexam.sheets.page import page
from convexam.sheets.typst_press import TypstPress

pytestmark = pytest.mark.system

DRAWN = {f"{one.name}-{level}-{what}": (one.name, level, what) for one in families() for level in one.levels for what in ("sheet", "key")}
SEED = 11


class Printed:
    """A document in a folder, with the problem that stands on it."""

    def __init__(self, folder: Path, name: str, level: int, what: str) -> None:
        solved = practice(Wish(family(name), level), SEED)
        self.problem: Problem = problem(solved.exercise, asked(solved))
        self.file = folder / "printed.pdf"
        made = TypstPress().press(page([self.problem], [key(solved)] if what == "key" else None))
        assert made.missing == ()
        self.file.write_bytes(made.pdf)

    def said(self, *words: str, then: str = "") -> str:
        """What one of poppler's programs says of the document."""
        done = subprocess.run([*words, str(self.file), *filter(None, [then])], capture_output=True, timeout=60, check=True)
        return done.stdout.decode()


@pytest.fixture(params=DRAWN.values(), ids=list(DRAWN), scope="module")
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return Printed(tmp_path_factory.mktemp("printed"), *request.param)


@pytest.fixture
def what(printed: Printed, request: pytest.FixtureRequest) -> str:
    return request.node.callspec.params["printed"][2]


def test_information(printed: Printed, what: str) -> None:
    found = dict(line.split(":", 1) for line in printed.said("pdfinfo").splitlines() if ":" in line)
    found = {name: value.strip() for name, value in found.items()}
    assert found["Title"].startswith("Practice sheet")
    assert ("Solution" in found["Title"]) == (what == "key")
    assert (found["Tagged"], found["JavaScript"], found["Encrypted"], found["Form"]) == ("yes", "no", "no", "none")
    assert found["Page size"].endswith("(A4)")
    assert 1 <= int(found["Pages"]) <= (6 if what == "key" else 3)
    assert "CreationDate" not in found  # the same bytes tomorrow


def test_it_claims_pdf_ua_1(printed: Printed) -> None:
    metadata = printed.said("pdfinfo", "-meta")
    assert re.search(r"pdfuaid:part(>|=\")1", metadata)
    assert re.search(r"<rdf:li[^>]*>en</rdf:li>", metadata)


def test_a_screen_reader_finds_the_problem_by_its_heading(printed: Printed) -> None:
    structure = printed.said("pdfinfo", "-struct-text")
    assert structure.startswith("Document")
    assert re.search(rf'^\s*H[1-6] "1\. {re.escape(printed.problem.title)}"', structure, re.MULTILINE)


def test_fonts_are_embedded(printed: Printed) -> None:
    fonts = printed.said("pdffonts").splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes yes yes +[0-9]+ +0$", font) for font in fonts)  # embedded, a subset, with its Unicode


def in_text(text: str) -> list[str]:
    """All numbers, with one kind of minus, and the space that some programs put after it taken away."""
    return re.findall(r"-?\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("- ", "-"))


def test_every_number_of_the_statement_stands_in_the_text(printed: Printed) -> None:
    given, signed = printed.problem, in_text(printed.said("pdftotext", "-layout", then="-"))
    left = [number.lstrip("-") for number in signed]
    texts = [
        given.title,
        given.statement,
        *given.conventions,
        *(group.prompt for group in given.groups),
        *(part.prompt for part in given.parts if not part.group),
    ]
    for number in in_text(" ".join(texts)):
        assert number.lstrip("-") in left
        left.remove(number.lstrip("-"))
    for value in (value for one in given.tensors for value in one.tensor.values):
        for number in in_text(str(value)):
            assert number in signed, f"{number} of the given"
            signed.remove(number)


def test_no_page_is_empty_or_runs_over_its_edge(printed: Printed) -> None:
    """At 50 dots an inch: each page has something dark, and nothing within five millimetres of its edges."""
    printed.said("pdftoppm", "-gray", "-r", "50", then=str(printed.file.with_name("sheet")))
    pages = sorted(printed.file.parent.glob("sheet-*.pgm"))
    assert pages
    for path in pages:
        dark = pixels(path.read_bytes()) < 128
        assert dark[30:-50].sum() > 5  # between head and foot: a line of small letters is enough, and has about eight dots
        assert not dark[:, :10].any()
        assert not dark[:, -10:].any()
        assert not dark[:10].any()
        assert not dark[-10:].any()


def pixels(pgm: bytes) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    kind, size, _, rest = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    assert kind == b"P5"
    return np.frombuffer(rest, dtype=np.uint8).reshape(height, width)
