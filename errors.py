"""The errors that a person may see. Every room may import this file; it imports nothing."""


class ConvexamError(Exception):
    """Something that its reader can mend: one line, with the value seen and what to do."""

    exit_code = 2


class BadInput(ConvexamError):
    """A file, an option or a value that cannot be used as it stands."""


class NoGoodVariant(ConvexamError):
    """The rules for a good variant refused every draw."""


class Stopped(ConvexamError):
    """Somebody pressed Ctrl-C where more can be said than that."""

    exit_code = 130


def shown(value: object, most: int = 60) -> str:
    """A value as it goes into a message: on one line, printable, and not longer than a person reads."""
    text = repr(value) if not isinstance(value, str) else f"'{value}'"
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 4 :]} ({len(text)} characters)"
