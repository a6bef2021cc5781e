"""`convexam new-family`: what it writes passes every law at once, what it cannot write it says, and nothing is left half-written."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import ROOT, copied, python
from commands import called, refused
from convexam.cli import files, new_family
from convexam.errors import BadInput

LONG = "a-family-whose-name-is-as-long-as-it-may"
NEW = {"made-by-a-test": "convolution", LONG: "a_topic_that_is_new"}
LAWS = ("families", "oracles", "goldens", "mistakes_show", "worked_solutions", "html")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with two families more."""
    copy = copied(tmp_path_factory.mktemp("checkout"))
    for name, topic in NEW.items():
        done = python(copy, "-m", "convexam.cli", "new-family", name, "--topic", topic)
        assert (done.returncode, done.stderr) == (0, "")
        stem = name.replace("-", "_")
        assert f"    exercises/{topic}/{stem}.py\n    exercises/{topic}/{stem}.md.j2\n    tests/oracles/{stem}.py\n" in done.stdout
        assert f"\n    python3 make.py test -k {name} --refresh\n" in done.stdout
    return copy


def test_it_passes_the_law_book_at_once(checkout: Path) -> None:
    files = [file for law in LAWS if (file := f"tests/test_{law}.py") and (checkout / file).exists()]
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", *files, "-k", " or ".join(NEW))
    for more in (["--refresh"], []):
        done = python(checkout, *words, *more)
        assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("name", NEW)
def test_it_passes_the_audit(checkout: Path, name: str) -> None:
    done = python(checkout, "-m", "convexam.cli", "audit", name, "-n", "100")
    assert (done.returncode, done.stdout.strip().split("\n")[-1]) == (0, "All rules hold.")


def test_it_is_packed(checkout: Path) -> None:
    done = python(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_packaging.py", "-k", "packed or package")
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("name", NEW)
def test_it_is_laid_out_as_the_house_does(checkout: Path, name: str) -> None:
    texts = [file.read_text(encoding="utf-8") for file in checkout.rglob(f"{name.replace('-', '_')}.py")]
    assert len(texts) == 2
    assert [line for text in texts for line in text.split("\n") if len(line) > 140 or line != line.rstrip()] == []
    assert [text for text in texts if not text.endswith("\n") or text.endswith("\n\n")] == []


PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As much of a checkout as the command looks at."""
    for file, text in {
        "pyproject.toml": PROJECT,
        "tests/oracles/reading.py": "",
        "exercises/draw.py": "",
        "exercises/sizes/__init__.py": '"""Sizes."""\n',
        "exercises/sizes/output_size.py": "",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(new_family, "ROOT", tmp_path)
    return tmp_path


def tree(folder: Path) -> dict[str, str | None]:
    """Everything in a folder."""
    paths = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") if path.is_file() else None for path in paths}


REFUSED = {  # id: (what is typed, what is said)
    "capitals": (("Edge", "--topic", "sizes"), "'Edge' is no name for a family"),
    "underscore": (("edge_map", "--topic", "sizes"), "no name for a family"),
    "two hyphens": (("edge--map", "--topic", "sizes"), "no name for a family"),
    "a hyphen at the end": (("edge-", "--topic", "sizes"), "no name for a family"),
    "a digit in front": (("2d", "--topic", "sizes"), "no name for a family"),
    "nothing": (("", "--topic", "sizes"), "no name for a family"),
    "another alphabet": (("край", "--topic", "sizes"), "no name for a family"),
    "a path": (("../edge", "--topic", "sizes"), "no name for a family"),
    "the end of a line": (("edge\n", "--topic", "sizes"), "no name for a family"),
    "too long": (("e" * 41, "--topic", "sizes"), "longer than 40 characters"),
    "a word of Python": (("lambda", "--topic", "sizes"), "to Python or to Windows"),
    "a device": (("com1", "--topic", "sizes"), "to Python or to Windows"),
    "the second of a sheet": (("conv2d-2", "--topic", "sizes"), "without a number between hyphens"),
    "like a code": (("conv2d-2-7q4k9m2x", "--topic", "sizes"), "without a number between hyphens"),
    "a family that is there": (("output-size", "--topic", "pooling"), "already: exercises/sizes/output_size.py"),
    "an oracle that is there": (("reading", "--topic", "sizes"), "tests/oracles/reading.py is there already"),
    "no topic": (("edge-map",), "--topic is missing: one of sizes, or a new one"),
    "a topic that is a path": (("edge-map", "--topic", "../sizes"), "name one of sizes, or a new one such as signals"),
    "a topic that is no name": (("edge-map", "--topic", "my topic"), "cannot be a topic"),
    "a topic that is a file": (("edge-map", "--topic", "draw"), "cannot be a topic"),
    "the topic of the tests": (("edge-map", "--topic", "awkward"), "cannot be a topic"),
    "a topic that is a word of Python": (("edge-map", "--topic", "class"), "cannot be a topic"),
}


@pytest.mark.parametrize(("words", "fragment"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_writes_nothing(small: Path, words: tuple[str, ...], fragment: str) -> None:
    before = tree(small)
    refused(("new-family", *words), fragment)
    assert tree(small) == before


def test_an_installed_program_writes_nothing(small: Path) -> None:
    (small / "tests" / "oracles" / "reading.py").unlink()
    (small / "tests" / "oracles").rmdir()
    before = tree(small)
    refused(("new-family", "edge-map", "--topic", "sizes"), "works in a checkout")
    assert tree(small) == before


def test_nothing_is_overwritten(small: Path) -> None:
    assert called("new-family", "edge-map", "--topic", "sizes").status == 0
    (small / "exercises" / "sizes" / "edge_map.py").unlink()
    before = tree(small)
    refused(("new-family", "edge-map", "--topic", "sizes"), "exercises/sizes/edge_map.md.j2 is there already")
    assert tree(small) == before


def test_a_topic_that_is_there_changes_no_list(small: Path) -> None:
    assert "The topic is new" not in called("new-family", "edge-map", "--topic", "sizes").out
    assert (small / "pyproject.toml").read_text(encoding="utf-8") == PROJECT


@pytest.mark.parametrize("topic", ["aa", "signals", "zz"], ids=["first", "in between", "last"])
def test_a_new_topic_is_one_line_more(small: Path, topic: str) -> None:
    assert "The topic is new" in called("new-family", "edge-map", "--topic", topic).out
    changed = (small / "pyproject.toml").read_text(encoding="utf-8")
    assert sorted(set(changed.split("\n")) - set(PROJECT.split("\n"))) == [f'    "convexam.exercises.{topic}",']
    assert len(changed.split("\n")) == len(PROJECT.split("\n")) + 1
    packages = tomllib.loads(changed)["tool"]["setuptools"]["packages"]
    assert packages == sorted(packages)
    assert (small / "exercises" / topic / "__init__.py").read_text(encoding="utf-8") == f'"""Exercises about {topic}."""\n'


def test_a_list_that_looks_otherwise_is_left_alone(small: Path) -> None:
    (small / "pyproject.toml").write_text('[tool.setuptools]\npackages = ["convexam", "convexam.cli"]\n', encoding="utf-8")
    before = tree(small)
    refused(("new-family", "edge-map", "--topic", "signals"), "add convexam.exercises.signals to it yourself")
    assert tree(small) == before


def failing(error: BaseException) -> Callable[..., None]:
    def write(*_: object) -> None:
        raise error

    return write


FAILURES = {
    "refused": (BadInput("full"), 2),
    "the disk": (OSError(28, "No space left on device", "x"), 2),
    "Ctrl-C": (KeyboardInterrupt(), 130),
}


@pytest.mark.parametrize(("error", "status"), FAILURES.values(), ids=FAILURES)
def test_a_failure_leaves_nothing_behind(small: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int) -> None:
    """The list of packages is written last."""
    before = tree(small)
    monkeypatch.setattr(files, "write", failing(error))
    assert called("new-family", "edge-map", "--topic", "signals").status == status
    assert tree(small) == before
