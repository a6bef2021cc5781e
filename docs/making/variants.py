"""One problem as Markdown: what is asked, the answers with their worked solution, and where mistakes lead."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ...answers.choice import ChoiceForm, lettered
from ...answers.tensor import TensorForm
from ...cli.text import cell
from ...cnn.values import Record
from ...exercises.problem import Figure, Group, Key, KeyPart, Part, Problem
from ...sheets.hints import first_sentence
from ...sheets.page import either, letter, line, named, tensor_of
from ...sheets.points import value, written
from ...text.escape import Markdown
from ...text.markdown import Link, code_cell, markdown, one_cell, plain
from ...text.nodes import Block, FigureBlock, Paragraph, Text
from ...text.terminal import one_line
from ...text.tree import parse
from ...text.words import words_beside


class Asked(Record, frozen=True):
    """One part, or one group of cells, as it is printed, with what stands in the key."""

    prompt: Markdown
    cells: tuple[str, ...]  # of a group, each by its captions
    options: tuple[tuple[str, Markdown], ...]  # of a choice, with their letters
    pictured: bool  # whether the options are pictures
    solution: Markdown


class Wrong(Record, frozen=True):
    """A wrong answer that a mistake explains."""

    part: str
    shown: Markdown
    share: str
    codes: tuple[str, ...]
    sentence: Markdown  # the first one


class Variant(Record, frozen=True):
    """One problem."""

    level: int
    code: str
    statement: Markdown
    conventions: str
    asked: tuple[Asked, ...]
    wrong: tuple[Wrong, ...]
    figures: tuple[Figure, ...]  # under the names of their files


def variant(problem: Problem, key: Key) -> Variant:
    links = _links(problem, problem.figures)
    together: dict[str, list[Part]] = {}
    for part in problem.parts:
        together.setdefault(part.group or part.id, []).append(part)
    return Variant(
        problem.level,
        problem.code or "",
        markdown(parse(problem.statement), named(problem.tensors), links),
        one_line(" ".join(problem.conventions)),
        tuple(_asked(problem, key, parts, links) for parts in together.values()),
        tuple(_wrong(problem, key)),
        (*_files(problem, problem.figures), *(file for one in key.solution for file in _files(problem, one.figures, one.part))),
    )


def _links(problem: Problem, figures: Sequence[Figure], of: str = "") -> dict[str, Link]:
    """The figures of a text, each with the file that it lies in."""
    files = _files(problem, figures, of)
    return {figure.name: Link(f"../figures/{file.name}", figure.alt) for figure, file in zip(figures, files, strict=True)}


def _files(problem: Problem, figures: Sequence[Figure], of: str = "") -> list[Figure]:
    """The same figures under the names of their files; on white, because they are black, and pages may be dark."""
    start = "-".join((problem.family, str(problem.level), *of.split(".")[1:]))
    return [
        msgspec.structs.replace(
            figure, name=f"{start}-{figure.name}.svg", svg=figure.svg.replace("<svg ", '<svg style="background:#fff" ', 1)
        )
        for figure in figures
    ]


def _asked(problem: Problem, key: Key, parts: Sequence[Part], links: dict[str, Link]) -> Asked:
    part = parts[0]
    group = next((group for group in problem.groups if group.name == part.group), None)
    asked = group or part
    points = sum((value(one.points) for one in parts), value(0))
    return Asked(
        markdown(_prompt(asked, written(points)), named(problem.tensors), links),
        tuple(cell(problem, one) for one in parts) if group else (),
        _options(part, links),
        bool(part.figures),
        _solution(problem, key, parts),
    )


def _prompt(asked: Part | Group, points: str) -> list[Block]:
    """Behind its label; the points stand at the end of the first paragraph."""
    words, blank = words_beside(__file__), Text(" ")
    first, *more = parse(asked.prompt)
    before, after = line(words.fill("label", label=letter(asked.label))), line(words.fill("points", points=points))
    if isinstance(first, Paragraph):
        return [Paragraph((*before, blank, *first.content, blank, *after)), *more]
    return [Paragraph((*before, blank, *after)), first, *more]


def _options(part: Part, links: dict[str, Link]) -> tuple[tuple[str, Markdown], ...]:
    """What can be chosen: pictures, or texts."""
    if not isinstance(part.form, ChoiceForm):
        return ()
    pictures = (markdown([FigureBlock(name)], {}, links) for name in part.figures)
    texts = [Markdown(option) for option in pictures] or [plain(option) for _, option in lettered(part.form)]
    return tuple((letter, option) for (letter, _), option in zip(lettered(part.form), texts, strict=True))


def _solution(problem: Problem, key: Key, parts: Sequence[Part]) -> Markdown:
    answers = {part.id: part for part in key.parts}
    return Markdown("\n\n".join(piece for part in parts for piece in _pieces(problem, key, part, answers[part.id])))


def _pieces(problem: Problem, key: Key, part: Part, answer: KeyPart) -> Iterator[str]:
    """The answer of one part, and how it is worked out. A map stands at the end of its worked solution."""
    caption = cell(problem, part) if part.group else ""
    shown = "" if isinstance(part.form, TensorForm) else either(answer)
    yield words_beside(__file__).fill("answer", label=letter(part.label), cell=caption, shown=shown)
    if answer.rubric:
        yield markdown(parse(answer.rubric), named(problem.tensors), _links(problem, problem.figures))
    worked = [one for one in key.solution if one.part == part.id]
    if isinstance(part.form, TensorForm) and not worked:
        yield markdown(parse("::: tensors R"), {"R": tensor_of(answer, part.form)})
    yield from (markdown(parse(one.text), named(one.tensors), _links(problem, one.figures, one.part)) for one in worked)


def _wrong(problem: Problem, key: Key) -> Iterator[Wrong]:
    labels: dict[str, Any] = {part.id: part for part in problem.parts}
    for part in key.parts:
        asked = labels[part.id]
        place = f"{letter(asked.label)} {cell(problem, asked)}" if asked.group else letter(asked.label)
        for mistake in part.mistakes:
            sentence = one_cell(parse(first_sentence(mistake.sentence)))
            yield Wrong(plain(place), code_cell(mistake.shown), str(mistake.share), mistake.codes, sentence)
