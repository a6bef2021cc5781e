"""Grading a class, one sheet after the other."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Literal, NamedTuple

from msgspec.structs import replace

from .. import __version__
from ..answers.kind import Raw
from ..answers.reading import excerpt
from ..errors import BadInput, shown
from ..exercises.documents import plain
from ..exercises.exercise import Solved
from ..exercises.problem import Key, Part, Problem
from ..sheets.points import value
from ..sheets.reading import Archive
from ..sheets.records import Sheet, SheetKey
from ..text.nearest import nearest
from ..text.terminal import one_line
from ..text.words import words_beside
from .archived import differences, different, sentences, solved_again
from .by_archive import all_sentences, by_archive
from .credit import grade
from .handed_in import Answers, Found
from .results import ProblemResults, Remark, SheetResults, Used, two_places
from .submission import Given, places
from .verdict import Status, Verdict

Use = Literal["archive", "new"]

DECIMAL_COMMAS = frozenset(("cs", "da", "de", "es", "fi", "fr", "hu", "it", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk"))  # languages
_NAME = 100  # characters of a name that may be a part's
_MARK = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?(?:/([0-9]{1,6}))?")


class Graded(NamedTuple):
    """A sheet with its results."""

    sheet: Sheet
    results: SheetResults
    remarks: tuple[Remark, ...]


@dataclass
class Placed:
    """What was handed in, by problem and part, as far as it has a place on the sheet."""

    answers: dict[str, dict[str, Raw]]
    marks: dict[str, Fraction] = field(default_factory=dict)  # by the whole id
    remarks: list[Remark] = field(default_factory=list)


class Worked(NamedTuple):
    """A problem as it is graded."""

    solved: Solved
    used: Used
    sentences: Mapping[str, str]


class ClassGrader:
    """Grades sheets of one archive. `use`: what decides where the archive and this program differ; without it nothing is graded then."""

    def __init__(self, archive: Archive, use: Use | None = None) -> None:
        self._archive, self._use = archive, use

    def sheet(self, code: str, found: Found) -> Graded:
        """One submission, against the sheet that it answers."""
        (sheet, of_sheet), (key, of_key) = self._archive.sheet_and_digest(code), self._archive.key_and_digest(code)
        typed = found.load()
        placed = place(typed, sheet, Remark("", found.where, code, found.who))
        by_hand = bool(typed.marks) and not typed.answers
        problems = tuple(self._problem(*pair, placed, by_hand, sheet.language) for pair in self._pairs(sheet, key))
        points, most = added(problems)
        results = SheetResults(
            __version__, sheet.exam, code, found.who, plain(points), plain(most), two_places(points), problems, tuple(placed.marks),
            found.where, of_sheet, of_key, digest(typed), found.attempt, sheet.version, code in self._archive.withdrawn,
        )  # fmt: skip
        return Graded(sheet, results, (*placed.remarks, *_to_look_at(results, found)))

    def _pairs(self, sheet: Sheet, key: SheetKey) -> Iterator[tuple[Problem, Key]]:
        """Each problem with its key, which must have the same parts."""
        by_name = {one.name: one for one in key.problems}
        where = f"{self._archive.path}: keys of {sheet.code}"
        for problem in sheet.problems:
            one = by_name.get(problem.name)
            if one is None or {part.id for part in one.parts} != {part.id for part in problem.parts}:
                raise BadInput(f"{where}: the problem {shown(problem.name)} is not the one of the sheet; is a file damaged?")
            yield problem, one

    def _problem(self, problem: Problem, key: Key, placed: Placed, by_hand: bool, language: str) -> ProblemResults:
        if by_hand:
            used, verdicts = "hand", tuple(_unmarked(part) for part in problem.parts)
        else:
            worked = self._worked(problem, key)
            used = worked.used
            verdicts = grade(worked.solved, placed.answers[problem.name], language[:2] in DECIMAL_COMMAS, worked.sentences).parts
        verdicts = tuple(_marked(one, placed.marks[one.id]) if one.id in placed.marks else one for one in verdicts)
        points, most = added(verdicts)
        return ProblemResults(problem.name, key.family, key.version, used, plain(points), plain(most), verdicts)

    def _worked(self, problem: Problem, key: Key) -> Worked:
        """The archived given worked out once more, and compared with the archived answers."""
        where = f"{self._archive.path}, {key.name}"
        try:
            solved = solved_again(key, where)
            found = list(differences(key, solved))
        except BadInput as error:
            if self._use != "archive":
                raise BadInput(f"{error}; --use archive grades by the archive alone, without carrying anything forward") from None
            return Worked(by_archive(problem, key, where), "archive", all_sentences(key))
        if not found:
            return Worked(solved, "program", sentences(key))
        if self._use == "archive":
            return Worked(by_archive(problem, key, where), "archive", all_sentences(key))
        if self._use is None:
            raise BadInput(f"{different(key, found, where)}; --use archive grades by the archive alone, --use new by this program")
        if set(solved.truth.questions) != {part.id.removeprefix(f"{key.name}.") for part in problem.parts}:
            raise BadInput(f"{different(key, found, where)}; it does not ask what stands on the sheet, so --use archive is needed")
        return Worked(solved, "new", sentences(key))


def added(several: Sequence[Verdict | ProblemResults]) -> tuple[Fraction, Fraction]:
    """Points, and how many there could be."""
    points, most = (sum((value(getattr(one, name)) for one in several), Fraction(0)) for name in ("points", "max"))
    return points, most


def digest(typed: Answers) -> str:
    """SHA-256 of what was handed in."""
    listed = [[[given.id, given.answer] for given in several] for several in typed]
    return sha256(json.dumps(listed, default=str).encode()).hexdigest()


def place(typed: Answers, sheet: Sheet, of: Remark) -> Placed:
    """Answers and marks to their parts. What has no place there is said, and harms nothing else."""
    known = places(sheet.problems)
    parts = {part.id: part for problem in sheet.problems for part in problem.parts}
    placed = Placed({problem.name: {} for problem in sheet.problems})
    twice: set[tuple[str, str]] = set()
    for given in typed.answers:
        id = _known(given.id, known)
        if id not in known:
            placed.remarks += [] if given.answer in (None, "") else [of._replace(kind="no_part", seen=_unknown(given.id, known))]
            continue
        problem, part = known[id]
        if placed.answers[problem].setdefault(part, given.answer) != given.answer:
            twice.add((problem, part))
    for problem, part in sorted(twice):
        del placed.answers[problem][part]
        placed.remarks.append(of._replace(kind="two_answers", part=f"{problem}.{part}"))
    for given in typed.marks:
        _place_mark(given, known, parts, placed, of)
    return placed


def _known(id: str, known: Mapping[str, tuple[str, str]]) -> str:
    """Ids and labels have small letters; spreadsheets begin headers with large ones."""
    return id if id in known else id.casefold()


def _unknown(id: str, known: Mapping[str, tuple[str, str]]) -> str:
    """What was typed, and what was probably meant: a part whose own name is near, as the name of a problem that is right says little."""
    if len(id) > _NAME:
        return shown(id)
    typed = id.casefold()
    own = typed.partition(".")[2] or typed
    return shown(id) + nearest(typed, (f"{problem}.{part}" for problem, part in known.values() if nearest(own, [part])))


def _place_mark(given: Given, known: Mapping[str, tuple[str, str]], parts: Mapping[str, Part], placed: Placed, of: Remark) -> None:
    id = ".".join(known.get(_known(given.id, known), ()))
    mark = mark_of(str(given.answer))
    if not id:
        placed.remarks.append(of._replace(kind="no_part", seen=_unknown(given.id, known)))
    elif mark is None or mark > value(parts[id].points) or placed.marks.get(id, mark) != mark:
        placed.remarks.append(of._replace(kind="bad_mark", part=id, seen=shown(str(given.answer))))
    else:
        placed.marks[id] = mark


def mark_of(text: str) -> Fraction | None:
    """Points as a person types them: 2, 1.5, 1,5 or 2/3."""
    found = _MARK.fullmatch(text.strip())
    if found is None or (found[3] and not int(found[3])):
        return None
    return Fraction(f"{found[1]}.{found[2] or 0}") / int(found[3] or 1)


def _unmarked(part: Part) -> Verdict:
    return Verdict(part.id, "for a person", 0, part.points, why=words_beside(__file__).fill("not_marked"))


def _marked(verdict: Verdict, mark: Fraction) -> Verdict:
    """What a person says counts, whatever the program thinks of the answer."""
    most = value(verdict.max)
    status: Status = "right" if mark == most else "partly" if mark else "wrong"
    why = words_beside(__file__).fill("by_hand")
    return replace(verdict, status=status, points=plain(mark), codes=(), sentence="", why=why, carried=False, cells=(), perhaps=False)


def _to_look_at(results: SheetResults, found: Found) -> Iterator[Remark]:
    """What a person should see of a sheet that was graded."""
    of = Remark("", found.where, results.code, results.who)
    if results.withdrawn:
        yield of._replace(kind="withdrawn")
    yield from (of._replace(kind="by_archive", part=one.name) for one in results.problems if one.used == "archive")
    for problem in results.problems:
        for verdict in problem.parts:
            if verdict.status == "unreadable":
                yield of._replace(kind="unreadable", part=verdict.id, seen=one_line(verdict.sentence))
            elif verdict.status == "for a person":
                yield of._replace(kind="not_marked" if problem.used == "hand" else "person", part=verdict.id)
            elif verdict.status != "right" and "?" in verdict.read.split():  # as a map shows a cell that could not be read
                yield of._replace(kind="unreadable_cells", part=verdict.id, seen=excerpt(verdict.read, 200))


def order(codes: Sequence[str], counts: Mapping[str, Found]) -> Iterator[tuple[str, Found]]:
    """What was handed in, by code: the order of files and lines changes no byte of the results."""
    yield from ((code, counts[code]) for code in sorted({*codes} & {*counts}))
