"""From an exercise to the problem that a student gets. Nothing here is handed an answer."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, NamedTuple

from .. import __version__
from ..cnn import conventions as conventions_module
from ..cnn.layers import Conv, Pool
from ..cnn.values import Graph, Tensor
from ..errors import BadInput
from ..text import figures
from ..text.escape import Markdown
from ..text.words import Words, words_beside
from .choices import forms, pictured
from .documents import plain
from .exercise import Exercise, Solved
from .problem import Figure, Group, NamedTensor, Part, Problem
from .recorded import told
from .work import Grouped, Question

_SHOWN = re.compile(r"^:::[ ]*(tensors|figure)[ ]+(.+?)[ ]*$", re.MULTILINE)
AXES = "axes"  # `::: figure axes` shows empty ones, to plot something by hand


class Asked(NamedTuple):
    """What the statement of an exercise needs to know besides the exercise: what is asked, never what is right."""

    questions: Mapping[str, Question]
    groups: Mapping[str, Grouped]
    consulted: frozenset[str]
    pictured: Mapping[str, tuple[Graph, ...]] = {}  # the options that are printed as figures


def asked(solved: Solved) -> Asked:
    questions = told(solved.exercise, solved.truth)
    for part, form in forms(solved):
        questions[part] = questions[part]._replace(form=form)
    return Asked(questions, solved.truth.groups, solved.truth.consulted, dict(pictured(solved)))


def points(exercise: Exercise, questions: Mapping[str, Question]) -> dict[str, Fraction]:
    """What each part is worth: what somebody says, else the family's weights; a group shares its weight among its cells."""
    worth = exercise.worth or exercise.family.weights
    names = [question.name for question in questions.values()]
    return {id: Fraction(worth[q.name]) / names.count(q.name) for id, q in questions.items()}


def title(exercise: Exercise) -> str:
    return words_beside(exercise.family.file).fill("title", given=exercise.given, settings=exercise.settings)


def problem(exercise: Exercise, of: Asked, number: int = 1) -> Problem:
    """Everything that the student is told."""
    page = _Page(exercise)
    statement = page.text("statement")
    letters = {name: chr(ord("a") + place) for place, name in enumerate(dict.fromkeys(q.name for q in of.questions.values()))}
    worth = points(exercise, of.questions)
    parts = [
        _part(exercise, page, id, q, f"{number} ({letters[q.name]})", plain(worth[id]), of.pictured.get(id, ()))
        for id, q in of.questions.items()
    ]
    groups = tuple(_group(page, name, grouped, f"{number} ({letters[name]})") for name, grouped in of.groups.items() if name in letters)
    return Problem(
        program=__version__,
        name=exercise.name,
        family=exercise.family.name,
        version=exercise.family.version,
        level=exercise.level,
        title=page.text("title"),
        statement=statement,
        tensors=tuple(page.tensors.values()),
        figures=tuple(page.figures.values()),
        conventions=tuple(_conventions(exercise, of.consulted)),
        groups=groups,
        parts=tuple(parts),
        code=exercise.code,
        language=page.language,
    )


def _part(exercise: Exercise, page: "_Page", id: str, question: Question, label: str, worth: Any, graphs: tuple[Graph, ...]) -> Part:
    grouped = question.row is not None
    prompt = page.text(question.name, row=question.row, column=question.column)
    pictures = tuple(page.figure(f"{id}-{letter}", figures.drawn(graph)) for letter, graph in zip(ascii_uppercase, graphs, strict=False))
    group = question.name if grouped else None
    return Part(f"{exercise.name}.{id}", label, prompt, worth, question.form, group, question.row, question.column, pictures)


def _group(page: "_Page", name: str, grouped: Grouped, label: str) -> Group:
    captions = [tuple(page.caption(caption) for caption in several) for several in (grouped.rows, grouped.columns)]
    return Group(name, label, "table" if grouped.kind == "table" else "cells", page.text(f"{name}_group"), *captions)


def _conventions(exercise: Exercise, consulted: frozenset[str]) -> Iterator[str]:
    words = words_beside(str(conventions_module.__file__))
    for field in (*exercise.conventions.__struct_fields__, *conventions_module.SPOKEN_TWICE):
        if field in consulted:
            yield words.fill(f"{field}__{getattr(exercise.conventions, field)}".replace("-", "_"))


class _Page:
    """Fills the blocks of a family's words file, and collects the tensors and figures that they show."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._words: Words = words_beside(exercise.family.file)
        self._phrases = words_beside(__file__)
        self.language = self._words.language
        self.tensors: dict[str, NamedTensor] = {}
        self.figures: dict[str, Figure] = {}

    def text(self, block: str, **values: Any) -> str:
        exercise = self._exercise
        named = {"given": exercise.given, "settings": exercise.settings, "conventions": exercise.conventions}
        filled = self._words.fill(block, **named, layer=self._layer, **values)
        return _SHOWN.sub(self._shown, filled)

    def figure(self, name: str, drawing: figures.Drawing) -> str:
        """A drawing under this name."""
        self.figures[name] = Figure(name, drawing.svg, drawing.alt, drawing.text)
        return name

    def caption(self, name: str) -> str:
        """The caption of a row or column of a table: the block of that name, or the name."""
        return self._words.fill(name) if self._words.has(name) else name

    def _layer(self, layer: Conv | Pool) -> Markdown:
        """The settings of a layer as every family says them."""
        return self._phrases.fill("conv" if isinstance(layer, Conv) else "pool", layer=layer)

    def _shown(self, found: "re.Match[str]") -> str:
        names = []
        for item in found.group(2).split(","):
            name, _, path = (piece.strip() for piece in item.partition("="))
            if found.group(1) == "figure" and name == AXES:
                names.append(self.figure(name, figures.axes()))
                continue
            value = self._at(path)
            if isinstance(value, Tensor):
                self.tensors[name] = NamedTensor(name, value)
            elif isinstance(value, Graph):
                self.figure(name, figures.drawn(value))
            elif value is not None:
                raise BadInput(f"{self._exercise.family.file}: {path} is no tensor and no graph")
            names += [name] if value is not None else []
        return f"::: {found.group(1)} {', '.join(names)}" if names else ""

    def _at(self, path: str) -> Any:
        """What stands in the given at this place."""
        value: Any = self._exercise.given
        for field in path.split("."):
            if field not in getattr(value, "__struct_fields__", ()):
                raise BadInput(f"{self._exercise.family.file}, words: the given has no {path}")
            value = getattr(value, field)
        return value
