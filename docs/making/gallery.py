"""The gallery: a page for each family, and an index of them by topic."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ... import exercises
from ...cnn.mistakes import SLIPS
from ...cnn.values import Record
from ...errors import BadInput, NoGoodVariant
from ...exercises.draw import Wish, practice
from ...exercises.exercise import Solved
from ...exercises.family import Family, families
from ...exercises.key import key
from ...exercises.settings import allowed, written
from ...exercises.statement import asked, problem, title
from ...text.escape import Markdown
from ...text.markdown import code
from ...text.terminal import one_line
from ...text.words import words_beside
from .layout import page
from .own_numbers import toml
from .variants import Variant, variant

SEED = 7  # of all problems in the gallery


class Knob(Record, frozen=True):
    """A setting, what it means, and its value at each level."""

    name: str
    meaning: str
    allowed: str
    usual: tuple[str, ...]


class Question(Record, frozen=True):
    """A part, what it is worth, how it is answered, and at which levels it is asked and can be a choice."""

    name: str
    points: int
    kind: str
    asked: tuple[int, ...]  # the levels that ask it unless something else is said
    choice: tuple[int, ...]


class Entry(Record, frozen=True):
    """A family as the pages show it."""

    name: str
    topic: str
    title: str
    sentence: str
    parts: tuple[Question, ...]
    knobs: tuple[Knob, ...]
    variants: tuple[Variant, ...]
    mistakes: tuple[str, ...]  # codes of those that may be made somewhere in it
    own: Markdown  # the first of the problems as a given file


@cache
def entries() -> tuple[Entry, ...]:
    """All families that are shipped, by topic."""
    home = Path(str(exercises.__file__)).parent
    shipped = (family for family in families() if Path(family.file).is_relative_to(home))
    return tuple(map(_entry, sorted(shipped, key=lambda family: (family.topic, family.name))))


def _entry(family: Family) -> Entry:
    solved = [practice(Wish(family, level), SEED) for level in family.levels]
    done = {step.operation for one in solved for step in one.truth.steps}
    rules = dict.fromkeys(rule.code for one in solved for rule in one.rules())
    return Entry(
        family.name,
        family.topic,
        one_line(title(solved[0].exercise)),
        family.sentence,
        tuple(_questions(family)),
        tuple(_knobs(family)),
        tuple(map(_variant, solved)),
        (*rules, *(slip.code for slip in SLIPS.values() if not slip.operations.isdisjoint(done))),
        Markdown(toml(solved[0])),
    )


def _questions(family: Family) -> Iterator[Question]:
    level = next(iter(family.levels))
    everything = practice(Wish(family, level, parts=tuple(family.weights)), SEED).truth.questions.values()
    kinds = {question.name: str(question.form.__struct_config__.tag) for question in everything}
    for part, points in family.weights.items():
        asked = tuple(level for level in family.levels if part in family.asked(level, None))
        choice = tuple(level for level in family.levels if _can_be_choice(family, level, part))
        yield Question(part, points, kinds[part], asked, choice)


def _can_be_choice(family: Family, level: int, part: str) -> bool:
    try:
        return bool(practice(Wish(family, level, parts=(part,), choices=(part,)), SEED))
    except (BadInput, NoGoodVariant):
        return False


def _variant(solved: Solved) -> Variant:
    return variant(problem(solved.exercise, asked(solved)), key(solved))


def _knobs(family: Family) -> Iterator[Knob]:
    words = words_beside(family.file)
    for name in next(iter(family.levels.values())).settings.__struct_fields__:
        meaning = one_line(words.fill(f"setting_{name}")) if words.has(f"setting_{name}") else ""
        values = allowed(family, name).removeprefix("allowed are ").removeprefix("allowed is ").removeprefix("whole numbers from ")
        yield Knob(name, meaning, values, tuple(_value(family, level, name) for level in family.levels))


def _value(family: Family, level: int, name: str) -> str:
    drawn = family.levels[level].ranges.get(name)
    return ", ".join(map(written, drawn)) if drawn else written(getattr(family.levels[level].settings, name))


def pages() -> Iterator[tuple[str, bytes]]:
    topics = list(dict.fromkeys(entry.topic for entry in entries()))
    yield "docs/gallery.md", page(__file__, "index", topics=topics, entries=entries(), seed=SEED)
    for entry in entries():
        yield f"docs/families/{entry.name}.md", page(__file__, "family", family=entry, code=code)
        for figure in (figure for one in entry.variants for figure in one.figures):
            yield f"docs/figures/{figure.name}", figure.svg.encode()
