"""What a words file can do with a value: `<< b | plus >>`. Filters that write a formula stand between dollars."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..answers import number as numbers
from ..cnn.conventions import ORDERS, Conventions, Layout
from ..cnn.layers import Padding
from ..cnn.values import Axes, Number, Shape, Tensor
from ..errors import BadInput, shown
from .escape import Markdown, escape


def written(value: Any) -> str:
    """A value as it stands in a text or in a formula where no filter says otherwise."""
    match value:
        case Markdown():
            return value
        case str():
            return escape(value)
        case Axes() | Padding(rows=int(), columns=int()):
            return str(value.rows) if value.rows == value.columns else f"{value.rows} × {value.columns}"
        case bool():
            pass  # True is an int, and no text
        case int() | Fraction():
            return numbers.written(value)
        case Decimal():
            return format(value, "f").replace("-", numbers.MINUS)
    raise BadInput(f"{shown(value)} ({type(value).__name__}) cannot be printed as it is: name a part of it, or a filter")


def number(value: Number) -> Markdown:
    """In a formula: -7, and a third as a built fraction."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return Markdown(rf"{'-' if value < 0 else ''}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}")
    return Markdown(_number(value))


def plus(value: Number) -> Markdown:
    """In a formula after another term: + 7, or - 7."""
    return Markdown(f"{'-' if _number(value) < 0 else '+'} {number(abs(value))}")


def term(value: Number) -> Markdown:
    """In a formula as a factor: a negative number in brackets."""
    return Markdown(f"({number(value)})") if _number(value) < 0 else number(value)


def rounded(value: Number, places: int) -> Markdown:
    """Rounded to so many places, anywhere."""
    return Markdown(numbers.written(_number(value), places))


def size(value: Iterable[int]) -> Markdown:
    r"""In a formula: 3 \times 3, rows before columns; a single number stands for both."""
    rows, columns = (value, value) if isinstance(value, int) else value
    return _times([rows, columns])


def shape(value: Shape, conventions: Conventions | Layout) -> Markdown:
    r"""In a formula: 6 \times 6 \times 3, in the order of the course; a single channel is left out."""
    layout = conventions if isinstance(conventions, str) else conventions.layout
    sizes = value.axes()
    told = [axis for axis in ORDERS[layout] if axis in sizes and not (axis in ("channels", "filters") and sizes[axis] == 1)]
    return _times([sizes[axis] for axis in told])


def products(window: Tensor | Sequence[Number], weights: Tensor | Sequence[Number]) -> Markdown:
    r"""In a formula: every number times its weight, 1 \cdot 2 + 0 \cdot (-1)."""
    pairs = zip(_cells(window), _cells(weights), strict=True)
    return Markdown(" + ".join(_product(x, w) for x, w in pairs))


@lru_cache(maxsize=4096)
def _product(x: Number, w: Number) -> str:
    return rf"{term(x)} \cdot {term(w)}"


def symbol(name: str) -> Markdown:
    r"""In a formula, the name of a thing: X, W_1 for W1, \text{map} for a word."""
    if len(name) == 1 and name.isalpha():
        return Markdown(name)
    if name.isascii() and name[:1].isalpha() and name[1:].isdigit():
        return Markdown(f"{name[0]}_{{{name[1:]}}}")
    return Markdown(rf"\text{{{escape(name)}}}")


def plural(n: Number, one: str, many: str) -> str:
    """The word that goes with a number: `<< n >> << n | plural("row", "rows") >>`."""
    return one if abs(n) == 1 else many


def join(values: Iterable[Any], separator: str = ", ", last: str | None = None) -> Markdown:
    """One after the other; `last` is what stands before the last one, such as " and "."""
    parts = [written(value) for value in values]
    if last is None or len(parts) < 2:
        return Markdown(separator.join(parts))
    return Markdown(separator.join(parts[:-1]) + last + parts[-1])


FILTERS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (number, plus, term, rounded, size, shape, products, symbol, plural, join)}


def _number(value: Number) -> Number:
    if type(value) is not int and type(value) is not Fraction:
        raise BadInput(f"{shown(value)} is not an exact number")
    return value


def _times(sizes: Sequence[int]) -> Markdown:
    return Markdown(r" \times ".join(str(_number(size)) for size in sizes))


def _cells(values: Tensor | Sequence[Number]) -> Sequence[Number]:
    return values.values if isinstance(values, Tensor) else values
