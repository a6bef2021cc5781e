"""Templates of one's own must not lose what a sheet cannot do without: they are filled once more, with marks that are easy to find again."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BadInput
from ..text.latex_escape import Tex, escape
from .latex_templates import SUFFIX, filled

_HEAD = ("head", "sheet")  # the template in which something stands, and those that include it
_FOOT = ("sheet",)
_PROBLEM = ("problem", "sheet")
_PART = ("part", "problem", "sheet")
_SPACE = ("space", *_PART)
_KEY = ("key", "sheet")
_PRINTED = {"box": ("width", "answer"), "lines": ("count", "answer"), "options": ("options",), "table": ("table",)}


class _Wanted(NamedTuple):
    """What must be found, by one of its marks."""

    what: str
    marks: tuple[str, ...]
    files: tuple[str, ...]


class _Count(int):
    """A number that can be counted with, and prints its mark."""

    mark: str

    def __str__(self) -> str:
        return self.mark


def refuse_lost(made: str, values: Mapping[str, Any], folder: Path) -> None:
    """`made`: what the templates of this folder made of these values."""
    for problem in values["problems"]:
        for part in problem["parts"]:
            if rf"\asks{{{escape(problem['label'])}}}{{{escape(part['label'])}}}" not in made:
                raise _lost(_of(problem, part), _PART, folder)
    marked = _Marked(values)
    found = filled("sheet", marked.values, folder)
    for one in marked.wanted:
        if not any(mark in found for mark in one.marks):
            raise _lost(one.what, one.files, folder)


class _Marked:
    """The values of a page with a mark of its own instead of each that is wanted."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.wanted: list[_Wanted] = []
        self._marks = 0
        self._key = bool(values["key"])
        more: dict[str, Any] = {"title": self._mark("the title", _HEAD)} if values["title"] else {}
        if values["qr"]:
            more |= {"qr": self._mark("the QR of the sheet's code", _HEAD), "code": self._mark("the code of the sheet", _HEAD)}
        if values["code_below"]:
            more["code_below"] = self._mark("the code of the sheet at the foot", _FOOT)
        problems = [self._problem(problem) for problem in values["problems"]]
        solved = [problem for problem in problems if problem["solved"]]
        self.values = {**values, **more, "problems": problems, "solved": solved}

    def _mark(self, what: str, files: tuple[str, ...]) -> Tex:
        mark = self._new()
        self.wanted.append(_Wanted(what, (mark,), files))
        return mark

    def _new(self) -> Tex:
        self._marks += 1
        return Tex(f"(mark {self._marks})")

    def _problem(self, problem: Mapping[str, Any]) -> dict[str, Any]:
        name = f"problem {problem['label']}".rstrip()
        statement = [self._mark(f"the statement of {name}", _PROBLEM) for _ in problem["statement"]]
        more = dict(self._points(problem, name, _PROBLEM)) if not any(part["points"] for part in problem["parts"]) else {}
        parts = [self._part(part, _of(problem, part)) for part in problem["parts"]]
        solved = [new for new, old in zip(parts, problem["parts"], strict=True) if old in problem["solved"]]
        return {**problem, **more, "statement": statement, "parts": parts, "solved": solved}

    def _points(self, of: Mapping[str, Any], name: str, files: tuple[str, ...]) -> Iterator[tuple[str, Tex]]:
        if of["points"]:
            yield "points", self._mark(f"the number of points of {name}", files)

    def _part(self, part: Mapping[str, Any], name: str) -> dict[str, Any]:
        more: dict[str, Any] = dict(self._points(part, name, _PART))
        if part["prompt"]:
            more["prompt"] = self._mark(f"the prompt of {name}", _PART)
        more["space"] = self._space(part["space"], name)
        if self._key and part["solution"]:
            more["solution"] = self._mark(f"the solution of {name}", _KEY)
        return {**part, **more}

    def _space(self, space: Mapping[str, Any], name: str) -> dict[str, Any]:
        """On a sheet a box or lines may be drawn in another way, if there is a place for the answer."""
        fields = _PRINTED.get(space["type"], ("answer",))
        if "answer" in fields and not space["answer"] and (self._key or fields == ("answer",)):
            return dict(space)
        if self._key:
            return {**space, fields[-1]: self._mark(f"the answer of {name}", _SPACE)}
        marks = {field: self._new() for field in fields}
        self.wanted.append(_Wanted(f"the answer space of {name}", tuple(marks.values()), _SPACE))
        if "count" not in marks:
            return {**space, **marks}
        count = _Count(space["count"])
        count.mark = marks["count"]
        return {**space, **marks, "count": count}


def _of(problem: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    return " ".join(("part", *(label for label in (problem["label"], part["label"]) if label)))


def _lost(what: str, files: tuple[str, ...], folder: Path) -> BadInput:
    name = _blamed(files, folder) + SUFFIX
    return BadInput(f"{folder / name}: with these page templates {what} is not printed; keep its line of the packaged {name}")


def _blamed(files: tuple[str, ...], folder: Path) -> str:
    """The outermost of one's own that leaves out the next one, or else the innermost."""
    own = {name: (folder / f"{name}{SUFFIX}").read_text(encoding="utf-8") for name in files if (folder / f"{name}{SUFFIX}").is_file()}
    for outer, inner in pairwise(reversed(files)):
        if outer in own and f"{inner}{SUFFIX}" not in own[outer]:
            return outer
    return next(iter(own), files[0])
