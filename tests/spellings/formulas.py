"""Formulas."""

from convexam.answers.expression import Variable

from . import Way

LETTERS = (Variable("n", 12, 224), Variable("p", 0, 5), Variable("f", 1, 11), Variable("s", 1, 4))
FORMULAS = [
    "n",
    "n + 2*p - f",
    "n + 2*p - f + 1",
    "f*f*3 + 1",
    "n*n - f*f",
    "(n + 2*p)*(f - 1)",
    "n*(n + 1)",
    "n + 1/2",
    "0.5*n + p",
    "7",
    "n - (p - f)",
    "s*(n - 1) + f",
]
FORMULA = {
    "code": Way(str),
    "close": Way(lambda v: v.replace(" ", "")),
    "wide open": Way(lambda v: f"  {v.replace('*', ' * ')}\n"),
    "implicit": Way(lambda v: v.replace("*", " "), "", lambda v: "*3" not in v),
    "points": Way(lambda v: v.replace("*", "·")),
    "times": Way(lambda v: v.replace("*", " × ")),
    "TeX's points": Way(lambda v: "$" + v.replace("*", r" \cdot ") + "$"),
    "minus": Way(lambda v: v.replace("-", "−")),
    "capitals": Way(str.upper),
    "powers": Way(lambda v: v.replace("f*f", "f^2").replace("n*n", "n**2")),
    "raised": Way(lambda v: v.replace("f*f", "f²").replace("n*n", "n²")),
    "TeX's powers": Way(lambda v: v.replace("f*f", "f^{2}").replace("n*n", "n^{2}")),
    "named": Way(lambda v: f"out = {v}"),
    "sentence": Way(lambda v: f"H_{{out}} = {v}."),
    "brackets": Way(lambda v: f"[({v})]"),
    "times one": Way(lambda v: f"1 * ({v})"),
    "wide": Way(lambda v: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in v)),
    "slanted": Way(lambda v: v.translate({ord(letter): 0x1D44E + ord(letter) - ord("a") for letter in "npfs"})),
    "floor of whole": Way(lambda v: rf"\lfloor {v} \rfloor", "", lambda v: "/" not in v and "." not in v),
    "ceiling of whole": Way(lambda v: f"math.ceil({v})", "", lambda v: "/" not in v and "." not in v),
    "decimal comma": Way(lambda v: v.replace("0.5", "0,5"), comma=True),
    "equation": Way(lambda v: f"{v} = 5 + n", "equals"),
    "unknown letter": Way(lambda v: f"{v} + m", "unknown_name"),
    "root": Way(lambda v: f"sqrt({v})", "unknown_name"),
    "unfinished": Way(lambda v: f"{v} +", "formula"),
    "open": Way(lambda v: f"({v}", "brackets"),
    "bars": Way(lambda v: f"|{v}|", "sign"),
    "high power": Way(lambda v: f"({v})^7", "exponent"),
    "import": Way(lambda v: f"__import__('os') + {v}", "sign"),
    "arabic": Way(lambda v: f"{v} + ٣", "foreign_digit"),
}
