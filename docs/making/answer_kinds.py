"""How answers are read: the tables that test the readers, with the sentences that a student gets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ...answers.forms import AnyForm, file_of
from ...cnn.values import Record
from ...text.escape import Markdown
from ...text.markdown import code_cell, one_cell
from ...text.tree import parse
from ...text.words import words_beside
from .layout import page

TABLES = Path(__file__).resolve().parents[2] / "tests" / "readings"
ORDER = ("integer", "number", "shape", "tensor", "positions", "expression", "choice", "person")
_BAR = re.compile(r"(?<!\\)\|")


class Row(Record, frozen=True):
    """One answer that somebody typed."""

    typed: Markdown  # as code; nothing where nothing was typed
    read_as: Markdown
    verdict: str
    why: Markdown  # what the student is told where it could not be read


class Table(Record, frozen=True):
    """Answers of one form."""

    words: Markdown  # what stands above it
    form: Markdown
    rows: tuple[Row, ...]


class Kind(Record, frozen=True):
    """A kind of answer."""

    name: str
    title: str
    tables: tuple[Table, ...]

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def kind(name: str) -> Kind:
    """What stands in the table file of a kind: a heading, and paragraphs, a form and rows, several times."""
    title, *lines = (TABLES / f"{name}.md").read_text(encoding="utf-8").splitlines()
    tables: list[Table] = []
    above: list[str] = []
    settings: dict[str, Any] = {}
    for line in lines:
        if line.startswith("form: "):
            settings = json.loads(line.removeprefix("form: "))
            tables.append(Table(_words(above), _form(settings), ()))
            above = []
        elif line.startswith("| `"):
            tables[-1] = msgspec.structs.replace(tables[-1], rows=(*tables[-1].rows, _row(name, settings, line)))
        elif not line.startswith("| "):
            above.append(line)
    return Kind(name, title.removeprefix("# "), tuple(tables))


def _words(above: list[str]) -> Markdown:
    """Without what holds for the files only: there a bar is written in another way, and the page says once that rows are tests."""
    return Markdown("\n".join(above).strip().removeprefix("Each row is a test. ").replace(r" and `\|` for a bar", ""))


def _form(settings: dict[str, Any]) -> Markdown:
    """(Whether commas are decimal is told by the language of the sheet, not by the form.)"""
    told = {name: value for name, value in settings.items() if name != "comma"}
    return code_cell(json.dumps(told, ensure_ascii=False)) if told else Markdown("")


def _row(name: str, settings: dict[str, Any], line: str) -> Row:
    typed, read_as, verdict, why = (cell.strip().replace("\\|", "|") for cell in _BAR.split(line)[1:-1])
    typed, read_as = typed[1:-1], read_as.strip("`")
    form: AnyForm = msgspec.convert({"kind": name, **{k: v for k, v in settings.items() if k != "comma"}}, AnyForm)
    sentence = _sentence(form, typed, settings.get("comma", False)) if why else Markdown("")
    return Row(_code(typed), _code(read_as), verdict, sentence)


def _code(text: str) -> Markdown:
    return code_cell(text) if text else Markdown("")


def _sentence(form: AnyForm, typed: str, comma: bool) -> Markdown:
    reading = form.read(typed.replace("\\n", "\n"), comma)
    return one_cell(parse(words_beside(file_of(form)).fill(reading.why, seen=reading.seen, form=form)))


def pages() -> Iterator[tuple[str, bytes]]:
    files = {file.stem for file in TABLES.glob("*.md")}
    names = (*(name for name in ORDER if name in files), *sorted(files - set(ORDER)))
    yield "docs/answers.md", page(__file__, "answers", kinds=[kind(name) for name in names])
