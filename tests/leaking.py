"""An exam that is made once, for the tests that try to get more out of it than they should."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from commands import called
from convexam.sheets.reading import Archive
from convexam.sheets.records import Student
from convexam.sheets.reissue import reissue
from exams import COUNT, made, order, quiet

CONV = '[[problem]]\nname = "conv"\nfamily = "conv2d"\nlevel = 1\nparts = ["map"]\n'
CHOICE = '[[problem]]\nname = "size"\nfamily = "output-size"\nlevel = 1\nparts = ["shape"]\nchoice = ["shape"]\n'
CLASS = tuple(Student(f"matr{n}", f"Quirinius Zbyszewski{n}", f"q{n}@example.org", f"Gruppo{n}", f"Posto{n}") for n in range(4))
PERSONAL = ("Quirinius", "Zbyszewski", "example.org")  # names and addresses
PLACES = ("Gruppo", "Posto", "matr")  # what else a roster holds
SEEDS = range(300)


class Class(NamedTuple):
    """An exam that was made, and where it is."""

    folder: Path
    archive: Archive
    mine: str  # the code of the attacker's own sheet
    others: tuple[str, ...]


def class_of(folder: Path) -> Class:
    """Four students, of whom one got a second sheet, and the export."""
    of = order(folder, problems=CONV + CHOICE + COUNT)
    made(of, CLASS)
    reissue(of, "matr3", False, ("conv",), quiet)
    archive = Archive.open(of.folder)
    mine, *others = archive.codes()
    assert called("export", str(of.folder), "--to", "json", "-o", str(folder / "exam.zip")).status == 0
    return Class(of.folder, archive, mine, tuple(others))


def walked(node: Any) -> Iterator[Any]:
    """Every node of a document."""
    yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walked(item)


def exported(exam: Class) -> dict[str, bytes]:
    with zipfile.ZipFile(exam.folder.parent / "exam.zip") as file:
        return {name: file.read(name) for name in file.namelist()}
