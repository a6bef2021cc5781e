"""`convexam families WORDS`: what is found, in which order, and how it reads on a narrow terminal."""

import json
from typing import Any

import pytest

from commands import called, shown
from convexam.cli.family_search import PLACES, nearest, search
from convexam.exercises.family import families

KNOWN = families()

FOUND = {  # id: (words, a family, where it is found; None: it is not)
    "its name": ("conv2d", "conv2d", "name"),
    "a piece of its name": ("2d", "conv2d", "name"),
    "capitals": ("CONV2D", "conv2d", "name"),
    "its topic": ("convolution", "conv2d", "topic"),
    "its sentence": ("slide kernel", "conv2d", "about"),
    "its title": ("one channel", "conv2d", "about"),
    "a part": ("shape", "conv2d", "parts"),
    "a setting": ("image_zeros", "conv2d", "settings"),
    "what a setting means": ("percent", "conv2d", "settings"),
    "the worst place counts": ("conv2d stride", "conv2d", "settings"),
    "one word is missing": ("conv2d pooling", "conv2d", None),
    "another family": ("padding", "same-padding", "name"),
}


@pytest.mark.parametrize(("words", "name", "place"), FOUND.values(), ids=FOUND)
def test_where_a_family_is_found(words: str, name: str, place: str | None) -> None:
    assert {hit.family.name: hit.place for hit in search(words, KNOWN)}.get(name) == place


@pytest.mark.parametrize("words", ["padding", "stride", "parameters", "map", "kernel size"])
def test_names_come_before_topics_and_these_before_settings(words: str) -> None:
    places = [PLACES.index(hit.place) for hit in search(words, KNOWN)]
    assert len(places) > 1
    assert places == sorted(places)


def test_nothing_typed_finds_all() -> None:
    assert [hit.family for hit in search(" ", KNOWN)] == list(KNOWN)


NEAR = {  # id: (typed, what may have been meant)
    "a name": ("conv2", "conv2d"),
    "a word": ("strde", "stride"),
    "one word of several": ("convlution of one channel", "convolution of one channel"),
    "a word that is like none": ("xyzzy stride", ""),
    "words that stand in no family together": ("conv2d receptive", ""),
}


@pytest.mark.parametrize(("typed", "meant"), NEAR.values(), ids=NEAR)
def test_what_may_have_been_meant(typed: str, meant: str) -> None:
    assert nearest(typed, KNOWN) == meant


def test_the_nearest_is_said() -> None:
    done = called("families", "conv2")
    assert done.out.startswith("convolution\n  conv2d\n")  # a piece of a name is enough
    done = called("families", "paddng")
    assert (done.status, done.out) == (0, "")
    assert done.err == "Nothing is found for “paddng” (did you mean same-padding?); `convexam families` lists all.\n"


@pytest.mark.parametrize("words", [(), ("padding",), ("conv2d",), ("stride", "one")], ids=" ".join)
@pytest.mark.parametrize("width", [40, 80])
def test_it_reads_well_on_a_narrow_terminal(words: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = shown("families", *words).split("\n")
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


def test_headings_say_where_it_was_found() -> None:
    lines = shown("families", "padding").split("\n")
    assert lines[:2] == ["in the name", "  same-padding"]
    assert lines.index("among the settings") < lines.index("  conv2d")


def test_several_words_are_one_search() -> None:
    assert shown("families", "slide", "kernel") == shown("families", "slide kernel")


def test_a_search_as_json_has_the_same_order() -> None:
    found: list[dict[str, Any]] = json.loads(shown("families", "padding", "--json"))
    assert [one["name"] for one in found] == [hit.family.name for hit in search("padding", KNOWN)]
