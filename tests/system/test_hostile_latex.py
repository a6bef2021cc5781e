"""Rosters and blueprints that mean no good, through TeX: nothing of them is read or run, and they print as text."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from pikepdf import Pdf, Stream

from commands import called
from convexam.errors import BadInput
from convexam.sheets import blueprint
from convexam.sheets.exam import Made, preview
from convexam.sheets.exam_page import Look, exam_page
from convexam.sheets.latex_page import LATEX, document, latex_page, preamble
from convexam.sheets.latex_press import Document, LatexPress, Pressed, Tex, tried
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student
from convexam.sheets.tex_engines import ENGINES, wanted
from convexam.text.latex_escape import Tex as Written
from convexam.text.words import speaking
from exams import COUNT, SIZE
from system.test_latex_press import READS, text
from test_hostile_exams import (
    CONTROLS,
    EVIL,
    IDS,
    ROSTERS,
    TRAP,
    UNSEEN,
    WORDS,
    assert_nothing_escaped,
    here,
    refused_exam,
    roster,
    squeezed,
    toml,
)

pytestmark = pytest.mark.system
__all__ = ["here"]

LATEX_ENGINE = ("--engine", "latex")
ESCAPED = {f"{name}, escaped": typed.replace("\\", "\\\\") for name, typed in READS.items()}  # Markdown lets it pass
ATTACKS = (
    READS
    | ESCAPED
    | EVIL
    | {"a pair of dollars": r"$\input{/etc/passwd}$", "a line": "%\n\\input{/etc/passwd}", "carets": r"^^5cinput{/etc/passwd}"}
)
KEYS = ("title", "course", "institution", "date", "instructions")
COLUMNS = ("name", "group", "seat")
REFUSED: dict[str, set[str]] = {}
SECRETS = ("root:", "uid=0", "1787569")  # of /etc/passwd, of `id`, of a product


class Case(NamedTuple):
    """A text in a field, and the page with it."""

    typed: str
    whole: bool  # it must stand there as it was typed
    body: str


def made(head: Mapping[str, str]) -> Made:
    Path("quick.toml").write_text("".join(f"{name} = {toml(value)}\n" for name, value in head.items()) + SIZE + COUNT, encoding="utf-8")
    return preview(blueprint.read(Path("quick.toml")))


HEAD = {"id": "midterm", "title": "Midterm"}


def of_blueprints() -> Iterator[tuple[str, Case]]:
    """What is not refused."""
    for key in KEYS:
        for name, typed in (ATTACKS | CONTROLS).items():
            with suppress(BadInput):
                one = made(HEAD | {key: typed})
                yield f"{key} {name}", Case(typed, False, latex_page(one.sheet, one.key))


def of_rosters() -> Iterator[tuple[str, Case]]:
    sheet = made(HEAD).sheet
    for column in COLUMNS:
        for name, typed in ATTACKS.items():
            student = msgspec.structs.replace(Student("s1", "Ana"), **{column: " ".join(typed.split())})
            yield f"{column} {name}", Case(typed, True, latex_page(sheet, None, student))


def of_words(folder: Path) -> Iterator[tuple[str, Case]]:
    for number, (name, typed) in enumerate(ATTACKS.items()):
        words = folder / f"words{number}" / "exercises" / "sizes" / "output_size.md.j2"
        words.parent.mkdir(parents=True)
        words.write_text(f"<% block statement %>{typed}<% endblock %>\n", encoding="utf-8")
        with suppress(BadInput), speaking("en", (folder / f"words{number}",)):
            one = made(HEAD)
            yield f"words {name}", Case(typed, False, latex_page(one.sheet, one.key))


SHAPES = (
    "type",
    "paper",
    "language",
    "width",
    "scale",
    "svg",
    "content",
    "alt",
    "picture",
    "columns",
    "align",
)  # what the program alone decides


def of_values() -> Iterator[tuple[str, Case]]:
    """In every value at once that templates are handed, whoever may have typed it."""
    one = made(HEAD)
    data = exam_page(one.sheet, one.key, Student("s1", "Ana"), Look(formula_sheet=True), LATEX)
    for name, typed in ATTACKS.items():
        yield f"value {name}", Case(typed, False, document(replaced(data | {"qr": None}, " ".join(typed.split())[:40])))


def replaced(value: Any, typed: str) -> Any:
    match value:
        case Written():
            return value
        case str():
            return typed if value else value
        case dict():
            return {key: one if key in SHAPES else replaced(one, typed) for key, one in value.items()}
        case list() | tuple():
            return [replaced(one, typed) for one in value]
    return value


class Printed:
    """All cases through one engine."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.cases = {**dict(of_blueprints()), **dict(of_rosters()), **dict(of_words(folder)), **dict(of_values())}
        head, work = preamble(Look(), "en", engine), folder / "work"
        press = LatexPress(tried(Tex(wanted(engine)), head, work), head, work, folder / "logs")
        documents = [Document(f"d{number}", "sheet", case.body) for number, case in enumerate(self.cases.values())]
        self.pressed: dict[str, Pressed] = dict(zip(self.cases, press.press(documents, "run").values(), strict=True))
        self.left = {path.name for path in folder.rglob("*")}


@pytest.fixture(scope="module", params=ENGINES)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return Printed(request.param, folder)


def test_no_text_of_any_field_is_read_or_run(printed: Printed) -> None:
    assert {name: one.fault for name, one in printed.pressed.items() if one.fault} == {}
    said = {name: text(one.pdf) for name, one in printed.pressed.items() if one.pdf}
    assert len(said) > 0.9 * len(printed.cases)
    assert {name for name, text in said.items() if any(secret in text for secret in SECRETS)} == set()
    wanted = {name: squeezed(case.typed) for name, case in printed.cases.items() if case.whole and name in said}
    assert {name for name, typed in wanted.items() if typed[:60] not in squeezed(said[name])} == set()
    assert not {TRAP, "evil", "evil.txt"} & printed.left


def test_all_fields_were_tried(printed: Printed) -> None:
    """Markdown has no such commands, and refuses some; each attack gets to TeX through every field in one way or the other."""
    for name in READS:
        fields = {field for case in printed.cases for field, found, _ in [case.partition(f" {name}")] if found}
        assert fields >= {*COLUMNS, *KEYS, "words", "value"} - REFUSED.get(name, set()), (name, fields)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_whole_exam(here: Path, engine: str) -> None:
    """In every column at once, in what is cut and collated too; and the way back."""
    lines = ["/etc/passwd", *EVIL.values(), *(" ".join(one.split()) for one in READS.values())]
    roster(here, [{"id": evil[:90], "name": evil, "group": evil, "seat": evil, "e-mail": evil} for evil in lines])
    done = called("exam", "quick.toml", "--roster", "class.csv", "-o", "out", "--jobs", "1", *LATEX_ENGINE, "--tex-engine", engine)
    assert (done.status, "error" in done.err) == (0, False), done.err
    archive = Archive.open(here / "out")
    for code, seated in archive.seated.items():
        page = text((here / "out" / "sheets" / f"{code}.pdf").read_bytes())
        assert squeezed(seated.student.name) in squeezed(page)
        assert not any(secret in page for secret in SECRETS)
    assert called("verify", "out").status == 0
    assert_nothing_escaped(here)


def test_characters_that_cannot_be_seen_are_left_away(here: Path) -> None:
    roster(here, [{"id": f"s{n}", "name": typed, "seat": typed} for n, (typed, _) in enumerate(UNSEEN.values())])
    assert called("exam", "quick.toml", "--roster", "class.csv", "-o", "out", "--jobs", "1", *LATEX_ENGINE).status == 0
    for code, seated in Archive.open(here / "out").seated.items():
        page = text((here / "out" / "sheets" / f"{code}.pdf").read_bytes())
        assert page.count([*UNSEEN.values()][int(seated.student.id[1:])][1]) == 2, page


@pytest.mark.parametrize(("data", "said"), ROSTERS.values(), ids=ROSTERS)
def test_rosters_that_are_refused(here: Path, data: bytes, said: str) -> None:
    (here / "class.csv").write_bytes(data)
    refused_exam(said, *LATEX_ENGINE)


@pytest.mark.parametrize(("head", "said"), IDS.values(), ids=IDS)
def test_blueprints_that_are_refused(here: Path, head: str, said: str) -> None:
    (here / "quick.toml").write_text(
        f"{head}\n" + ("" if "title" in head else 'title = "T"\n') + ("" if "[[problem]]" in head else SIZE), encoding="utf-8"
    )
    (here / "class.csv").write_text("id,name\ns1,A\n", encoding="utf-8")
    refused_exam(said, *LATEX_ENGINE)


@pytest.mark.parametrize("code", WORDS.values(), ids=WORDS)
def test_templates_and_words_that_call_python_are_refused(here: Path, code: str) -> None:
    """Templates are trusted as TeX, not as Python."""
    words = here / "words" / "exercises" / "sizes" / "output_size.md.j2"
    words.parent.mkdir(parents=True)
    words.write_text(f"<% block statement %>{code}<% endblock %>\n", encoding="utf-8")
    (here / "ours").mkdir()
    (here / "ours" / "head.tex.j2").write_text(code + "\n", encoding="utf-8")
    for options in (("--words", "words"), ("--templates", "ours")):
        done = called("preview", "quick.toml", *LATEX_ENGINE, *options)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done.err
        assert any(name in done.err for name in ("output_size.md.j2", "head.tex.j2", "etc/passwd")), done.err
    assert not [*here.rglob(TRAP), *here.rglob("*.pdf")]


def test_what_a_template_asks_tex_to_read(here: Path) -> None:
    """Trusted as TeX, and still: it sees no file but its own."""
    (here / "ours").mkdir()
    for attack in READS.values():
        (here / "ours" / "head.tex.j2").write_text(f"{attack}\n\\asks{{}}{{}}<< code_below >>\n", encoding="utf-8")
        done = called("preview", "quick.toml", *LATEX_ENGINE, "--templates", "ours", "--force")
        assert "Traceback" not in done.err
        for pdf in here.glob("*.pdf"):
            assert not any(secret in text(pdf.read_bytes()) for secret in SECRETS)
            assert not any(secret.encode() in stream for stream in streams(pdf) for secret in SECRETS)
    assert not [*here.rglob("evil*")]


def streams(path: Path) -> Iterator[bytes]:
    """All that is embedded in a file, seen or not."""
    with Pdf.open(path) as pdf:
        yield from (one.read_bytes() for one in pdf.objects if isinstance(one, Stream) and "/DCTDecode" not in repr(one.get("/Filter")))
