"""Chance: the same numbers everywhere and for ever, none likelier than another."""

import os
import subprocess
import sys
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from convexam.cnn.values import BadValue
from convexam.exercises import draws
from convexam.exercises.draws import Draws

GOLDEN = {  # what has always come out; where one of these moves, every printed code names another problem
    "integer": [-2, -1, 3, -7, -7, 1, -9, -3, 4, -4, -5, -2],
    "large": 3706239668009183138,
    "choice": ["h", "a", "d", "f", "g", "a", "h", "f"],
    "sample": (76, 49, 98, 78, 34, 84),
    "shuffle": ("h", "e", "d", "f", "a", "c", "b", "g"),
    "tensor": [[[-1, 3, 2], [2, -1, 2]], [[-3, 2, 1], [1, -3, -1]]],
    "zeros": [[[0, 0, 2], [0, 5, 0], [2, 1, 3]]],
    "kernel": [[[[0, 0, 0], [2, -3, 0], [0, 1, -2]], [[0, 0, 2], [-3, -2, 0], [2, 0, 0]]]],
    "bias": [[1, -8, -3], None],
}


def drawn(name: str) -> Any:
    """One of these, from a stream of its own."""
    one = Draws(("golden", name))
    match name:
        case "integer":
            return [one.integer(-9, 9) for _ in range(12)]
        case "large":
            return one.integer(0, 2**62)
        case "choice":
            return [one.choice("abcdefgh") for _ in range(8)]
        case "sample":
            return one.sample(range(100), 6)
        case "shuffle":
            return one.shuffle("abcdefgh")
        case "tensor":
            return one.tensor((2, 2, 3), -3, 3).to_nested()
        case "zeros":
            return one.tensor((1, 3, 3), 0, 5, zeros=4).to_nested()
        case "kernel":
            return one.kernel((1, 2, 3, 3), 3, zeros=5).to_nested()
        case _:
            return [bias and bias.to_nested() for bias in (one.bias(True, 3), one.bias(False))]


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_values(name: str) -> None:
    assert drawn(name) == GOLDEN[name]


def test_no_number_is_likelier_than_another() -> None:
    """Chi-square, n − 1 degrees of freedom; each limit is passed by chance once in a thousand, and the seed is fixed."""
    for n, limit in ((2, 10.83), (3, 13.82), (5, 18.47), (6, 20.52), (7, 22.46), (10, 27.88)):
        one, times = Draws(("chi-square", n)), 6000
        counts = Counter(one.integer(1, n) for _ in range(times))
        assert sum((counts[v] - times / n) ** 2 / (times / n) for v in range(1, n + 1)) < limit


def test_no_order_is_likelier_than_another() -> None:
    one, times = Draws(("chi-square", "orders")), 6000
    counts = Counter(one.shuffle("abcd") for _ in range(times))
    assert sum((counts[order] - times / 24) ** 2 / (times / 24) for order in permutations("abcd")) < 49.73


def test_words_beyond_the_last_whole_multiple_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """With words of two bits, the word 3 must be passed over when one of three is wanted: else 0 came twice as often."""
    monkeypatch.setattr(draws, "_WORDS", 4)
    one = Draws(())
    one._words = [2, 3, 1, 3, 3, 0]
    assert [one.integer(0, 2) for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a",), ("a", "")),
        ((), ("",)),
        (("1", "12"), ("11", "2")),
        (("a", "b"), ("b", "a")),
        (("é",), ("e\u0301",)),
    ],
    ids=str,
)
def test_names_are_kept_apart(names: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert Draws(names).integer(0, 2**60) != Draws(others).integer(0, 2**60)


def test_neighbouring_seeds_have_nothing_in_common() -> None:
    streams = [Draws(("practice", seed)) for seed in range(200)]
    assert len({one.integer(0, 10**12) for one in streams for _ in range(12)}) == 12 * 200


def test_zeros_and_signs_are_as_many_as_wanted() -> None:
    for seed in range(50):
        image = Draws(("zeros", seed)).tensor((3, 4, 4), 0, 6, zeros=5)
        assert [channel.values.count(0) for channel in image.channels()] == [5, 5, 5]
        kernel = Draws(("kernel", seed)).kernel((1, 3, 3, 3), 3, zeros=4)
        assert kernel.values.count(0) == 12
        assert sum(v > 0 for v in kernel.values) - sum(v < 0 for v in kernel.values) in (0, 1)
        bias = Draws(("bias", seed)).bias(True, 4)
        assert bias is not None
        assert 0 not in bias.values


def test_a_sample_has_nothing_twice() -> None:
    for seed in range(50):
        found = Draws(("sample", seed)).sample(range(9), 9)
        assert sorted(found) == list(range(9))


REFUSED = {
    "empty range": lambda one: one.integer(3, 2),
    "nothing to choose": lambda one: one.choice(()),
    "too large a sample": lambda one: one.sample("ab", 3),
    "too many zeros": lambda one: one.tensor((1, 2, 2), 0, 5, zeros=5),
    "too many zeros in a kernel": lambda one: one.kernel((1, 1, 2, 2), 3, zeros=5),
}


@pytest.mark.parametrize("draw", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_said(draw: Any) -> None:
    with pytest.raises(BadValue):
        draw(Draws(("refused",)))


PROGRAM = """
from convexam.exercises.documents import write
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.key import key
print(write([key(practice(Wish(family(name)), 3)) for name in ("cnn-layers", "conv2d", "output-size", "conv-parameters")]))
"""


def test_nothing_depends_on_the_hash_seed_or_the_folder(tmp_path: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=folder, capture_output=True, check=True
        ).stdout
        for seed, folder in (("1", tmp_path), ("4242", tmp_path.parent))
    }
    assert len(outputs) == 1
