"""Marking hints of a key: which wrong answer a mistake gives, and what it is worth."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..exercises.key import sentence_by_code
from ..exercises.problem import Key, KeyPart
from ..text.escape import Markdown, escape
from ..text.voice import spoken_cache
from ..text.words import words_beside
from .points import earned, value, written
from .together import joined, together

_CELL, _SHOWN = "\ue000", "\ue001"  # places of values; private characters are taken out of every text


def hints(answer: KeyPart, cell: str = "") -> Iterator[str]:
    """One line for each wrong answer that a mistake explains, as Markdown, for the person who marks."""
    most = earned(1, answer.points)
    for mistake in answer.mistakes:
        hint = _hint(cell != "", earned(mistake.share, answer.points), most, mistake.sentence, mistake.codes)
        yield hint.replace(_CELL, escape(cell)).replace(_SHOWN, escape(mistake.shown))


def hints_together(cells: Sequence[KeyPart], key: Key) -> Iterator[str]:
    """For chosen cells of one map, which are marked together: a line for what a mistake writes into all of them."""
    worth = sum((value(cell.points) for cell in cells), Fraction(0))
    for one in together(cells, key):
        hint = _hint(False, written(one.share * worth), written(worth), _said(one.codes[0], cells), one.codes)
        yield hint.replace(_SHOWN, escape(joined(one.shown)))


def _said(code: str, cells: Sequence[KeyPart]) -> str:
    """The sentence of a mistake; in a cell where another one gives the same, that one's stands."""
    found = [mistake for cell in cells for mistake in cell.mistakes if code in mistake.codes]
    own = (mistake.sentence for mistake in found if mistake.codes[0] == code)
    return next(own, "") or sentence_by_code(code) or found[0].sentence


@spoken_cache(2048)
def _hint(in_table: bool, points: str, most: str, said: str, codes: tuple[str, ...]) -> str:
    """The same for many students, but for the answer and the cell where it stands."""
    cell = Markdown(_CELL if in_table else "")
    return words_beside(__file__).fill(
        "hint", cell=cell, shown=Markdown(_SHOWN), points=points, most=most, sentence=first_sentence(said), codes=codes
    )


def first_sentence(markdown: str) -> Markdown:
    """What was probably done, without what to do instead. A point inside a number ends no sentence."""
    found = re.match(r".*?\.(?=\s|$)", markdown, re.DOTALL)
    return Markdown(found[0] if found else markdown)
