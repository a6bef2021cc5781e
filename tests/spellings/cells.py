"""Cells of a map, by row and column."""

from . import ARABIC, WIDE, Way

CELLS = [(1, 1), (2, 3), (4, 1), (3, 2), (10, 12), (7, 7), (1, 28), (99, 5), (6, 13), (100, 100)]


def place(template: str, why: str = "") -> Way:
    return Way(lambda v: template.format(*v), why)


PLAIN = (
    "({}, {})",
    "{},{}",
    "{}, {}",
    "{} {}",
    "{};{}",
    "[{}, {}]",
    "{{{}, {}}}",
    "({}|{})",
    "( {} , {} )",
    "({}, {}).",
    "({}., {}.)",
    "$({},{})$",
)
NAMED = (
    "row {}, column {}",
    "Row {} Column {}",
    "row {} and column {}",
    "row {}; column {}",
    "row: {}, col: {}",
    "row={}, column={}",
    "r{}c{}",
    "R{}C{}",
)
TURNED = ("column {1}, row {0}", "c{1}r{0}", "the {1}th column of the {0}th row", "(column, row) = ({1}, {0})", "column, row: {1}, {0}")
SAID = (
    "(row, column) = ({}, {})",
    "cell ({}, {})",
    "the cell at ({}, {})",
    "Z = ({}, {})",
    "position: {}, {}",
    "array([{}, {}])",
    "[[{}, {}]]",
)
CODE = (
    '{{"row": {}, "column": {}}}',
    "{{'column': {1}, 'row': {0}}}",
    "(np.int64({}), np.int64({}))",
    r"\left({},{}\right)",
    "({0}, {1}), ({0}, {1})",
)
PLACE = {
    **{template: place(template) for template in (*PLAIN, *NAMED, *TURNED, *SAID, *CODE)},
    "wide": Way(lambda v: f"({v[0]}, {v[1]})".translate(WIDE)),
    **{template: place(template, "single_number") for template in ("{}", "({})")},
    **{template: place(template, "half_named") for template in ("row {}", "column {}", "row {}, {}", "row {}, row {}")},
    **{template: place(template, "pairs") for template in ("{}, {}, 3", "{}, {}, 4, 1", "({}, {}, 9)")},
    **{
        template: place(template, "not_positions") for template in ("{}x{}", "{}/{}", "({}, {}) or (4, 1)", "x = {}, y = {}", "top {} left")
    },
    **{template: place(template, "below_one") for template in ("({}, 0)", "(-{}, {})", "({}, −{})", "row 0, column {}")},
    **{template: place(template, "not_whole") for template in ("({}.5, {})", "row {}, column {}.5")},
    **{template: place(template, "brackets") for template in ("({}, {}", "{}, {})", "({}, {}]")},
    "arabic": Way(lambda v: f"({v[0]}, {v[1]})".translate(ARABIC), "foreign_digit"),
}
