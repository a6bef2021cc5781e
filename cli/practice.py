"""`convexam practice`: problem after problem, judged at once, with hints for whoever asks."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from ..errors import BadInput
from ..exercises.exercise import Solved
from ..exercises.problem import Part
from ..grader.verdict import Verdict
from ..text.words import words_beside
from . import text
from .keyboard import Keyboard
from .practice_deal import chosen, in_turn, weak_spots, weakest
from .practice_desk import Desk, Leave, say
from .practice_progress import ProgressFile

EPILOG = """\b
Examples:
  convexam practice conv2d --level 1
  convexam practice --topic sizes
  convexam practice --progress mine.json
  convexam practice --progress mine.json --weak     # what went wrong most
"""


@click.command("practice", epilog=EPILOG)
@click.argument("families", nargs=-1, metavar="[FAMILY]...")
@click.option("--level", type=int, help="1 warm-up, 2 exam, 3 hard.  [default: 2]")
@click.option("--seed", metavar="S", help="A whole number: problems of S, S+1, …; fresh ones if left away.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting: one value, 1..2 (both ends), or 3,5 (one of).")
@click.option("--topic", metavar="TOPIC", help="All families of a topic, such as sizes.")
@click.option("--progress", "progress_file", type=click.Path(path_type=Path), metavar="FILE", help="Keep in this file what was practised.")
@click.option("--weak", is_flag=True, help="Draw what went wrong most, as --progress FILE knows it.")
def command(
    families: tuple[str, ...],
    level: int | None,
    seed: str | None,
    settings: tuple[str, ...],
    topic: str | None,
    progress_file: Path | None,
    weak: bool,
) -> None:
    """Practise problem after problem: of each FAMILY in turn, or of all. You are told at once what is right, and may try again.

    h gives a hint, then the mistake that you probably made; s the solution; n the next problem; ? helps; q leaves.
    """
    if weak and progress_file is None:
        raise BadInput("--weak wants --progress FILE: the file that knows what went wrong")
    among = chosen(families, topic)
    progress = ProgressFile(progress_file) if progress_file is not None else None
    spots = weak_spots(progress, among, level) if weak and progress is not None else {}
    if spots and progress is not None:
        problems = weakest(spots, progress, among, level, seed, settings)
    else:
        problems = in_turn(families, among, level, seed, settings)
    problems = chain([next(problems)], problems)  # settings that do not go together are said before anything else
    session(problems, progress, "nothing_weak" if weak and not spots else "")


def session(problems: Iterator[Solved], progress: ProgressFile | None, first: str) -> None:
    """Until whoever practises leaves, or presses Ctrl-C, or the input ends; then one line of score. `first`: what else is said."""
    words, keyboard, score = words_beside(__file__), Keyboard(), Score(progress)
    try:
        for block in ("how", first) if first else ("how",):
            say(f"{text.wrapped(words.fill(block))}\n")
        for number, solved in enumerate(problems, 1):
            Desk(solved, number, keyboard, score.note).work()
            say("")
    except (Leave, KeyboardInterrupt):
        say("")  # the line of the prompt has not ended
    say(text.wrapped(words.fill("score", problems=len(score.problems), tried=len(score.tried), right=score.right, first=score.first)))


class Score:
    """What was tried in this session; each try is noted in the file of progress at once."""

    def __init__(self, progress: ProgressFile | None) -> None:
        self._progress = progress
        self.problems: set[str | None] = set()  # by their codes
        self.tried: set[tuple[str | None, str]] = set()
        self.right = self.first = 0

    def note(self, solved: Solved, part: Part, verdict: Verdict) -> None:
        right, code = verdict.status == "right", solved.exercise.code
        self.first += right and (code, part.id) not in self.tried
        self.right += right
        self.problems.add(code)
        self.tried.add((code, part.id))
        if self._progress is not None:
            name = part.group or part.id.removeprefix(f"{solved.exercise.name}.")
            codes = () if verdict.perhaps else verdict.codes
            self._progress.note(solved.exercise.family.name, solved.exercise.level, name, right, codes)
