"""Registers the awkward families, which live among the tests only. PyTorch is asked where it is installed."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from convexam.exercises.family import add
from depth import SEEDS

AWKWARD = sorted(file.stem for file in (Path(__file__).parent / "awkward").glob("*.py"))

collect_ignore = [] if find_spec("torch") else ["pytorch"]

for name in AWKWARD:
    add(import_module(f"awkward.{name}").FAMILY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the goldens anew; read the difference before it is committed")


@pytest.fixture
def seeds() -> range:
    """The seeds of the law book: few in a quick run, all of them in a full one."""
    return range(SEEDS)
