"""What an audit counts. No problem is kept, so that a hundred thousand draws need little room."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import blake2b
from itertools import combinations
from statistics import median, median_low
from typing import NamedTuple

from ..answers.number import typed
from .audit_report import CLASS, Answers, Coincidence, Finding, Hides, Kind, LevelAudit, Property, Share, Space, Work
from .choices import can_be_choice, texts
from .documents import write
from .draw import work_of
from .exercise import Hidden, Solved
from .family import Family
from .properties import on_purpose, properties
from .settings import written


class Drawn(NamedTuple):
    """What came of one seed."""

    seed: int
    tries: int
    first: Solved  # the first numbers, good or not
    good: Solved
    seconds: float


class Broken(NamedTuple):
    """A rule that one draw breaks. The same rule, part and subject count as one finding."""

    kind: Kind
    seed: int
    seen: tuple[str, ...]
    part: str | None = None
    subject: str = ""


@dataclass
class _Pair:
    """How many first draws, and how many that were handed out, have one value of a property."""

    before: int = 0
    after: int = 0
    only_one: int = 0  # draws in which the rules changed it
    seed: int | None = None  # the first of these

    @property
    def moved(self) -> int:
        return abs(self.after - self.before)


class _Amount(NamedTuple):
    work: int
    seed: int


@dataclass
class Counts:
    """The counters of one family at one level."""

    family: Family
    level: int
    draws: int = 0
    tries: int = 0
    at_once: int = 0
    properties: dict[str, dict[str, _Pair]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(_Pair)))
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    choices: Counter[str] = field(default_factory=Counter)
    works: Counter[int] = field(default_factory=Counter)
    least: dict[tuple[str, ...], _Amount] = field(default_factory=dict)  # by the settings that are drawn
    most: dict[tuple[str, ...], _Amount] = field(default_factory=dict)
    coincide: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    hide: Counter[Hidden] = field(default_factory=Counter)
    givens: Counter[bytes] = field(default_factory=Counter)
    broken: dict[tuple[str, str | None, str], Broken] = field(default_factory=dict)
    times: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, drawn: Drawn) -> None:
        """One seed that gave a problem."""
        good = drawn.good
        self.draws += 1
        self.tries += drawn.tries
        self.at_once += drawn.tries == 1
        self.givens[blake2b(write(good.exercise.given).encode(), digest_size=12).digest()] += 1
        self.hide.update(good.wrong.hidden)
        self.seconds.append(drawn.seconds)
        self._compare(drawn)
        self._answers(good)
        self._work(drawn)
        for broken in self._mistakes(drawn):
            self.breaks(broken)

    def breaks(self, broken: Broken) -> None:
        """A rule is broken: the first case is kept, all are counted."""
        known = (broken.kind, broken.part, broken.subject)
        self.broken.setdefault(known, broken)
        self.times[known] += 1

    def _compare(self, drawn: Drawn) -> None:
        after = properties(drawn.good).items()
        before = after if drawn.first is drawn.good else properties(drawn.first).items()
        for name, value in sorted({*before, *after}):
            pair = self.properties[name][value]
            was, stayed = (name, value) in before, (name, value) in after
            pair.before += was
            pair.after += stayed
            if was is not stayed:
                pair.only_one += 1
                pair.seed = drawn.seed if pair.seed is None else pair.seed

    def _answers(self, good: Solved) -> None:
        for part in (part for part, question in good.truth.questions.items() if not question.waits):
            name = self._counted(good, part)
            self.answers[name][_text(good, part, good.truth.answer(part))] += 1
            self.choices[name] += can_be_choice(good, part)

    @staticmethod
    def _counted(good: Solved, part: str) -> str:
        """Chosen cells are other ones in each draw: they are counted together."""
        question = good.truth.questions[part]
        group = good.truth.groups.get(question.name)
        return question.name if group is not None and group.kind == "cells" else part

    def _work(self, drawn: Drawn) -> None:
        amount = _Amount(work_of(drawn.good), drawn.seed)
        exercise = drawn.good.exercise
        settings = tuple(written(getattr(exercise.settings, name)) for name in self.family.level(self.level).ranges)
        self.works[amount.work] += 1
        self.least[settings] = min(self.least.get(settings, amount), amount)
        self.most[settings] = max(self.most.get(settings, amount), amount, key=lambda one: (one.work, -one.seed))

    def _mistakes(self, drawn: Drawn) -> Iterator[Broken]:
        """Count the mistakes that coincide; a wrong answer that is printed like a right one breaks a rule."""
        good = drawn.good
        for part, wrongs in good.wrong.wrongs.items():
            codes: dict[str, list[str]] = {}
            for wrong in wrongs:
                same = codes.setdefault(_text(good, part, wrong.value), [])
                if wrong.rule.code not in same:
                    same.append(wrong.rule.code)
            for several in codes.values():
                self.coincide.update((self._counted(good, part), one, other) for one, other in combinations(several, 2))
            for truth in (_text(good, part, value) for value in good.truth.accepted[part]):
                for code in codes.get(truth, ()):
                    yield Broken("not-wrong", drawn.seed, (code, truth), part, code)

    def report(self, timed: bool) -> LevelAudit:
        """Everything that was counted, as a record."""
        return LevelAudit(
            family=self.family.name,
            version=self.family.version,
            level=self.level,
            draws=self.draws,
            tries=self.tries,
            at_once=self.at_once,
            properties=tuple(self._properties()),
            answers=tuple(self._spread()),
            work=self._worked(),
            coincide=tuple(Coincidence(part, (one, other), times) for (part, one, other), times in self.coincide.most_common()),
            hide=tuple(self._hiding()),
            space=self._space(),
            findings=tuple(self._findings()),
            milliseconds=typed(Fraction(median(self.seconds)) * 1000, 1) if timed and self.seconds else None,
        )

    def _properties(self) -> Iterator[Property]:
        """Those that differ between draws."""
        for name, pairs in self.properties.items():
            if len(pairs) > 1:
                shares = tuple(Share(value, pairs[value].before, pairs[value].after) for value in sorted(pairs, key=_by_number))
                yield Property(name, shares, on_purpose(name), self.family.level(self.level).shifts.get(name))

    def _spread(self) -> Iterator[Answers]:
        for part, counted in self.answers.items():
            ((commonest, times),) = counted.most_common(1)
            yield Answers(part, counted.total(), len(counted), commonest, times, self.choices[part])

    def _worked(self) -> Work | None:
        return Work(min(self.works), median_low(self.works.elements()), max(self.works)) if any(self.works) else None

    def _hiding(self) -> Iterator[Hides]:
        reasons = self.family.level(self.level).may_hide
        for (part, code), times in self.hide.most_common():
            yield Hides(part, code, times, reasons.get(code, ""))

    def _space(self) -> Space | None:
        """As many as make so many pairs of equal draws likely; where there is no pair, fewer than a third of all pairs is unlikely (1 in 20)."""
        if not self.draws:
            return None
        pairs, equal = self.draws * (self.draws - 1) // 2, sum(times * (times - 1) // 2 for times in self.givens.values())
        likely = max(1, pairs // (equal or 3))
        sharing = CLASS * (1 - (1 - Fraction(1, likely)) ** (CLASS - 1))
        return Space(len(self.givens), max(likely, len(self.givens)), not equal, typed(sharing, 0 if sharing >= 1 else 1))

    def _findings(self) -> Iterator[Finding]:
        for known, broken in self.broken.items():
            yield self._finding(broken, self.times[known])
        for broken in (*self._wide(), *self._shifted()):
            yield self._finding(broken, 1)

    def _finding(self, broken: Broken, times: int) -> Finding:
        command = f"convexam show {self.family.name} --level {self.level} --seed {broken.seed} --solution"
        return Finding(broken.kind, self.family.name, self.level, broken.seed, times, broken.part, broken.seen, command)

    def _wide(self) -> Iterator[Broken]:
        """The largest work by hand is at most one and a half times the smallest, with the same settings."""
        stated = self.family.level(self.level).work
        if stated is not None and 2 * stated[1] > 3 * stated[0]:
            yield Broken("budget", 0, tuple(map(str, stated)))
        for settings, most in self.most.items():
            least = self.least[settings]
            if 2 * most.work > 3 * least.work:
                yield Broken("work", most.seed, (str(most.work), str(least.work), str(least.seed)))

    def _shifted(self) -> Iterator[Broken]:
        """More than five points, and more than four standard errors of the draws that the rules changed."""
        declared = self.family.level(self.level).shifts
        for name, pairs in self.properties.items():
            value, pair = max(pairs.items(), key=lambda item: item[1].moved)
            undeclared = name not in declared and not on_purpose(name)
            if undeclared and pair.seed is not None and 20 * pair.moved > self.draws and pair.moved**2 > 16 * pair.only_one:
                percent = (typed(Fraction(100 * times, self.draws), 0) for times in (pair.before, pair.after))
                yield Broken("shift", pair.seed, (name, value, *percent))


def _by_number(value: str) -> list[tuple[int, str]]:
    """8 before 16, and 1x3 before 1x11."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"([0-9]+)", value) if piece]


def _text(good: Solved, part: str, value: object) -> str:
    return texts(good.exercise, good.truth.questions[part], (value,))[0]
