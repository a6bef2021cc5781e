"""The family that CONTRIBUTING.md shows works as it stands there, and nothing that it lists is missing or gone."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from convexam.cnn.operation import OPERATIONS
from convexam.exercises.documents import plain
from convexam.exercises.draw import Wish, practice
from convexam.exercises.draws import Draws
from convexam.exercises.key import key
from convexam.exercises.statement import asked, problem
from repeat import repeat

PAGE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
WORDS = next(block for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL) if "block statement" in block)


def loaded(name: str, file: Path) -> ModuleType:
    spec = spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The family and its oracle, typed as they stand there."""
    folder = tmp_path_factory.mktemp("newcomer")
    (folder / "pooled_size.py").write_text(PYTHON[0], encoding="utf-8")
    (folder / "pooled_size.md.j2").write_text(WORDS, encoding="utf-8")
    (folder / "oracle.py").write_text(next(block for block in PYTHON if "def answers" in block), encoding="utf-8")
    return loaded("convexam.exercises.sizes.pooled_size", folder / "pooled_size.py").FAMILY, loaded(
        "newcomers_oracle", folder / "oracle.py"
    )


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_example_family_works(example: tuple[Any, Any], level: int) -> None:
    family, oracle = example
    for seed in range(20):
        solved = practice(Wish(family, level), seed)
        found = plain(key(solved))
        assert repeat(found) == []
        wanted = oracle.answers(found["given"], found["conventions"], ["shape", "values"])
        assert {part["id"].partition(".")[2]: part["answer"] for part in found["parts"]} == wanted
        assert "max pooling layer: window" in problem(solved.exercise, asked(solved)).statement


def test_every_operation_is_listed() -> None:
    assert [name for name in OPERATIONS if f"`{name}" not in PAGE] == []


def test_everything_that_can_be_drawn_is_listed() -> None:
    assert [name for name in vars(Draws) if not name.startswith("_") and f"`{name}(" not in PAGE] == []
