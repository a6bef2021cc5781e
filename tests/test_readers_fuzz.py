"""No string crashes a reader, and what is read is bounded: random strings for each of them, 100,000 in a full run."""

import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from types import ModuleType

import pytest

from convexam.answers import expression, integer, number, person, positions, shape, tensor
from convexam.answers.algebra import bits
from convexam.answers.arithmetic import MAX_DIGITS
from convexam.answers.expression import MAX_BITS, Formula, Variable
from convexam.answers.forms import ExpressionForm, IntegerForm, NumberForm, PersonForm, PositionsForm, ShapeForm, TensorForm
from convexam.answers.grid import MAX_CELLS
from convexam.answers.kind import Form, Missing, Typed
from convexam.answers.positions import MAX_POSITIONS
from convexam.answers.reading import MAX_TEXT
from convexam.cnn.values import Shape
from convexam.text.words import words_beside
from depth import STRINGS

LETTERS = (Variable("n", 12, 224), Variable("p", 0, 5), Variable("f", 1, 11), Variable("C_in", 1, 64))
DIGITS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Nd", "Nl", "No")]
FRAGMENTS = {
    "numbers": "0 1 -1 −3 448 1,000 1.000 36'928 1_000 0.333 .5 5. 1e9 1e-9 1e999 9**9**9 9^9^9^9 2**-3 1/3 1/0 3² 2⁻¹ 10⁹⁹⁹ ½ ２５６ ٣ nan inf -0",
    "shapes": "4x4x8 4×4 4х4 (4,4,8) by x × H×W×C C×H×W= torch.Size([ ]) shape: px channels , ;",
    "maps": "[ [[ ] ]] ( ) , ; & | \\\\ / // array( tensor( ,dtype=int32) \\begin{bmatrix} \\end{bmatrix} \\frac{1}{3} $ Z= ? _ · null None \" '",
    "frames": "┌ ┐ │ └ ┘ ├ ─ ┼ ⎡ ⎤ ⎢ ⎥ ⎣ ⎦ [5] [-3] |---| +---+ == { } {{ }} {,} 1 22 -3",
    "names": 'h= w= c= rows columns channels: 4 5 8 and {"rows":4,"columns":5} (6) ⨯',
    "cells": '(2,3) (4,1) [[2,3],[4,1]] row column r2c3 ; and (0,1) {"row": } 2nd ,column: R C (row,column)= np.int64(2)',
    "formulas": "n p f 2p C_in C_{in} floor( ceil( ⌊ ⌋ ⌈ ⌉ // ^2 **2 ² \\frac{n}{f} \\lfloor \\rfloor \\left( x 𝑛 ^6 )^6 -( {",
    "words": "none impossible x = ≈ : px total parameters of % sqrt( __import__('os') {{1}} <b>",
    "signs": "+ - * / ^ ( ) = . , ; : ' _ ** · × ÷ – ² ⁻",
}
PIECES = [fragments.split() for fragments in FRAGMENTS.values()]
PIECES += [[" ", "  ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u2009", "\u200b", "\u2028", "\ufeff"]]
PIECES += [["\0", "\x07", "\x1b[31m", "\x7f", "\u202e", "\ud800", "\U0010ffff", "\u0301", "does not fit"]]


def a_string(draws: random.Random) -> str:
    """Mixtures of fragments, digits of all scripts, single pieces many times over, deep nesting, huge numbers."""
    match draws.randrange(12):
        case 0:
            return "".join(chr(draws.randrange(sys.maxunicode + 1)) for _ in range(draws.randrange(30)))
        case 1:
            return "".join(draws.choice(DIGITS) for _ in range(draws.randint(1, 20)))
        case 2:
            return draws.choice(draws.choice(PIECES)) * draws.choice((2, 7, 300, 4_000))
        case 3:
            depth = draws.choice((3, 6, 7, 50, 9_000))
            return draws.choice("[(-") * depth + "1" + draws.choice("])²") * depth
        case 4:
            return draws.choice(("", "-", "0.", "1e", "1/", "2^", "[")) + draws.choice("0179") * draws.choice(
                (15, 16, 399, 400, 401, 5_000, 25_000)
            )
        case 5:
            return "\n".join(
                " ".join(draws.choice(("1", "-22", "1/3", "?", "x", "0.5")) for _ in range(draws.randint(1, 5)))
                for _ in range(draws.randint(1, 5))
            )
        case _:
            pieces = [draws.choice(draws.choice(PIECES)) for _ in range(draws.choice((2, 3, 5, 9, 40)))]
            return draws.choice(("", " ")).join(pieces)


def strings() -> Iterator[str]:
    draws = random.Random(7)
    return (a_string(draws) for _ in range(STRINGS))


def is_bounded(value: object) -> bool:
    match value:
        case None:
            return True
        case int() | Fraction():
            return max(abs(value.numerator), value.denominator) <= 10**MAX_DIGITS
        case Shape():
            return all(map(is_bounded, value.axes().values()))
        case str():
            return len(value) <= MAX_TEXT
        case tuple():
            return len(value) <= MAX_POSITIONS and all(0 < size <= 10**MAX_DIGITS for cell in value for size in cell)
        case Formula():
            return bits(value.tree, dict.fromkeys((letter.name for letter in LETTERS), 8)) <= MAX_BITS
        case Typed():
            return len(value.cells) <= MAX_CELLS and all(isinstance(cell, Missing) or is_bounded(cell) for cell in value.cells)
    return False


@pytest.mark.parametrize(
    ("module", "form"),
    [
        pytest.param(integer, IntegerForm(none=True), id="integer"),
        pytest.param(number, NumberForm(decimals=4), id="number"),
        pytest.param(shape, ShapeForm(), id="shape"),
        pytest.param(tensor, TensorForm(("channels", "rows", "columns")), id="tensor"),
        pytest.param(positions, PositionsForm(several=True), id="positions"),
        pytest.param(expression, ExpressionForm(LETTERS), id="expression"),
        pytest.param(person, PersonForm(), id="person"),
    ],
)
def test_no_string_crashes_a_reader(module: ModuleType, form: Form) -> None:
    codes = set(words_beside(str(module.__file__)).blocks())
    seen: Counter[str] = Counter()
    for number_, text in enumerate(strings()):
        reading = form.read(text, comma=bool(number_ % 2))
        seen[reading.status] += 1
        assert reading.status != "read" or (is_bounded(reading.value) and form.show(reading.value))
        assert (reading.why in codes) == (reading.status == "unreadable")
        assert all(len(part) <= 40 and part.isprintable() for part in reading.seen)
    assert sum(seen.values()) == STRINGS
    assert min(seen[status] for status in ("read", "blank", "unreadable")) > STRINGS / 1_000  # the strings reach all three
