"""In which language is spoken, and whose words files come before ours: said once, around the work, and known to every words file below."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from re import compile
from typing import NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

ENGLISH = "en"
_LANGUAGE = compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Voice(NamedTuple):
    """A language, and folders with words files of somebody's own; of two that have the same block, the first folder counts."""

    language: str = ENGLISH
    folders: tuple[Path, ...] = ()


VOICE: ContextVar[Voice] = ContextVar("VOICE", default=Voice())  # noqa: B039 (nothing in it can change)


def voice() -> Voice:
    """Who is speaking. Another process or thread has to be told: `with speaking(*voice())`."""
    return VOICE.get()


def is_language(text: str) -> bool:
    """A code such as en or ro; whether anything is translated is another matter."""
    return _LANGUAGE.fullmatch(text) is not None


def spoken_cache(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`lru_cache` for what words go into: another voice may say it otherwise."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize)
        def remembered(_voice: Voice, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(*args, **kwargs)

        @wraps(function)
        def spoken(*args: P.args, **kwargs: P.kwargs) -> T:
            return remembered(VOICE.get(), *args, **kwargs)

        return spoken

    return decorate
