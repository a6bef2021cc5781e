"""Shapes, by one sign or another, and by name."""

import json

from . import ARABIC, WIDE, Way

AXES = ("rows", "columns", "channels")
SHAPES = [
    (4, 4, 8),
    (4, 5, 8),
    (1, 2, 3),
    (28, 28, 6),
    (224, 224, 3),
    (7, 9, 512),
    (13, 13, 256),
    (5, 1, 2),
    (10, 20, 30),
    (1000, 999, 4),
    (2, 2, 2),
    (31, 17, 64),
]


def between(sign: str) -> Way:
    return Way(lambda v: sign.join(map(str, v)))


def sizes(template: str) -> Way:
    return Way(lambda v: template.format(*v))


SHAPE = {
    **{
        f"by {sign!r}": between(sign)
        for sign in ("x", "X", "×", " × ", " by ", "*", " * ", "·", "х", ", ", ",", " ", ";", "; ", "⨯", "\u00a0×\u00a0")
    },
    **{
        template: sizes(template)
        for template in ("({}, {}, {})", "[{},{},{}]", "({})×({})×({})", "({} x {} x {})", "({}, {}, {});", "{}x{}x{}.")
    },
    **{template: sizes(template) for template in ("shape = ({}, {}, {})", "shape ({}, {}, {})", "torch.Size([{}, {}, {}])")},
    **{
        template: sizes(template) for template in ("HxWxC = {}x{}x{}", "H × W × C: {} × {} × {}", "C×H×W = {2}×{0}×{1}", "h={}, w={}, c={}")
    },
    **{
        template: sizes(template)
        for template in ("C = {2}; H = {0}; W = {1}", "{} rows, {} columns, {} channels", "{} rows by {} columns by {} channels")
    },
    **{
        template: sizes(template)
        for template in ("output: (width {1}, height {0}, depth {2})", "{}x{}x{} channels", "1x{}x{}x{}", "{}.0 x {}.0 x {}")
    },
    "TeX": Way(lambda v: rf"${v[0]} \times {v[1]} \times {v[2]}$"),
    "JSON": Way(lambda v: json.dumps(dict(zip(AXES, v, strict=True)))),
    "wide": Way(lambda v: "x".join(map(str, v)).translate(WIDE)),
    "mixed signs": Way(lambda v: f"{v[0]}x{v[1]}, {v[2]}", "mixed"),
    "one axis too many": Way(lambda v: f"2x{v[0]}x{v[1]}x{v[2]}x7", "wrong_number"),
    "a single number": Way(lambda v: str(v[1]), "single_number"),
    "one side": Way(lambda v: f"h={v[0]}", "single_number"),
    "half a row": Way(lambda v: f"{v[0]}.5x{v[1]}x{v[2]}", "not_whole"),
    "nothing at the end": Way(lambda v: f"{v[0]}x{v[1]}x", "not_a_shape"),
    "open": Way(lambda v: f"({v[0]}, {v[1]}, {v[2]}", "not_a_shape"),
    "worked out": Way(lambda v: f"{v[0]}x{v[1]}x{v[2]} = {v[0] * v[1] * v[2]}", "not_a_shape"),
    "twice the same axis": Way(lambda v: f"h={v[0]}, h={v[1]}, c={v[2]}", "not_a_shape"),
    "zeros in front": Way(lambda v: f"0{v[0]}x0{v[1]}x{v[2]}", "not_a_shape"),
    "arabic": Way(lambda v: "x".join(map(str, v)).translate(ARABIC), "foreign_digit"),
}
