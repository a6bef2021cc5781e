"""One example of each document of an exam, for two students: they belong together as those that `convexam exam` writes."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ... import __version__
from ...cnn.values import Record
from ...exercises.documents import plain
from ...grader.classes import ClassGrader
from ...grader.handed_in import Answers, Found
from ...grader.results import SheetResults
from ...grader.submission import Given
from ...sheets.archive import Folder
from ...sheets.blueprint import Blueprint, read
from ...sheets.exam import Made, drawn_for, written
from ...sheets.reading import Archive
from ...sheets.records import Exam, Listed, RosterDocument, Student
from ...sheets.seating import Place, seat

BLUEPRINT = Path(__file__).resolve().parents[2] / "examples" / "short-exam.toml"
SECRET = b"no secret: everybody can read it"
CLASS = (Student("s101", "Ana-Maria Țăran", group="A", seat="1"), Student("s102", "Željko Đurić", group="A", seat="2"))


def documents() -> Iterator[Record]:
    """Header, roster, the sheet of the first student, its key, and what comes of it."""
    blueprint = read(BLUEPRINT)
    places = seat(blueprint, SECRET, CLASS, (), 0)
    made = {
        place.seated.code: written(blueprint, SECRET, place.seated.code, "", drawn_for(blueprint, SECRET, place.pinned)) for place in places
    }
    first = next(made[place.seated.code] for place in places if place.seated.student is CLASS[0])
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        yield _exam(folder, blueprint, made)
        yield _roster(folder, blueprint, places)
        yield first.sheet
        yield first.key
        yield _graded(Archive.open(folder.path), first)


def _exam(folder: Folder, blueprint: Blueprint, made: dict[str, Made]) -> Exam:
    folder.folders("sheets", "keys")
    listed = []
    for code, one in made.items():
        listed.append(Listed(code, folder.keep(f"sheets/{code}.json", one.sheet).digest))
        folder.keep(f"keys/{code}.json", one.key)
    exam = Exam(
        __version__, blueprint.id, blueprint.title, plain(blueprint.worth), len(blueprint.problems), tuple(listed), blueprint.course,
        blueprint.date, blueprint.language,
    )  # fmt: skip
    folder.keep("exam.json", exam)
    return exam


def _roster(folder: Folder, blueprint: Blueprint, places: tuple[Place, ...]) -> RosterDocument:
    roster = RosterDocument(__version__, blueprint.id, tuple(place.seated for place in places))
    folder.keep("roster.json", roster)
    return roster


def _graded(archive: Archive, made: Made) -> SheetResults:
    """The student has forgotten the bias, or whatever comes first, in the last part; all else is right."""
    *right, last = (part for problem in made.key.problems for part in problem.parts)
    answers = Answers((*(Given(part.id, part.shown) for part in right), Given(last.id, last.mistakes[0].shown)))
    found = Found("answers.csv, line 2", made.sheet.code, CLASS[0].id, 0, lambda: answers)
    return ClassGrader(archive).sheet(made.sheet.code, found).results
