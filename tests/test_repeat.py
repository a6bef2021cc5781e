"""The program that repeats the steps of a key: it finds nothing wrong with a right key, and everything that was tampered with."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from repeat import repeat

CONVENTIONS = {
    **{
        "padding": "per-side",
        "odd": "behind",
        "size": "floor",
        "dilation": "from-one",
        "pool_stride": "window",
        "average": "cells-on-map",
        "mirror": "edge-once",
    },
    **{"layout": "rows-columns-channels", "bias": "counted", "cost": "macs", "kernel": "as-it-is"},
}
CONV = {"size": [2, 2], "filters": 1, "channels": 1, "stride": [1, 1], "padding": [0, 0], "dilation": [1, 1], "biased": True}
Key = dict[str, Any]


def step(operation: str, arguments: list[Any], result: Any, part: str | None = None, depth: int = 0) -> dict[str, Any]:
    return {"operation": operation, "arguments": arguments, "result": result, "depth": depth, "part": part}


def answered(part: str, answer: Any, step: int) -> dict[str, Any]:
    return {"id": f"net.{part}", "answer": answer, "accepted": [answer], "step": step}


def key() -> Key:
    """A layer on a 3 × 3 map, by hand."""
    return {
        "name": "net",
        "conventions": CONVENTIONS,
        "given": {
            "image": [[[1, 2, 0], [0, 1, 3], [2, 0, 1]]],
            "layers": [{"conv": {**CONV, "weights": [[[[1, 0], [0, -1]]]], "biases": ["1/2"]}}],
            "dense": {"neurons": 5, "biased": True},
            "scores": [0, 0],
            "label": 2,
        },
        "steps": [
            step("output_size", [3, 2, 0, 1, 1], 2, depth=1),
            step("output_size", [3, 2, 0, 1, 1], 2, depth=1),
            step("output_shape", [{"channels": 1, "rows": 3, "columns": 3}, {"given": "layers.0.conv"}], {"channels": 1, "rows": 2, "columns": 2}, "net.shape"),
            step("conv2d", [{"given": "image"}, {"given": "layers.0.conv"}], [[["1/2", "-1/2"], ["1/2", "1/2"]]], "net.map"),
            step("relu", [{"answer": "map"}], [[["1/2", 0], ["1/2", "1/2"]]], "net.relu"),
            step("put", [{"step": 4}, [[1, 2]], [{"step": 0}]], [[["1/2", 2], ["1/2", "1/2"]]], "net.count"),
            step("size", [{"step": 5}], 4, "net.count"),
            step("dense_parameters", [4, {"given": "dense"}], 25, "net.count"),
            step("total", [0, 25], 25, "net.count"),
            step("softmax", [{"given": "scores"}], ["1/2", "1/2"], "net.loss"),
            step("cross_entropy", [{"step": 9}, 2], "69314718055994530941723212145817656807550013436026/" + "1" + "0" * 50, "net.loss"),
            step("kernels_that_fit", [3, 2, 0, 2, 3], [1], "net.hidden"),
        ],
        "parts": [
            answered("shape", {"channels": 1, "rows": 2, "columns": 2}, 2),
            answered("map", [[["1/2", "-1/2"], ["1/2", "1/2"]]], 3),
            answered("relu", [[["1/2", 0], ["1/2", "1/2"]]], 4),
            answered("count", 25, 8),
            answered("loss", "69314718055994530941723212145817656807550013436026/" + "1" + "0" * 50, 10),
            answered("hidden", 1, 11),
        ],
    }  # fmt: skip


def test_a_right_key_is_proven() -> None:
    assert repeat(key()) == []


def test_a_tensor_with_stated_places_is_its_numbers() -> None:
    right = key()
    right["given"]["scores"] = {"values": [0, 0], "decimals": 2}
    assert repeat(right) == []


def set_to(value: Any, *path: str | int) -> Callable[[Key], None]:
    def change(key: Key) -> None:
        target: Any = key
        for name in path[:-1]:
            target = target[name]
        target[path[-1]] = value

    return change


TAMPERED = {
    "a cell of a map": (set_to("1/3", "steps", 3, "result", 0, 0, 0), "step 3, conv2d: gives"),
    "a shape": (set_to(3, "steps", 2, "result", "rows"), "step 2, output_shape: gives"),
    "the result of an inner step": (set_to(3, "steps", 0, "result"), "step 0, output_size: gives 2, not 3"),
    "a true for a one": (set_to(True, "steps", 0, "result"), "step 0, output_size: gives 2, not True"),
    "a size that exists": (set_to(None, "steps", 2, "result"), "step 2, output_shape: gives"),
    "the 39th digit of a logarithm": (
        set_to("693147180559945309417232121458176568075/" + "1" + "0" * 39, "steps", 10, "result"),
        "step 10, cross_entropy: gives",
    ),
    "the given": (set_to(7, "given", "image", 0, 0, 0), "step 3, conv2d: gives"),
    "a convention": (set_to("flipped", "conventions", "kernel"), "step 3, conv2d: gives"),
    "a number from nowhere": (set_to(17, "steps", 8, "arguments", 0), "step 8, total: 17 stands neither in the given nor among earlier results"),
    "a size in a shape from nowhere": (set_to(17, "steps", 2, "arguments", 0, "rows"), "step 2, output_shape: 17 stands neither"),
    "a number that only a later step has": (set_to(25, "steps", 7, "arguments", 0), "step 7, dense_parameters: 25 stands neither"),
    "a map typed into an argument": (set_to([[[6, 0], [0, 0]]], "steps", 4, "arguments", 0), "step 4, relu: 6 stands neither"),
    "a number that nothing hands on": (set_to([9], "steps", 5, "arguments", 2), "step 5, put: 9 stands neither"),
    "a reference to nothing given": (set_to({"given": "layers.3.conv"}, "steps", 3, "arguments", 1), "step 3, conv2d: layers.3.conv does not stand in the given"),
    "a reference to a later step": (set_to({"step": 8}, "steps", 4, "arguments", 0), "step 4, relu: step 8 is no earlier step"),
    "a reference to a later answer": (set_to({"answer": "count"}, "steps", 4, "arguments", 0), "step 4, relu: step 8 is no earlier step"),
    "a reference to no answer": (set_to({"answer": "pool"}, "steps", 4, "arguments", 0), "step 4, relu: there is no part pool"),
    "arguments in another order": (set_to([{"given": "layers.0.conv"}, {"given": "image"}], "steps", 3, "arguments"), "step 3, conv2d: cannot be done"),
    "an unknown operation": (set_to("guess", "steps", 4, "operation"), "step 4, guess: no such operation"),
    "an answer": (set_to(26, "parts", 3, "answer"), "part count: 26 is not the result of step 8, 25"),
    "an answer among several": (set_to(2, "parts", 5, "answer"), "part hidden: 2 is not the result of step 11, [1]"),
    "an answer from another step": (set_to(7, "parts", 3, "step"), "part count: is answered by step 7, but its steps are [5, 6, 7, 8]"),
    "an answer without a step": (set_to(None, "parts", 3, "step"), "part count: names no step"),
    "a step of another part": (set_to("net.loss", "steps", 8, "part"), "part count: is answered by step 8, but its steps are [5, 6, 7]"),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "complaint"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_found(tamper: Callable[[Key], None], complaint: str) -> None:
    changed = copy.deepcopy(key())
    tamper(changed)
    assert complaint in "\n".join(repeat(changed))
