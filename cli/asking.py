"""Asking for answers part by part: a line for a number, rows for a map, and what was read is shown before it counts."""

from collections.abc import Sequence

import click

from ..answers.kind import Raw, Reading, Typed
from ..answers.tensor import TensorForm
from ..errors import BadInput
from ..exercises.exercise import Solved
from ..exercises.problem import Part, Problem
from ..exercises.work import Question
from ..grader.wording import unreadable
from ..text.terminal import grid
from ..text.words import words_beside
from . import text
from .keyboard import ends_map, row

TRIES = 3  # readings of one answer before it stays as it is


def ask_all(solved: Sequence[Solved], problems: Sequence[Problem], aside: bool) -> dict[str, dict[str, Raw]]:
    """The answers to all problems, by name and part. `aside`: talk on stderr, as stdout is for results."""
    return _Asking(aside).all(solved, problems)


class _Asking:
    def __init__(self, aside: bool) -> None:
        self._aside = aside
        self._words = words_beside(__file__)
        self._ended = False

    def all(self, solved: Sequence[Solved], problems: Sequence[Problem]) -> dict[str, dict[str, Raw]]:
        answers: dict[str, dict[str, Raw]] = {}
        for number, (one, problem) in enumerate(zip(solved, problems, strict=True), 1):
            self._say(f"{text.statement(problem, number)}\n\n{text.wrapped(self._words.fill('how'))}\n")
            answers[problem.name] = {part.id.removeprefix(f"{problem.name}."): self._asked(one, problem, part) for part in problem.parts}
        return answers

    def _say(self, words: str) -> None:
        click.echo(words, err=self._aside)

    def _asked(self, one: Solved, problem: Problem, part: Part) -> Raw:
        """One answer; what cannot be read may be typed again."""
        question = one.truth.questions[part.id.removeprefix(f"{problem.name}.")]._replace(form=part.form)
        self._say(text.question(problem, part))
        if question.waits:
            self._say(text.wrapped(self._words.fill("for_a_person")))
        typed, tries = self._typed(part), 1
        reading = part.form.read(typed)
        while reading.status == "unreadable" and tries < TRIES and not self._ended:
            self._say(text.wrapped(f"{unreadable(question, reading)} {self._words.fill('again')}"))
            again, tries = self._typed(part), tries + 1
            if again or not self._ended:  # at the end of the input what was typed before stays
                typed, reading = again, part.form.read(again)
        self._read_back(question, part, reading)
        return typed

    def _typed(self, part: Part) -> str:
        """A line, or rows up to a blank line. At the end of the input everything that is left stays blank."""
        if not isinstance(part.form, TensorForm):
            return self._line("> ") or ""
        lines: list[str] = []
        while line := self._line("row> "):
            lines.append(row(line))
            if ends_map(line):
                break
        return "\n".join(lines)

    def _line(self, prompt: str) -> str | None:
        click.echo(prompt, nl=False, err=self._aside)  # not by input(), which talks on stderr where it talks to a terminal
        try:
            return input()
        except (EOFError, RuntimeError):  # RuntimeError: there is no stdin at all
            self._ended = True
            return None
        except UnicodeDecodeError:
            raise BadInput("what was typed is not UTF-8 text") from None

    def _read_back(self, question: Question, part: Part, reading: Reading) -> None:
        """What was read, as a grid where it is one."""
        if reading.status == "unreadable":
            self._say(text.wrapped(f"{unreadable(question, reading)} {self._words.fill('left')}"))
        elif reading.status == "blank":
            self._say(text.wrapped(self._words.fill("blank")))
        elif isinstance(reading.value, Typed):
            self._say("\n".join([text.wrapped(self._words.fill("read_grid")), *grid("", reading.value, width=text.width())]))
        else:
            self._say(text.wrapped(self._words.fill("read", shown=part.form.show(reading.value))))
        self._say("")
