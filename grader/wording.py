"""Why these points, in words."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..answers import forms
from ..answers.kind import Reading
from ..cnn.mistakes import Rule, Slip
from ..exercises.key import sentence
from ..exercises.work import Question
from ..text.escape import Markdown
from ..text.voice import spoken_cache
from ..text.words import words_beside


class Reason(NamedTuple):
    """A reason by its code in the words file, with what its sentence shows."""

    code: str
    values: tuple[Any, ...] = ()


def put_in_words(
    question: Question,
    reading: Reading,
    rules: Sequence[Rule],
    guesses: Sequence[Rule | Slip],
    reasons: Sequence[Reason],
    sentences: Mapping[str, str],
    alone: Mapping[Rule, str],
) -> tuple[str, str]:
    """What was probably done, and why these points. `sentences`: of mistakes by code, where an archive keeps them.

    `alone`: the operation in which alone a rule was held, such as one layer of several.
    """
    words = words_beside(__file__)

    def said(mistake: Rule | Slip) -> Markdown:
        told = sentences.get(mistake.code) or sentence(mistake)
        where = f"only_{alone.get(mistake, '')}" if isinstance(mistake, Rule) else ""
        return Markdown(f"{told} {words.fill(where)}" if words.has(where) else told)

    first, *others = dict.fromkeys(map(said, rules)) or [Markdown("")]
    told = [first, *(words.fill("or", sentence=other) for other in others), *map(said, guesses)]
    if len(guesses) > 1:
        told.insert(0, words.fill("together"))
    if reading.status == "unreadable":
        told = [unreadable(question, reading)]
    return "\n\n".join(filter(None, dict.fromkeys(told))), " ".join(map(_why, reasons))


@spoken_cache(1024)
def _why(reason: Reason) -> Markdown:
    """Many parts of a class have the same reason."""
    return words_beside(__file__).fill(reason.code, values=reason.values)


def unreadable(question: Question, reading: Reading) -> str:
    """What was seen instead of an answer, and what one looks like."""
    words = words_beside(forms.file_of(question.form))
    return f"{words.fill(reading.why, seen=reading.seen, form=question.form)} {words.fill('example', form=question.form)}"
