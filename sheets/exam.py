"""Which problems a student gets, from the blueprint, under the secret: the same on every machine and on every day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

import msgspec

from .. import __version__
from ..errors import BadInput, ConvexamError
from ..exercises import given
from ..exercises.documents import plain, write
from ..exercises.draw import Wish, under_secret
from ..exercises.draws import Draws, digest
from ..exercises.exercise import Solved
from ..exercises.family import family
from ..exercises.key import key
from ..exercises.problem import Problem
from ..exercises.statement import asked, points, problem
from .blueprint import Blueprint, Plan, worth
from .records import Numbers, Pinned, Sheet, SheetKey
from .sheet_codes import code

T = TypeVar("T")

AGAIN = 100  # draws for a problem that does not stand on the sheet yet


@dataclass(frozen=True)
class Made:
    """One sheet with its key, before it is printed."""

    sheet: Sheet
    key: SheetKey
    solved: tuple[Solved, ...]
    numbers: tuple[Numbers, ...]


@dataclass(frozen=True)
class Source:
    """Whose numbers they are: the names from which everything is drawn, and how often each problem was drawn again."""

    blueprint: Blueprint
    secret: bytes
    who: tuple[str, ...]  # no personal data: the names stand in the key
    pinned: Pinned

    def names(self, plan: Plan) -> tuple[str, ...]:
        times = next((one.times for one in self.pinned.redrawn if one.problem == plan.name), 0)
        who = ("everybody",) if plan.same else self.who
        return ("exam", self.blueprint.id, *who, plan.name, str(times))


def who(blueprint: Blueprint, secret: bytes, pinned: Pinned) -> tuple[str, ...]:
    """The first code of a student stands for them: it tells nothing, and stays when a sheet is replaced."""
    if pinned.version:
        return ("version", pinned.version)
    return ("sheet", code(secret, blueprint.id, pinned.student, 0))


def drawn_for(blueprint: Blueprint, secret: bytes, pinned: Pinned) -> tuple[Solved, ...]:
    """The problems of one student, or of all who share a version, in printed order."""
    return problems(Source(blueprint, secret, who(blueprint, secret, pinned), pinned))


def preview(blueprint: Blueprint) -> Made:
    """A sheet that is no student's: its numbers follow from the blueprint alone."""
    pinned = Pinned("preview")
    drawn = problems(Source(blueprint, b"", ("preview",), pinned))
    return written(blueprint, b"", code(b"", blueprint.id, "preview", 0), "", drawn)


def problems(source: Source) -> tuple[Solved, ...]:
    """The problems of one sheet in printed order."""
    drawn: list[Solved] = []
    for plan in source.blueprint.problems:
        drawn.append(_drawn(source, plan, drawn))
    if not source.blueprint.shuffle:
        return tuple(drawn)
    return Draws(("exam", source.blueprint.id, *source.who, "order"), source.secret).shuffle(drawn)


def _drawn(source: Source, plan: Plan, earlier: Sequence[Solved]) -> Solved:
    """One problem; where its numbers stand on the sheet already, the next ones."""
    if plan.given is not None:
        table = plan.given
        return given.worked(table, plan.name, worth(plan, table.family, table.level), plan.shares)
    names = source.names(plan)
    for again in range(AGAIN):
        one = _once(source, plan, (*names, *(("again", str(again)) if again else ())))
        if all(one.exercise.family is not other.exercise.family or one.exercise.given != other.exercise.given for other in earlier):
            return one
    raise BadInput(f"{source.blueprint.path}: problem {plan.name}: there are not so many different problems with these settings")


def _once(source: Source, plan: Plan, names: tuple[str, ...]) -> Solved:
    of = family(_one_of(plan.families, (*names, "pool"), source.secret))
    level = _one_of(plan.levels, (*names, "level"), source.secret)
    wish = Wish(
        of, level, plan.settings, plan.parts, plan.name, plan.choice, plan.conventions, worth(plan, of.name, level), plan.shares,
    )  # fmt: skip
    try:
        return under_secret(wish, names, source.secret)
    except ConvexamError as error:  # a part that cannot be a choice, settings that do not go together
        said = str(error).removeprefix(plan.name).lstrip(":, ")
        raise type(error)(f"{source.blueprint.path}: problem {plan.name}: {said}") from None


def _one_of(options: Sequence[T], names: tuple[str, ...], secret: bytes) -> T:
    return Draws(names, secret).choice(options) if len(options) > 1 else options[0]


def written(blueprint: Blueprint, secret: bytes, sheet_code: str, version: str, drawn: tuple[Solved, ...]) -> Made:
    """The documents of a sheet with these problems."""

    def salt(of: str) -> str:
        return digest(("salt", blueprint.id, sheet_code, of), secret)[:16].hex()

    notes = {plan.name: plan.note for plan in blueprint.problems}
    total = sum(sum(points(one.exercise, one.truth.questions).values()) for one in drawn)
    sheet = Sheet(
        __version__, sheet_code, blueprint.id, blueprint.title, plain(total),
        tuple(_noted(problem(one.exercise, asked(one), number), notes) for number, one in enumerate(drawn, 1)), salt("sheet"),
        blueprint.course, blueprint.institution, blueprint.date, blueprint.instructions, version, blueprint.language,
    )  # fmt: skip
    keys = SheetKey(__version__, sheet_code, blueprint.id, tuple(key(one) for one in drawn), salt("key"), version)
    return Made(sheet, keys, drawn, numbers(drawn))


def _noted(of: Problem, notes: Mapping[str, str]) -> Problem:
    """With the instructor's own words below the statement, so that every press and every platform prints them with it."""
    note = notes[of.name].strip()
    return msgspec.structs.replace(of, statement=f"{of.statement}\n\n{note}") if note else of


def numbers(drawn: Sequence[Solved]) -> tuple[Numbers, ...]:
    """By which equal problems are found: known before any document is written."""
    given = ((one.exercise.name, write([one.exercise.family.name, one.exercise.given])) for one in drawn)
    return tuple(Numbers(name, sha256(text.encode()).hexdigest()[:16]) for name, text in given)
