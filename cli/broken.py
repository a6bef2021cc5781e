"""A family whose author has just broken it: what is said instead of a traceback."""

import traceback
from pathlib import Path
from types import TracebackType

from ..errors import ConvexamError

WHOLE = "CONVEXAM_TRACEBACK"  # the variable of the environment with which Python's traceback is shown after all

_TOPICS = Path(__file__).resolve().parent.parent / "exercises"


def by_a_family(error: Exception) -> bool:
    """Whether a file of a family was at work, or could not be read."""
    if isinstance(error, SyntaxError):
        return _of_a_family(error.filename or "")
    return any(_of_a_family(frame.filename) for frame in _frames(error.__traceback__))


def told(error: Exception) -> str:
    """An error in one line: where in the family it came up, and what it is."""
    if isinstance(error, ConvexamError):
        return str(error)
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}: {type(error).__name__}: {error.msg}"
    frames = _frames(error.__traceback__)
    inside = [frame for frame in frames if _of_a_family(frame.filename)] or frames
    where = f"{inside[-1].filename}, line {inside[-1].lineno}: " if inside else ""
    return f"{where}{type(error).__name__}: {error}"


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(trace)


def _of_a_family(file: str) -> bool:
    return Path(file).resolve().parent.parent == _TOPICS
