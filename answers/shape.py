"""The shape of a map: one size for each axis, in the order that the statement asks for."""

import re
from decimal import Decimal
from typing import Any

from ..cnn.values import Shape
from .arithmetic import MAX_DIGITS, Unreadable
from .kind import Examples, Form, Match, Raw, Reading
from .number import written
from .reading import BLANK, BLANK_MARKS, check_digits, exact, excerpt, known_text, means_none, unreadable, without_latex, without_stop

_AXES = {
    **dict.fromkeys(("h", "height", "high", "row", "rows"), "rows"),
    **dict.fromkeys(("w", "width", "wide", "column", "columns"), "columns"),
    **dict.fromkeys(("c", "d", "depth", "deep", "channel", "channels"), "channels"),
    **dict.fromkeys(("n", "batch", "images"), "batch"),
    **dict.fromkeys(("f", "filter", "filters"), "filters"),
    **dict.fromkeys(("entry", "entries"), "entries"),
}
_WORDS = re.compile(r"shape|sizes?|output|input|map|result|is|the|of|by|torch\.size|tf\.tensorshape|tensorshape")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_TAIL = re.compile(r"[ ,](?:pixels?|px|channels|values|cells|numbers)\.?$", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s×*·,()\[\]]+|(?<=[hwcdfn])[xх](?=[hwcdfn])")
_SIGN = re.compile(r"( ?[xXхХ×*·⋅∙] ?| by | ?[,] ?| ?; ?| )")
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.0*)?"
_SIZE = re.compile(_NUMBER)
_IN_BRACKETS = re.compile(r"(?<![0-9)\]])(?:\( ?(-?[0-9]+) ?\)|\[ ?(-?[0-9]+) ?\])(?![0-9(\[])")
_AXIS = f"(?<![a-z])(?:{'|'.join(sorted(_AXES, key=len, reverse=True))})(?![a-z])"
_NAMED = re.compile(f"[\"']?({_AXIS})[\"']? ?[=:]? ?({_NUMBER})(?![0-9])|(?<![0-9.])({_NUMBER}) ?({_AXIS})")
_BESIDE_NAMED = re.compile(r"[\s×x*,;:=.()\[\]{}]+|and|by")


class ShapeForm(Form, frozen=True, tag="shape"):
    """`axes`: in the order in which they are written. `none`: there may be no such shape."""

    axes: tuple[str, ...] = ("rows", "columns", "channels")
    none: bool = False

    def read(self, raw: Raw, comma: bool = False) -> Reading:  # noqa: ARG002 - between sizes a comma is a separator in every language
        """`4x4x8`, `(4, 4, 8)`, `4 by 4 by 8`, a list; axes of 1 may be left out or added."""
        try:
            return self._read(raw)
        except Unreadable as error:
            return unreadable(raw, error)

    def _read(self, raw: Raw) -> Reading:
        if isinstance(raw, str):
            text = known_text(raw)
            if text in BLANK_MARKS:
                return BLANK
            if means_none(text, self.none):
                return Reading("read", None)
            check_digits(text)
            text = without_stop(" ".join(without_latex(text).split()))
            return Reading("read", self._by_name(named) if (named := _sizes_by_name(text.casefold())) else self._named(*_parsed(text)))
        if isinstance(raw, dict):
            named = _once([(str(name).casefold(), _size(size)) for name, size in raw.items() if size is not None])
            return Reading("read", self._by_name(named)) if named else BLANK
        if raw is None or (isinstance(raw, list) and all(size is None or size == "" for size in raw)):
            return BLANK
        sizes = raw if isinstance(raw, list) else [raw]
        return Reading("read", self._named([_size(size) for size in sizes[:99]], ()))

    def _named(self, sizes: list[int], order: tuple[str, ...]) -> Shape:
        """Sizes with the names of their axes. Words in front (`C×H×W = …`) say in which order they stand."""
        axes = list(order if set(order) == set(self.axes) and len(order) == len(self.axes) else self.axes)
        if len(sizes) == 1 < len(axes):
            raise Unreadable("single_number", *map(str, sizes))
        sizes = list(sizes)
        while len(axes) < len(sizes) <= len(axes) + 2 and 1 in (sizes[0], sizes[-1]):
            sizes.pop(0 if sizes[0] == 1 else -1)
        for left_out in ("channels", "filters"):
            if len(sizes) < len(axes) and left_out in axes:
                axes.remove(left_out)
        if len(sizes) != len(axes):
            raise Unreadable("wrong_number", str(len(sizes)), str(len(self.axes)))
        return Shape(**dict.fromkeys(self.axes, 1) | dict(zip(axes, sizes, strict=True)))

    def _by_name(self, named: dict[str, int]) -> Shape:
        """Each size with the name of its axis, in any order."""
        named = {axis: size for axis, size in named.items() if axis in self.axes or size != 1}
        if set(named) - set(self.axes):
            raise Unreadable("not_a_shape")
        if set(self.axes) - set(named) - {"channels", "filters"}:
            raise Unreadable("single_number" if len(named) == 1 else "wrong_number", str(len(named)), str(len(self.axes)))
        return Shape(**dict.fromkeys(self.axes, 1) | named)

    def match(self, answer: Shape | None, truth: Shape | None) -> Match:
        """Equal on every axis; one channel may be left out, or stand first where it is asked last."""
        if answer is None or truth is None:
            return Match.EQUAL if answer is truth else Match.DIFFERENT
        if answer == truth or self._sizes(answer) == self._sizes(truth):
            return Match.EQUAL
        if "channels" not in self.axes or truth.channels not in (None, 1):
            return Match.DIFFERENT
        flat = self._sizes(truth.with_(channels=None), leave_out="channels")
        given = self._sizes(answer)
        moved = any(size == 1 and given[:i] + given[i + 1 :] == flat for i, size in enumerate(given))
        return Match.EQUAL if moved else Match.DIFFERENT

    def _sizes(self, shape: Shape, leave_out: str = "") -> tuple[int, ...]:
        named = shape.axes()
        return tuple(named.get(axis, 1) for axis in self.axes if axis != leave_out)

    def show(self, value: Shape | None) -> str:
        """`4 × 4 × 8`; a single channel is left out."""
        if value is None:
            return "none"
        single = "channels" if value.channels in (None, 1) and len(self.axes) > 1 else ""
        return " × ".join(map(written, self._sizes(value, leave_out=single)))

    def examples(self, truth: Any) -> Examples:
        unreadable = ("square", "4.5 x 4.5", "4 or 5 x 3", "4x", "(4, 4", "4,4x4", "a × b") + (() if self.none else ("none",))
        if len(self.axes) > 1:
            unreadable = ("4", *unreadable)
        if truth is None:
            return Examples(
                ("none", "None", "NONE", " none ", "does not fit", "impossible", "not possible"), ("1x1", "2 × 2", "17x17"), unreadable
            )
        sizes = self._sizes(truth)
        wrong: tuple[Raw, ...] = (
            "x".join(str(size + (i == 0)) for i, size in enumerate(sizes)),
            "x".join(str(size + (i == len(sizes) - 1) * 2) for i, size in enumerate(sizes)),
            [size + 1 for size in sizes],
        )
        return Examples(self._spellings(truth, sizes), wrong + (("none",) if self.none else ()), unreadable)

    def _spellings(self, truth: Shape, sizes: tuple[int, ...]) -> tuple[Raw, ...]:
        texts = list(map(str, sizes))
        if len(sizes) == 1:
            return (
                texts[0],
                sizes[0],
                [sizes[0]],
                f"({texts[0]},)",
                f"[{texts[0]}]",
                f" {texts[0]} ",
                f"shape = {texts[0]}",
                f"1 × {texts[0]}",
            )
        signs = ("x", " × ", " by ", "*", " х ", ", ")
        listed = ", ".join(texts)
        by_name = ", ".join(f"{axis} = {size}" for axis, size in zip(reversed(self.axes), reversed(sizes), strict=True))
        right = (*(sign.join(texts) for sign in signs), f"({listed})", f"[{listed}]", list(sizes), f"shape = ({listed})", self.show(truth))
        return (*right, by_name)


def _size(value: object) -> int:
    """One size of a list."""
    if isinstance(value, str):
        text = value.strip()
        value = _whole(text) if _SIZE.fullmatch(text) else None
    if isinstance(value, Decimal) and value.is_finite():
        number = exact(value)
        if not isinstance(number, int):
            raise Unreadable("not_whole", str(value))
        value = number
    if type(value) is not int:
        raise Unreadable("not_a_shape")
    if abs(value) >= 10**MAX_DIGITS:
        raise Unreadable("too_large", str(MAX_DIGITS))
    return value


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise Unreadable("too_large", str(MAX_DIGITS))
    return int(text.partition(".")[0])


def _once(sizes: list[tuple[str, int]]) -> dict[str, int]:
    """Sizes by axis; no axis may be named twice, or not be known."""
    named = {_AXES[name]: size for name, size in sizes if name in _AXES}
    if len(named) != len(sizes):
        raise Unreadable("not_a_shape")
    return named


def _sizes_by_name(text: str) -> dict[str, int]:
    """`h=10, w=21, c=6` or `4 rows, 4 columns`; nothing where any size has no name."""
    found = _NAMED.findall(text)
    rest = _NAMED.sub(" ", text)
    words = _BESIDE_NAMED.sub(" ", rest).split()
    if not all(map(_WORDS.fullmatch, words)) or any(rest.count(opening) != rest.count(_CLOSING[opening]) for opening in _CLOSING):
        return {}
    return _once([(before or after, _whole(size or number)) for before, size, number, after in found])


def _parsed(text: str) -> tuple[list[int], tuple[str, ...]]:
    """The sizes in a text, and the order of axes if words in front tell it."""
    text = _IN_BRACKETS.sub(lambda size: size[1] or size[2], text)
    cut = max(text.rfind("="), text.rfind(":"))
    if cut < 0:
        start = re.search(r"[-(\[0-9,;]", text)
        cut = start.start() - 1 if start else len(text)
    order = _order(text[: cut + 1])
    body = _TAIL.sub("", text[cut + 1 :].strip())
    while body[:1] in ("(", "["):
        if body[-1] != _CLOSING[body[0]]:
            raise Unreadable("not_a_shape")
        body = body[1:-1].strip().rstrip(",")
    pieces = _SIGN.split(body)
    signs = {"x" if sign in "xXхХ×*·⋅∙" and sign else sign for sign in map(str.strip, pieces[1::2])}
    if len(signs) > 1:
        raise Unreadable("mixed", *sorted(sign or "blank" for sign in signs)[:2])
    return [_written_size(piece) for piece in pieces[::2]], order


def _written_size(text: str) -> int:
    if _SIZE.fullmatch(text):
        return _whole(text)
    raise Unreadable("not_whole" if re.fullmatch(r"-?[0-9]+\.[0-9]+", text) else "not_a_shape", excerpt(text))


def _order(head: str) -> tuple[str, ...]:
    words = [word for word in _BETWEEN_WORDS.split(head.casefold().replace("=", " ").replace(":", " ")) if word]
    if any(word not in _AXES and not _WORDS.fullmatch(word) for word in words):
        raise Unreadable("not_a_shape")
    return tuple(_AXES[word] for word in words if word in _AXES)
