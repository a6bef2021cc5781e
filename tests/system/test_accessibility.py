"""The page on a screen as Chromium lays it out: axe finds nothing, listeners hear every name, and nothing moves the page sideways."""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Browser
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families, family
from convexam.exercises.key import key
from convexam.exercises.statement import asked, problem
from convexam.sheets.html_page import html_page

pytestmark = pytest.mark.system

DRAWN = {f"{one.name}-{level}-{what}": (one.name, level, what) for one in families() for level in one.levels for what in ("sheet", "key")}
SEED = 11
AXE = Path(sys.prefix) / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = "axe.run().then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"
WIDTHS = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(params=DRAWN.values(), ids=list(DRAWN), scope="module")
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name, level, what = request.param
    solved = practice(Wish(family(name), level), SEED)
    html = html_page([problem(solved.exercise, asked(solved))], [key(solved)] if what == "key" else None)
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(html, encoding="utf-8")
    return file


def faults(browser: Browser) -> list[str]:
    browser.said(AXE.read_text(encoding="utf-8") + "; 0")
    return browser.said(FAULTS)


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, True)], ids=["light", "dark, on a phone"])
def test_axe_finds_nothing(browser: Browser, file: Path, width: int, dark: bool) -> None:
    browser.open(file, width, dark=dark)
    assert faults(browser) == []


def test_axe_finds_what_is_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<!DOCTYPE html><html><head><title>a</title></head><body><main><h1>a</h1><input/></main></body></html>", encoding="utf-8"
    )
    browser.open(file)
    assert {fault.partition(":")[0] for fault in faults(browser)} >= {"html-has-lang", "label"}


@pytest.mark.parametrize("width", [320, PHONE, DESK])
def test_the_page_does_not_move_sideways(browser: Browser, file: Path, width: int) -> None:
    browser.open(file, width)
    assert max(browser.said(WIDTHS)) == width


def test_the_browser_reads_the_tree_that_was_written(browser: Browser, file: Path) -> None:
    """A tag in a place where HTML does not want it would be moved, or close another one."""
    browser.open(file)
    read = browser.said("[...document.querySelectorAll('*')].map(element => element.localName)")
    assert read == [element.tag for element in ET.fromstring(file.read_text(encoding="utf-8")).iter()]


def test_listeners_hear_formulas_and_tables_by_name(browser: Browser, file: Path) -> None:
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    browser.open(file)
    heard: list[tuple[str, str]] = [
        (value(node, "role"), value(node, "name")) for node in browser.call("Accessibility.getFullAXTree")["nodes"]
    ]
    names = {role: sorted(name for of, name in heard if of == role) for role in ("MathMLMath", "table")}
    assert names["MathMLMath"] == sorted(math.get("aria-label", "") for math in root.iter("math"))
    captions = [table.findtext("caption") for table in root.iter("table") if table.find("caption") is not None]
    assert [caption for caption in captions if caption not in names["table"]] == []


def value(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value", ""))
