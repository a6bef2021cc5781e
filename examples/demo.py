"""What `make.py demo` shows: an exam for a class of twenty, made-up submissions for it, and what comes of grading them."""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..exercises.documents import write
from ..exercises.problem import KeyPart
from ..grader.submission import Given, Submission
from ..sheets.columns import columns
from ..sheets.reading import Archive
from ..sheets.records import SheetKey
from ..sheets.seating import natural
from ..text.terminal import one_line
from ..text.words import words_beside

RUBBISH = "see the other page :-)"
NEXT = (  # what to try afterwards, in the folder of the checkout
    ("practise", "practice conv2d --level 1"),
    ("reissue", "reissue demo/midterm.toml demo/out/ --student s105"),
    ("verify", "verify demo/out/"),
    ("worksheet", "worksheet conv2d pooling -n 4 -o sheet.pdf --key key.pdf"),
    ("families", "families"),
)


class Made(NamedTuple):
    """What a made-up student hands in."""

    kind: str  # "right", "mistake", "blank" or "rubbish"
    answers: tuple[Given, ...]
    part: str = ""
    mistake: str = ""  # its code


def handed_in(archive: Archive) -> Iterator[tuple[str, Made]]:
    """By the code of the sheet, in the order of the ids. Of the mistakes those come first that nobody has made yet."""
    made: Counter[str] = Counter()
    seated = sorted(archive.roster.sheets, key=lambda one: (natural(one.student.id), one.student.id))
    for number, one in enumerate(seated):
        found = _made_up(archive.key(one.code), number, made)
        made.update((found.part, found.mistake))
        yield one.code, found


def _made_up(key: SheetKey, number: int, made: Counter[str]) -> Made:
    """Every fifth student has all right; of twenty one hands in nothing, and one what nobody can read."""
    parts = tuple(part for problem in key.problems for part in problem.parts)
    wrong = [(part, mistake) for part in parts for mistake in part.mistakes]
    match number % 20:
        case 18:
            return Made("blank", tuple(Given(part.id, None) for part in parts))
        case 19:
            return Made("rubbish", tuple(Given(part.id, RUBBISH) for part in parts))
        case place if place % 5 == 0 or not wrong:
            return Made("right", tuple(map(_right, parts)))
    part, mistake = min(wrong, key=lambda one: (made[one[0].id], made[one[1].codes[0]]))
    answers = (Given(part.id, mistake.shown) if one is part else _right(one) for one in parts)
    return Made("mistake", tuple(answers), part.id, mistake.codes[0])


def _right(part: KeyPart) -> Given:
    return Given(part.id, part.shown)


def write_submissions(archive: Archive, folder: Path) -> dict[str, Made]:
    """A file for each student; the students by the code of their sheet."""
    folder.mkdir()
    students = dict(handed_in(archive))
    for code, made in students.items():
        document = Submission(made.answers, sheet=code, who=archive.seated[code].student.id)
        (folder / f"{code}.json").write_text(f"{write(document, indent=1)}\n", encoding="utf-8")
    return students


def graded(results: Path, students: dict[str, Made]) -> Iterator[tuple[str, bool]]:
    """By code, whether the grader says what the student did: full points, none, or the name of the mistake at its part."""
    for line in (results / "results.jsonl").read_text(encoding="utf-8").splitlines():
        sheet = json.loads(line)
        made = students[sheet["code"]]
        parts = [part for problem in sheet["problems"] for part in problem["parts"]]
        yield sheet["code"], _as_expected(made, sheet, parts)


def _as_expected(made: Made, sheet: dict[str, Any], parts: list[dict[str, Any]]) -> bool:
    match made.kind:
        case "right":
            return sheet["points"] == sheet["max"]
        case "mistake":
            wrong = {part["id"]: part.get("codes", []) for part in parts if part["status"] != "right"}
            return list(wrong) == [made.part] and made.mistake in wrong[made.part]
        case _:
            wanted = {"blank": "blank", "rubbish": "unreadable"}[made.kind]
            return {part["status"] for part in parts} == {wanted}


def gradebook(archive: Archive, results: Path, students: dict[str, Made], good: dict[str, bool], width: int) -> str:
    """The gradebook as lines of a terminal, with what each student did and whether the grader saw it. Where it is too wide, without the problems."""
    words = words_beside(__file__)
    with (results / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    problems = list(columns(map(archive.sheet, archive.codes())))
    did = [one_line(words.fill("did"))]
    for line in lines:
        made = students[line[3]]
        said = one_line(words.fill(made.kind, mistake=made.mistake))
        did.append(said if good[line[3]] else f"{said} ({one_line(words.fill('missed'))})")
    total = len(header) - 3
    for shown in ([0, 1, *map(header.index, problems), total], [0, 1, total]):  # id, name, problems, total
        table = _aligned([[*(line[place] for place in shown), one] for line, one in zip((header, *lines), did, strict=True)])
        if max(map(len, table)) <= width:
            break
    return "\n".join(table)


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def convexam(folder: Path, *words: str) -> None:
    """One command, as it would be typed there."""
    print(f"\n$ convexam {' '.join(words)}", flush=True)
    status = subprocess.run([sys.executable, "-P", "-m", "convexam.cli", *words], cwd=folder).returncode
    if status:
        raise SystemExit(status)


def main(folder: Path) -> int:
    words = words_beside(__file__)
    print(f"\n$ cd {folder.name}", flush=True)
    convexam(folder, "new", "midterm.toml")
    convexam(folder, "exam", "midterm.toml", "--roster", "class.csv", "-o", "out/")
    archive = Archive.open(folder / "out")
    students = write_submissions(archive, folder / "submissions")
    print(f"\n{one_line(words.fill('made_up', count=len(students)))}", flush=True)
    convexam(folder, "grade", "out/", "submissions/", "-o", "results/")
    good = dict(graded(folder / "results", students))
    print(f"\n{gradebook(archive, folder / 'results', students, good, shutil.get_terminal_size().columns)}")
    print(f"\n{one_line(words.fill('seen', good=sum(good.values()), count=len(students)))}\n\n{one_line(words.fill('printed'))}")
    for block, typed in NEXT:
        print(f"  {_program()} {typed:<60} {one_line(words.fill(block))}".rstrip())
    return 0 if all(good.values()) else 1


def _program() -> str:
    """As it is called from the checkout."""
    found, checkout = Path(sys.executable).with_name("convexam"), Path(__file__).resolve().parent.parent
    return str(found.relative_to(checkout)) if found.is_relative_to(checkout) else found.name


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
