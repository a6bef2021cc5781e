"""Problems, solutions and verdicts as text for the terminal."""

import shutil
from collections.abc import Iterator, Sequence

from ..answers.choice import ChoiceForm, lettered
from ..answers.person import PersonForm
from ..answers.tensor import TensorForm
from ..exercises.problem import Group, Key, KeyPart, Part, Problem, Worked
from ..sheets import plain_text
from ..sheets.page import either, letter, named, pictured, rubric, tensor_of
from ..sheets.plain_text import cell
from ..sheets.points import value, written
from ..text.terminal import pictures, terminal
from ..text.tree import parse
from ..text.words import words_beside

NARROWEST, WIDEST = 40, 100


def width() -> int:
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def shown(problems: Sequence[Problem], keys: Sequence[Key] | None) -> str:
    """All problems of a sheet, one after the other."""
    by_name = {key.name: key for key in keys or ()}
    return "\n\n".join(one_problem(problem, number, by_name.get(problem.name)) for number, problem in enumerate(problems, 1))


def one_problem(problem: Problem, number: int, key: Key | None) -> str:
    return "\n\n".join([statement(problem, number), *_parts(problem, key, width())])


def statement(problem: Problem, number: int) -> str:
    """What stands above the parts."""
    pieces = [heading(problem, number), _blocks(problem.statement, problem, width())]
    if problem.conventions:
        pieces.append(wrapped(" ".join(problem.conventions)))
    return "\n\n".join(pieces)


def heading(problem: Problem, number: int) -> str:
    return plain_text.heading(problem, number, width())


def question(problem: Problem, part: Part) -> str:
    """What is asked in one part; before the first cell of a group also what the group asks."""
    if part.group is None:
        return _prompt(part, [part], problem, width())
    together = [one for one in problem.parts if one.group == part.group]
    group = next(group for group in problem.groups if group.name == part.group)
    first = [_prompt(group, together, problem, width())] if part is together[0] else []
    return "\n".join([*first, f"    {cell(problem, part)}"])


def wrapped(markdown: str, margin: int = 0) -> str:
    """A text as wide as the terminal."""
    return plain_text.wrapped(markdown, width() - margin)


def _parts(problem: Problem, key: Key | None, wide: int) -> Iterator[str]:
    groups = {group.name: group for group in problem.groups}
    answers = {part.id: part for part in key.parts} if key else {}
    for part in problem.parts:
        if part.group in groups:
            yield _prompt(groups[part.group], [one for one in problem.parts if one.group == part.group], problem, wide)
            del groups[part.group]
        if part.group is None:
            yield _prompt(part, [part], problem, wide)
        elif key is None:
            yield f"    {cell(problem, part)}"
        if key is not None:
            yield solved(part, cell(problem, part) if part.group else "", answers[part.id], key, wide)


def _prompt(asked: Part | Group, parts: Sequence[Part], problem: Problem, wide: int) -> str:
    points = written(sum((value(part.points) for part in parts), value(0)))
    words = words_beside(__file__).fill("points", points=points)
    asks, then, shows = asked.prompt.partition("\n\n:::")
    text = _blocks(f"{asks} {words}{then}{shows}", problem, wide - 4)
    if isinstance(asked, Part) and isinstance(asked.form, ChoiceForm):
        text = f"{text}\n\n{_options(asked, asked.form, problem, wide - 4)}"
    return _hung(f"{letter(asked.label)} ", text)


def _options(part: Part, form: ChoiceForm, problem: Problem, wide: int) -> str:
    if not part.figures:
        return "\n".join(f"{sign}  {option}" for sign, option in lettered(form))
    figures = pictured(problem.figures)
    return pictures([(sign, figures[name]) for (sign, _), name in zip(lettered(form), part.figures, strict=True)], wide)


def _blocks(markdown: str, shown: Problem | Worked, wide: int) -> str:
    """A text with the tensors and figures that it shows."""
    return terminal(parse(markdown), named(shown.tensors), wide, pictured(shown.figures))


def solved(part: Part, cell: str, answer: KeyPart, key: Key, wide: int) -> str:
    """The answer, and how it is worked out."""
    line = terminal(parse(words_beside(__file__).fill("answer", shown=either(answer))), {}, wide - 4)
    pieces = [f"{cell}: {line}" if cell else line]
    if isinstance(part.form, TensorForm):
        pieces = [terminal(parse("::: tensors R"), {"R": tensor_of(answer, part.form)}, wide - 4)] if not key.solution else []
    if isinstance(part.form, PersonForm):
        pieces = []
    worked = [_blocks(one.text, one, wide - 4) for one in key.solution if one.part == part.id]
    marked = [terminal(parse(rubric(answer)), {}, wide - 4)] if answer.rubric else []
    return _indented("\n\n".join([*pieces, *worked, *marked]))


def _hung(label: str, text: str) -> str:
    lines = text.split("\n")
    return "\n".join([f"{label:<4}{lines[0]}", *(f"    {line}".rstrip() for line in lines[1:])])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
