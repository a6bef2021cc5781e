"""`convexam new-family`: a family that works, to be changed into one's own."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from keyword import iskeyword
from pathlib import Path

import click

from ..errors import BadInput, shown
from ..text.escape import Markdown
from ..text.words import words_beside
from . import files, text

EPILOG = """\b
Examples:
  convexam new-family edge-map --topic convolution
  convexam new-family sharpened-signal --topic signals   # a topic that is new
"""

ROOT = Path(__file__).resolve().parent.parent
_EXERCISES, _ORACLES, _PROJECT = "exercises", "tests/oracles", "pyproject.toml"
_TEMPLATES = ROOT / "templates" / "family"

_LONGEST = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TOPIC = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_COUNTED = re.compile(r"-[0-9]+(-|$)")  # conv2d-2 is the second conv2d of a sheet, conv2d-2-… a code
_DEVICES = {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}  # no files on Windows
_TAKEN_TOPICS = {"awkward", "oracles"}
_PACKAGE = re.compile(r'    "(convexam[a-z0-9_.]*)",')


@click.command("new-family", epilog=EPILOG)
@click.argument("name")
@click.option("--topic", metavar="TOPIC", help="The folder of `exercises` it goes to; one that is not there is made.")
def command(name: str, topic: str | None) -> None:
    """Write a family called NAME that works at once, for you to change: its numbers, its words, and an oracle for the tests.

    Works in a checkout, and overwrites nothing.
    """
    if not ((ROOT / _PROJECT).is_file() and (ROOT / _ORACLES).is_dir()):
        raise BadInput(f"new-family works in a checkout, and this convexam is installed in {ROOT}; clone it, and `pip install -e` it")
    _check_name(name)
    checked = _checked_topic(topic)
    texts = dict(_texts(name, checked))
    for path in texts:
        if os.path.lexists(path):
            raise BadInput(f"{_inside(path)} is there already, and nothing is overwritten; choose another name")
    _write(texts, _with_package(f"convexam.exercises.{checked}"))
    _tell(name, checked, list(texts))


def _tell(name: str, topic: str, paths: Sequence[Path]) -> None:
    """What was written, and what to do next."""
    told = {"name": Markdown(name), "topic": Markdown(topic), "paths": [Markdown(_inside(path)) for path in paths]}
    words = words_beside(__file__)
    blocks = ["written", *(["package"] if any(path.name == "__init__.py" for path in paths) else []), "next"]
    click.echo("\n\n".join(text.wrapped(words.fill(block, **told)) for block in blocks))


def _check_name(name: str) -> None:
    stem = name.replace("-", "_")
    if not _NAME.fullmatch(name):
        raise BadInput(f"{shown(name)} is no name for a family; it has small letters, digits and single hyphens, such as edge-map")
    if len(name) > _LONGEST:
        raise BadInput(f"{shown(name)} is longer than {_LONGEST} characters; choose a shorter name")
    if iskeyword(stem) or stem in _DEVICES:
        raise BadInput(f"{shown(name)} means something else to Python or to Windows; choose another name")
    if _COUNTED.search(name):
        raise BadInput(f"{shown(name)}: the second conv2d of a sheet is called conv2d-2; choose a name without a number between hyphens")
    for same in sorted((ROOT / _EXERCISES).glob(f"*/{stem}.py")):
        raise BadInput(f"there is a family called {name} already: {_inside(same)}; choose another name")


def _checked_topic(topic: str | None) -> str:
    known = sorted(init.parent.name for init in (ROOT / _EXERCISES).glob("*/__init__.py"))
    if topic is None:
        raise BadInput(f"--topic is missing: one of {', '.join(known)}, or a new one")
    if topic in known:
        return topic
    well = _TOPIC.fullmatch(topic) and len(topic) <= _LONGEST and not iskeyword(topic) and topic not in _DEVICES | _TAKEN_TOPICS
    if not well or (ROOT / _EXERCISES / f"{topic}.py").exists():
        raise BadInput(f"--topic {shown(topic)} cannot be a topic; name one of {', '.join(known)}, or a new one such as signals")
    return topic


def _texts(name: str, topic: str) -> Iterator[tuple[Path, str]]:
    """Each new file and what stands in it."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    templates = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    stem = name.replace("-", "_")
    told = {"name": name, "topic": topic, "stem": stem, "title": name.replace("-", " ").capitalize()}
    folder = ROOT / _EXERCISES / topic
    paths = {"family.py.j2": folder / f"{stem}.py", "words.j2": folder / f"{stem}.md.j2", "oracle.py.j2": ROOT / _ORACLES / f"{stem}.py"}
    if not (folder / "__init__.py").exists():
        paths["topic.py.j2"] = folder / "__init__.py"
    for template, path in paths.items():
        yield path, templates.get_template(template).render(told)


def _with_package(package: str) -> str | None:
    """pyproject.toml with one more package in its list; None where it is there. Everything else stays as it was typed."""
    import tomllib

    typed = (ROOT / _PROJECT).read_bytes().decode()
    listed = tomllib.loads(typed)["tool"]["setuptools"]["packages"]
    if package in listed:
        return None
    end = "\r\n" if "\r\n" in typed else "\n"
    lines = typed.split(end)
    places = [place for place, line in enumerate(lines) if (found := _PACKAGE.fullmatch(line)) and found[1] < package]
    lines.insert(places[-1] + 1 if places else 0, f'    "{package}",')
    changed = end.join(lines)
    try:
        well = tomllib.loads(changed)["tool"]["setuptools"]["packages"] == sorted([*listed, package])
    except tomllib.TOMLDecodeError:
        well = False
    if not well:
        raise BadInput(f"pyproject.toml: its list of packages is not as expected; add {package} to it yourself, and try again")
    return changed


def _write(texts: Mapping[Path, str], project: str | None) -> None:
    """All files or none."""
    made: list[Path] = []
    try:
        for path, content in texts.items():
            if not path.parent.is_dir():
                path.parent.mkdir()
                made.append(path.parent)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(content)
        if project is not None:
            files.write(ROOT / _PROJECT, project.encode())
    except BaseException as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        if isinstance(error, OSError):
            raise BadInput(f"{error.filename}: cannot be written ({error.strerror}); nothing was written") from None
        raise


def _inside(path: Path) -> str:
    """A path as it is told: from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()
