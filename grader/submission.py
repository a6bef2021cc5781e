"""Submissions: what a student hands in, as a document."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from ..answers.kind import Raw
from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.documents import convert, parse
from ..exercises.exercise import Solved
from ..exercises.problem import Problem

SUBMISSION_FORMAT = "convexam.submission/1"
_NAME = 200  # characters of a code or an id that are told


class Given(Record, frozen=True):
    """The answer to one part."""

    id: str  # "conv2d.map"; the printed label "1 (b)" does as well
    answer: Any  # a string, a number, null, nested lists of these, or for a shape an object of sizes by axis


class Submission(Record, frozen=True):
    """Answers to the problems of one sheet."""

    answers: tuple[Given, ...]
    codes: tuple[str, ...] = ()  # practice problems
    sheet: str | None = None  # exams
    who: str | None = None
    attempt: int | None = None
    format: Literal["convexam.submission/1"] = SUBMISSION_FORMAT


def read(text: str, where: str) -> Submission:
    """A submission from its JSON text."""
    submission = convert(parse(text, where), Submission, where)
    for given in submission.answers:
        _check(given.answer, f"{where}: answer to {shown(given.id)}")
    return submission


def whose(text: str) -> tuple[str, str]:
    """Sheet and student of a submission that cannot be used, as far as they can be read."""
    try:
        document = parse(text, "")
    except BadInput:
        return "", ""
    named = (document.get(name) if isinstance(document, dict) else None for name in ("sheet", "who"))
    sheet, who = (one[:_NAME] if isinstance(one, str) else "" for one in named)
    return sheet, who


def _check(answer: Any, where: str) -> None:
    """Strings, numbers, null and nested lists are answers; a shape may also be an object of sizes by axis, as keys write it."""
    items = answer if isinstance(answer, list) else list(answer.values()) if isinstance(answer, dict) else [answer]
    for item in items:
        if isinstance(item, list) and not isinstance(answer, dict):
            _check(item, where)
        elif isinstance(item, bool) or not isinstance(item, str | int | Decimal | None):
            raise BadInput(f"{where}: {shown(str(item))} is no answer; write a string, a number, null, or lists of these")


def empty(solved: Sequence[Solved], problems: Sequence[Problem]) -> Submission:
    """A submission to fill in."""
    return Submission(blanks(problems), tuple(one.exercise.code for one in solved if one.exercise.code))


def blanks(problems: Sequence[Problem]) -> tuple[Given, ...]:
    """Answers to fill in: null for each part, lists of null for a grid whose size is told."""
    return tuple(Given(part.id, _blank(getattr(part.form, "sizes", None))) for problem in problems for part in problem.parts)


def _blank(sizes: tuple[int, ...] | None) -> Any:
    if not sizes:
        return None
    row: Any = None
    for size in reversed(sizes):
        row = [row] * size
    return row


def by_problem(submission: Submission, problems: Sequence[Problem], where: str) -> dict[str, dict[str, Raw]]:
    """The answers by problem and part; ids and printed labels are both understood."""
    known = places(problems)
    found: dict[str, dict[str, Raw]] = {problem.name: {} for problem in problems}
    for given in submission.answers:
        name, part = _place(given.id, known, where)
        if part in found[name]:
            raise BadInput(f"{where}: two answers to {given.id}")
        found[name][part] = given.answer
    return found


def places(problems: Sequence[Problem]) -> dict[str, tuple[str, str]]:
    """Problem and part by what an answer may call them: the id, or the printed label."""
    known: dict[str, tuple[str, str]] = {}
    for problem in problems:
        for part in problem.parts:
            place = (problem.name, part.id.removeprefix(f"{problem.name}."))
            known[part.id] = place
            if part.group is None:  # the cells of a group share one label
                known.setdefault(part.label, place)
    return known


def _place(id: str, known: Mapping[str, tuple[str, str]], where: str) -> tuple[str, str]:
    if id not in known:
        names = [key for key in known if "." in key]
        raise BadInput(f"{where}: there is no part {shown(id)}; the parts are {', '.join(names[:12])}{' …' if len(names) > 12 else ''}")
    return known[id]
