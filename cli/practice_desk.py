"""One problem while it is practised: answers judged at once, hints and solutions on request, parts in any order."""

import os
import re
import sys
from collections.abc import Callable
from enum import Enum
from typing import Any

import click

from ..answers.kind import Raw, Typed
from ..answers.reading import MAX_TEXT
from ..answers.tensor import TensorForm
from ..exercises.exercise import Solved
from ..exercises.key import key
from ..exercises.problem import Part
from ..exercises.statement import asked, problem
from ..grader.credit import grade
from ..grader.feedback import read_back
from ..grader.verdict import Verdict
from ..grader.wording import unreadable
from ..sheets.page import letter
from ..text.terminal import one_line
from ..text.words import words_beside
from . import text
from .keyboard import CHANNEL, Keyboard, ends_map, row
from .practice_hints import advice, hints, name_of

_COMPACT = str.maketrans("", "", " ()")
_BRACKETED = re.compile(r"\[\S+\]")


class Leave(Exception):
    """Whoever practises has had enough."""


class Action(Enum):
    """What can be typed instead of an answer."""

    HINT = "hint"
    SOLUTION = "solution"
    NEXT = "next"
    HELP = "help"
    LEAVE = "quit"


ACTIONS = {action.value: action for action in Action} | {action.value[0]: action for action in Action if action is not Action.HELP}
ACTIONS |= {"?": Action.HELP, "exit": Action.LEAVE}

Note = Callable[[Solved, Part, Verdict], None]


class Desk:
    """`note` is told of each try: an answer that could be read, to a part that was still open."""

    def __init__(self, solved: Solved, number: int, keyboard: Keyboard, note: Note) -> None:
        self._solved, self._keyboard, self._note = solved, keyboard, note
        self._problem = problem(solved.exercise, asked(solved), number)
        self._statement = text.statement(self._problem, number)
        self._answers: dict[str, Raw] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._told: set[str] = set()  # parts whose solution was shown
        self._hinted: dict[str, list[str]] = {}  # what was said already, by part
        self._rows: list[str] = []  # of the map that is being typed
        self._words = words_beside(__file__)

    def work(self) -> None:
        """Until the next problem is wanted; `Leave` is raised where none is."""
        say(self._statement)
        part = self._go(self._problem.parts[0])
        while (entry := self._entry(part)) is not Action.NEXT:
            part = self._turn(part, entry)

    def _turn(self, part: Part | None, entry: "str | Action | Part") -> Part | None:
        """The part that is next, None where all is done."""
        match entry:
            case Part():
                return self._go(entry)
            case Action.HELP:
                self._tell("help")
            case Action.SOLUTION:
                return self._solution(part)
            case Action.HINT if part is not None:
                say(text.wrapped(self._hint(part)))
            case str() if part is not None:
                return self._answered(part, entry)
            case _:
                self._tell("all_done")
        return part

    # --- what is typed

    def _entry(self, part: Part | None) -> "str | Action | Part":
        """An answer, or what is wanted instead. Rows that were typed stay, where a hint is asked for between them."""
        if part is None:
            entry = self._line(None, self._words.fill("prompt_done"))
            return Action.NEXT if isinstance(entry, str) and not entry.strip() else entry
        name = part.label.translate(_COMPACT)
        if not isinstance(part.form, TensorForm):
            return self._line(part, self._words.fill("prompt", part=name))
        while isinstance(line := self._line(part, self._words.fill("prompt_row", part=name, row=self._row())), str):
            if line.strip() and len(self._rows) <= MAX_TEXT // 2:  # more is too long in any case
                self._rows.append(row(line))
            if ends_map(line):
                rows, self._rows = self._rows, []
                return "\n".join(rows)
        return line

    def _row(self) -> int:
        """Which row of its channel is next, counted from 1."""
        return next((n for n, typed in enumerate(reversed(self._rows), 1) if typed.strip() == CHANNEL), len(self._rows) + 1)

    def _line(self, part: Part | None, prompt: str) -> "str | Action | Part":
        line = self._keyboard.line(one_line(prompt))
        if line is None and self._rows and not self._keyboard.live:
            return ""  # in a pipe, a map may end with the input
        entry = Action.LEAVE if line is None else self._understood(line, part)
        if entry is Action.LEAVE:
            raise Leave
        return entry

    def _understood(self, line: str, part: Part | None) -> "str | Action | Part":
        """A letter that stands for a variable of the answer is the answer; `next` and the like are never one."""
        word = line.strip().casefold()
        variables = [variable.name for variable in getattr(part.form, "variables", ())] if part is not None else []
        if word in ACTIONS and line.strip() not in variables:
            return ACTIONS[word]
        named = (
            one for one in self._problem.parts if word == one.id.casefold() or word.translate(_COMPACT) == one.label.translate(_COMPACT)
        )
        return next(named, line)

    # --- what is answered

    def _answered(self, part: Part, typed: str) -> Part | None:
        reading = part.form.read(typed)
        match reading.status:
            case "read":
                self._judge(part, typed, reading.value)
                return self._go(self._open_after(part)) if self._done(part) else part
            case "blank":
                other = self._open_after(part)
                if other is part:
                    self._tell("only_one_open")
                    return part
                return self._go(other)
            case _:
                question = self._solved.truth.questions[name_of(self._solved, part)]._replace(form=part.form)
                say(text.wrapped(f"{unreadable(question, reading)} {self._words.fill('again')}"))
                return part

    def _judge(self, part: Part, typed: str, value: Any) -> None:
        """Say at once whether it is right, and which cells are not."""
        counts, done = not self._done(part), [one for one in self._problem.parts if self._done(one)]
        self._answers[name_of(self._solved, part)] = typed
        self._hinted[part.id] = [hint for hint in self._hinted.get(part.id, ()) if hint == advice(self._solved, part)]
        self._grade()
        verdict = self._verdicts[part.id]
        if counts and verdict.status != "for a person":
            self._note(self._solved, part, verdict)
        if verdict.status == "right":
            self._tell("right", why=verdict.why if part.group is None else "")
        elif verdict.status == "for a person":
            self._tell("for_a_person", part=part.label.translate(_COMPACT))
        else:
            self._tell("wrong")
            say("\n".join(map(coloured, read_back(part, verdict, text.width()))))
            if isinstance(value, Typed) and value.seen:
                self._tell("unreadable_cells", seen=value.seen[:3])
        for one in done:
            if not self._done(one) and one is not part:
                self._tell("open_again", part=letter(one.label))

    def _grade(self) -> None:
        self._verdicts = {verdict.id: verdict for verdict in grade(self._solved, self._answers).parts}

    def _done(self, part: Part) -> bool:
        status = self._verdicts[part.id].status if part.id in self._verdicts else "blank"
        kept = status == "for a person" and name_of(self._solved, part) in self._answers
        return part.id in self._told or status == "right" or kept

    def _open_after(self, part: Part) -> Part | None:
        """The next part that is open, from the first one again after the last."""
        parts = self._problem.parts
        place = parts.index(part) + 1
        return next((one for one in (*parts[place:], *parts[:place]) if not self._done(one)), None)

    # --- what is said

    def _go(self, part: Part | None) -> Part | None:
        """To this part, with its question; None: all is done."""
        self._rows = []
        if part is None:
            self._tell("all_done")
        else:
            say(f"\n{text.question(self._problem, part)}")
        return part

    def _hint(self, part: Part) -> str:
        """The next hint that was not given yet to this answer."""
        verdict = self._verdicts.get(part.id)
        wrong = verdict if verdict is not None and verdict.status in ("wrong", "partly") else None
        answer = part.form.read(self._answers[name_of(self._solved, part)]).value if wrong is not None else None
        said = self._hinted.setdefault(part.id, [])
        hint = next((one for one in hints(self._solved, part, wrong, answer, self._wrong_before(part)) if one not in said), None)
        said.append(hint or "")
        return hint or self._words.fill("no_more_hints" if wrong is not None else "answer_first")

    def _wrong_before(self, part: Part) -> Part | None:
        """The first earlier part that is answered wrongly: this one was judged on it."""
        earlier = self._problem.parts[: self._problem.parts.index(part)]
        return next((one for one in earlier if one.id in self._verdicts and self._verdicts[one.id].status in ("wrong", "partly")), None)

    def _solution(self, part: Part | None) -> Part | None:
        """From here on the true answer counts, so that later parts are judged on it."""
        whole = key(self._solved)
        answers = {answer.id: answer for answer in whole.parts}
        for one in self._problem.parts if part is None else (part,):
            cell = text.cell(self._problem, one) if one.group else ""
            say(f"{letter(one.label)}\n{text.solved(one, cell, answers[one.id], whole, text.width())}")
        if part is None:
            return None
        self._told.add(part.id)
        if self._answers.pop(name_of(self._solved, part), None) is not None:
            self._grade()
        return self._go(self._open_after(part))

    def _tell(self, block: str, **values: Any) -> None:
        say(text.wrapped(self._words.fill(block, **values)))


def say(words: str) -> None:
    click.echo(words)


def coloured(line: str) -> str:
    """Cells in brackets are red as well, where colours are wanted: on a terminal, and not against NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or sys.stdout is None or not sys.stdout.isatty():
        return line
    return _BRACKETED.sub(lambda found: click.style(found[0], fg="red"), line)
