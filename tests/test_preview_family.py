"""`convexam preview-family`: one page of all levels, of a broken family too, and written again while it is changed."""

import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkout import copied, environment
from commands import called, refused
from convexam.cli import preview_family, watching
from convexam.cli.family_page import MARKER, RELOAD, family_page, told, trouble_page
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families, family
from convexam.exercises.key import key

CONV2D = family("conv2d")
EVERY = [one.name for one in families()]


def text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def columns(page: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(page).iter("div") if element.get("class") == "level"]


@pytest.mark.parametrize("name", EVERY)
def test_every_family_has_a_page(name: str) -> None:
    of = family(name)
    shown = columns(family_page(of, seed=3, draws=2))
    for number, column in zip(of.levels, shown, strict=True):
        found = key(practice(Wish(of, number), 3))
        assert text(column).startswith(f"Level {number}. ")
        for setting in found.settings:
            assert f"{setting.name} = " in text(column)
        codes = {text(code) for code in column.iter("code")}
        assert {code for part in found.parts for mistake in part.mistakes for code in mistake.codes} <= codes
        assert found.code in codes
        assert [text(heading) for heading in column.iter("h3")][-1] == "Audit"
        assert "2 problems were drawn" in text(column)


def test_a_page_needs_nothing_else_and_is_always_the_same() -> None:
    page = family_page(CONV2D, draws=3)
    assert page == family_page(CONV2D, draws=3)
    assert re.findall(r"<script|<link|src=.(?!data:)|url\(|https?://", page) == []
    assert page.count(MARKER) == 1
    assert page.startswith("<!DOCTYPE html>")


def test_the_audit_can_be_left_out() -> None:
    assert "Audit" not in family_page(CONV2D, draws=0)


def test_another_seed_shows_other_problems() -> None:
    assert family_page(CONV2D, 1, 0) != family_page(CONV2D, 2, 0)


@pytest.mark.parametrize("reload", [True, False], ids=["watched", "alone"])
def test_only_a_watched_page_loads_itself_again(reload: bool) -> None:
    pages = family_page(CONV2D, draws=0, reload=reload), trouble_page("conv2d", ValueError("no"), reload)
    assert [RELOAD in page for page in pages] == [reload, reload]


def test_a_level_without_a_problem_says_why() -> None:
    broken = replace(CONV2D.levels[2], work=(1, 1))
    first, second, _ = columns(family_page(replace(CONV2D, levels={**CONV2D.levels, 2: broken}), draws=2))
    assert "none of 400 draws is a good exercise" in text(second)
    assert "Answer" in text(first)


def test_broken_rules_stand_in_the_audit_with_a_command() -> None:
    broken = replace(CONV2D.levels[2], work=(20, 80))
    _, second, _ = columns(family_page(replace(CONV2D, levels={**CONV2D.levels, 2: broken}), draws=20))
    assert "Broken: " in text(second)
    assert "convexam show conv2d --level 2 --seed " in text(second)


def raised(program: str) -> Exception:
    with pytest.raises((NameError, SyntaxError, ValueError)) as found:
        exec(compile(program, "exercises/convolution/edge_map.py", "exec"), {})
    return found.value


TROUBLES = {  # id: (program, what is said)
    "a slip of the pen": ("def draw():\n    return given\n\ndraw()", "edge_map.py, line 2: NameError: name 'given' is not defined"),
    "no Python": ("def draw(:", "edge_map.py, line 1: SyntaxError: invalid syntax"),
    "harmful characters": ("raise ValueError('<b>& \\x00 ```')", "edge_map.py, line 1: ValueError: <b>&"),
}


@pytest.mark.parametrize(("program", "said"), TROUBLES.values(), ids=TROUBLES)
def test_an_error_is_told_in_a_line_and_shown_on_a_page(program: str, said: str) -> None:
    error = raised(program)
    assert said in told(error)
    root = ET.fromstring(trouble_page("edge-map", error))
    assert said in text(root)
    assert [text(heading) for heading in root.iter("h1")] == ["edge-map"]
    assert any("Traceback" in text(pre) for pre in root.iter("pre"))


def test_the_file_is_called_like_the_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = called("preview-family", "conv2d", "-n", "0")
    assert (done.status, done.out, done.err) == (0, "", "preview-conv2d.html: written\n")
    assert (tmp_path / "preview-conv2d.html").read_text(encoding="utf-8") == family_page(CONV2D, draws=0)


def test_only_a_page_of_its_own_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    words = ("preview-family", "conv2d", "-n", "0", "-o", str(file))
    assert [called(*words).status, called(*words, "--seed", "4").status] == [0, 0]
    assert family_page(CONV2D, 4, 0) == file.read_text(encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    refused(words, "--force overwrites it")
    assert file.read_text(encoding="utf-8") == "mine"
    assert called(*words, "--force").status == 0


def test_the_browser_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", asked.append)
    file = tmp_path / "a page.html"
    done = called("preview-family", "conv2d", "-n", "0", "-o", str(file), "--open")
    assert asked == [file.as_uri()]
    assert (done.status, done.err) == (0, f"{file}: written\n{file}: no browser could be opened; open it yourself\n")


REFUSED = {  # id: (words, a piece of the message)
    "an unknown family": (("conv2",), "no family is called 'conv2' (did you mean conv2d?)"),
    "a path": (("../conv2d",), "no family is called '../conv2d'"),
    "a seed that is none": (("conv2d", "--seed", "x"), "--seed 'x'"),
    "no folder": (("conv2d", "-o", "nowhere/page.html"), "there is no folder"),
    "a folder": (("conv2d", "-o", "."), "this is a folder"),
    "no draws": (("conv2d", "-n", "-1"), "-n"),
}


@pytest.mark.parametrize(("words", "fragment"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(words: tuple[str, ...], fragment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(("preview-family", *words), fragment)
    refused(("preview-family", *words, "--watch"), fragment)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_family_is_one_line_and_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_family, "family", lambda _: replace(CONV2D, draw=lambda *_: 1 // 0))
    file = tmp_path / "page.html"
    refused(("preview-family", "conv2d", "-o", str(file)), "ZeroDivisionError")
    assert not file.exists()
    refused(("preview-family", "conv2d", "-o", str(file), "--watched"), "ZeroDivisionError")
    assert "ZeroDivisionError" in file.read_text(encoding="utf-8")


A, B = Path("a"), Path("b")
CHANGES = {  # id: (before, after, what has changed)
    "nothing": ({A: (1, 1)}, {A: (1, 1)}, None),
    "later": ({A: (1, 1)}, {A: (2, 1)}, A),
    "longer": ({A: (1, 1), B: (1, 1)}, {A: (1, 1), B: (1, 2)}, B),
    "gone": ({A: (1, 1)}, {}, A),
    "new": ({A: (1, 1)}, {A: (1, 1), B: (1, 1)}, B),
}


@pytest.mark.parametrize(("before", "after", "found"), CHANGES.values(), ids=CHANGES)
def test_changes(before: watching.Seen, after: watching.Seen, found: Path | None) -> None:
    assert watching.changed(before, after) == found


def test_what_is_seen_of_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("abc")
    assert [(path.name, size) for path, (_, size) in watching.seen([tmp_path / "a", tmp_path / "gone"]).items()] == [("a", 3)]


def test_an_editor_that_is_still_writing_is_waited_for() -> None:
    looks: Iterator[watching.Seen] = iter([{A: (1, 1)}, {A: (1, 1)}, {}, {A: (2, 0)}, {A: (2, 5)}, {A: (2, 5)}, {A: (2, 5)}])
    acts: list[Path | None] = []
    with pytest.raises(StopIteration):
        watching.watch(lambda: next(looks), acts.append, pause=0)
    assert acts == [None, A]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Path, "subprocess.Popen[str]"]]:
    """A family of a copy, its page, and the process that watches it."""
    copy, page = copied(tmp_path), tmp_path / "page.html"
    words = [sys.executable, "-P", "-m", "convexam.cli", "preview-family", "conv2d", "--watch", "-n", "2", "-o", str(page)]
    with subprocess.Popen(words, cwd=tmp_path, env=environment(copy), stderr=subprocess.PIPE, encoding="utf-8") as running:
        yield copy / "exercises" / "convolution" / "conv2d.py", page, running
        running.kill()


def until(true: Callable[[], bool]) -> None:
    """Waits for it, but not for ever."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.1)


def test_a_watched_page_follows_its_family(watched: tuple[Path, Path, "subprocess.Popen[str]"]) -> None:
    file, page, running = watched
    words, program = file.with_suffix(".md.j2"), file.read_text(encoding="utf-8")

    def reads(fragment: str) -> bool:
        return page.exists() and fragment in page.read_text(encoding="utf-8")

    until(lambda: reads("Compute the result"))
    words.write_text(words.read_text(encoding="utf-8").replace("Compute the result", "Work out the result"), encoding="utf-8")
    until(lambda: reads("Work out the result"))
    file.write_text(program.replace("high=5", "high=nothing"), encoding="utf-8")
    until(lambda: reads("NameError"))
    file.write_text(program, encoding="utf-8")
    until(lambda: reads("Work out the result"))
    assert reads(RELOAD)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert (running.returncode, "Traceback" in said) == (0, False)
    assert len([line for line in said.split("\n") if "NameError" in line]) == 1
    assert not reads(RELOAD)
    assert reads("Work out the result")
