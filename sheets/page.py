"""From problems and keys to the page data that a press prints."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from ..answers.choice import ChoiceForm, lettered
from ..answers.expression import ExpressionForm
from ..answers.integer import IntegerForm
from ..answers.number import NumberForm
from ..answers.person import PersonForm
from ..answers.positions import PositionsForm
from ..answers.shape import ShapeForm
from ..answers.tensor import TensorForm
from ..cnn.values import Tensor, whole
from ..exercises.problem import Figure, Group, Key, KeyPart, NamedTensor, Part, Problem, Worked
from ..text.nodes import Inline, Paragraph
from ..text.terminal import one_line
from ..text.tree import parse
from ..text.typst import blocks, grids, inlines
from ..text.voice import spoken_cache
from ..text.words import words_beside
from .hints import hints, hints_together
from .padding import with_padding
from .points import value, written

FEWEST_LINES, MOST_LINES = 5, 14  # to write on, for a map whose size is not told
MOST_SHOWN = 5  # of several right answers, besides the first


class Writer(NamedTuple):
    """Writes the texts of a page for one press; everything else is the same for all."""

    blocks: Callable[..., list[dict[str, Any]]]
    inlines: Callable[..., Any]


TYPST = Writer(blocks, inlines)

WORDS = ("name", "points", "page", "of", "solution", "mistakes", "version", "formulas")


def page(problems: Sequence[Problem], keys: Sequence[Key] | None = None, title: str | None = None, write: Writer = TYPST) -> dict[str, Any]:
    """The data of one document; with keys, answers stand in the boxes and the worked solution follows."""
    codes = [problem.code for problem in problems if problem.code]
    return frame(problems[0].language if problems else "en") | {
        "title": one_line(title or words_beside(__file__).fill("title")),
        "code": codes[0] if len(codes) == len(problems) == 1 else "",
        "key": keys is not None,
        "total": written(sum((value(part.points) for problem in problems for part in problem.parts), Fraction(0))),
        "problems": printed(problems, keys or (), write=write),
    }


def frame(language: str) -> dict[str, Any]:
    """A page of which nothing is known yet but its language, in the form that the templates expect."""
    return {
        "language": language,
        "title": "",
        "institution": "",
        "course": "",
        "date": "",
        "code": "",
        "qr": None,
        "version": "",
        "paper": "a4",
        "scale": 1,
        "key": False,
        "words": _words(),
        "name_line": True,
        "student": None,
        "total": "",
        "notes": [],
        "problems": [],
        "formulas": [],
    }


@spoken_cache(64)
def _words() -> dict[str, str]:
    words = words_beside(__file__)
    return {word: one_line(words.fill(word)) for word in WORDS}


@spoken_cache(64)
def _word(block: str) -> str:
    return words_beside(__file__).fill(block)


def printed(problems: Sequence[Problem], keys: Sequence[Key] = (), boxes: bool = True, write: Writer = TYPST) -> list[dict[str, Any]]:
    """The data of all problems. Without boxes, answers go on other paper."""
    by_name = {key.name: key for key in keys}
    return [_problem(problem, number, by_name.get(problem.name), boxes, write) for number, problem in enumerate(problems, 1)]


def named(tensors: Sequence[NamedTensor]) -> dict[str, Tensor]:
    return {one.name: one.tensor for one in tensors}


def pictured(figures: Sequence[Figure]) -> dict[str, Figure]:
    return {one.name: one for one in figures}


def line(markdown: str) -> tuple[Inline, ...]:
    """What stands in a text of one line."""
    for block in parse(markdown):
        if isinstance(block, Paragraph):
            return block.content
    return ()


def letter(label: str) -> str:
    """`1 (b)` without the number of its problem, which stands above."""
    return label.partition(" ")[2] or label


def _problem(problem: Problem, number: int, key: Key | None, boxes: bool, write: Writer) -> dict[str, Any]:
    asked = [part for several in _in_order(problem) for part in _asked(problem, several, key, write)]
    return {
        "label": str(number),
        "title": one_line(problem.title),
        "points": written(sum((value(part.points) for part in problem.parts), Fraction(0))),
        "code": problem.code or "",
        "statement": _blocks(problem.statement, problem, write),
        "conventions": [write.inlines(line(sentence)) for sentence in problem.conventions],
        "parts": asked if boxes else [part | {"space": _no_space(part["space"])} for part in asked],
    }


def _blocks(markdown: str, shown: Problem | Worked, write: Writer) -> list[dict[str, Any]]:
    """A text with the tensors and figures that it shows."""
    return write.blocks(parse(markdown), named(shown.tensors), figures=pictured(shown.figures))


def _in_order(problem: Problem) -> Iterator[list[Part]]:
    """The parts, those of a group together."""
    groups: dict[str, list[Part]] = {}
    for part in problem.parts:
        groups.setdefault(part.group or part.id, []).append(part)
    yield from groups.values()


def _asked(problem: Problem, parts: list[Part], key: Key | None, write: Writer) -> Iterator[dict[str, Any]]:
    answers = {part.id: part for part in key.parts} if key else {}
    group = next((group for group in problem.groups if group.name == parts[0].group), None)
    if group is not None:
        yield _grouped(problem, group, parts, answers, key, write)
        return
    part = parts[0]
    answer = answers.get(part.id)
    worked = [*_solution(key, [part], write), *(write.blocks(parse(rubric(answer)), {}) if answer else [])]
    yield {
        "label": letter(part.label),
        "points": written(value(part.points)),
        "prompt": _blocks(part.prompt, problem, write),
        "space": _space(part, problem),
        "answer": _answer(part, answer, bool(worked)) if answer else None,
        "solution": worked,
        "hints": [write.inlines(line(hint)) for hint in hints(answer)] if answer else [],
    }


def _space(part: Part, problem: Problem) -> dict[str, Any]:
    match part.form:
        case TensorForm(sizes=tuple() as sizes, decimals=decimals):
            *_, rows, columns = (1, *sizes)
            many = prod(sizes) // (rows * columns)
            captions = [""] if many == 1 else [one_line(words_beside(__file__).fill("channel", number=n)) for n in range(1, many + 1)]
            return {
                "type": "grid",
                "grids": [{"caption": c, "rows": rows, "columns": columns} for c in captions],
                "chars": 4 + (decimals or 0),
            }
        case TensorForm():
            heights = (one.tensor.sizes[-2] for one in problem.tensors if len(one.tensor.sizes) > 1)
            return {"type": "lines", "count": min(max(FEWEST_LINES, *heights), MOST_LINES)}
        case IntegerForm() | NumberForm():
            return {"type": "box", "width": "short"}
        case ShapeForm() | PositionsForm() | ExpressionForm():
            return {"type": "box", "width": "long"}
        case PersonForm(lines=lines):  # without lines: into the figure of the prompt, or on paper of one's own
            return {"type": "lines", "count": lines} if lines else {"type": "none"}
        case ChoiceForm() as form:
            return {"type": "options", "options": _options(part, form, pictured(problem.figures))}


def _no_space(space: dict[str, Any]) -> dict[str, Any]:
    """Tables and choices say what is asked, so they stay."""
    return space if space["type"] in ("table", "options") else {"type": "none"}


def _options(part: Part, form: ChoiceForm, figures: Mapping[str, Figure]) -> list[dict[str, str]]:
    if not part.figures:
        return [{"letter": letter, "text": option} for letter, option in lettered(form)]
    shown = zip(lettered(form), part.figures, strict=True)
    return [{"letter": letter, "text": "", "svg": figures[name].svg, "alt": figures[name].alt} for (letter, _), name in shown]


def _answer(part: Part, answer: KeyPart, worked: bool) -> dict[str, Any] | None:
    """What stands in the space; for a person, where to look: a graph, or how it is marked, would not fit there."""
    if isinstance(part.form, PersonForm):
        return {"type": "text", "text": one_line(_word("elsewhere"))} if worked else None
    if isinstance(part.form, ChoiceForm):
        return {"type": "option", "letter": answer.shown.partition(":")[0]}
    if not isinstance(part.form, TensorForm):
        return {"type": "text", "text": either(answer)}
    maps = grids("", tensor_of(answer, part.form))
    return {"type": "grid", "grids": [{**one, "caption": ""} for one in maps] if len(maps) == 1 else maps}


def either(answer: KeyPart) -> str:
    """An answer on one line; of several that are right, all of them, or the first ones."""
    shown = [answer.shown, *answer.also[:MOST_SHOWN], *["…"][: max(0, len(answer.also) - MOST_SHOWN)]]
    return one_line(words_beside(__file__).fill("either", shown=shown[0], others=shown[1:])) if len(shown) > 1 else answer.shown


def tensor_of(answer: KeyPart, form: TensorForm) -> Tensor:
    """The answer of a key as a tensor again."""
    nested = answer.answer["values"] if isinstance(answer.answer, dict) else answer.answer
    return Tensor.nested(_numbers(nested), form.decimals or 0)


def _numbers(nested: Any) -> Any:
    return [_numbers(item) for item in nested] if isinstance(nested, list) else whole(Fraction(nested))


def _grouped(
    problem: Problem, group: Group, parts: list[Part], answers: Mapping[str, KeyPart], key: Key | None, write: Writer
) -> dict[str, Any]:
    """A table, or chosen cells as a table of one column."""
    rows = _rows(group, parts)
    columns = list(map(one_line, group.columns)) if group.kind == "table" else [_word("value")]
    return {
        "label": letter(group.label),
        "points": written(sum((value(part.points) for part in parts), Fraction(0))),
        "prompt": _blocks(group.prompt, problem, write),
        "space": {
            "type": "table",
            "columns": columns,
            "rows": [{"caption": caption, "cells": [None if cell else "" for cell in several]} for caption, several in rows],
        },
        "answer": {"type": "table", "cells": [[answers[cell.id].shown if cell else "" for cell in several] for _, several in rows]}
        if key
        else None,
        "solution": _solution(key, parts, write),
        "hints": [write.inlines(line(hint)) for hint in dict.fromkeys(_marking(group, parts, answers, key) if key else ())],
    }


def _rows(group: Group, parts: list[Part]) -> list[tuple[str, list[Part | None]]]:
    """The rows of a table by their captions, with the parts that stand in them."""
    if group.kind == "cells":
        return [(one_line(part.prompt), [part]) for part in parts]
    cells = {(part.row, part.column): part for part in parts}
    return [(one_line(caption), [cells.get((r, c)) for c in range(1, len(group.columns) + 1)]) for r, caption in enumerate(group.rows, 1)]


def _marking(group: Group, parts: list[Part], answers: Mapping[str, KeyPart], key: Key) -> Iterator[str]:
    """Marking hints: of a table each with its cell by its captions."""
    if group.kind == "cells":
        yield from hints_together([answers[part.id] for part in parts], key)
        return
    for caption, several in _rows(group, parts):
        for title, part in zip(group.columns, several, strict=True):
            yield from hints(answers[part.id], f"{caption}, {one_line(title)}") if part else ()


def _solution(key: Key | None, parts: Sequence[Part], write: Writer) -> list[dict[str, Any]]:
    if key is None:
        return []
    ids = {part.id for part in parts}
    worked: list[Worked] = [one for one in key.solution if one.part in ids]
    return with_padding([block for one in worked for block in _blocks(one.text, one, write)], key, ids)


def rubric(answer: KeyPart) -> str:
    """How a person marks a part, under a heading, as Markdown; nothing where no person does."""
    return f"**{_word('rubric')}**\n\n{answer.rubric}" if answer.rubric else ""
