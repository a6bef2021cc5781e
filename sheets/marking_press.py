"""The printed marking table: by TeX where that prints the exam, else by typst; of a large class several, one after the other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BadInput
from .archive import LOGS, WORK, Folder
from .marking_page import marking_page, parts
from .production import Order

Pages = Sequence[Mapping[str, Any]]


class Tables(NamedTuple):
    """One PDF or several, and why it was not TeX that printed them."""

    pdfs: tuple[bytes, ...] = ()
    lacking: str = ""  # characters that TeX has not
    fault: str = ""


def printed(order: Order, table: Mapping[str, Any]) -> Tables:
    """`table`: what `marking.table` gives."""
    pages = parts(marking_page(table, order.blueprint.paper))
    tables = Tables() if order.tex is None else by_tex(order, pages)
    return tables if tables.pdfs else tables._replace(pdfs=by_typst(pages, order.blueprint.fonts))


def by_typst(pages: Pages, fonts: Sequence[Path]) -> tuple[bytes, ...]:
    from .typst_press import TypstPress

    press = TypstPress(fonts)
    return tuple(press.press(page).pdf for page in pages)


def by_tex(order: Order, pages: Pages) -> Tables:
    """Nothing printed where TeX complains of one of them: a table is there as a whole, or not at all."""
    from .latex_marking import latex_marking, marking_preamble
    from .latex_press import Document, LatexPress, NoRoom
    from .latex_production import told

    if order.tex is None:
        return Tables()
    templates, archive = order.tex.templates, Folder(order.folder)
    documents = [Document(f"marking-{number}", "marking", latex_marking(page, templates)) for number, page in enumerate(pages, 1)]
    press = LatexPress(order.tex, marking_preamble(pages[0], templates), archive.file(f"{WORK}/marking"), archive.file(LOGS))
    try:
        pressed = press.press(documents, "marking", archive.file(f"{LOGS}/marking") if order.keep_tex else None)
    except NoRoom:
        raise
    except BadInput as error:
        return Tables(fault=str(error))
    faults = [told("table", one.body, fault) for one in documents if (fault := pressed[one.name].fault) is not None]
    lacking = "".join(dict.fromkeys(c for one in pressed.values() for c in one.lacking))
    pdfs = () if faults or lacking else tuple(pressed[one.name].pdf for one in documents)
    return Tables(pdfs, lacking, faults[0] if faults else "")
