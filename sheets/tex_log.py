"""What the log of a run says: which documents are at fault and where, which characters their fonts lack, how many pages each has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .latex_slice import MARK

_MARK = re.compile(rf"^{MARK} (begin|end|open|changed|done)(?: (\S+))?(?: (-?\d+|\S.*?))?(?: (\d+))?$")
_PLACED = re.compile(r"^(?:\./)?([^\s:]+):(\d+): (.+)$")  # file, line, what was said
_BARE = re.compile(r"^! ?(.+)$")
_LACKING = re.compile(r"^Missing character: There is no (\S+)")
_UNDECLARED = re.compile(r"Unicode character .*\(U\+([0-9A-F]+)\)")
_OURS = re.compile(r"U\+([0-9A-F]{4,6})")
_AFTER = re.compile(r"all text was ignored after line (\d+)")
_GENERAL = re.compile(
    r"^ ?==> Fatal error|^Emergency stop|^\*\*\* \(job aborted|^Interruption"
)  # says nothing that the one before has not said


class Said(NamedTuple):
    """A complaint of TeX's."""

    words: str
    line: int = 0  # of the document; 0: not known


@dataclass
class Told:
    """What a log tells of one document."""

    name: str
    first: int = 0  # pages of the run before it
    last: int = 0  # and with it
    said: list[Said] = field(default_factory=list)
    lacking: dict[str, None] = field(default_factory=dict)  # characters
    ended: bool = False
    closed: bool = True  # all that it opened could be closed behind it


class Log(NamedTuple):
    """A whole run."""

    told: tuple[Told, ...]  # those that are to be judged, in their order; a document that was set twice stands for its second time
    outside: tuple[Said, ...]  # what went wrong before the first document, or behind the last
    done: bool  # all were set, and the run came to its end
    begun: bool  # the first document was reached


def read(text: str) -> Log:
    """What comes after a document that could not be closed is its fault, not that of those that follow: they are not judged."""
    outside: list[Said] = []
    told: dict[str, Told] = {}
    now: Told | None = None
    level: str | None = None
    begun = done = False
    for line in text.splitlines():
        mark = _MARK.match(line)
        if mark is None:
            _note(line, now, outside)
            continue
        what, name, more, deep = mark.groups()
        if what == "begin":
            begun = True
            now = told[name] = Told(name, int(more), said=told[name].said if name in told else [])
        elif what == "done":
            done, now = True, None
        elif now is not None and what == "end":
            now.last, now.ended = int(more), True
            level = deep if level is None else level
            if deep != level:
                now.closed = False
                now.said.append(Said("its groups cannot be closed"))
                return Log(tuple(told.values()), tuple(outside), False, True)
            now = None
        elif now is not None:
            now.said.append(_ours(what, name, more))
    if now is not None and not now.said:
        now.said.append(Said("it ends the run"))
    return Log(tuple(told.values()), tuple(outside), done, begun)


def _ours(what: str, name: str, more: str | None) -> Said:
    """What the main file found behind a document."""
    if what == "changed":
        changed = f"{name} {more}" if more else f"\\{name}"
        return Said(f"it changes {changed} for all who come after it")
    return Said("a group or an environment is left open" if not name.startswith("-") else "it closes what it has not opened")


def _note(line: str, now: Told | None, outside: list[Said]) -> None:
    lacking = _LACKING.match(line)
    if lacking is not None:
        if now is not None:
            now.lacking.update(dict.fromkeys(_character(lacking[1], line)))
        return
    placed = _PLACED.match(line)
    bare = None if placed else _BARE.match(line)
    if placed is None and bare is None:
        return
    words = placed[3] if placed else bare[1] if bare else ""
    if now is None:
        outside.append(Said(words, int(placed[2]) if placed else 0))
        return
    undeclared = _UNDECLARED.search(words)
    if undeclared is not None:
        now.lacking[chr(int(undeclared[1], 16))] = None
    else:
        after = _AFTER.search(words)
        place = int(placed[2]) if placed and placed[1] == f"{now.name}.tex" else int(after[1]) if after else 0
        if _GENERAL.match(words) and now.said:
            now.said[-1] = Said(now.said[-1].words, now.said[-1].line or place)
        else:
            now.said.append(Said(words, place))


def _character(shown: str, line: str) -> Iterator[str]:
    """TeX shows the character itself, LuaTeX its number besides."""
    number = _OURS.search(line)
    yield chr(int(number[1], 16)) if number else shown


def worst(said: Sequence[Said]) -> Said:
    """The first complaint; where it has no line, that of the first that has one."""
    return Said(said[0].words, said[0].line or next((one.line for one in said if one.line), 0))
