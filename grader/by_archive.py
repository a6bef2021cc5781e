"""An exercise as its archive has it, without its family: what is right and what mistakes lead to is known, and nothing can be worked out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Never

from ..answers.choice import ChoiceForm
from ..cnn.mistakes import Rule
from ..cnn.values import Record
from ..errors import BadInput, shown
from ..exercises.exercise import Exercise, Explored, Solved, Wrong
from ..exercises.family import Family, Knobs
from ..exercises.problem import Key, KeyPart, NamedTensor, Part, Problem
from ..exercises.work import Grouped, Question, Run
from .archived import id_in, sentences, shares, value_of, worth


class Seen(Record, frozen=True):
    """The tensors of the statement, which a student could copy instead of working."""

    tensors: tuple[NamedTensor, ...]


@dataclass
class ByArchive(Solved):
    """Answers and mistakes are those of the key, on whatever chain: nothing is carried."""

    known: Explored | None = None

    def run(self, instead: Mapping[str, Any], *_: object, **__: object) -> Run:  # noqa: ARG002
        return self.truth

    def explore(self, instead: Mapping[str, Any], part: str | None = None, among: Iterable[Rule] | None = None) -> Explored:  # noqa: ARG002
        return self.known or Explored({}, [])

    def rules(self, part: str | None = None) -> list[Rule]:  # noqa: ARG002
        return []


def by_archive(problem: Problem, key: Key, where: str) -> ByArchive:
    """What the sheet asks, with the answers of the key."""
    answers = {part.id: part for part in key.parts}
    missing = [part.id for part in problem.parts if part.id not in answers]
    if missing:
        raise BadInput(f"{where}: the key has no part {shown(missing[0])}, which stands on the sheet")
    truth = Run(groups={group.name: Grouped(group.kind, group.rows, group.columns) for group in problem.groups})
    known = Explored({}, [])
    own = shares(key)
    for part in problem.parts:
        answer = answers[part.id]
        id = id_in(key, answer)
        truth.questions[id] = Question(id, part.group or id, part.form, part.row, part.column)
        truth.accepted[id] = tuple(_value(one, answer, part, where) for one in answer.accepted)
        truth.last[id] = -1
        known.wrongs[id] = _wrongs(answer, part, own, where)
    of = Family(key.family, key.version, "", Seen, {}, _gone, _gone, {})
    exercise = Exercise(of, key.level, Knobs(), key.conventions, key.asked, Seen(problem.tensors), key.name, worth=worth(key))
    return ByArchive(exercise, truth, {}, known=known)


def all_sentences(key: Key) -> dict[str, str]:
    """Where a mistake has no sentence in the archive, that of the one that gives the same answer."""
    mistakes = [mistake for part in key.parts for mistake in part.mistakes]
    return {code: mistake.sentence or code for mistake in reversed(mistakes) for code in mistake.codes} | sentences(key)


def _value(value: Any, answer: KeyPart, part: Part, where: str) -> Any:
    """An option that can be chosen stands for itself: by its number, as it is read."""
    if not isinstance(part.form, ChoiceForm):
        return value_of(value, part.form, f"{where}, {part.id}")
    if value not in answer.options:
        raise BadInput(f"{where}, {part.id}: {shown(str(value))} is none of the options; is the key damaged?")
    return answer.options.index(value)


def _wrongs(answer: KeyPart, part: Part, own: Mapping[str, Fraction], where: str) -> list[Wrong]:
    """A wrong option earns nothing: among others, anybody could have guessed it."""
    return [
        Wrong(_rule(code, Fraction(0) if answer.options else own.get(code, Fraction(mistake.share))), value, 0)
        for mistake in answer.mistakes
        for value in (_value(mistake.answer, answer, part, where),)
        for code in mistake.codes
    ]


def _rule(code: str, share: Fraction) -> Rule:
    return Rule(code, frozenset(), _gone, share, _never)


def _never(*_: object) -> bool:
    return False


def _gone(*_: object) -> Never:
    raise BadInput("this family is gone: its exercises can be graded by their archive, and not be worked out")
