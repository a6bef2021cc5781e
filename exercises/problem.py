"""The records that leave this room: the problem, which a student gets, and the key, which no student gets."""

from typing import Any, Literal

from ..answers.forms import AnyForm
from ..cnn.conventions import Conventions
from ..cnn.values import Record, Tensor

PROBLEM_FORMAT = "convexam.problem/1"
KEY_FORMAT = "convexam.key/1"

Exact = int | str  # a whole number, or "-?\\d+(/\\d+)?"


class NamedTensor(Record, frozen=True):
    """A tensor that a text refers to by name: `::: tensors X`."""

    name: str  # as it is printed: X, K, b
    tensor: Tensor


class Figure(Record, frozen=True):
    """A picture that a text or a choice refers to by name, drawn from the given alone."""

    name: str
    svg: str
    alt: str  # what is seen there, in words
    text: str  # in characters, for a terminal


class Group(Record, frozen=True):
    """Several cells that are asked together: a table with captions, or chosen cells of one map."""

    name: str
    label: str  # "(b)"
    kind: Literal["table", "cells"]
    prompt: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Part(Record, frozen=True):
    """One question, as the student sees it."""

    id: str  # "PROBLEM.PART"; "PROBLEM.GROUP.r2c3" for a cell of a group
    label: str  # "1 (b)"
    prompt: str  # Markdown of the closed set
    points: Exact
    form: AnyForm
    group: str | None = None
    row: int | None = None
    column: int | None = None
    figures: tuple[str, ...] = ()  # of a choice among pictures: the figure of each option


class Problem(Record, frozen=True):
    """Everything that the student is told, and nothing else."""

    program: str
    name: str
    family: str
    version: int
    level: int
    title: str
    statement: str  # Markdown of the closed set, referring to tensors and figures by name
    tensors: tuple[NamedTensor, ...]
    figures: tuple[Figure, ...]
    conventions: tuple[str, ...]  # a sentence for each convention that matters here
    groups: tuple[Group, ...]
    parts: tuple[Part, ...]
    code: str | None = None  # practice problems have one
    language: str = "en"
    format: Literal["convexam.problem/1"] = PROBLEM_FORMAT


class KeyMistake(Record, frozen=True):
    """A wrong answer, the mistakes that give it (likeliest first), and what it earns."""

    codes: tuple[str, ...]
    answer: Any
    share: Exact
    sentence: str
    shown: str  # the answer as it is printed on one line


class KeyPart(Record, frozen=True):
    """The answer of one part."""

    id: str
    answer: Any  # a number, null for "none", a shape by its axes, nested lists
    accepted: tuple[Any, ...]  # all answers that are right
    points: Exact
    mistakes: tuple[KeyMistake, ...]
    step: int | None  # the step whose result is the answer, counted from 0
    shown: str  # the answer as it is printed on one line
    decimals: int | None = None  # where the answer is rounded: a decimal string with so many places
    options: tuple[Any, ...] = ()  # of a choice: the answers that can be chosen, in printed order
    rubric: str | None = None  # of a part for a person: how it is marked, as Markdown of the closed set
    also: tuple[str, ...] = ()  # the other answers that are right, as they are printed


class KeyStep(Record, frozen=True):
    """One operation: its name, its arguments in order, what came out. Tensors and layers stand as references."""

    operation: str
    arguments: tuple[Any, ...]
    result: Any
    depth: int = 0  # 1 and more: done inside the step that follows
    part: str | None = None


class Worked(Record, frozen=True):
    """The worked solution of one part, or of one group."""

    part: str
    text: str  # Markdown of the closed set
    tensors: tuple[NamedTensor, ...] = ()
    figures: tuple[Figure, ...] = ()


class Setting(Record, frozen=True):
    """A setting by name."""

    name: str
    value: Any


class Share(Record, frozen=True):
    """What part of the points a mistake earns."""

    code: str
    share: Exact


class Key(Record, frozen=True):
    """What graders need: the given, the answers, the mistakes, the steps, the worked solution."""

    program: str
    name: str
    family: str
    version: int
    level: int
    settings: tuple[Setting, ...]
    asked: tuple[str, ...]
    choices: tuple[str, ...]
    conventions: Conventions
    given: Any
    parts: tuple[KeyPart, ...]
    steps: tuple[KeyStep, ...]
    solution: tuple[Worked, ...]
    shares: tuple[Share, ...] = ()  # of all mistakes that can be made here, likeliest first
    names: tuple[str, ...] = ()  # what the numbers were drawn from
    code: str | None = None
    format: Literal["convexam.key/1"] = KEY_FORMAT
