"""Marking hints of a key: which wrong answer a mistake gives, and what it is worth."""

import re
from collections.abc import Iterator

from ..exercises.problem import KeyPart
from ..text.escape import Markdown, escape
from ..text.voice import spoken_cache
from ..text.words import words_beside
from .points import earned

_CELL, _SHOWN = "\ue000", "\ue001"  # places of values; private characters are taken out of every text


def hints(answer: KeyPart, cell: str = "") -> Iterator[str]:
    """One line for each wrong answer that a mistake explains, as Markdown, for the person who marks."""
    most = earned(1, answer.points)
    for mistake in answer.mistakes:
        hint = _hint(cell != "", earned(mistake.share, answer.points), most, mistake.sentence, mistake.codes)
        yield hint.replace(_CELL, escape(cell)).replace(_SHOWN, escape(mistake.shown))


@spoken_cache(2048)
def _hint(in_table: bool, points: str, most: str, sentence: str, codes: tuple[str, ...]) -> str:
    """The same for many students, but for the answer and the cell where it stands."""
    cell = Markdown(_CELL if in_table else "")
    return words_beside(__file__).fill(
        "hint", cell=cell, shown=Markdown(_SHOWN), points=points, most=most, sentence=first_sentence(sentence), codes=codes
    )


def first_sentence(markdown: str) -> Markdown:
    """What was probably done, without what to do instead. A point inside a number ends no sentence."""
    found = re.match(r".*?\.(?=\s|$)", markdown, re.DOTALL)
    return Markdown(found[0] if found else markdown)
