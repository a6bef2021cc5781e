"""The second proof: a program written from the printed statement alone gives the answers of the key."""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from convexam.exercises.documents import plain
from convexam.exercises.draw import Wish, practice
from convexam.exercises.exercise import Solved, solve
from convexam.exercises.family import families
from convexam.exercises.given import read
from convexam.exercises.key import key

SLIDES = Path(__file__).parents[1] / "examples" / "slides-exercise.toml"


def wishes() -> Iterator[Any]:
    """Every family and level; as it stands, with all of its parts, and with a map of its own."""
    for one in families():
        for level, usual in one.levels.items():
            yield pytest.param(Wish(one, level), id=f"{one.name}-{level}")
            if usual.parts:
                yield pytest.param(Wish(one, level, parts=tuple(one.weights)), id=f"{one.name}-{level}-all-parts")
            if one.apart:
                yield pytest.param(Wish(one, level, {"chained": (False,)}, tuple(one.weights)), id=f"{one.name}-{level}-apart")


every = pytest.mark.parametrize("wish", [*wishes()])

USUAL = {"padding": "per-side", "size": "floor", "layout": "rows-columns-channels", "bias": "counted", "kernel": "as-it-is"}
X = [[2, 0, 1, -1], [3, 1, 0, 4], [-2, 5, 1, 0], [0, 2, 3, 1], [1, 0, -3, 2]]
K = [[1, -2], [0, 3]]
IMAGE = {"image": [X], "conv": {"size": 2, "padding": [1, 3], "weights": [[K]], "biases": [-4]}}
WIDE = {"image": [X], "conv": {"size": 2, "stride": [2, 1], "dilation": [2, 3], "weights": [[K]], "biased": False}}
EXACT = {"image": [X], "conv": {"size": 2, "weights": [[[["1/3", 0], [2, "-5/7"]]]], "biases": ["1/2"]}}
SHAPE = {
    "shape": {"rows": 20, "columns": 31, "channels": 3},
    "conv": {"size": [3, 5], "filters": 6, "channels": 3, "stride": [2, 3], "padding": [1, 3]},
}
EVEN = {
    "shape": {"rows": 21, "columns": 11, "channels": 3},
    "conv": {"size": 5, "filters": 2, "channels": 3, "stride": [4, 2], "padding": [0, 1]},
}
SMALL = {"shape": {"rows": 4, "columns": 20, "channels": 1}, "conv": {"size": 7, "padding": 2, "stride": 3}}
LAYERS = {
    "input": [X, [row[::-1] for row in X]],
    "conv": {"size": 2, "channels": 2, "padding": 1, "weights": [[K, [[-1, 0], [2, 1]]]], "biases": [1]},
    "pool": {"window": 2, "stride": 1},
    "dense": {"neurons": 7},
    "cells": [[2, 3], [1, 1]],
}
BLOCK = {"conv": {"size": 3, "filters": 5, "channels": 2, "stride": 2, "padding": 1}, "pool": {"window": 3, "stride": 2}}
NETWORK = {"shape": {"rows": 29, "columns": 40, "channels": 2}, "blocks": [BLOCK], "dense": {"neurons": 4, "biased": False}}
PARTIAL = [[0, 3, -5], [1, -2, 0], [4, -1, 2], [-6, 5, 7]]
CELLS = {"image": [X], "conv": {"size": 2, "weights": [[K]], "biases": [2]}, "partial": [PARTIAL], "cells": [[1, 3], [4, 1]]}
INVERSE = {"before": 20, "after": 5, "padding": 3, "stride": 4}

TABLES = {  # a family, a given, and the conventions that another course has
    "dilated, without bias": ("conv2d", WIDE, {}),
    "fractions": ("conv2d", EXACT, {}),
    "kernel larger than the padded input": ("output-size", SMALL, {}),
    "any of several": ("inverse-size", INVERSE, {}),
    "padding in total: map": ("conv2d", IMAGE, {"padding": "total"}),
    "padding in total: shape": ("output-size", SHAPE, {"padding": "total"}),
    "padding in total: layers": ("cnn-layers", LAYERS, {"padding": "total"}),
    "padding in total: network": ("network-table", NETWORK, {"padding": "total"}),
    "must be whole, and is not": ("output-size", SHAPE, {"size": "none"}),
    "must be whole, and is in total": ("output-size", EVEN, {"size": "none", "padding": "total"}),
    "must be whole: inverse": ("inverse-size", INVERSE, {"size": "none"}),
    "rounded up: map": ("conv2d", {"image": [X], "conv": {**IMAGE["conv"], "stride": 2}}, {"size": "ceil"}),
    "rounded up: shape": ("output-size", SHAPE, {"size": "ceil"}),
    "rounded up: inverse": ("inverse-size", INVERSE, {"size": "ceil"}),
    "rounded up: network": ("network-table", NETWORK, {"size": "ceil"}),
    "channels first: shape": ("output-size", SHAPE, {"layout": "channels-rows-columns"}),
    "channels first: layers": ("cnn-layers", LAYERS, {"layout": "channels-rows-columns"}),
    "channels first: network": ("network-table", NETWORK, {"layout": "channels-rows-columns"}),
    "bias not counted: one layer": ("conv-parameters", SHAPE, {"bias": "not-counted"}),
    "bias not counted: layers": ("cnn-layers", LAYERS, {"bias": "not-counted"}),
    "bias not counted: network": ("network-table", NETWORK, {"bias": "not-counted"}),
    "flipped: map": ("conv2d", IMAGE, {"kernel": "flipped"}),
    "flipped: layers": ("cnn-layers", LAYERS, {"kernel": "flipped"}),
    "flipped: chosen cells": ("chosen-cells", CELLS, {"kernel": "flipped"}),
    "all at once": (
        "cnn-layers",
        LAYERS,
        {"padding": "total", "layout": "channels-rows-columns", "bias": "not-counted", "kernel": "flipped"},
    ),
}
tables = pytest.mark.parametrize(("name", "given", "conventions"), [*TABLES.values()], ids=[*TABLES])


def oracle(name: str) -> Any:
    return import_module(f"oracles.{name.replace('-', '_')}")


def disagreements(one: Solved) -> list[tuple[Any, ...]]:
    """Part, the oracle's answer and the key's, wherever they differ."""
    found = plain(key(one))
    parts = {part["id"].removeprefix(f"{one.exercise.name}."): part for part in found["parts"]}
    told = oracle(found["family"]).answers(found["given"], found["conventions"], list(parts))
    return [(name, told[name], part["answer"], part["accepted"]) for name, part in parts.items() if not agree(told[name], part)]


def agree(told: Any, part: dict[str, Any]) -> bool:
    if isinstance(told, set):
        return told == set(part["accepted"]) and part["answer"] in told
    answer = part["answer"]
    bare = answer["values"] if isinstance(answer, dict) and "values" in answer else answer
    return plain(told) == bare and part["accepted"] == [answer]


def in_given_mode(folder: Path, name: str, given: dict[str, Any], conventions: dict[str, str]) -> Solved:
    table: dict[str, Any] = {"family": name, "given": given, "conventions": conventions}
    file = folder / "given.json"
    file.write_text(json.dumps({"problem": [table]}), encoding="utf-8")
    return read(file)[0]


@every
def test_the_oracle_agrees(wish: Wish, seeds: range) -> None:
    for seed in seeds:
        assert disagreements(practice(wish, seed)) == [], seed


@every
def test_an_answer_does_not_depend_on_what_else_is_asked(wish: Wish, seeds: range) -> None:
    for seed in seeds[:3]:
        one = practice(wish, seed)
        alone = [solve(replace(one.exercise, asked=(part,))).truth.accepted for part in one.exercise.asked]
        assert {part: values for answers in alone for part, values in answers.items()} == one.truth.accepted, seed


def test_the_oracle_agrees_with_the_slides() -> None:
    assert [disagreements(one) for one in read(SLIDES)] == [[], []]


@tables
def test_the_oracle_agrees_in_given_mode(name: str, given: dict[str, Any], conventions: dict[str, str], tmp_path: Path) -> None:
    assert disagreements(in_given_mode(tmp_path, name, given, conventions)) == []


@tables
def test_the_conventions_of_a_table_matter(name: str, given: dict[str, Any], conventions: dict[str, str], tmp_path: Path) -> None:
    """A row whose answers are those of the usual conventions would prove nothing."""
    one = in_given_mode(tmp_path, name, given, conventions)
    usual, told = (
        oracle(name).answers(plain(one.exercise.given), {**USUAL, **these}, list(one.truth.questions)) for these in ({}, conventions)
    )
    assert (repr(usual) == repr(told)) == (not conventions)


@tables
def test_shapes_stand_in_the_order_of_the_layout(name: str, given: dict[str, Any], conventions: dict[str, str], tmp_path: Path) -> None:
    one = in_given_mode(tmp_path, name, given, conventions)
    told = oracle(name).answers(plain(one.exercise.given), {**USUAL, **conventions}, list(one.truth.questions))
    shapes = {part: tuple(answer) for part, answer in told.items() if isinstance(answer, dict)}
    assert {part: tuple(getattr(one.truth.questions[part].form, "axes", ())) for part in shapes} == shapes
