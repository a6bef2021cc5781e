"""Registers the awkward families, which live among the tests only; says how deep tests go, and which of them share a worker.

PyTorch is asked where it is installed.
"""

import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from convexam.exercises.family import add, family
from convexam.sheets.production import Order
from depth import AWKWARD_SEEDS, SEEDS
from exams import made, order

AWKWARD = sorted(file.stem for file in (Path(__file__).parent / "awkward").glob("*.py"))

collect_ignore = [] if find_spec("torch") else ["pytorch"]

for name in AWKWARD:
    add(import_module(f"awkward.{name}").FAMILY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the goldens anew; read the difference before it is committed")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "xdist_group(name): one worker does all of them")  # it may not be installed


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Goldens stand in one file, which several workers at once would write over; elsewhere there are as many as processors."""
    return 0 if config.getoption("--refresh") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker does all that is told of a family at a level, which is worked out once, and all that needs the same printed page."""
    for item in items:
        if isinstance(item, pytest.Function) and (group := together(item)):
            item.add_marker(pytest.mark.xdist_group(group))


def together(item: pytest.Function) -> str:
    told = item.callspec.params if hasattr(item, "callspec") else {}
    if "name" in told and "level" in told:
        return f"{told['name']}-{told['level']}"
    made = told.get("file") or told.get("printed")  # of a fixture that makes a page once for all that is asked of it
    return f"{item.path.stem} {made}" if isinstance(made, tuple) else ""


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> range:
    """The seeds of the law book: few in a quick run, all of them in a full one."""
    told = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    of = told["wish"].family if "wish" in told else family(told["name"]) if "name" in told else None
    return range(AWKWARD_SEEDS if of is None or of.topic == "awkward" else SEEDS)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam for four students, from which each test has a copy."""
    folder = tmp_path_factory.mktemp("first")
    made(order(folder))
    return folder


@pytest.fixture
def exam(first: Path, tmp_path: Path) -> Order:
    """A copy of an exam that was made."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return order(tmp_path)
