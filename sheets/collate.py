"""The files for the whole class: all sheets and all keys for the printer, and the marking table. Made in processes of their own."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ..text.words import speaking
from . import marking, marking_press
from .archive import Folder
from .pdf_file import saved
from .processes import workers
from .production import Order
from .records import Digest, Sheet, SheetKey
from .seating import Place
from .shared_fonts import SharedFonts
from .spreadsheet import encoded

if TYPE_CHECKING:
    from pikepdf import Pdf


class Made(NamedTuple):
    """Files, and why it was not TeX that printed the marking table, though it prints the exam."""

    files: tuple[Digest, ...]
    lacking: str = ""  # characters that TeX has not
    fault: str = ""


def _joined(files: Iterable[Path | BinaryIO], duplex: bool = True, shared: bool = False) -> bytes:
    """One file of several. `duplex`: each begins on the front of a sheet of paper. `shared`: they have most fonts in common."""
    from pikepdf import Pdf

    joined, fonts = Pdf.new(), SharedFonts()
    for file in files:
        with Pdf.open(file) as one:
            if shared:
                fonts.extend(joined, one)
            else:
                joined.pages.extend(one.pages)
            if duplex and len(one.pages) % 2:
                _blank(joined, one)
    return saved(joined)


def _blank(joined: "Pdf", one: "Pdf") -> None:
    """So that the back of a sheet stays empty on a printer that prints both sides."""
    _, _, width, height = (float(number) for number in one.pages[0].mediabox)
    joined.add_blank_page(page_size=(width, height))


def whole_class(order: Order, places: Sequence[Place], dealt: bool, jobs: int = 1) -> Made:
    """Everything for the whole class, its students in this order. `dealt`: keys and marking table are made once per version."""
    codes = [place.seated.code for place in places]
    keys = sorted({f"version-{place.seated.version}" for place in places}) if dealt else codes
    first = {place.seated.version: place.seated.code for place in reversed(places)}  # one sheet tells of all with its version
    kinds = {"sheets": codes, "keys": keys, **({"solutions": keys} if order.solutions else {})}
    # last: what the other files took of the memory is enough for it
    tasks = [partial(_collated, order.folder, kind, names, order.tex is not None) for kind, names in kinds.items()]
    *joined, marked = _done((*tasks, partial(_marking, order, [first[version] for version in sorted(first)] if dealt else codes)), jobs)
    return marked._replace(files=(*(digest for one in joined for digest in one.files), *marked.files))


def _done(tasks: Sequence[Callable[[], Made]], jobs: int) -> list[Made]:
    """In a process of its own, or in several, which give their memory back when they end."""
    with workers(min(jobs, len(tasks))) as several:
        return [one.result() for one in [several.submit(task) for task in tasks]]


def _collated(folder: Path, kind: str, names: Sequence[str], shared: bool) -> Made:
    """For the printer: all sheets, or all keys."""
    archive = Folder(folder)
    joined = _joined((archive.file(f"{kind}/{name}.pdf") for name in names), shared=shared)
    return Made((archive.put(f"all-{kind}.pdf", joined),))


def _marking(order: Order, codes: Sequence[str]) -> Made:
    """`marking.csv` with every mistake's answer, `marking.pdf` to lie beside the pile."""
    archive = Folder(order.folder)
    rows: list[tuple[str, ...]] = [marking.HEADER]

    def read() -> Iterator[marking.Marked]:
        for code in codes:
            one = marking.marked(archive.written(f"sheets/{code}.json", Sheet), archive.written(f"keys/{code}.json", SheetKey))
            rows.extend(marking.csv_rows(one))
            yield one

    with speaking(order.blueprint.language, order.words):
        tables = marking_press.printed(order, marking.table(read()))
    pdf, *more = tables.pdfs
    if more:  # a single one stays tagged
        pdf = _joined(map(io.BytesIO, tables.pdfs), duplex=False, shared=order.tex is not None)
    files = (archive.put("marking.csv", encoded(rows)), archive.put("marking.pdf", pdf))
    return Made(files, tables.lacking, tables.fault)
