"""Chance: the same numbers everywhere and for ever, none likelier than another."""

import os
import subprocess
import sys
from collections import Counter
from itertools import permutations

import pytest

from convexam.cnn.values import BadValue
from convexam.exercises.draws import Draws

GOLDEN = {  # id: (what is drawn from a stream of its own, and what has always come out)
    "integer": (lambda draws: [draws.integer(-9, 9) for _ in range(12)], None),
}


def drawn() -> dict[str, object]:
    """One of everything, each from a stream of its own."""
    one = {name: Draws(("golden", name)) for name in ("integer", "large", "choice", "sample", "shuffle", "tensor", "zeros", "kernel", "bias", "none")}
    return {
        "integer": [one["integer"].integer(-9, 9) for _ in range(12)],
        "large": one["large"].integer(0, 2**62),
        "choice": [one["choice"].choice("abcdefgh") for _ in range(8)],
        "sample": one["sample"].sample(range(100), 6),
        "shuffle": one["shuffle"].shuffle("abcdefgh"),
        "tensor": one["tensor"].tensor((2, 2, 3), -3, 3).to_nested(),
        "zeros": one["zeros"].tensor((1, 3, 3), 0, 5, zeros=4).to_nested(),
        "kernel": one["kernel"].kernel((1, 2, 3, 3), 3, zeros=5).to_nested(),
        "bias": [one["bias"].bias(True, 3).to_nested(), one["bias"].bias(False)],
    }
