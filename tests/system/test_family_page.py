"""The page of a family as Chromium lays it out: axe finds nothing, levels stand side by side, and nothing moves the page sideways."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import Browser
from convexam.cli.family_page import family_page, trouble_page
from convexam.exercises.family import families, family

pytestmark = pytest.mark.system

AXE = Path(sys.prefix) / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = "axe.run().then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"
WIDTHS = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
TOPS = "[...document.querySelectorAll('.level')].map(level => level.getBoundingClientRect().top)"
PHONE, DESK = 360, 1280
VIEWS = pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, True)], ids=["light", "dark, on a phone"])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(params=[one.name for one in families()], scope="module")
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(family_page(family(request.param), draws=20), encoding="utf-8")
    return file


def faults(browser: Browser) -> list[str]:
    browser.said(AXE.read_text(encoding="utf-8") + "; 0")
    return browser.said(FAULTS)


@VIEWS
def test_axe_finds_nothing(browser: Browser, file: Path, width: int, dark: bool) -> None:
    browser.open(file, width, dark=dark)
    assert faults(browser) == []


@VIEWS
def test_levels_stand_side_by_side_or_below_each_other(browser: Browser, file: Path, width: int, dark: bool) -> None:
    browser.open(file, width, dark=dark)
    assert max(browser.said(WIDTHS)) == width
    assert len(set(browser.said(TOPS))) == (1 if width == DESK else 3)


@VIEWS
def test_a_page_of_an_error(browser: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    file = tmp_path / "page.html"
    file.write_text(trouble_page("conv2d", ValueError("x" * 500)), encoding="utf-8")
    browser.open(file, width, dark=dark)
    assert (faults(browser), max(browser.said(WIDTHS))) == ([], width)
