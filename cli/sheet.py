"""Which problems a command is about: families and codes from the command line, or a given file."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from re import search
from typing import Any

from ..errors import BadInput, shown
from ..exercises import codes, given
from ..exercises.draw import Wish, from_code, practice
from ..exercises.exercise import Solved
from ..exercises.family import Family, family, names
from ..exercises.settings import options
from ..sheets import sheet_codes
from ..sheets.blueprint_keys import LONGEST_LINE
from ..text.terminal import one_line
from .saying import note

MOST = 200  # problems on one sheet
TRIES = 300  # draws for one that does not stand on the sheet yet


def looks_like_code(text: str) -> bool:
    return search(r"-[0-9]-[0-9A-Za-z]+(~|$)", text) is not None


def refuse_sheet_codes(words: Sequence[str]) -> None:
    """Nothing can be drawn from what stands on the sheet of an exam."""
    for word in words:
        if sheet_codes.looks_like_one(word) and word not in names():
            raise BadInput(
                f"{shown(word)} is the code of an exam sheet: no problem and no answer follows from it; whoever has the folder of the exam "
                "grades it with `convexam grade OUT ANSWERS -o RESULTS`"
            )


def seed_of(text: str | None) -> int:
    """The seed that was typed, or a fresh one."""
    if text is None:
        return secrets.randbelow(codes.SEEDS)
    if not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) >= codes.SEEDS:
        raise BadInput(f"--seed {shown(text)}: seeds are whole numbers from 0 to {codes.SEEDS - 1}")
    return int(text)


def pairs(settings: Sequence[str]) -> dict[str, str]:
    """`--set name=value`, several times."""
    found: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        if not equals or not name:
            raise BadInput(f"--set {shown(setting)}: write NAME=VALUE, such as --set stride=2")
        if name in found:
            raise BadInput(f"--set {name} stands twice; write several values as {name}=1,3 or {name}=1..3")
        found[name] = value
    return found


def listed(parts: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in parts.split(",")) if parts is not None else None


def wish(name: str, level: int, settings: Sequence[str], parts: str | None, choice: str | None = None) -> Wish:
    refuse_sheet_codes([name])
    of = family(name)
    of.level(level)
    chosen = {key: options(of, key, value) for key, value in pairs(settings).items()}
    return Wish(of, level, chosen, listed(parts), choices=listed(choice) or ())


def problems(
    targets: Sequence[str],
    level: int | None,
    seed: str | None,
    count: int,
    settings: Sequence[str],
    parts: str | None,
    choice: str | None = None,
) -> list[Solved]:
    """The problems of a sheet, each with a name of its own."""
    refuse_sheet_codes(targets)
    drawn = [target for target in targets if not looks_like_code(target)]
    if not drawn and (level is not None or seed is not None or count != 1 or settings or parts is not None or choice is not None):
        raise BadInput("a code fixes level, seed, settings, parts and choices; name a family instead to choose them")
    if len(targets) * count > MOST:
        raise BadInput(f"{len(targets) * count} problems; a sheet holds at most {MOST}")
    solved: list[Solved] = []
    for target in targets:
        if looks_like_code(target):
            solved.append(from_code(target))
        else:
            wanted = wish(target, 2 if level is None else level, *_meant(family(target), drawn, settings, parts, choice))
            for _ in range(count):
                solved.append(another(wanted, seed, solved))
    return renamed(solved)


def _meant(
    of: Family, targets: Sequence[str], settings: Sequence[str], parts: str | None, choice: str | None
) -> tuple[Sequence[str], str | None, str | None]:
    """Of several families each takes the settings and parts that it has; what none of them has is left for the first to refuse."""
    others = [family(target) for target in targets if target != of.name]
    if not others:
        return settings, parts, choice

    def kept(names: Sequence[str], known: Callable[[Family], Collection[str]]) -> list[str]:
        first = of.name == targets[0]
        return [
            name for name in names
            if (word := name.partition("=")[0].strip()) in known(of) or (first and not any(word in known(other) for other in others))
        ]  # fmt: skip

    asked, chosen = (kept(listed(names) or (), lambda one: one.weights) for names in (parts, choice))
    return kept(settings, knobs), ",".join(asked) or None, ",".join(chosen) or None


def knobs(of: Family) -> tuple[str, ...]:
    return next(iter(of.levels.values())).settings.__struct_fields__


def another(wanted: Wish, seed: str | None, earlier: Sequence[Solved]) -> Solved:
    """A problem that does not stand on the sheet yet: of the seed, or of the first one after it that brings something new."""
    first = seed_of(seed)
    for i in range(TRIES):
        one = practice(wanted, (first + i) % codes.SEEDS if seed is not None or i == 0 else seed_of(None))
        if all(one.exercise.family is not other.exercise.family or one.exercise.given != other.exercise.given for other in earlier):
            return one
    raise BadInput(
        f"{wanted.family.name}, level {wanted.level}: there are not so many different problems with these settings; ask for fewer"
    )


def renamed(solved: Sequence[Solved]) -> list[Solved]:
    """A second problem of a family is called conv2d-2."""
    seen: dict[str, int] = {}
    named: list[Solved] = []
    for one in solved:
        name = one.exercise.name
        seen[name] = seen.get(name, 0) + 1
        named.append(one if seen[name] == 1 else replace(one, exercise=replace(one.exercise, name=f"{name}-{seen[name]}")))
    return named


def from_given(path: Path, *refused: Any) -> list[Solved]:
    """The problems of a given file; options that draw are refused beside it."""
    if any(refused):
        raise BadInput("--given brings its own numbers; leave families, codes, --level, --seed, -n, --set, --parts and --choice away")
    return given.read(path)


def title_of(typed: str | None) -> str | None:
    """What somebody wants at the top of a page: text, on one line."""
    if typed is None:
        return None
    try:
        read = one_line(typed).strip()
    except BadInput as error:
        raise BadInput(f"--title: {error}") from None
    if not 0 < len(read) <= LONGEST_LINE:
        raise BadInput(f"--title {shown(typed)}: a title has 1 to {LONGEST_LINE} characters")
    return typed


def warn(solved: Sequence[Solved]) -> None:
    """What a teacher may want to know of numbers of their own."""
    for text in (text for one in solved if one.exercise.code is None for text in given.notes(one)):
        note(text)
