"""The catalogue of mistakes: every rule and every slip, by the file of the network that it stands in."""

import sys
from collections.abc import Iterator
from pathlib import Path

from ...cnn import network
from ...cnn.mistakes import RULES, SLIPS, Rule, Slip
from ...cnn.values import Record
from ...exercises.key import sentence
from ...text.escape import Markdown
from ...text.markdown import code, one_cell
from ...text.tree import parse
from .gallery import entries
from .layout import page


class Mistake(Record, frozen=True):
    """One wrong idea, or one slip."""

    code: str
    operations: tuple[str, ...]
    share: str  # of the points; nothing for a slip
    sentence: Markdown
    families: tuple[str, ...]  # where it can be made


class Topic(Record, frozen=True):
    """A file of the network."""

    name: str
    anchor: str  # of its heading
    sentence: str
    mistakes: tuple[Mistake, ...]


def topics() -> Iterator[Topic]:
    home = Path(str(network.__file__)).parent
    found: dict[str, list[Rule | Slip]] = {}
    for mistake in (*RULES.values(), *SLIPS.values()):
        found.setdefault(_module(mistake), []).append(mistake)
    for module in sorted(found):
        file = Path(str(sys.modules[module].__file__))
        if file.parent == home:  # not those that somebody else has declared
            doc = (sys.modules[module].__doc__ or "").strip().split("\n")[0]
            name = file.stem.replace("_", " ").capitalize()
            yield Topic(name, name.lower().replace(" ", "-"), doc, tuple(map(_mistake, found[module])))


def _module(mistake: Rule | Slip) -> str:
    return (mistake.change if isinstance(mistake, Rule) else mistake.places).__module__


def _mistake(mistake: Rule | Slip) -> Mistake:
    return Mistake(
        mistake.code,
        tuple(sorted(mistake.operations)),
        str(mistake.share) if isinstance(mistake, Rule) else "",
        one_cell(parse(sentence(mistake))),
        tuple(entry.name for entry in entries() if mistake.code in entry.mistakes),
    )


def pages() -> Iterator[tuple[str, bytes]]:
    found = list(topics())
    rules = sum(bool(one.share) for topic in found for one in topic.mistakes)
    slips = sum(not one.share for topic in found for one in topic.mistakes)
    idle = sum(not one.families for topic in found for one in topic.mistakes)
    yield "docs/mistakes.md", page(__file__, "mistakes", topics=found, rules=rules, slips=slips, idle=idle, code=code)
