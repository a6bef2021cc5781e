"""The problems of a blueprint: which family, levels and settings, which parts, for how many points."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from ..cnn.conventions import Conventions
from ..cnn.values import BadValue
from ..errors import BadInput, shown
from ..exercises.documents import exact
from ..exercises.draw import chosen
from ..exercises.family import family
from ..exercises.given import Table, worked
from ..exercises.settings import Options, checked, options
from ..exercises.shares import share_of
from ..text.nearest import nearest
from .blueprint_keys import MOST_COUNT, NAME, BlueprintKeys, ProblemKeys
from .blueprint_place import Place
from .blueprint_texts import markdown

MOST = 100  # problems of one exam
_MOST_POINTS = 10_000
_LEVELS = re.compile(r"[ ]*([0-9]{1,3})[ ]*(?:\.\.[ ]*([0-9]{1,3})[ ]*)?")
_OF_ONE_FAMILY = ("settings", "parts", "choice", "given")  # keys that mean nothing, or something else, in another family


@dataclass(frozen=True)
class Plan:
    """One problem as it stands on every sheet, before its numbers are drawn."""

    name: str
    families: tuple[str, ...]  # one, or the pool of which one is drawn
    levels: tuple[int, ...] = (2,)
    settings: Mapping[str, Options] = field(default_factory=dict)
    parts: tuple[str, ...] | None = None
    points: Fraction | Mapping[str, Fraction] | None = None
    choice: tuple[str, ...] = ()
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    conventions: Conventions = field(default_factory=Conventions)
    given: Table | None = None
    same: bool = False
    note: str = ""  # Markdown of the closed set, below the statement


def worth(plan: Plan, name: str, level: int) -> dict[str, Fraction]:
    """The points of each part that is asked, if this family and level is drawn."""
    of = family(name)
    asked = of.asked(level, plan.parts)
    if isinstance(plan.points, Mapping):
        return {part: plan.points[part] for part in asked}
    weights = sum(of.weights[part] for part in asked)
    whole = Fraction(weights) if plan.points is None else plan.points
    return {part: whole * of.weights[part] / weights for part in asked}


def total(plan: Plan) -> Fraction:
    """The points of a problem; they are the same whatever is drawn."""
    return sum(worth(plan, plan.families[0], plan.levels[0]).values(), Fraction(0))


def points_of(value: Any) -> Fraction:
    """An exact number of points."""
    try:
        found = Fraction(exact(value)) if isinstance(value, int | Decimal) else None
    except BadValue:
        found = None
    if found is None or not 0 <= found <= _MOST_POINTS:
        raise BadInput(f"{shown(str(value))} is no number of points; allowed are numbers from 0 to {_MOST_POINTS}, such as 2 or 0.5")
    return found


def read(keys: BlueprintKeys, raw: Mapping[str, Any], place: Place) -> tuple[Plan, ...]:
    """The problems in order, `count = 2` already made two."""
    plans: list[Plan] = []
    for number, table in enumerate(keys.problem):
        of = _Table(table, raw["problem"][number], number, place)
        same = keys.same if table.same is None else table.same
        plan = of.plan({**raw.get("conventions", {}), **of.raw.get("conventions", {})}, same)
        plans += _named(plan, of, [one.name for one in plans])
        if len(plans) > MOST:
            raise place.bad(("problem", number), f"more than {MOST} problems; so many do not go into an exam")
    return tuple(plans)


def _named(plan: Plan, of: "_Table", taken: list[str]) -> Iterator[Plan]:
    """Under names that no other problem has: size-1 and size-2, conv2d and conv2d-2."""
    count = of.keys.count
    if not 1 <= count <= MOST_COUNT:
        raise of.bad("count", f"{count}: allowed are whole numbers from 1 to {MOST_COUNT}")
    if of.keys.name is None:
        plan, number = replace(plan, name=plan.families[0]), 1
        while any(name in taken for name in _numbered(plan.name, count)):
            number += 1
            plan = replace(plan, name=f"{plan.families[0]}-{number}")
    for name in _numbered(plan.name, count):
        if name in taken:
            raise of.bad("name", f"two problems would be called {name}; give one of them another name")
        yield replace(plan, name=name)


def _numbered(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]


class _Table:
    """One `[[problem]]` that is read."""

    def __init__(self, keys: ProblemKeys, raw: Mapping[str, Any], number: int, place: Place) -> None:
        self.keys = keys
        self.raw = raw
        self._number = number
        self._place = place

    def bad(self, key: str, message: str) -> BadInput:
        return self._place.bad(("problem", self._number, key), message)

    def at(self, *keys: str) -> Any:
        return self._place.at("problem", self._number, *keys)

    def plan(self, conventions: Mapping[str, Any], same: bool) -> Plan:
        families = self._families()
        levels = self._levels(families)
        plan = Plan(
            self._name(), families, levels, self._settings(families[0]), None, self._points(),
            shares=self._shares(), conventions=Conventions(**conventions), same=same, note=self._note(),
        )  # fmt: skip
        plan = replace(plan, parts=self._parts(plan), choice=self._choice(plan))
        if self.keys.given is not None:
            plan = self._given(plan, self.keys.given)
        self._adds_up(plan)
        return plan

    def _name(self) -> str:
        name = self.keys.name
        if name is None and self.keys.pool is not None:
            raise self.bad("pool", "a problem from a pool needs a name of its own: the key `name` is missing")
        if name is not None and not re.fullmatch(NAME, name):
            raise self.bad("name", f"{shown(name)} is no name of a problem; names have at most 20 of a-z, 0-9 and -")
        return name or ""

    def _families(self) -> tuple[str, ...]:
        keys = self.keys
        if (keys.family is None) == (keys.pool is None):
            raise self.bad("pool" if keys.pool else "family", "one of `family` and `pool` says what is drawn; write exactly one of them")
        if keys.family is not None:
            with self.at("family"):
                return (family(keys.family).name,)
        for key in _OF_ONE_FAMILY:
            if key in self.raw:
                raise self.bad(key, "several families are in the pool, and this is meant for one; write a problem for each family")
        pool = tuple(keys.pool or ())
        if len(pool) < 2 or len(set(pool)) < len(pool):
            raise self.bad("pool", "a pool names two or more families, each of them once")
        with self.at("pool"):
            return tuple(family(name).name for name in pool)

    def _levels(self, families: tuple[str, ...]) -> tuple[int, ...]:
        value = self.keys.level
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.bad("level", f'{shown(str(value))} is no level; write 2, or "1..2" or "1,3" if one of several is drawn')
        levels: list[int] = []
        for piece in str(value).split(","):
            found = _LEVELS.fullmatch(piece)
            several = range(int(found[1]), int(found[2] or found[1]) + 1) if found else ()
            if not several:
                raise self.bad("level", f'{shown(str(value))} is no level; write 2, or "1..2" or "1,3" if one of several is drawn')
            levels += several
        with self.at("level"):
            for level in levels:
                for name in families:
                    family(name).level(level)
        return tuple(dict.fromkeys(levels))

    def _settings(self, name: str) -> dict[str, Options]:
        of, found = family(name), {}
        for setting, value in self.keys.settings.items():
            with self.at("settings", setting):
                # a decimal would be shown as Python spells it
                typed = str(value) if isinstance(value, Decimal) else value
                found[setting] = options(of, setting, typed) if isinstance(value, str) else (checked(of, setting, typed),)
        return found

    def _parts(self, plan: Plan) -> tuple[str, ...] | None:
        if self.keys.parts is None:
            return None
        with self.at("parts"):
            return family(plan.families[0]).asked(plan.levels[0], tuple(self.keys.parts))

    def _choice(self, plan: Plan) -> tuple[str, ...]:
        """Names that are asked; whether a part can be a choice is seen when it is drawn."""
        with self.at("choice"):
            found: tuple[str, ...] = ()
            for level in plan.levels:
                of = family(plan.families[0])
                asked = of.asked(level, None if self.keys.parts is None else tuple(self.keys.parts))
                found = chosen(of, asked, tuple(self.keys.choice))
            return found

    def _shares(self) -> dict[str, Fraction]:
        found = {}
        for code, value in self.keys.shares.items():
            with self.at("shares", code):
                found[code] = share_of(code, value)
        return found

    def _note(self) -> str:
        markdown(("problem", self._number, "note"), self.keys.note, self._place)
        return self.keys.note

    def _points(self) -> Fraction | Mapping[str, Fraction] | None:
        value = self.keys.points
        if value is None and self.keys.pool is not None:
            raise self.bad("pool", "a problem from a pool has one number of points for all of them: the key `points` is missing")
        if isinstance(value, dict):
            if self.keys.pool is not None:
                raise self.bad("points", "several families are in the pool, and each has its own parts; write one number for all of them")
            return {part: self._worth(points, part) for part, points in value.items()}
        return None if value is None else self._worth(value)

    def _worth(self, value: Any, *part: str) -> Fraction:
        with self.at("points", *part):
            return points_of(value)

    def _given(self, plan: Plan, given: dict[str, Any]) -> Plan:
        """The teacher's own numbers, worked out once so that what is wrong is said now."""
        level, *more = plan.levels
        if more or self.keys.count > 1:
            raise self.bad("given", "numbers of your own are there once; leave `count` away, and name one `level`")
        several = [name for name, values in plan.settings.items() if len(values) > 1]
        if several:
            raise self.bad("settings", f"{several[0]}: beside numbers of your own, a setting has one value")
        table = Table(
            plan.families[0], given, level=level, settings={name: values[0] for name, values in plan.settings.items()},
            conventions=plan.conventions, parts=plan.parts, choice=plan.choice,
        )  # fmt: skip
        with self.at("given"):
            solved = worked(table, plan.name or plan.families[0])
        there = {question.name for question in solved.truth.questions.values()}
        parts = tuple(part for part in solved.exercise.asked if part in there)  # the given may hold nothing for some
        return replace(plan, given=msgspec.structs.replace(table, parts=parts), parts=parts, same=True)

    def _adds_up(self, plan: Plan) -> None:
        """The points name each part that is asked, and are the same at every level."""
        of = family(plan.families[0])
        if isinstance(plan.points, Mapping):
            for level in plan.levels:
                self._named_parts(plan.points, of.asked(level, plan.parts), level, plan)
        elif plan.points is None and len({sum(worth(plan, of.name, level).values()) for level in plan.levels}) > 1:
            raise self.bad("level", f"{of.name} is worth more points at some of these levels than at others; say how many with `points`")

    def _named_parts(self, points: Mapping[str, Fraction], asked: tuple[str, ...], level: int, plan: Plan) -> None:
        where = f" at level {level}" if len(plan.levels) > 1 else ""
        for part in points:
            if part not in asked:
                raise self._place.bad(
                    ("problem", self._number, "points", part),
                    f"{plan.families[0]} does not ask this part{where}; it asks {', '.join(asked)}{nearest(part, asked)}",
                )
        lacking = [part for part in asked if part not in points]
        if lacking:
            raise self.bad("points", f"the points of {', '.join(lacking)} are missing: {plan.families[0]} asks {', '.join(asked)}{where}")
