"""The rooms of the house: what may import what, and what must not be loaded before it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
VALUES = ("cnn.values", "cnn.layers", "cnn.conventions")  # the records of cnn, and none of its operations
MAY_IMPORT = {
    "cnn": (),
    "answers": ("cnn.values",),
    "text": ("answers", *VALUES),
    "exercises": ("cnn", "answers", "text"),
    "grader": ("exercises", "answers", "cnn", "text", "sheets"),
    "templates": (),
    "sheets": ("exercises", "answers", "text", "templates", *VALUES),
    "lms": ("exercises", "sheets", "text", "templates"),
    "cli": ("answers", "cnn", "exercises", "grader", "lms", "sheets", "templates", "text"),
}
ERRORS_AND_VERSION = ("errors", "")  # the root itself holds the version
WITHOUT_ERRORS = ("cnn", "templates")
BANNED = {"util", "utils", "helper", "helpers", "common", "misc"}
HEAVY = ("sympy", "pylatex", "typst")


class Import(NamedTuple):
    importer: str  # dotted, from the root of the package: "cnn.values"
    imported: str  # the same; for what is not ours, its own name
    ours: bool
    relative: bool
    at_once: bool  # when the file is imported, not later inside a function or for the type checker alone
    line: int


def files() -> dict[str, Path]:
    """The Python files of the package by module name; an __init__.py has the name of its folder."""
    found = [*ROOT.glob("*.py"), *(path for room in MAY_IMPORT for path in ROOT.glob(f"{room}/**/*.py"))]
    dotted = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip(".") for path in found}
    return {name: path for path, name in dotted.items()}


FILES = files()


def nodes(tree: ast.AST, at_once: bool = True) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """All import statements, wherever they stand."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, at_once
        later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        )
        yield from nodes(node, at_once and not later)


def targets(node: ast.Import | ast.ImportFrom, importer: str, is_folder: bool) -> Iterator[tuple[str, bool]]:
    """What a statement imports: module and whether it is ours, relative ones resolved, and submodules told from names."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name.removeprefix("convexam."), alias.name.split(".")[0] == "convexam"
        return
    module = node.module or ""
    if not node.level and module.split(".")[0] != "convexam":
        yield module, False
        return
    above = importer.split(".") if importer else []
    up = node.level - is_folder
    base = above[: len(above) - up] if node.level else []
    start = ".".join([*base, *(part for part in module.removeprefix("convexam").split(".") if part)])
    for alias in node.names:
        name = f"{start}.{alias.name}".lstrip(".")
        yield (name if name in FILES else start), True


def imports() -> list[Import]:
    found = []
    for importer, path in FILES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for node, at_once in nodes(tree):
            relative = isinstance(node, ast.ImportFrom) and node.level > 0
            for imported, ours in targets(node, importer, path.name == "__init__.py"):
                found.append(Import(importer, imported, ours, relative, at_once, node.lineno))
    return found


IMPORTS = imports()


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places if place) or (module == "" and "" in places)


def shown(found: Import) -> str:
    return f"{FILES[found.importer].relative_to(ROOT)}:{found.line} imports {found.imported or 'the root'}"


def imports_of(room: str) -> list[Import]:
    return [found for found in IMPORTS if within(found.importer, (room,))]


def test_imports_are_found() -> None:
    assert Import("answers.kind", "cnn.values", ours=True, relative=True, at_once=True, line=0) in [
        found._replace(line=0) for found in IMPORTS
    ]


def test_every_room_has_its_arrows() -> None:
    rooms = {name.split(".")[0] for name, path in FILES.items() if path.parent != ROOT or path.name == "__init__.py"} - {""}
    folders = {path.parent.name for path in ROOT.glob("[!.]*/__init__.py")} - {"tests", "benchmarks", "examples", "docs"}
    assert folders == rooms


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_arrows_run_one_way(room: str) -> None:
    allowed = (room, *MAY_IMPORT[room], *(ERRORS_AND_VERSION if room not in WITHOUT_ERRORS else ()))
    assert [shown(found) for found in imports_of(room) if found.ours and not within(found.imported, allowed)] == []


def test_cnn_needs_numpy_and_msgspec_only() -> None:
    allowed = {"numpy", "msgspec", *sys.stdlib_module_names}
    assert [shown(found) for found in imports_of("cnn") if not found.ours and found.imported.split(".")[0] not in allowed] == []


@pytest.mark.parametrize("name", ["errors", ""], ids=["errors.py", "__init__.py"])
def test_files_that_import_nothing(name: str) -> None:
    assert [shown(found) for found in IMPORTS if found.importer == name] == []


def test_make_needs_the_standard_library_only() -> None:
    allowed = {"_winapi", *sys.stdlib_module_names}
    assert [shown(found) for found in IMPORTS if found.importer == "make" and found.imported.split(".")[0] not in allowed] == []
    assert [shown(found) for found in IMPORTS if found.ours and found.imported == "make"] == []


def test_imports_of_the_house_are_relative() -> None:
    assert [shown(found) for found in IMPORTS if found.ours and not found.relative] == []


def test_no_room_is_imported_by_its_bare_name() -> None:
    bare = (*MAY_IMPORT, "errors")
    assert [shown(found) for found in IMPORTS if not found.ours and found.imported.split(".")[0] in bare] == []


def test_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for found in IMPORTS:
        if found.ours and found.at_once and found.importer != found.imported:
            graph.setdefault(found.importer, set()).add(found.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def test_no_file_without_a_subject() -> None:
    found = [path.relative_to(ROOT) for folder in (*MAY_IMPORT, "tests", "benchmarks") for path in (ROOT / folder).rglob("*")]
    assert [str(path) for path in (*found, *(path.relative_to(ROOT) for path in ROOT.glob("*"))) if path.name.split(".")[0] in BANNED] == []


def loaded(folder: Path, *typed: str) -> tuple[str, list[str]]:
    """What a command prints, and the heavy packages that it has loaded, in a process of its own."""
    script = f"""
import sys
from pathlib import Path
from convexam.cli.main import run
sys.argv = ["convexam", *{typed!r}]
try:
    run()
finally:
    Path("loaded").write_text(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr  # 1: the answers are not all right
    return done.stdout, (folder / "loaded").read_text().split()


LIGHT = {
    "help": ("--help",),
    "families": ("families",),
    "draw": ("draw", "cnn-layers", "--seeds", "0:1"),
    "check": ("check", "--given", str(ROOT / "examples" / "slides-exercise.toml"), "answers.json"),
}


@pytest.mark.parametrize("typed", LIGHT.values(), ids=LIGHT)
def test_light_commands_load_nothing_heavy(typed: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"answers": []}')
    said, heavy = loaded(tmp_path, *typed)
    assert said
    assert heavy == []
