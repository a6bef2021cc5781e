"""The records of an audit: what many draws of a family are like, and which rules of a good variant they break."""

from typing import Literal

from ..cnn.values import Record
from .problem import Exact

AUDIT_FORMAT = "convexam.audit/1"
CLASS = 300  # students among whom problems that are the same are counted

Kind = Literal[
    "misfit",  # settings or numbers that do not go together; seen: the message
    "no-good-variant",  # every draw was refused; seen: the message
    "refused",  # handed out although a rule speaks against it; seen: the reason
    "not-wrong",  # a mistake gives an answer that is printed like a right one; seen: code, answer
    "work",  # the largest work by hand is more than 1.5 times the smallest; seen: largest, smallest, its seed
    "budget",  # the work that a level states is wider than that; seen: least, most
    "shift",  # the rules change how often something is so; seen: property, value, percent of first draws, percent after the rules
]


class Finding(Record, frozen=True):
    """A rule that is broken, and where it can be seen."""

    kind: Kind
    family: str
    level: int
    seed: int  # of the first case
    times: int  # so many draws
    part: str | None
    seen: tuple[str, ...]
    command: str  # shows the case


class Share(Record, frozen=True):
    """How many draws have one value of a property."""

    value: str
    before: int  # of the first draws, as they come
    after: int  # of those that were handed out


class Property(Record, frozen=True):
    """A setting that is drawn (`setting.NAME`), or what happens to be so (`conv.bias`)."""

    name: str
    shares: tuple[Share, ...]
    on_purpose: bool  # a rule says that it should be so, or not
    reason: str | None = None  # why the family lets the rules change how often it is so


class Answers(Record, frozen=True):
    """How the answers of a part are spread."""

    part: str
    answers: int  # one for each draw; chosen cells of one map are counted together
    different: int
    commonest: str
    times: int
    choices: int  # draws in which the part could be asked as a choice


class Work(Record, frozen=True):
    """Products by hand."""

    smallest: int
    median: Exact
    largest: int


class Coincidence(Record, frozen=True):
    """Two mistakes that give the same wrong answer."""

    part: str
    codes: tuple[str, str]  # the likelier first
    times: int


class Hides(Record, frozen=True):
    """A mistake that may hide, and does."""

    part: str
    code: str
    times: int
    reason: str


class Space(Record, frozen=True):
    """How many problems there are, as the number of equal pairs among the draws tells."""

    different: int  # among the draws
    problems: int  # about so many; so many at least where no two draws were equal
    at_least: bool
    sharing: str  # students of a class of 300 who have the problem of somebody else; at most so many where no two draws were equal


class LevelAudit(Record, frozen=True):
    """One family at one level."""

    family: str
    version: int
    level: int
    draws: int  # seeds from 0
    tries: int  # numbers drawn for them, until nothing spoke against them
    at_once: int  # draws whose first numbers were good
    properties: tuple[Property, ...]
    answers: tuple[Answers, ...]
    work: Work | None  # None where nothing is worked out by hand
    coincide: tuple[Coincidence, ...]  # most often first
    hide: tuple[Hides, ...]
    space: Space | None  # None where nothing could be drawn
    findings: tuple[Finding, ...]
    milliseconds: str | None = None  # a draw with all its mistakes, the median; only where it was measured


class Audit(Record, frozen=True):
    """All of an audit."""

    program: str
    wanted: int  # draws of each family and level
    complete: bool  # not interrupted
    levels: tuple[LevelAudit, ...]
    format: Literal["convexam.audit/1"] = AUDIT_FORMAT
