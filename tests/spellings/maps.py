"""Maps: on lines, as lists, as code and its print-outs, in TeX."""

from fractions import Fraction as F
from typing import Any

from . import ARABIC, WIDE, Spell, Way
from .numbers import decimal

MAPS = [
    ((35, 20), (1, -3)),
    ((17, -5, 11), (3, 26, 20), (4, 6, -7)),
    ((1, 0, 2, 4), (0, -1, 5, 3)),
    ((F(1, 2), 2), (F(-3, 4), 0)),
    ((-1,), (2,), (30,)),
    ((0, 0), (0, 448)),
    ((12, -34, 56, -78, 90), (1, 2, 3, 4, 5)),
    ((100, -200, F(5, 2)), (7, 8, 9)),
    ((1000, 2), (3, 4)),
    ((-9, -8), (-7, -6), (-5, -4), (-3, -2)),
]


def laid_out(between: str, beside: str, start: str = "", end: str = "", cell: Spell = str) -> Spell:
    return lambda rows: start + between.join(beside.join(map(cell, row)) for row in rows) + end


def whole(rows: Any) -> bool:
    return all(isinstance(cell, int) for row in rows for cell in row)


def wide(rows: Any) -> bool:
    return len(rows[0]) > 1


def points(cell: F | int) -> str:
    return str(cell) if isinstance(cell, int) else decimal(cell)


def commas(cell: F | int) -> str:
    return points(cell).replace(".", ",")


LISTED = laid_out("], [", ", ", "[[", "]]")
MAP = {
    "lines": Way(laid_out("\n", " ")),
    "lines of another system": Way(laid_out("\r\n", " ")),
    "padded": Way(laid_out(" \n  ", "   ", " ", "\n\n")),
    "tabs": Way(laid_out("\n", "\t")),
    "commas": Way(laid_out("\n", ", ")),
    "semicolons": Way(laid_out("\n", "; ", end="\n")),
    "ours": Way(laid_out(" / ", " "), "", wide),
    "Matlab": Way(laid_out("; ", " ", "[", "]"), "", wide),
    "JSON": Way(LISTED),
    "with a name": Way(laid_out("], [", ", ", "Z = [[", "]]")),
    "code": Way(laid_out("], [", ", ", "z = [[", "]];")),
    "round": Way(laid_out("), (", ", ", "((", "))"), "", wide),
    "braces": Way(laid_out("},{", ",", "{{", "}}")),
    "a list a line": Way(laid_out("]\n[", ", ", "[", "]")),
    "NumPy": Way(laid_out("]\n [", " ", "[[", "]]")),
    "array": Way(laid_out("],\n       [", ", ", "array([[", "]])")),
    "tensor": Way(laid_out("],\n        [", ", ", "tensor([[", "]], dtype=torch.float64)", points)),
    "TeX": Way(laid_out(r" \\ ", " & ", r"\begin{bmatrix} ", r" \end{bmatrix}")),
    "TeX in dollars": Way(laid_out("\\\\", "&", r"$\begin{pmatrix}", r"\\\end{pmatrix}$")),
    "Markdown": Way(laid_out(" |\n| ", " | ", "| ", " |")),
    "boxed": Way(laid_out(" │\n│ ", " ", "│ ", " │")),
    "strings": Way(laid_out('", "', " ", '["', '"]'), "", wide),
    "said": Way(laid_out("\n", " ", "The result is\n"), "", whole),
    "minus": Way(laid_out("\n", " ", cell=lambda cell: str(cell).replace("-", "−"))),
    "wide": Way(laid_out("\n", " ", cell=lambda cell: str(cell).translate(WIDE))),
    "sums": Way(laid_out("\n", " ", cell=lambda cell: f"{cell - 1}+1")),
    "decimals": Way(laid_out("\n", " ", cell=points)),
    "decimal commas": Way(laid_out("\n", " ", cell=commas), "", wide, comma=True),
    "decimal commas and semicolons": Way(laid_out("\n", "; ", cell=commas), "", wide, comma=True),
    "points where commas are decimal": Way(laid_out("], [", ", ", "[[", "]]", points), comma=True),
    "commas where they may be decimal": Way(
        laid_out("\n", ","),
        "two_readings",
        lambda v: whole(v) and min(v[0]) > 0 and len(v[0]) == 2 and all(row[1] >= 0 for row in v),
        comma=True,
    ),
    "ragged": Way(lambda v: laid_out("\n", " ")(v) + " 7", "ragged"),
    "ragged list": Way(lambda v: f"[{LISTED(v)[1:-2]}, 7]]", "ragged"),
    "open": Way(lambda v: LISTED(v)[:-1], "brackets"),
    "closed by another": Way(lambda v: LISTED(v)[:-2] + ")]", "brackets"),
    "arabic": Way(lambda v: laid_out("\n", " ")(v).translate(ARABIC), "no_numbers"),
    "too deep": Way(lambda v: "[" * 6 + LISTED(v) + "]" * 6, "too_deep"),
}
