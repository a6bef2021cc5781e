"""One example of each JSON document: a problem, its key, what a student hands in, what comes of it, an exam, and an audit."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from ... import __version__
from ...cli.schema import DOCUMENTS
from ...cnn.values import Record
from ...exercises.audit import audit
from ...exercises.audit_report import Audit
from ...exercises.documents import plain
from ...exercises.draw import Wish, practice
from ...exercises.exercise import Solved
from ...exercises.family import family
from ...exercises.key import key
from ...exercises.problem import Key, Problem
from ...exercises.statement import asked, problem
from ...grader.credit import grade
from ...grader.submission import Given, Submission
from ...grader.verdict import Results
from . import example_exam

FAMILY, LEVEL, SEED = "conv2d", 1, 7
MISTAKE = "conv2d.bias-forgotten"  # of the student of the example
DRAWS = 20
WIDTH = 120
RECORDS: dict[str, type[Record]] = {"results": Results, **DOCUMENTS}  # by the name of the document


@cache
def examples() -> dict[str, Record]:
    solved = practice(Wish(family(FAMILY), LEVEL), SEED)
    page, answers = problem(solved.exercise, asked(solved)), key(solved)
    handed_in = _submission(page, answers)
    made = (page, answers, handed_in, _results(solved, handed_in), *example_exam.documents(), _audit())
    names = {kind: name for name, kind in RECORDS.items()}
    return {names[type(one)]: one for one in made}


def graded() -> tuple[Problem, Results]:
    """The problem, and what comes of the submission."""
    page, results = examples()["problem"], examples()["results"]
    if not isinstance(page, Problem) or not isinstance(results, Results):
        raise TypeError("the examples are not what they are called")
    return page, results


def _submission(page: Problem, answers: Key) -> Submission:
    """The shape is right and typed; the map is what comes out without the bias."""
    shape, map_ = answers.parts
    wrong = next(mistake.answer for mistake in map_.mistakes if MISTAKE in mistake.codes)
    return Submission((Given(shape.id, shape.shown), Given(map_.id, wrong)), (page.code or "",))


def _results(solved: Solved, handed_in: Submission) -> Results:
    return grade(solved, {one.id.partition(".")[2]: one.answer for one in handed_in.answers})


def _audit() -> Audit:
    return Audit(__version__, DRAWS, True, (audit(family(FAMILY), LEVEL, DRAWS),))


def laid_out(value: Any, indent: str = "") -> str:
    """JSON with what is short on one line: rows of a map are rows."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inner = f"{indent}  "
    if isinstance(value, dict):
        pieces, (opening, closing) = [f"{json.dumps(name)}: {laid_out(item, inner)}" for name, item in value.items()], "{}"
    else:
        pieces, (opening, closing) = [laid_out(item, inner) for item in value], "[]"
    lines = f",\n{inner}".join(pieces)
    return f"{opening}\n{inner}{lines}\n{indent}{closing}"


def pages() -> Iterator[tuple[str, bytes]]:
    for name, document in examples().items():
        yield f"examples/json/{name}.json", f"{laid_out(plain(document))}\n".encode()
