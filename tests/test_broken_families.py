"""A family that its author has just broken: one line that names file and line, and a traceback for who asks for it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import copied, environment

SOLVE, DRAW = "def solve(given: Given, net: Network, ask: Ask) -> None:", "def draw(draws: Draws, settings: Settings) -> Given:"
NOT_THERE = (
    "conv2d.py, line {next}: AttributeError: 'Given' object has no attribute 'none' (a family cannot be used; CONVEXAM_TRACEBACK=1 shows"
)
SHOW, FAMILIES, DRAWN = ("show", "conv2d"), ("families",), ("draw", "conv2d", "--seeds", "0:1")
BROKEN = {  # id: (ending of the file, what is changed, into what, commands, what is said)
    "syntax": (".py", SOLVE, f"def (\n{SOLVE}", (SHOW, FAMILIES, DRAWN), "conv2d.py, line {line}: SyntaxError: invalid syntax (a family"),
    "null": (".py", SOLVE, f"\0{SOLVE}", (SHOW,), "conv2d.py: source code string cannot contain null bytes"),
    "import": (".py", SOLVE, f"import nowhere\n{SOLVE}", (FAMILIES,), "conv2d.py, line {line}: ModuleNotFoundError: No module named"),
    "solve": (".py", SOLVE, f"{SOLVE}\n    given.none", (SHOW,), NOT_THERE),
    "draw": (".py", DRAW, f"{DRAW}\n    1 // 0", (DRAWN,), "conv2d.py, line {next}: ZeroDivisionError: "),
    "no family": (".py", "FAMILY = ", "FAMILIES = ", (SHOW,), "conv2d.py: holds no family; its last line is FAMILY = Family(...)"),
    "other name": (".py", '"conv2d"', '"conv-2d"', (SHOW,), "conv2d.py: holds a family called 'conv-2d'; the file is called"),
    "other topic": (".py", '"convolution"', '"sizes"', (SHOW,), "conv2d.py: says topic='sizes'; the topic is the name of its folder"),
    "no block": (
        ".md.j2",
        "block map ",
        "block mop ",
        (SHOW, DRAWN),
        "conv2d.md.j2: no block 'map' (there are: title, statement, shape, mop",
    ),
    "words": (".md.j2", "block map ", "block ", (FAMILIES,), "conv2d.md.j2, line {line}: expected token 'name'"),
    "filter": (".md.j2", "block map %>", "block map %><< given | lost >>", (SHOW,), "conv2d.md.j2, line {line}: No filter named 'lost'"),
    "no value": (".md.j2", "block map %>", "block map %><< given.none >>", (SHOW,), "conv2d.md.j2, line {line}, block map: "),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("broken"))


@pytest.fixture
def family(checkout: Path) -> Iterator[Path]:
    """The file of a family, without its ending; whole again afterwards."""
    file = checkout / "exercises" / "convolution" / "conv2d"
    before = {ending: file.with_suffix(ending).read_bytes() for ending in (".py", ".md.j2")}
    yield file
    for ending, data in before.items():
        file.with_suffix(ending).write_bytes(data)


def changed(file: Path, old: str, new: str) -> int:
    """The first line of what is new."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def called(checkout: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "convexam.cli", *words]
    return subprocess.run(command, env=environment(checkout) | more, capture_output=True, encoding="utf-8", timeout=100, check=False)


@pytest.mark.parametrize(("ending", "old", "new", "commands", "said"), BROKEN.values(), ids=BROKEN)
def test_one_line_says_where(
    family: Path, checkout: Path, ending: str, old: str, new: str, commands: tuple[tuple[str, ...], ...], said: str
) -> None:
    line = changed(family.with_suffix(ending), old, new)
    for words in commands:
        done = called(checkout, *words)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert said.replace("{line}", str(line)).replace("{next}", str(line + 1)) in done.stderr


def test_the_traceback_is_there_for_who_asks_for_it(family: Path, checkout: Path) -> None:
    changed(family.with_suffix(".py"), SOLVE, f"{SOLVE}\n    given.none")
    done = called(checkout, "show", "conv2d", CONVEXAM_TRACEBACK="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback")
    assert "AttributeError: 'Given' object has no attribute 'none'" in done.stderr


def test_another_family_can_be_used(family: Path, checkout: Path) -> None:
    changed(family.with_suffix(".py"), SOLVE, f"def (\n{SOLVE}")
    assert called(checkout, "show", "output-size").returncode == 0


def test_a_bug_of_ours_is_no_fault_of_a_family(checkout: Path) -> None:
    file = checkout / "text" / "captions.py"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n1 // 0\n", encoding="utf-8")
    done = called(checkout, "show", "conv2d")
    file.write_text(before, encoding="utf-8")
    assert (done.returncode, done.stderr.startswith("Traceback")) == (1, True)
