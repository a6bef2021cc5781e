"""In which line of a TOML file a key stands: the reader of the standard library does not tell."""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str | int, ...]  # ("problem", 1, "points"): of the second [[problem]]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*|\n|[\[\]{}]|=|\.|[A-Za-z0-9_-]+|[^\S\n]+|.",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class _Statement(NamedTuple):
    """A header or a pair: what goes over several lines is one."""

    line: int
    tokens: tuple[str, ...]


class Lines:
    """The lines of a file that has been read as TOML already."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}  # how many [[...]] of a name there were so far
        table: Path = ()
        for statement in _statements(text.replace("\r\n", "\n")):
            if statement.tokens[0] == "[":
                table = self._header(statement)
            else:
                self._note((*table, *_keys(statement.tokens)), statement.line)

    def of(self, path: Path) -> int | None:
        """The line of a key, or of what it is written inside of; None where that is not sure."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):  # `given.image = 3` says that there is a given
            self._lines.setdefault(path[:length], line)

    def _header(self, statement: _Statement) -> Path:
        """`[a.b]` or `[[a]]`: the last element of each list of tables is meant."""
        several = statement.tokens[:2] == ("[", "[")
        path: Path = ()
        keys = _keys(statement.tokens[2 if several else 1 :])
        for place, key in enumerate(keys):
            path = (*path, key)
            if several and place == len(keys) - 1:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        self._note(path, statement.line)
        return path


def _statements(text: str) -> Iterator[_Statement]:
    line, first, depth = 1, 1, 0
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if token == "\n" and depth <= 0:
            if tokens:
                yield _Statement(first, tuple(tokens))
            tokens = []
        elif not token.isspace() and not token.startswith("#"):
            first = first if tokens else line
            tokens.append(token)
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        line += token.count("\n")
    if tokens:
        yield _Statement(first, tuple(tokens))


def _keys(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The dotted key that stands before `=` or `]`."""
    keys: list[str] = []
    for token in tokens:
        if token in ("=", "]"):
            break
        if token != ".":
            keys.append(token if _BARE.fullmatch(token) else tomllib.loads(f"key = {token}")["key"])
    return tuple(keys)
