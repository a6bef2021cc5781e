"""Where in a blueprint something stands, for the messages: file, line, key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BadInput
from .toml_lines import Lines
from .toml_lines import Path as Keys


class Place:
    """The file, as messages name it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = Lines(text)

    def bad(self, keys: Keys, message: str) -> BadInput:
        """What is wrong with the value of a key, or with what is missing there."""
        named = "".join(f" {key + 1}" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")
        return self.bad_line(keys, f"{named}: {message}" if named else message)

    def bad_line(self, keys: Keys, message: str) -> BadInput:
        """The same where the message names the key itself."""
        line = self._lines.of(keys)
        return BadInput(f"{self.path}{f', line {line}' if line else ''}: {message}")

    @contextmanager
    def at(self, *keys: str | int) -> Iterator[None]:
        """What other rooms find wrong with the value of this key is said with its place."""
        try:
            yield
        except BadInput as error:
            raise self.bad(keys, str(error)) from None
