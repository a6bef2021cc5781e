"""How long a class takes to grade: `python benchmarks/grading.py`.

The exam of the slides, answered rightly, with a mistake in each part, with rubbish, and not at all. Nothing here fails: times depend on
the machine. What we want to keep stands beside.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from paper import order, students  # the same exam, the same class

from convexam.exercises.problem import KeyPart
from convexam.grader.class_feedback import class_feedback
from convexam.grader.classes import ClassGrader
from convexam.grader.handed_in import Answers, Found
from convexam.grader.submission import Given
from convexam.sheets.publish import Wanted, publish
from convexam.sheets.reading import Archive
from convexam.sheets.records import SheetKey

CLASS = 300
WANTED = "10 ms at most"


def kinds(key: SheetKey) -> Iterator[tuple[str, dict[str, Any]]]:
    """What four students of one sheet hand in."""
    parts = [part for problem in key.problems for part in problem.parts]
    yield "all right", {part.id: part.shown for part in parts}
    yield "a mistake in each part", {part.id: mistaken(part) for part in parts}
    yield "wrong, and explained by nothing", {part.id: odd(part) for part in parts}
    yield "blank", {}


def mistaken(part: KeyPart) -> str:
    return part.mistakes[-1].shown if part.mistakes else part.shown


def odd(part: KeyPart) -> str:
    """Readable, of the right size, and far from everything."""
    return "".join(f"{c}7" if c.isdigit() else c for c in part.shown)


def graded(archive: Archive) -> None:
    grader = ClassGrader(archive)
    times: dict[str, list[float]] = {}
    for code in archive.codes():
        for kind, answers in kinds(archive.key(code)):
            given = Answers(tuple(Given(id, text) for id, text in answers.items()))
            found = Found("a benchmark", code, archive.seated[code].student.id, 0, lambda given=given: given)
            begin = time.process_time()
            result = grader.sheet(code, found)
            class_feedback(result, archive.seated[code].student)
            times.setdefault(kind, []).append(time.process_time() - begin)
    for kind, taken in times.items():
        print(f"graded, with feedback: {kind:<34} {1e3 * sum(taken) / len(taken):7.2f} ms a student   wanted {WANTED}")


def commanded(archive: Archive, folder: Path) -> None:
    """The command as an instructor types it."""
    lines = [
        json.dumps(
            {"sheet": code, "who": archive.seated[code].student.id, "answers": [{"id": id, "answer": a} for id, a in answers.items()]}
        )
        for number, code in enumerate(archive.codes())
        for kind, answers in [list(kinds(archive.key(code)))[number % 4]]
    ]
    (folder / "class.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "convexam.cli", "grade", str(archive.path), str(folder / "class.jsonl"), "-o", str(folder / "results")]
    begin = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    print(f"`convexam grade`, all in: {1e3 * (time.perf_counter() - begin) / CLASS:.1f} ms a student by the clock   wanted {WANTED}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publish(order(folder / "out"), Wanted(students(CLASS), jobs=2), lambda _what, _count: None)
        archive = Archive.open(folder / "out")
        graded(archive)
        commanded(archive, folder)


if __name__ == "__main__":
    main()
