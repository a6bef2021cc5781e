"""Finds families by words: in the name first, then the topic, what it is about, its parts, its settings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from ..cnn.values import BadValue
from ..exercises.draws import Draws
from ..exercises.family import Family
from ..exercises.settings import drawn
from ..text.terminal import one_line
from ..text.words import Words, words_beside

PLACES = ("name", "topic", "about", "parts", "settings")  # where a word may stand, the best place first


class Hit(NamedTuple):
    """A family that was found, and where: the worst place among those of all words."""

    family: Family
    place: str


def search(text: str, known: Sequence[Family]) -> list[Hit]:
    """The families in which every word of the text stands, the likeliest first."""
    found: list[tuple[int, int, int, Family]] = []
    for number, family in enumerate(known):
        texts = _texts(family)
        places = [_place(word, texts) for word in text.lower().split()]
        if None not in places:
            ranks = [place for place in places if place is not None]
            found.append((max(ranks, default=0), sum(ranks), number, family))
    return [Hit(family, PLACES[worst]) for worst, _, _, family in sorted(found, key=lambda one: one[:3])]


def nearest(text: str, known: Sequence[Family]) -> str:
    """What may have been meant: the name of a family, or words that stand in some; nothing where a word is like none of them."""
    typed = text.lower()
    name = get_close_matches(typed, [family.name for family in known], 1)
    if name:
        return name[0]
    searched = " ".join(place for family in known for place in _texts(family))
    words = sorted(set(re.findall(r"[a-z]+", searched)))
    near = [[word] if word in searched else get_close_matches(word, words, 1) for word in typed.split()]
    proposed = " ".join(words[0] for words in near if words)
    return proposed if all(near) and proposed != typed else ""


def knobs(family: Family) -> tuple[str, ...]:
    """The names of its settings."""
    return next(iter(family.levels.values())).settings.__struct_fields__


def _place(word: str, texts: Sequence[str]) -> int | None:
    return next((place for place, text in enumerate(texts) if word in text), None)


def _texts(family: Family) -> tuple[str, ...]:
    """What is searched, place by place."""
    words = words_beside(family.file)
    settings = (f"{name} {_plain(words, f'setting_{name}')}" for name in knobs(family))
    places: tuple[Iterable[str], ...] = (
        [family.name],
        [family.topic],
        [family.sentence, *_titles(family, words)],
        family.weights,
        settings,
    )
    return tuple(" ".join(texts).lower() for texts in places)


def _plain(words: Words, block: str) -> str:
    return one_line(words.fill(block)) if words.has(block) else ""


def _titles(family: Family, words: Words) -> Iterator[str]:
    """The title at each level. Some depend on the numbers: any will do, good or not."""
    for number in family.levels:
        names = ("title", family.name, str(number))
        try:
            settings = drawn(family, number, {}, names)
            given = family.draw(Draws((*names, "numbers")), settings)
        except BadValue:
            continue
        yield one_line(words.fill("title", given=given, settings=settings))
