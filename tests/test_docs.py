"""The documentation is what the code says, its links lead somewhere, and its examples are valid documents."""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from jsonschema import Draft202012Validator

from convexam.cli.main import COMMANDS, convexam
from convexam.cli.schema import DOCUMENTS
from convexam.docs.making import command_line, pages, picture
from convexam.docs.making.__main__ import main
from convexam.docs.making.examples import RECORDS
from convexam.docs.making.gallery import SEED, Entry, entries
from convexam.exercises import given
from convexam.exercises.documents import convert, parse, plain
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.schemas import schema
from convexam.sheets.roster_columns import NAMES, plainly

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    file.relative_to(ROOT).as_posix() for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/families/*.md"))
)
EXAMPLES = sorted(file.stem for file in ROOT.glob("examples/json/*.json"))
LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:href|src)="([^"]+)\"""")
FENCE = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def prose(page: str) -> str:
    """A page without its code."""
    return CODE.sub("", FENCE.sub("", (ROOT / page).read_text(encoding="utf-8")))


def anchors(page: str) -> Iterator[str]:
    """Where a link with # can lead: as GitHub names its headings, and what has an id."""
    text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        yield f"{name}-{seen[name]}" if seen[name] else name
        seen[name] += 1
    yield from re.findall(r'id="([^"]+)"', text)


def test_all_pages_are_what_the_code_says() -> None:
    stale = pages.stale(pages.made())
    assert stale == [], f"these are not what the code says; `{pages.RENEW}` renews them (read the difference)"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for link in (first or second for first, second in LINK.findall(prose(page))):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        known = target.exists() and (not anchor or anchor in anchors(target.resolve().relative_to(ROOT).as_posix()))
        broken += [] if known else [link]
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_template_is_left_over(page: str) -> None:
    assert [mark for mark in ("<%", "%>", "<<", ">>", "None |") if mark in prose(page)] == []


@pytest.mark.parametrize("page", PAGES)
def test_rows_of_a_table_have_as_many_cells_as_its_head(page: str) -> None:
    text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
    for table in re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE):
        widths = {len(re.split(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1, table[:200]


def test_every_document_has_an_example() -> None:
    assert sorted({*RECORDS, *DOCUMENTS}) == EXAMPLES


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_valid(name: str) -> None:
    text = (ROOT / "examples" / "json" / f"{name}.json").read_text(encoding="utf-8")
    Draft202012Validator(schema(RECORDS[name], name)).validate(json.loads(text))
    assert plain(convert(parse(text, name), RECORDS[name], name)) == json.loads(text)


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    names = {file.name for file in ROOT.glob("docs/*.md")} - {"README.md"}
    assert [name for name in sorted(names) if f"({name})" not in index] == []


def test_every_problem_of_the_gallery_shows_wrong_answers() -> None:
    assert [entry.name for entry in entries() if not all(variant.wrong for variant in entry.variants)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_a_command_can_be_typed(name: str) -> None:
    """Options that are there, with values that they take; nothing is run."""
    examples = command_line.command(name).examples
    assert examples
    for example in examples:
        program, called, *words = shlex.split(example, comments=True)
        found = convexam.get_command(click.Context(convexam), called)
        assert program == "convexam"
        assert found is not None
        found.make_context(called, words[: words.index(">")] if ">" in words else words)


@pytest.mark.parametrize("file", pages.PICTURES)
def test_the_picture_is_small_and_bears_its_source(file: str) -> None:
    png = (ROOT / file).read_bytes()
    assert len(png) < 150_000
    assert re.fullmatch("[0-9a-f]{64}", picture.source_of(png))
    assert picture.source_of(png[:40]) == ""
    assert picture.source_of(b"no picture") == ""


def test_checking_writes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    assert main(["--check"]) == 1
    assert "docs/gallery.md\n" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    assert main(["--chekc"]) == 2


def test_what_is_stale_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "docs" / "families").mkdir(parents=True)
    (tmp_path / "docs" / "same.md").write_bytes(b"a\r\nb\n")
    (tmp_path / "docs" / "families" / "gone.md").write_text("x")
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    assert pages.stale({"docs/same.md": b"a\nb\n", "docs/new.md": b"c\n"}) == [
        "docs/families/gone.md",
        "docs/new.md",
        "docs/presses.png",
        "docs/sheet.png",
    ]


def test_every_name_of_a_column_of_a_roster_is_understood() -> None:
    _, _, table = (ROOT / "docs" / "exams.md").read_text(encoding="utf-8").partition("| column | names |\n")
    rows = [row.strip("| ").split(" | ") for row in table.partition("\n\n")[0].splitlines()[1:]]
    names = {re.sub(r" \(.*\)", "", name) for row in rows for name in row[1].split(", ")}
    assert len(names) > 20
    assert sorted(name for name in names if not any(plainly(name) in known for known in NAMES.values())) == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in entries()])
def test_numbers_of_ones_own_are_read_as_they_are_shown(entry: Entry, tmp_path: Path) -> None:
    """The file on the page of a family gives the problem that stands below it."""
    page = (ROOT / "docs" / "families" / f"{entry.name}.md").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    (own,) = given.read(file)
    drawn = practice(Wish(family(entry.name), entry.variants[0].level), SEED)
    assert own.exercise.given == drawn.exercise.given
    assert own.truth.accepted == drawn.truth.accepted
