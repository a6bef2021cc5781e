"""What a family is, and the registry that finds all of them."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from ..cnn.values import Record
from ..errors import BadInput, shown
from ..text.nearest import nearest


class Knobs(Record, frozen=True, kw_only=True):
    """The settings of a family: typed knobs, each of which can be overridden by name."""


@dataclass(frozen=True)
class Level:
    """How hard: the settings, the work by hand (least, most), the largest number on the way."""

    settings: Knobs
    work: tuple[int, int] | None = None
    cap: int | None = None
    ranges: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # settings that are drawn, each from these values
    parts: tuple[str, ...] = ()  # what is asked unless something else is said; empty: all
    may_hide: Mapping[str, str] = field(default_factory=dict)  # rules that a variant need not show, each with its reason
    shifts: Mapping[str, str] = field(
        default_factory=dict
    )  # properties that the rules may make more or less frequent, each with its reason


ROUNDING: dict[str, str] = dict.fromkeys(
    ("size.padding-once", "size.padding-ignored"), "where the division is not whole, a row more or less may make no difference"
)


@dataclass(frozen=True)
class Family:
    """One kind of exercise. `draw` and `solve` know numbers only; the words stand in the twin of the file."""

    name: str
    version: int
    topic: str
    given: type[Record]
    levels: Mapping[int, Level]
    draw: Callable[..., Record]  # (draws, settings) → given
    solve: Callable[..., None]  # (given, net, ask)
    weights: Mapping[str, int]  # the parts in order, and what each is worth
    apart: str = ""  # the field of the given that holds a map of its own where `chained` is off

    @property
    def file(self) -> str:
        return str(sys.modules[self.given.__module__].__file__)

    @property
    def sentence(self) -> str:
        """What a teacher reads of it: the first line of the file."""
        return (sys.modules[self.given.__module__].__doc__ or "").strip().split("\n")[0]

    def level(self, number: int) -> Level:
        if number not in self.levels:
            raise BadInput(f"{self.name} has no level {number}; its levels are {', '.join(map(str, self.levels))}")
        return self.levels[number]

    def asked(self, level: int, parts: tuple[str, ...] | None) -> tuple[str, ...]:
        """The parts that are asked, in the order of the family."""
        wanted = parts if parts is not None else self.level(level).parts or tuple(self.weights)
        for part in wanted:
            if part not in self.weights:
                raise BadInput(
                    f"{self.name} has no part {shown(part)}; its parts are {', '.join(self.weights)}{nearest(part, self.weights)}"
                )
        if not wanted:
            raise BadInput(f"{self.name}: no part is asked; its parts are {', '.join(self.weights)}")
        return tuple(part for part in self.weights if part in wanted)


_added: dict[str, Family] = {}


def add(family: Family) -> Family:
    """Register a family that lives outside this folder."""
    if family.name in _added or family.name in _files():
        raise ValueError(f"two families are called {family.name}")
    _added[family.name] = family
    return family


@cache
def _files() -> dict[str, str]:
    """Name of each family here → its module: one file each, in a folder named for its topic."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("*/*.py")):
        name = file.stem.replace("_", "-")
        if file.stem == "__init__":
            continue
        if name in found:  # of another topic
            raise BadInput(f"{file}: two families are called {name}; rename one of the files")
        found[name] = f".{file.parent.name}.{file.stem}"
    return found


def names() -> tuple[str, ...]:
    return (*sorted(_files()), *sorted(_added))


def family(name: str) -> Family:
    """The family of this name; only its own file is loaded."""
    if name in _added:
        return _added[name]
    if name not in _files():
        raise BadInput(f"no family is called {shown(name)}{nearest(name, names())}; `convexam families` lists all")
    loaded: Any = _loaded(_files()[name])
    found, file = getattr(loaded, "FAMILY", None), loaded.__file__
    if not isinstance(found, Family):
        raise BadInput(f"{file}: holds no family; its last line is FAMILY = Family(...)")
    if found.name != name:
        raise BadInput(f"{file}: holds a family called {shown(found.name)}; the file is called like it, with _ for -")
    topic = _files()[name].split(".")[1]
    if found.topic != topic:
        raise BadInput(f"{file}: says topic={shown(found.topic)}; the topic is the name of its folder, {shown(topic)}")
    return found


def _loaded(module: str) -> Any:
    try:
        return import_module(module, __package__)
    except SyntaxError as error:
        if error.filename:
            raise
        raise BadInput(f"{Path(__file__).parent.joinpath(*module.split('.'))}.py: {error.msg}") from error


def families() -> tuple[Family, ...]:
    return tuple(family(name) for name in names())
