"""A map: a grid of numbers, cell by cell, for one channel or several."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..cnn.values import Number, Tensor, whole
from .arithmetic import MAX_DIGITS, Unreadable, calculated, literal
from .grid import flat, opened, parsed, plain
from .kind import Examples, Form, Match, Missing, Raw, Reading, Typed
from .number import MINUS, compared, typed, written
from .reading import BLANK, MAX_TEXT, exact, excerpt, fold, known_text, means_none, refuse_date, unreadable, without_latex

MAX_RANK = 4  # filters, channels, rows, columns

_BLANK = frozenset({"", "?", "_", "·", "null", "None"})
_NUMBER = re.compile(r"([-+]?)((?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?)(?:/([0-9]{1,400}))?")
_INTEGER = re.compile(r"-?[0-9]{1,400}")
_CALCULATION = re.compile(r"[-+*/×·⋅^().0-9eE]{1,60}")  # neither an x nor raised digits: in a cell they are more likely slips

_SIGNS = {Missing.BLANK: "·", Missing.UNREADABLE: "?"}


class TensorForm(Form, frozen=True, tag="tensor"):
    """`axes`: the names of the axes, rows before columns. `sizes`: only where the printed grid tells them. `decimals`: as for numbers."""

    axes: tuple[str, ...]
    sizes: tuple[int, ...] | None = None
    decimals: int | None = None

    def read(self, raw: Raw, comma: bool = False) -> Reading:
        """Rows on lines, nested lists, print-outs; a cell may be blank or unreadable without harm to the others."""
        if type(raw) is str and len(raw) <= MAX_TEXT and (simple := plain(raw)):
            return Reading("read", Typed(_of_rank(simple[0], len(self.axes)), simple[1]))
        try:
            return self._read(raw, comma)
        except Unreadable as error:
            return unreadable(raw, error)

    def _read(self, raw: Raw, comma: bool) -> Reading:
        if raw is None:
            return BLANK
        if isinstance(raw, str):
            text = known_text(raw)
            if text in _BLANK:
                return BLANK
            means_none(text, allowed=False)
            sizes, contents = parsed(text, comma)
        else:
            sizes, contents = flat(opened(raw, comma))
        cells = tuple(map(_cell, contents))
        if all(cell is Missing.BLANK for cell in cells):
            return BLANK
        if not any(isinstance(cell, Number) for cell in cells):
            raise Unreadable("no_numbers")
        sizes = _of_rank(sizes, len(self.axes))
        if len(sizes) > MAX_RANK:
            raise Unreadable("too_deep", str(MAX_RANK))
        seen = tuple(excerpt(content, 20) for content, cell in zip(contents, cells, strict=True) if cell is Missing.UNREADABLE)
        return Reading("read", Typed(sizes, cells, seen))

    def match(self, answer: Typed, truth: Tensor) -> Match:
        """Near, if all cells are equal or near."""
        if self.decimals is None and answer.sizes == truth.sizes and answer.cells == truth.values:
            return Match.EQUAL
        cells = self.cells(answer, truth)
        if cells is None or any(cell not in (Match.EQUAL, Match.NEAR) for cell in cells):
            return Match.DIFFERENT
        return Match.NEAR if Match.NEAR in cells else Match.EQUAL

    def cells(self, answer: Typed, truth: Tensor) -> tuple[Match | Missing, ...] | None:
        """How each cell stands to the truth; None where the shape is another."""
        if _of_rank(truth.sizes, len(answer.sizes)) != answer.sizes:
            return None
        if self.decimals is None and answer.cells == truth.values:
            return (Match.EQUAL,) * len(answer.cells)
        pairs = zip(answer.cells, truth.values, strict=True)
        return tuple([a if isinstance(a, Missing) else compared(a, t, self.decimals) for a, t in pairs])

    def show(self, value: Typed | Tensor | None) -> str:
        """`35 20 / 1 −3`, channels between ` // `; `·` is a blank cell, `?` an unreadable one."""
        if value is None:
            return "none"
        return " // ".join(" / ".join(" ".join(row) for row in channel) for channel in self.show_cells(value))

    def show_cells(self, value: Typed | Tensor) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The texts of the cells: channels (of all filters, one after the other), rows, columns."""
        contents = value.cells if isinstance(value, Typed) else value.values
        texts = [_SIGNS[c] if isinstance(c, Missing) else written(c, self._places(c, value)) for c in contents]
        rows, columns = (1, 1, *value.sizes)[-2:]
        lines = [tuple(texts[i : i + columns]) for i in range(0, len(texts), columns)]
        return tuple(tuple(lines[i : i + rows]) for i in range(0, len(lines), rows))

    def _places(self, cell: Number, grid: Typed | Tensor) -> int | None:
        """A tensor may have places of its own; they are used for cells that need no more."""
        if self.decimals is not None or isinstance(cell, int) or not isinstance(grid, Tensor):
            return self.decimals
        return grid.decimals if (cell * 10**grid.decimals).denominator == 1 else None

    def examples(self, truth: Any) -> Examples:
        texts = [typed(value, self.decimals) for value in truth.values]
        other = [typed(value + 10, self.decimals) for value in truth.values]
        wrong = (
            _listed([other[0], *texts[1:]], truth.sizes),
            _listed(other, truth.sizes),
            [*_listed(texts, truth.sizes), *_listed(texts, truth.sizes)],
        )
        unreadable = ("1 2\n3", "abc", "[[1, 2], [3]]", "[[1, 2]", "[" * 9 + "1" + "]" * 9, "none", "-")
        return Examples(_spellings(texts, truth.sizes), wrong, unreadable)


def _cell(content: Any) -> Number | Missing:
    """One cell: a number, a fraction, or nothing that can be read."""
    if type(content) is str:
        return _cell_of_text(content)
    if type(content) is int:
        return content if abs(content) < 10**MAX_DIGITS else Missing.UNREADABLE
    if content is None:
        return Missing.BLANK
    try:
        return exact(content) if isinstance(content, Decimal) else Missing.UNREADABLE
    except Unreadable:
        return Missing.UNREADABLE


def _cell_of_text(text: str) -> Number | Missing:
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) > 3 * MAX_DIGITS:
        return Missing.UNREADABLE
    text = without_latex(fold(text)).strip(" \n\"'")
    if text in _BLANK:
        return Missing.BLANK
    try:
        refuse_date(text)
        return _number(text)
    except Unreadable:
        return Missing.UNREADABLE


def _number(text: str) -> Number | Missing:
    """A number or a fraction at once, `8+9` as a calculation."""
    number = _NUMBER.fullmatch(text)
    if not number or (number[3] and not int(number[3])):
        return calculated(text, comma=False, grouped=False) if _CALCULATION.fullmatch(text) else Missing.UNREADABLE
    value = literal(number[2]) * (-1 if number[1] == "-" else 1)
    return whole(Fraction(value, int(number[3]))) if number[3] else value


def _of_rank(sizes: tuple[int, ...], rank: int) -> tuple[int, ...]:
    """Missing axes are axes of size 1 in front; superfluous ones of size 1 are dropped, others stay as they were typed."""
    if len(sizes) <= rank:
        return (1,) * (rank - len(sizes)) + sizes
    left = list(sizes)
    while len(left) > rank and 1 in left:
        left.remove(1)
    return tuple(left)


def _listed(texts: list[str], sizes: tuple[int, ...]) -> list[Any]:
    """Nested lists, as a submission in JSON holds them: what is no whole number is a string."""
    listed: list[Any] = [int(text) if _INTEGER.fullmatch(text) else text for text in texts]
    for size in reversed(sizes[1:]):
        listed = [listed[i : i + size] for i in range(0, len(listed), size)]
    return listed


def _spellings(texts: list[str], sizes: tuple[int, ...]) -> tuple[Raw, ...]:
    listed = _listed(texts, sizes)
    json = str(listed).replace("'", "")
    printed = json.replace(",", "")
    right: tuple[Raw, ...] = (
        listed,
        json,
        json.replace("-", MINUS),
        f"Z = {json}",
        f"array({printed})",
        f"tensor({json}, dtype=torch.float64)",
    )
    if len(sizes) > 3:
        return right
    *_, rows, columns = (1, *sizes)
    lines = [texts[i : i + columns] for i in range(0, len(texts), columns)]
    channels = [lines[i : i + rows] for i in range(0, len(lines), rows)]
    lined, comma, shown, tex = (
        between.join(start + under.join(beside.join(row) for row in channel) + end for channel in channels)
        for between, start, under, beside, end in (
            ("\n\n", "", "\n", " ", ""),
            ("\n\n", "", "\n", ", ", ""),
            (" // ", "", " / ", " ", ""),
            ("\n", "\\begin{bmatrix} ", r" \\ ", " & ", r" \end{bmatrix}"),
        )
    )
    braces = json.translate(str.maketrans("[]", "{}"))
    if rows == 1 < len(channels):  # single rows between blank lines are rows of one map
        return (*right, braces, shown, tex)
    boxed = "\n\n".join("\n".join(f"│ {' '.join(row)} │" for row in channel) for channel in channels)
    return (*right, braces, boxed, lined, lined.replace("-", MINUS), comma, shown, tex)
