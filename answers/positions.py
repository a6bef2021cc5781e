"""Cells of a map by row and column: one, or all that are sought."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from ..cnn.values import Position
from .arithmetic import MAX_DEPTH, MAX_DIGITS, Unreadable
from .kind import Examples, Form, Match, Raw, Reading
from .reading import BLANK, BLANK_MARKS, check_digits, exact, known_text, means_none, unreadable, without_latex, without_stop

Order = Literal["row-column", "column-row"]

MAX_POSITIONS = 1_000

_AXIS = r"(?<![a-z])(?:rows?|r|columns?|cols?|c)(?![a-z])"
_NUMBER = r"-?[0-9]++(?:\.[0-9]*+)?"
_WHOLE = re.compile(r"(-?[0-9]+)(?:\.0*)?")
_NAMED = re.compile(rf"({_AXIS}) ?[=:]? ?({_NUMBER})|(?<![0-9.-])({_NUMBER})(?:st|nd|rd|th)? ?({_AXIS})")
_BETWEEN_AXES = r"(?:[,/;×]| and | x )"
_HEAD = re.compile(rf"[(\[]? ?({_AXIS}) ?{_BETWEEN_AXES}? ?({_AXIS}) ?[)\]]? ?[=:]? ?(?=[-(\[{{0-9])")
_LABEL = re.compile(r"\A[a-z]\w{0,20} ?[=:](?=.)")
_WORDS = re.compile(
    r"(?<![a-z])(?:the|cells?|positions?|places?|largest|at|in|of|is|are|(?:np\.|numpy\.|torch\.)?(?:array|tensor))(?![a-z])"
)
_AND = re.compile(r"(?<![a-z])and(?![a-z])|&")
_QUOTES = re.compile(r"[\"']|\\[{}]")  # and the braces of a set in TeX
_NUMPY = re.compile(r"(?:np\.|numpy\.)?u?int[0-9]{0,2}\((-?[0-9]{1,400})\)")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_INNERMOST = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_AROUND = re.compile(r"[\s,;()\[\]{}]*")
_BESIDE_NAMED = re.compile(r"[\s,;:./|()\[\]{}]*")
_BETWEEN = re.compile(r" ?[,|] ?| ")


class PositionsForm(Form, frozen=True, tag="positions"):
    """`order`: in which a pair without names is meant and shown. `several`: there may be more than one cell."""

    order: Order = "row-column"
    several: bool = False

    def read(self, raw: Raw, comma: bool = False) -> Reading:  # noqa: ARG002 - between row and column a comma is a separator in every language
        """`(2, 3)`, `row 2, column 3`, `r2c3`, a list of pairs; the order of the cells means nothing, and each counts once."""
        try:
            found = sorted(set(self._cells(raw, 0)))
            if len(found) > 1 and not self.several:
                raise Unreadable("several", str(len(found)))
            return Reading("read", tuple(found)) if found else BLANK
        except Unreadable as error:
            return unreadable(raw, error)

    def match(self, answer: tuple[Position, ...], truth: tuple[Position, ...]) -> Match:
        """The same cells, neither more nor fewer."""
        return Match.EQUAL if set(answer) == set(truth) else Match.DIFFERENT

    def show(self, value: tuple[Position, ...]) -> str:
        """`(2, 3), (4, 1)`, each in the order of the form."""
        return ", ".join(f"({first}, {second})" for first, second in map(self._ordered, value))

    def _ordered(self, pair: Sequence[Any]) -> tuple[Any, Any]:
        """From row and column to the order of the form, and back."""
        first, second = pair
        return (first, second) if self.order == "row-column" else (second, first)

    def _cells(self, raw: Raw, depth: int) -> list[Position]:
        if raw is None:
            return []
        if isinstance(raw, str):
            return self._of_text(raw)
        if isinstance(raw, dict):
            return _of_names([(str(name).casefold(), number) for name, number in raw.items() if number is not None])
        if not isinstance(raw, list):
            raise Unreadable("single_number")
        if depth == MAX_DEPTH:
            raise Unreadable("too_deep", str(MAX_DEPTH))
        if len(raw) > MAX_POSITIONS:
            raise Unreadable("too_many", str(MAX_POSITIONS))
        if all(map(_is_number, raw)):
            return [self._pair(raw)] if any(item is not None for item in raw) else []
        return [cell for item in raw for cell in self._cells(item, depth + 1)]

    def _pair(self, numbers: Sequence[Any]) -> Position:
        if len(numbers) < 2 or None in numbers:
            raise Unreadable("single_number")
        if len(numbers) > 2:
            raise Unreadable("pairs", str(len(numbers)))
        row, column = self._ordered(numbers)
        return Position((_counted(row), _counted(column)))

    def _of_text(self, raw: str) -> list[Position]:
        text = known_text(raw)
        if text in BLANK_MARKS:
            return []
        means_none(text, allowed=False)
        check_digits(text)
        text = without_latex(_QUOTES.sub("", text))
        text = without_stop(" ".join(text.casefold().replace("\n", " ; ").split()))
        text = _NUMPY.sub(r"\1", text)
        form = self
        if head := _HEAD.match(text):  # (row, column) = (2, 3)
            form, text = _in_order(head[1], head[2]), text[head.end() :]
        _balanced(text)
        found = _by_name(text) or form._bare(_LABEL.sub("", text))
        if len(found) > MAX_POSITIONS:
            raise Unreadable("too_many", str(MAX_POSITIONS))
        return found

    def _bare(self, text: str) -> list[Position]:
        """Pairs of numbers, each in brackets or between semicolons."""
        text = _AND.sub(";", _WORDS.sub(" ", text)).strip()
        bodies = _INNERMOST.findall(text)
        if bodies and not _AROUND.fullmatch(_INNERMOST.sub(" ", text)):
            raise Unreadable("not_positions")
        found = [cell for body in bodies or [text] for cell in self._pairs(body)]
        if not found:
            raise Unreadable("not_positions")
        return found

    def _pairs(self, text: str) -> list[Position]:
        """`2 3; 4 1` are two cells, and `2; 3` is one."""
        pieces = [_BETWEEN.split(piece.strip(" ,")) for piece in text.split(";") if piece.strip(" ,")]
        if any(not re.fullmatch(_NUMBER, number) for piece in pieces for number in piece):
            raise Unreadable("not_positions")
        if len(pieces) == 2 and all(len(piece) == 1 for piece in pieces):
            pieces = [[number for piece in pieces for number in piece]]
        return list(map(self._pair, pieces))

    def examples(self, truth: Any) -> Examples:
        (row, column), further = truth[0], truth[1:]
        rest = "".join(f"; r{cell.row}c{cell.column}" for cell in further)
        listed = [list(self._ordered(cell)) for cell in truth]
        named = " and ".join(f"row {cell.row}, column {cell.column}" for cell in truth)
        right = (
            self.show(truth),
            self.show(truth[::-1]),
            listed,
            listed[0] if not further else str(listed),
            named,
            "; ".join(f"column {cell.column}, row {cell.row}" for cell in truth),
            ", ".join(f"R{cell.row}C{cell.column}" for cell in truth),
            [{"row": cell.row, "column": cell.column} for cell in truth],
            f"{self.show(truth)}, {self.show(truth[:1])}",
        )
        wrong = (f"r{row + 1}c{column}{rest}", f"row {row}, column {column + 2}{rest}", [[row + 3, column + 4]])
        unreadable = ("5", "(0, 1)", "(1, -2)", "row 2", "(1.5, 2)", "(1, 2", "2, 3, 4", "top left", "none", [0, 1])
        if not self.several:
            return Examples(right, wrong, (*unreadable, "(1, 1), (1, 2)"))
        return Examples(right, (*wrong, f"{named}; r{row + 90}c{column}"), unreadable)


def _in_order(first: str, second: str) -> PositionsForm:
    """The order that words in front name."""
    if first[0] == second[0]:
        raise Unreadable("half_named")
    return PositionsForm("row-column" if first.startswith("r") else "column-row")


def _is_number(item: object) -> bool:
    return (
        item is None or type(item) is int or isinstance(item, Decimal) or (isinstance(item, str) and bool(_WHOLE.fullmatch(item.strip())))
    )


def _counted(number: object) -> int:
    """A row or a column, counted from 1."""
    value = number
    if isinstance(number, str):
        whole = _WHOLE.fullmatch(number.strip())
        if not whole:
            raise Unreadable("not_whole", number)
        if len(whole[1]) > MAX_DIGITS:
            raise Unreadable("too_large", str(MAX_DIGITS))
        value = int(whole[1])
    if isinstance(number, Decimal) and number.is_finite():
        value = exact(number)
    if type(value) is not int:
        raise Unreadable("not_whole", str(number)[:MAX_DIGITS])
    if abs(value) >= 10**MAX_DIGITS:
        raise Unreadable("too_large", str(MAX_DIGITS))
    if value < 1:
        raise Unreadable("below_one", str(value))
    return value


def _by_name(text: str) -> list[Position]:
    """`row 2, column 3; column 1, row 4`; nothing where no number has a name."""
    found = [(before or after, number or numbered) for before, number, numbered, after in _NAMED.findall(text)]
    if not found:
        return []
    rest = _AND.sub(" ", _WORDS.sub(" ", _NAMED.sub(" ", text)))
    if not _BESIDE_NAMED.fullmatch(rest):
        raise Unreadable("half_named" if any(map(str.isdigit, rest)) else "not_positions")
    return [cell for first in range(0, len(found), 2) for cell in _of_names(found[first : first + 2])]


def _of_names(numbers: list[tuple[str, Any]]) -> list[Position]:
    """One cell from its row and its column, in any order."""
    if not numbers:
        return []
    named = {name[0]: number for name, number in numbers if re.fullmatch(_AXIS, name)}
    if set(named) != {"r", "c"} or len(numbers) != 2:
        raise Unreadable("half_named")
    return [Position((_counted(named["r"]), _counted(named["c"])))]


def _balanced(text: str) -> None:
    opened: list[str] = []
    for sign in text:
        if sign in _CLOSING:
            opened.append(_CLOSING[sign])
        elif sign in ")]}" and (not opened or opened.pop() != sign):
            raise Unreadable("brackets")
    if opened:
        raise Unreadable("brackets")
