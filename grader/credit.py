"""The order of credit: right, right on one's own earlier answers, explained by a rule, cell by cell, wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

from .. import __version__
from ..answers.choice import ChoiceForm
from ..answers.kind import Match, Missing, Raw, Reading, Typed
from ..cnn.mistakes import Rule, Slip
from ..cnn.values import Tensor
from ..errors import BadInput, shown
from ..exercises.choices import forms
from ..exercises.documents import plain
from ..exercises.exercise import Solved
from ..exercises.statement import points
from ..exercises.work import Question, as_answer
from . import groups
from .carrying import may_be_carried, printed, value_of
from .diagnosis import Chain, Mistakes, explained, found, same_steps
from .guesses import guessed
from .verdict import CellVerdict, Results, Status, Verdict
from .wording import Reason, put_in_words


@dataclass
class Judged:
    """One part while it is graded; the verdict is written from it."""

    status: Status
    share: Fraction = Fraction(0)
    rules: list[Rule] = field(default_factory=list)
    alone: Mapping[Rule, str] = field(default_factory=dict)  # the operation in which alone a rule was held, of several of the part
    guesses: list[Rule | Slip] = field(default_factory=list)  # what perhaps happened, where no rule explains the answer
    reasons: list[Reason] = field(default_factory=list)
    carried: bool = False
    cells: tuple[CellVerdict, ...] = ()


class Cells(NamedTuple):
    """How an answer stands to a target, cell by cell."""

    statuses: tuple[Match | Missing, ...]
    right: int
    lazy: int  # how many one gets right without any work

    @property
    def share(self) -> Fraction:
        n = len(self.statuses)
        return max(Fraction(0), Fraction(self.right - self.lazy, n - self.lazy)) if n > self.lazy else Fraction(0)


@dataclass
class Grading:
    """One submission while it is graded: what was read, and what is carried forward."""

    solved: Solved
    readings: Mapping[str, Reading]
    choices: Mapping[str, ChoiceForm]  # the parts that are asked as a choice, with what is printed
    sentences: Mapping[str, str] = field(default_factory=dict)  # of mistakes by code, where an archive keeps them
    carried: dict[str, Any] = field(default_factory=dict)  # wrong answers that later parts are graded on
    rounded: dict[str, Any] = field(default_factory=dict)  # right answers in fewer places than the truth has
    own: dict[str, Any] = field(default_factory=dict)  # everything that was read, as the network takes it
    judged: dict[str, Judged] = field(default_factory=dict)

    @cached_property
    def mistakes(self) -> Mistakes:
        """What rules lead to on the true chain."""
        return Mistakes(self.solved)

    def part(self, part: str) -> Judged:
        """Grade one part; all before it are graded."""
        question, reading = self.solved.truth.questions[part], self.readings[part]
        if reading.status == "unreadable":
            return Judged("unreadable", reasons=[Reason("unreadable")])
        if question.waits:  # blank or not: the answer may stand on paper; later parts follow from the true one
            return Judged("for a person", reasons=[Reason("for_a_person" if reading.status == "read" else "on_paper")])
        if reading.status == "blank":
            return Judged("blank", reasons=[Reason("blank")])
        grade_it = self._chosen if self.solved.options(part) else self._read
        judged = grade_it(part, question, reading.value)
        self._hand_on(part, question, reading.value, judged)
        return judged

    def _chosen(self, part: str, question: Question, answer: Any) -> Judged:
        """A choice is graded against the truth alone; a wrong option names its mistake and earns nothing."""
        if best_match(question, answer, self.solved.truth.accepted[part]) is not Match.DIFFERENT:
            return Judged("right", Fraction(1))
        rules = found(question, answer, self.mistakes.wrongs(part))
        return Judged("wrong", rules=list(rules), alone=rules)

    def _read(self, part: str, question: Question, answer: Any) -> Judged:
        match = best_match(question, answer, self.solved.truth.accepted[part])
        if match is not Match.DIFFERENT:
            return Judged("right", Fraction(1), reasons=[Reason("near")] if match is Match.NEAR else [], cells=all_right(answer))
        own, misfits = self._chains(part)
        for chain in own:
            if chain.matters and best_match(question, answer, chain.run.accepted[part]) is not Match.DIFFERENT:
                wrong_before = bool(self.carried)
                reasons = [Reason("carried" if wrong_before else "from_rounded")]
                return Judged("right", Fraction(1), reasons=reasons, carried=wrong_before, cells=all_right(answer))
        chains = [*own, Chain({}, self.solved.truth)]
        mattering = [chain for chain in chains if chain.matters]
        rules, first = explained(self.solved, self.mistakes, part, answer, chains)
        judged = self._by_cells(part, answer, chains[first : first + 1] if rules else mattering)
        if rules:
            share = max(self.solved.exercise.share(rule) for rule in rules)
            judged = Judged("wrong", share, list(rules), rules, reasons=[Reason("rule", (share,))], cells=judged.cells)
        else:
            judged.guesses = guessed(self.solved, part, answer, mattering)
        if misfits:
            judged.reasons.append(Reason("does_not_fit"))
        judged.status = "partly" if judged.share else "wrong"
        return judged

    def _chains(self, part: str) -> tuple[list[Chain], bool]:
        """The student's own chains to this part, and whether a carried answer does not fit."""
        chains: list[Chain] = []
        misfits = False
        for answers in ({**self.rounded, **self.carried}, self.carried if self.rounded else {}):
            if not answers:
                continue
            run = self.solved.run(answers, until=part)
            if part in run.accepted:
                chains.append(Chain(dict(answers), run, not same_steps(run, self.solved.truth)))
            else:
                misfits = True
        return chains, misfits

    def _by_cells(self, part: str, answer: Any, chains: Sequence[Chain]) -> Judged:
        """Cells against whichever chain fits better, counted above what anybody has."""
        if not isinstance(answer, Typed):
            return Judged("wrong")
        things = list(printed(self.solved, part, self.own))
        form = self.solved.truth.questions[part].form
        tried = [compared(form, answer, value, things) for chain in chains for value in chain.run.accepted[part][:1]]
        fitting = [cells for cells in tried if cells is not None]
        if not fitting:
            return Judged("wrong", reasons=[Reason("another_shape"), *_unread(answer)])
        best = max(fitting, key=lambda cells: (cells.share, cells.right))
        if len(best.statuses) < 2:
            return Judged("wrong")
        reasons = [Reason("cells", (best.right, len(best.statuses), best.lazy, best.share))]
        return Judged("wrong", best.share, reasons=[*reasons, *_unread(answer)], cells=cell_verdicts(answer, best.statuses))

    def _hand_on(self, part: str, question: Question, answer: Any, judged: Judged) -> None:
        """Decide what later parts are graded on."""
        values = self.solved.truth.accepted[part]
        truth = values[0]
        value = value_of(answer, truth)
        right = judged.status == "right" and not judged.carried
        if right and len(values) > 1:
            self.rounded[part] = value  # of several right answers, later parts follow the student's
        elif right and getattr(question.form, "decimals", None) is not None:
            self.rounded[part] = value
        elif not right and may_be_carried(answer, truth, printed(self.solved, part, self.own), judged.carried or bool(judged.rules)):
            self.carried[part] = value
        elif not right and part != list(self.solved.truth.questions)[-1]:
            judged.reasons.append(Reason("not_carried"))
        self.own[part] = value


def _unread(answer: Typed) -> Iterator[Reason]:
    """What stood in cells that could not be read."""
    if answer.seen:
        yield Reason("unreadable_cells", answer.seen[:3])


def best_match(question: Question, answer: Any, accepted: tuple[Any, ...]) -> Match:
    """How an answer stands to the nearest of several right ones."""
    matches = [question.form.match(answer, truth) for truth in accepted]
    return next((match for match in (Match.EQUAL, Match.NEAR) if match in matches), Match.DIFFERENT)


def compared(form: Any, answer: Typed, target: Any, things: list[Tensor]) -> Cells | None:
    """Cell by cell, or None for another shape."""
    statuses = form.cells(answer, target) if isinstance(target, Tensor) else None
    if statuses is None:
        return None
    copies = (accepted(form.cells(as_answer(other), target)) for other in things if other.sizes == target.sizes)
    return Cells(statuses, accepted(statuses), max((_right_everywhere(form, target), *copies)))


def _right_everywhere(form: Any, target: Tensor) -> int:
    """The most cells that one number written everywhere gets right."""
    different = Counter(target.values)
    if form.decimals is None:
        return max(different.values())
    constants = (Typed(target.sizes, (value,) * len(target.values)) for value in different)
    return max(accepted(form.cells(constant, target)) for constant in constants)


def accepted(statuses: Sequence[Match | Missing]) -> int:
    """How many cells would be marked as right."""
    return statuses.count(Match.EQUAL) + statuses.count(Match.NEAR)


def all_right(answer: Any) -> tuple[CellVerdict, ...]:
    return cell_verdicts(answer, (Match.EQUAL,) * len(answer.cells)) if isinstance(answer, Typed) else ()


def cell_verdicts(answer: Typed, statuses: tuple[Match | Missing, ...]) -> tuple[CellVerdict, ...]:
    """The cells of a map by channel, row and column."""
    rows, columns = _grid(answer)
    said: dict[Match | Missing, Literal["right", "wrong", "blank", "unreadable"]] = {
        Match.EQUAL: "right",
        Match.NEAR: "right",
        Match.DIFFERENT: "wrong",
        Missing.BLANK: "blank",
        Missing.UNREADABLE: "unreadable",
    }
    return tuple(
        CellVerdict(place // (rows * columns) + 1, place // columns % rows + 1, place % columns + 1, said[status])
        for place, status in enumerate(statuses)
    )


def _grid(answer: Typed) -> tuple[int, int]:
    """Rows and columns of each channel; a list of numbers is one row."""
    *_, rows, columns = (1, *answer.sizes)
    return rows, columns


def read_answers(solved: Solved, answers: Mapping[str, Raw], choices: Mapping[str, ChoiceForm], comma: bool = False) -> dict[str, Reading]:
    """Each part's answer as its kind reads it; an answer to a part that does not exist is an error."""
    name = solved.exercise.name
    for id in answers:
        if id not in solved.truth.questions:
            raise BadInput(f"{name} has no part {shown(id)}; its parts are {', '.join(solved.truth.questions)}")
    return {
        id: _option(solved, id, choices[id], answers.get(id)) if id in choices else question.form.read(answers.get(id), comma)
        for id, question in solved.truth.questions.items()
    }


def _option(solved: Solved, part: str, form: ChoiceForm, raw: Raw) -> Reading:
    """The option that was chosen, as the answer that it stands for. Programs may send that answer itself."""
    question, options = solved.truth.questions[part], [as_answer(option) for option in solved.options(part)]
    reading = form.read(raw)
    if reading.status == "read":
        return Reading("read", options[reading.value])
    meant = (
        [option for option in options if plain(option) == raw] if question.options or question.picked else [question.form.read(raw).value]
    )
    return Reading("read", meant[0]) if reading.status == "unreadable" and meant and meant[0] in options else reading


def grade(solved: Solved, answers: Mapping[str, Raw], comma: bool = False, sentences: Mapping[str, str] | None = None) -> Results:
    """Grade one problem. The ids of the answers are those of its parts, without the problem's name."""
    choices = dict(forms(solved))
    grading = Grading(solved, read_answers(solved, answers, choices, comma), choices, sentences or {})
    for part in solved.truth.questions:
        grading.judged[part] = grading.part(part)
    groups.settle(grading)
    worth = points(solved.exercise, solved.truth.questions)
    verdicts = tuple(_verdict(grading, part, worth[part]) for part in solved.truth.questions)
    total = sum((judged.share * worth[part] for part, judged in grading.judged.items()), Fraction(0))
    waiting = sum((worth[part] for part, judged in grading.judged.items() if judged.status == "for a person"), Fraction(0))
    of = solved.exercise
    return Results(__version__, plain(total), plain(sum(worth.values())), verdicts, plain(waiting), of.name, of.family.name, of.code)


def _verdict(grading: Grading, part: str, worth: Fraction) -> Verdict:
    judged, reading = grading.judged[part], grading.readings[part]
    question = grading.solved.truth.questions[part]
    chosen = grading.choices.get(part)
    asked = question if chosen is None else question._replace(form=chosen)
    sentence, why = put_in_words(asked, reading, judged.rules, judged.guesses, judged.reasons, grading.sentences, judged.alone)
    return Verdict(
        f"{grading.solved.exercise.name}.{part}",
        judged.status,
        plain(judged.share * worth),
        plain(worth),
        _shown(grading, part, reading.value) if reading.status == "read" else "",
        tuple(mistake.code for mistake in (*judged.rules, *judged.guesses)),
        sentence,
        why,
        judged.carried,
        judged.cells,
        perhaps=bool(judged.guesses),
    )


def _shown(grading: Grading, part: str, answer: Any) -> str:
    """What was read, as it is shown back: of a choice, with its letter."""
    if part in grading.choices:
        return grading.choices[part].show([as_answer(option) for option in grading.solved.options(part)].index(answer))
    return grading.solved.truth.questions[part].form.show(answer)
