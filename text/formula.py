"""Formulas as a small tree: what a formula may hold, read from TeX once and written by every medium."""

from typing import Any, Literal

from ..cnn.values import Record

Role = Literal["binary", "relation", "punctuation", "tight", "ordinary", "large"]


class Number(Record, frozen=True):
    text: str  # "3" or "0.25", never with a sign


class Symbol(Record, frozen=True):
    """A variable: one Latin or Greek letter."""

    letter: str


class Name(Record, frozen=True):
    """An upright name of several letters that stands for a thing: out."""

    text: str


class Function(Record, frozen=True):
    """An upright name that is applied to what follows: max, ReLU."""

    text: str


class Phrase(Record, frozen=True):
    """Running text inside a formula, with its blanks."""

    text: str


class Sign(Record, frozen=True):
    name: str  # a key of SIGNS


class Space(Record, frozen=True):
    width: Literal["thin", "thick", "quad"]


class Row(Record, frozen=True, cache_hash=True):
    """One thing after the other. Often long, and looked up in the memory of several writers."""

    items: tuple[Any, ...]


class Ratio(Record, frozen=True):
    over: Any
    under: Any


class Root(Record, frozen=True):
    content: Any


class Accent(Record, frozen=True):
    mark: Literal["hat", "bar"]
    content: Any


class Fenced(Record, frozen=True):
    """Something between two brackets; only round and square ones may be mixed: [0, 1)."""

    left: str  # a key of FENCES
    right: str
    content: Any


class Scripts(Record, frozen=True):
    base: Any
    sub: Any = None
    sup: Any = None


class Matrix(Record, frozen=True):
    kind: Literal["bmatrix", "pmatrix", "cases"]
    rows: tuple[tuple[Any, ...], ...]


Formula = Number | Symbol | Name | Function | Phrase | Sign | Space | Row | Ratio | Root | Accent | Fenced | Scripts | Matrix

SIGNS: dict[str, tuple[str, Role]] = {
    "plus": ("+", "binary"),
    "minus": ("−", "binary"),
    "dot": ("·", "binary"),
    "times": ("×", "binary"),
    "star": ("*", "binary"),
    "plus_minus": ("±", "binary"),
    "slash": ("/", "tight"),
    "equals": ("=", "relation"),
    "unequal": ("≠", "relation"),
    "less": ("<", "relation"),
    "greater": (">", "relation"),
    "at_most": ("≤", "relation"),
    "at_least": ("≥", "relation"),
    "about": ("≈", "relation"),
    "element": ("∈", "relation"),
    "arrow": ("→", "relation"),
    "comma": (",", "punctuation"),
    "dots": ("…", "ordinary"),
    "middle_dots": ("⋯", "ordinary"),
    "infinity": ("∞", "ordinary"),
    "sum": ("∑", "large"),
}

FENCES: dict[str, tuple[str, str]] = {
    "round": ("(", ")"),
    "square": ("[", "]"),
    "curly": ("{", "}"),
    "bar": ("|", "|"),
    "floor": ("⌊", "⌋"),
    "ceil": ("⌈", "⌉"),
}

GREEK: dict[str, str] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip


def items(formula: Formula) -> tuple[Formula, ...]:
    """What stands in a row; a single thing is a row of one."""
    return formula.items if isinstance(formula, Row) else (formula,)


def role(formula: Formula) -> Role:
    """How a sign stands to its neighbours; everything else is ordinary."""
    base = formula.base if isinstance(formula, Scripts) else formula
    return SIGNS[base.name][1] if isinstance(base, Sign) else "ordinary"


def is_function(formula: Formula | None) -> bool:
    return isinstance(formula, Function) or (isinstance(formula, Scripts) and isinstance(formula.base, Function))


def opens_operand(before: Formula | None) -> bool:
    """Whether a minus after this is the sign of what follows, and no subtraction."""
    return before is None or is_function(before) or isinstance(before, Phrase) or role(before) != "ordinary"


def multiplies(neighbour: Formula | None) -> bool:
    """Whether a fraction would run into its neighbour."""
    if neighbour is None or is_function(neighbour) or isinstance(neighbour, Phrase):
        return False
    return role(neighbour) in ("ordinary", "tight", "large")


def is_negative_number(formula: Formula) -> bool:
    return (
        isinstance(formula, Row) and len(formula.items) == 2 and formula.items[0] == Sign("minus") and isinstance(formula.items[1], Number)
    )


def is_tall(formula: Formula) -> bool:
    """Whether brackets must grow with what they hold."""
    match formula:
        case Ratio() | Matrix() | Sign(name="sum"):
            return True
        case Fenced(content=content) | Root(content) | Accent(content=content) | Scripts(base=content):
            return is_tall(content)
        case Row(parts):
            return any(map(is_tall, parts))
        case _:
            return False
