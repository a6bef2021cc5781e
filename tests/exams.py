"""Small exams that tests print: few problems, quickly drawn."""

from hashlib import sha256
from pathlib import Path

from convexam.sheets.blueprint import read
from convexam.sheets.production import Order
from convexam.sheets.publish import Report, Wanted, publish
from convexam.sheets.records import Student

SECRET = b"a secret of the tests, 32 bytes!"
HEAD = 'id = "midterm"\ntitle = "Midterm"\ncourse = "Networks"\nshuffle = true\n'
SIZE = '[[problem]]\nname = "size"\nfamily = "output-size"\nlevel = 1\nparts = ["shape"]\n'
COUNT = '[[problem]]\nname = "count"\nfamily = "conv-parameters"\nlevel = "1..2"\n'
POOL = '[[problem]]\nname = "any"\npool = ["output-size", "conv-parameters"]\npoints = 2\n'
STUDENTS = tuple(Student(f"s{number}", f"Student {number}") for number in range(1, 5))


def order(folder: Path, name: str = "out", problems: str = SIZE + COUNT, named: bool = True, head: str = HEAD) -> Order:
    blueprint = folder / "midterm.toml"
    blueprint.write_text(head + problems, encoding="utf-8")
    return Order(read(blueprint), SECRET, folder / name, named=named)


def quiet(_what: str, _count: int) -> None:
    """Nobody watches."""


def made(of: Order, students: tuple[Student, ...] = STUDENTS, **wanted: object) -> Report:
    return publish(of, Wanted(students)._replace(**wanted), quiet)


def files(folder: Path) -> dict[str, str]:
    """What stands in a folder, by name."""
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def students_files(folder: Path) -> dict[str, str]:
    return {name: digest for name, digest in files(folder).items() if "/" in name}


class Stopped(Exception):
    """Somebody pulled the plug."""
