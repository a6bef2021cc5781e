"""A sheet or its key as TeX: everything up to the document, and one document, from the page data that the other press gets, too."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..exercises.problem import Figure, Key, Problem
from ..text import latex
from ..text.latex_escape import Tex, escape
from ..text.voice import voice
from . import latex_figures
from .exam_page import LARGE, Look, exam_page
from .fonts import clusters, without_controls
from .latex_blocks import blocks, units
from .latex_lost import refuse_lost
from .latex_maps import mm, qr
from .latex_measures import ASIDE, BOTTOM, POINT, TOP, Paper, paper
from .latex_spaces import PICTURE, space
from .latex_templates import filled
from .page import Writer, page
from .qr import QUIET, modules
from .records import Sheet, SheetKey, Student

LATEX = Writer(latex.blocks, latex.inlines)

_MONO = 0.603 * POINT  # width of a letter of the typewriter, for each point
_MOST_LETTERS = 150  # more is never on one line
_HYPHENATED = "en"  # the language whose words every TeX knows how to divide
_LONGEST_WORD = 30  # letters of a heading's word that surely fit on a line


def preamble(look: Look, language: str, engine: str, templates: Path | None = None) -> str:
    r"""Everything up to `\begin{document}`. `engine`: pdflatex or lualatex; `templates`: a folder of one's own."""
    sizes = paper(look.paper, round(LARGE, 4) if look.large else 1)
    return filled("preamble", measures(sizes, language) | {"engine": engine}, templates)


def measures(sizes: Paper, language: str, top: float = TOP, bottom: float = BOTTOM) -> dict[str, Any]:
    """What the template of the preamble is told."""
    return {
        "paper": {name: Tex(mm(size)) for name, size in sizes._asdict().items()},
        "top": Tex(mm(top)),
        "bottom": Tex(mm(bottom)),
        "hyphenated": language.partition("-")[0] == _HYPHENATED,
        "matrix": Tex(f"{sizes.scale / POINT:.5f}"),  # from millimetres to points
        "thick": Tex(f"{0.7 * POINT:.4f} w .196 G"),
        "picture": Tex(mm(PICTURE)),
    }


def latex_page(
    sheet: Sheet, key: SheetKey | None = None, student: Student | None = None, look: Look | None = None, templates: Path | None = None
) -> str:
    r"""The body of one document, which goes into a file of its own. Figures lie beside it: `figures`."""
    data = exam_page(sheet, key, student, look, LATEX)
    return document(data, templates)


def figures(problems: Iterable[Problem], keys: Iterable[Key] = ()) -> dict[str, bytes]:
    """The files that a document refers to, by their names."""
    found: list[Figure] = [figure for problem in problems for figure in problem.figures]
    found += [figure for key in keys for worked in key.solution for figure in worked.figures]
    return latex_figures.files(found)


def latex_source(problems: Sequence[Problem], keys: Sequence[Key] | None = None, title: str | None = None, engine: str = "pdflatex") -> str:
    """A whole source that compiles by itself, with its figures in it."""
    look, beside = Look(), latex_figures.within(figures(problems, keys or ()))
    body = document(page(problems, keys, title, LATEX))
    return f"{beside}{preamble(look, voice().language, engine)}\\begin{{document}}\n{body}\\end{{document}}\n"


def document(data: Mapping[str, Any], templates: Path | None = None) -> str:
    """The templates with the data of a page in them."""
    sizes = paper(data["paper"], data["scale"])
    problems = [_problem(problem, sizes) for problem in data["problems"]]
    values = {
        **data,
        **_head(data, sizes),
        "notes": blocks(data["notes"], sizes.column, sizes),
        "problems": problems,
        "solved": [problem for problem in problems if problem["solved"]],
        "formulas": [blocks(several, sizes.column, sizes) for several in data["formulas"]],
    }
    made = filled("sheet", values, templates)
    if templates is not None:
        refuse_lost(made, values, templates)
    return made


def _head(data: Mapping[str, Any], sizes: Paper) -> dict[str, Any]:
    """What stands at the head and the foot of pages."""
    code, version, student = data["code"], data["version"], data["student"]
    below = code or (f"{data['words']['version']} {version}" if version else "")
    marks = (max(20.0, len(code) * 8.5 * _MONO) + 5 if data["qr"] else 0) + (18 if version else 0)
    return {
        "title": escape(data["title"], _LONGEST_WORD),
        "marked": bool(marks),
        "titles": Tex(mm(sizes.column - marks)),
        "qr": qr(modules(code), QUIET, 20) if data["qr"] else "",
        "code_below": code_below(below),
        "course_below": course_below(data["course"], sizes),
        "student": _student(student, sizes) if student else None,
    }


def code_below(code: str) -> Tex:
    """In the middle of the foot."""
    return Tex(rf"\mono{{8.5}}{{{escape(code)}}}" if code else "")


def course_below(course: str, sizes: Paper) -> Tex:
    """At the left of the foot."""
    return one_line(course, (sizes.column - 60) / 2 - 2, 8.5, 7)


def _student(student: Mapping[str, Any], sizes: Paper) -> dict[str, Tex]:
    name = next((without_controls(name) for name in student["names"] if name.strip()), "")
    return {"name": one_line(name, sizes.column - 66, 11, 7), "about": one_line(student["about"], sizes.column, 8.5, 6)}


def one_line(text: str, width: float, size: float, least: float) -> Tex:
    """On one line of this width: smaller if it must be, then cut; and it is copied as it was typed."""
    if not text:
        return Tex("")
    if len(text) * size * POINT * 1.2 <= width:
        shown = rf"{{\size{{{size}}}{escape(text)}}}"
    else:
        letters = "".join(rf"\letter{{{escape(one) or ' '}}}" for one in list(clusters(text))[:_MOST_LETTERS])
        shown = rf"\oneline{{{mm(width)}}}{{{size}}}{{{least}}}{{{letters}}}"
    return Tex(shown if text.isascii() else rf"\typed{{FEFF{text.encode('utf-16-be').hex().upper()}}}{{{shown}}}")


def _problem(problem: Mapping[str, Any], sizes: Paper) -> dict[str, Any]:
    alone = len(problem["parts"]) == 1 and problem["parts"][0]["points"] == problem["points"]
    heading = f"{problem['label']}. {problem['title']}" if problem["label"] else problem["title"]
    parts = [_part(part, alone, sizes) for part in problem["parts"]]
    return {
        **problem,
        "heading": escape(heading, _LONGEST_WORD),
        "code_width": Tex(mm(len(problem["code"]) * 8 * _MONO)),
        "statement": [blocks(unit, sizes.column, sizes) for unit in units(problem["statement"])],
        "conventions": Tex(" ".join(problem["conventions"])),
        "parts": parts,
        "solved": [part for part in parts if part["solution"] or part["hints"]],
    }


def _part(part: Mapping[str, Any], alone: bool, sizes: Paper) -> dict[str, Any]:
    available = sizes.column - (ASIDE if part["label"] else 0)
    return {
        "label": part["label"],
        "points": "" if alone else part["points"],
        "prompt": blocks(part["prompt"], available, sizes),
        "space": space(part, available, sizes),
        "solution": blocks(part["solution"], available, sizes, start=True),
        "hints": part["hints"],
    }
