"""What an instructor may want to know before an exam is printed: answers given away, points, minutes of work, what cannot be drawn."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ..answers.tensor import TensorForm
from ..cnn.values import Record, Tensor
from ..errors import ConvexamError
from ..exercises.draw import Wish, practice, work_of
from ..exercises.exercise import Solved
from ..exercises.family import family
from ..exercises.given import notes
from ..exercises.statement import asked, points, problem
from ..text.terminal import one_line
from ..text.words import ENGLISH, words_beside
from .blueprint import Blueprint, Plan
from .equal_answers import equal_answers
from .points import written

# Seconds: an estimate to plan with, after the times that a practised student needs.
_READING, _PRODUCT, _CELL, _ANSWER = 60, 6, 4, 60
_FEWEST_CELLS = 4  # of a map that nobody writes by chance
_UNEQUAL, _LEAST = Fraction(3, 2), 180  # so many times the work, and so many seconds more


class Variant(NamedTuple):
    """What may be drawn for one problem."""

    family: str
    level: int
    solved: Solved

    @property
    def name(self) -> str:
        return _said("variant", family=self.family, level=self.level)

    @property
    def minutes(self) -> int:
        return _minutes(seconds(self.solved))


def advice(blueprint: Blueprint, solved: Sequence[Solved]) -> tuple[str, ...]:
    """One line each, the weightiest first; `solved`: the problems of one sheet."""
    return (
        *_given_away(solved),
        *(note for one in solved if _own(blueprint, one) for note in notes(one)),
        *(line for plan in blueprint.problems for line in _variants(plan)),
        *_points(blueprint, solved),
        *_language(blueprint, solved),
        _work(solved),
    )


def seconds(solved: Solved) -> int:
    """How long a problem takes by hand: reading it, products, cells of maps, and other answers."""
    found = _READING + _PRODUCT * work_of(solved)
    for id, question in solved.truth.questions.items():
        cells = len(solved.truth.answer(id).values) if isinstance(question.form, TensorForm) else 0
        found += _CELL * cells if cells and not solved.options(id) else _ANSWER
    return found


def _said(block: str, **values: Any) -> str:
    return one_line(words_beside(__file__).fill(block, **values))


def _minutes(time: int) -> int:
    return max(1, (time + 30) // 60)


def _own(blueprint: Blueprint, solved: Solved) -> bool:
    return any(plan.name == solved.exercise.name and plan.given is not None for plan in blueprint.problems)


def _given_away(solved: Sequence[Solved]) -> Iterator[str]:
    """A map that is asked here and printed there, or a map of its own that has the shape that is asked."""
    printed = [
        (one.exercise.name, shown.tensor) for one in solved for shown in problem(one.exercise, asked(one)).tensors
    ]  # what any student reads, on whichever page
    for one in solved:
        for part, values in one.truth.accepted.items():
            for where in dict.fromkeys(place for place, tensor in printed if _same(values, tensor) or _tells(one, place, values)):
                yield _said("printed_answer", problem=one.exercise.name, part=part, where=where)


def _same(values: tuple[Any, ...], tensor: Tensor) -> bool:
    answer = values[0] if values else None
    return isinstance(answer, Tensor) and len(answer.values) >= _FEWEST_CELLS and answer.values == tensor.values


def _tells(solved: Solved, place: str, values: tuple[Any, ...]) -> bool:
    """The map that a drawn exercise gives for a later part must not have the shape that is asked before."""
    exercise = solved.exercise
    own: Any = getattr(exercise.given, exercise.family.apart, None) if exercise.family.apart else None
    return bool(exercise.names) and own is not None and place == exercise.name and bool(values) and values[0] == own.shape


def _variants(plan: Plan) -> Iterator[str]:
    """What is drawn for somebody else: whether it can be, and whether it is as much work."""
    if plan.given is not None:
        return
    found: list[Variant] = []
    for name in plan.families:
        for level in plan.levels:
            try:
                found.append(Variant(name, level, practice(_wish(plan, name, level), 0)))
                yield from _equal(plan, found[-1])
            except ConvexamError as error:
                variant = _said("variant", family=name, level=level)
                yield _said("cannot_be_drawn", problem=plan.name, variant=variant, reason=str(error))
    yield from _unequal(plan, found)
    codes = {rule.code for variant in found for rule in variant.solved.rules()}
    for code in plan.shares if found else ():
        if code not in codes:
            yield _said("idle_share", problem=plan.name, code=code)


def _equal(plan: Plan, variant: Variant) -> Iterator[str]:
    """What a neighbour's sheet gives away, unless everybody is meant to have the same."""
    equal = {} if plan.same else equal_answers(_wish(plan, variant.family, variant.level), variant.solved)
    if equal:
        parts = [_said("equal_part", part=part, answer=answer) for part, answer in equal.items()]
        yield _said("equal", problem=plan.name, variant=variant.name, family=variant.family, parts=parts)


def _wish(plan: Plan, name: str, level: int) -> Wish:
    return Wish(family(name), level, plan.settings, plan.parts, plan.name, plan.choice, plan.conventions, shares=plan.shares)


def _unequal(plan: Plan, found: Sequence[Variant]) -> Iterator[str]:
    if len(found) < 2:
        return
    least, most = (pick(found, key=lambda variant: seconds(variant.solved)) for pick in (min, max))
    long, short = seconds(most.solved), seconds(least.solved)
    if long > _UNEQUAL * short and long - short >= _LEAST:
        yield _said("unequal", problem=plan.name, most=_Told(most.name, most.minutes), least=_Told(least.name, least.minutes))


class _Told(Record, frozen=True):
    """What the words see of a variant."""

    name: str
    minutes: int


def _points(blueprint: Blueprint, solved: Sequence[Solved]) -> Iterator[str]:
    if blueprint.worth.denominator != 1:
        yield _said("not_round", points=written(blueprint.worth))
    elif blueprint.total is None:
        yield _said("no_total", points=written(blueprint.worth))
    for one in solved:
        for part, worth in points(one.exercise, one.truth.questions).items():
            if (worth * 100).denominator != 1:
                yield _said("rounded_points", problem=one.exercise.name, part=part, points=worth, printed=written(worth))
                break  # one part is enough to see it


def _language(blueprint: Blueprint, solved: Sequence[Solved]) -> Iterator[str]:
    spoken = {words_beside(one.exercise.family.file, blueprint.language).language for one in solved}
    if blueprint.language != ENGLISH and spoken == {ENGLISH}:
        yield _said("not_translated", language=blueprint.language)


def _work(solved: Sequence[Solved]) -> str:
    times = [(one.exercise.name, seconds(one)) for one in solved]
    each = [_said("minutes_of", problem=name, minutes=_minutes(time)) for name, time in times]
    return _said("minutes", minutes=_minutes(sum(time for _, time in times)), each=each)
