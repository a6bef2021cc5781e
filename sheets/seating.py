"""Who gets which sheet: codes, dealt versions, and what the archive has decided before."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..errors import BadInput, shown
from .blueprint import Blueprint
from .records import Pinned, Seated, Student
from .sheet_codes import code

MOST_VERSIONS = 26
_NUMBER = re.compile(r"([0-9]+)")


class Place(NamedTuple):
    """One student, their sheet, and what is decided about them for good."""

    seated: Seated
    pinned: Pinned


def copies(count: int) -> tuple[Student, ...]:
    """Nobody in particular: so many sheets with a line for the name."""
    return tuple(Student(f"copy-{number}") for number in range(1, count + 1))


def seat(blueprint: Blueprint, secret: bytes, students: Sequence[Student], before: Sequence[Pinned], versions: int) -> tuple[Place, ...]:
    """A place for each student, by code. What was pinned before stays; who is new gets a version of their own."""
    pinned = {one.student: one for one in before}
    new = [student for student in students if student.id not in pinned]
    for student, version in zip(new, _dealt(new, Counter(one.version for one in before), versions), strict=True):
        pinned[student.id] = Pinned(student.id, version)
    places = [_place(blueprint, secret, student, pinned[student.id]) for student in students]
    places.sort(key=lambda place: place.seated.code)
    for one, other in pairwise(places):
        if one.seated.code == other.seated.code:  # once in many million classes
            raise BadInput(f"{one.seated.student.id} and {other.seated.student.id} would get one code; change the id of the blueprint")
    return tuple(places)


def _place(blueprint: Blueprint, secret: bytes, student: Student, pinned: Pinned) -> Place:
    return Place(Seated(code(secret, blueprint.id, student.id, pinned.sheet), student, pinned.version), pinned)


def _dealt(students: Sequence[Student], before: Counter[str], versions: int) -> list[str]:
    """A B C D A …, by group and seat; the roster's order where there are no seats. Late students go on where the least were dealt."""
    if not versions:
        return [""] * len(students)
    letters = [chr(ord("A") + number) for number in range(versions)]
    order = sorted(range(len(students)), key=lambda place: (natural(students[place].group), natural(students[place].seat), place))
    found = [""] * len(students)
    for place in order:
        letter = min(letters, key=lambda one: (before[one], one))
        before[letter] += 1
        found[place] = letter
    return found


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Digits as numbers: seat 9 stands before seat 10."""
    pieces = _NUMBER.split(text.casefold())
    return tuple((int(piece[:18]), "") if place % 2 else (-1, piece) for place, piece in enumerate(pieces))


def by_seat(places: Iterable[Place]) -> list[Place]:
    """For the printer: by group and seat where anybody has a seat, else by code."""
    listed = list(places)
    if not any(place.seated.student.seat for place in listed):
        return listed
    return sorted(listed, key=lambda place: (natural(place.seated.student.group), natural(place.seated.student.seat), place.seated.code))


def missing(before: Sequence[Pinned], students: Sequence[Student], dropped: Sequence[str]) -> None:
    """Stop where a student of the archive is not in the roster: spreadsheets drop leading zeros."""
    there = {student.id for student in students}
    gone = [one.student for one in before if one.student not in there and one.student not in dropped]
    if not gone:
        return
    more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
    raise BadInput(
        f"the roster lacks {', '.join(shown(one) for one in gone[:5])}{more}, who have a sheet already "
        f"(does it drop leading zeros?); mend it, or say --drop {gone[0]}"
    )
