"""How fast it is, as ratios to `import numpy` in the same run: `python benchmarks/speed.py`.

Nothing here fails: times depend on the machine. The limits that we keep are printed beside the figures.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # the hostile strings of the tests

from convexam.answers.forms import IntegerForm, NumberForm, ShapeForm, TensorForm
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families, family
from convexam.grader.credit import grade


def process(*command: str) -> float:
    """Milliseconds of a whole process, the median of seven."""
    times = []
    for _ in range(8):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times[1:])


def milliseconds(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """The median of one call each."""
    times = []
    for value in inputs:
        start = time.perf_counter()
        work(value)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def line(what: str, value: float, numpy: float, limit: str) -> None:
    print(f"{what:<64} {value:9.3f} ms {value / numpy:8.4f} x numpy   {limit}")


def drawn(numpy: float) -> None:
    for of in families():
        for level in of.levels:
            wish = Wish(of, level)
            median = milliseconds(lambda seed, wish=wish: practice(wish, seed).wrong, range(200))
            line(f"draw with key, mistakes and steps: {of.name}, level {level}", median, numpy, "2 ms where numpy takes 70")


def graded(numpy: float) -> None:
    solved = practice(Wish(family("cnn-layers")), 3)
    truth = solved.truth.answer("map")
    rule = next(wrong for wrong in solved.wrong.wrongs["map"])
    texts = {"right": truth, "explained by a rule": rule.value, "explained by nothing": truth.map(lambda v: 3 * v + 1)}
    form = solved.truth.questions["map"].form
    for what, value in texts.items():
        text = form.show(value).replace(" / ", "\n")
        limit = {"right": "0.1 ms", "explained by a rule": "10 ms", "explained by nothing": "50 ms"}[what]
        median = milliseconds(lambda text: read_and_grade(solved, text), [text] * 200)
        line(f"a typed 4 x 4 map read and graded: {what}", median, numpy, f"{limit} where numpy takes 70")


def read_and_grade(solved: Any, text: str) -> object:
    return grade(solved, {"map": text})


def slowest_reading() -> None:
    from depth import STRINGS
    from test_readers_fuzz import strings

    slowest, seen = 0.0, ""
    for form in (IntegerForm(none=True), NumberForm(), ShapeForm(), TensorForm(("channels", "rows", "columns"))):
        for text in strings():
            start = time.process_time()
            form.read(text)
            took = time.process_time() - start
            if took > slowest:
                slowest, seen = took, f"{type(form).__name__}, {len(text)} characters"
    print(f"{f'slowest of {STRINGS} random strings for each reader':<64} {1e3 * slowest:9.3f} ms                   50 ms   ({seen})")


def main() -> None:
    numpy = process("-c", "import numpy")
    line("python -c 'import numpy'", numpy, numpy, "")
    for arguments in (["--help"], ["families"]):
        line(f"convexam {arguments[0]}", process("-m", "convexam.cli", *arguments), numpy, "2.5 x numpy" if arguments == ["--help"] else "")
    drawn(numpy)
    graded(numpy)
    slowest_reading()


if __name__ == "__main__":
    main()
