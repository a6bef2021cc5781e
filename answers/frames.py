"""The frames around a map that was copied: the program's own tall brackets, drawn tables, Markdown, and brackets around marked cells."""

import re
from itertools import zip_longest

_UPRIGHT = "|│┃║┆┇┊┋╎╏"
_FRAME = "\u2500-\u257f\u239b-\u23ae"  # box drawing, and pieces of tall brackets
_FRAMES = re.compile(f"[{_FRAME}]")
_CLEARED = {code: "|" if chr(code) in _UPRIGHT else " " for code in (*range(0x2500, 0x2580), *range(0x239B, 0x23AF))}
_BETWEEN = re.compile("(?<=[┐│┘⎤⎥⎦⎞⎟⎠]) *(?=[┌│└⎡⎢⎣⎛⎜⎝])")
_SIDE_BY_SIDE = re.compile("[┐⎤⎞] *[┌⎡⎛]")
_MOST_BESIDE = 20  # boxes in one line of a terminal
# lines that only rule off, such as |---|:-:|; not a row of blank cells, nor dashes in cells
_RULE = re.compile(rf"(?!(?: *[{_UPRIGHT}]){{3,}} *\Z)(?=.*(?:[{_FRAME}]|--|==|[|+]:?[-=]))[-+|:= {_FRAME}]+")
_BROKEN_LINE = re.compile(r"\s*([-=─━═])\1+\s*")
_MARKED = r"\[([^\s\[\](),;|]+)\]"  # [5], as we mark a cell
_BESIDE_MARKED = re.compile(rf"[0-9.?·_][ |&]+{_MARKED}|{_MARKED}[ |&]+[-+.0-9?·_]")


def unframed(text: str) -> str:
    """Rows on lines. Boxes that stand side by side come one after the other, between ` // `."""
    boxed = _FRAMES.search(text) is not None
    if boxed:
        text = _unboxed(text)
    if boxed or _BESIDE_MARKED.search(text):
        text = re.sub(_MARKED, r" \1 ", text)
    return _without_rules(text).translate(_CLEARED) if boxed or "--" in text or "==" in text or "|" in text else text


def _unboxed(text: str) -> str:
    """One box below the other, without their captions."""
    lines = [line for line in text.split("\n") if _FRAMES.search(line) or not any(map(str.isalpha, line))]
    bands = re.split(r"\n\s*\n", "\n".join(lines))
    boxes = [box for band in bands for box in _boxes(band)]
    return ("\n\n" if len(boxes) == len(bands) else " // ").join(boxes)


def _boxes(band: str) -> list[str]:
    """Boxes beside each other, from left to right; rows that were copied into one line stand on lines again."""
    if not _SIDE_BY_SIDE.search(band):
        return ["\n".join(_BETWEEN.sub("\n", line) if _has_ends(line) else line for line in band.split("\n"))]
    pieces = [_BETWEEN.split(line, maxsplit=_MOST_BESIDE) for line in band.split("\n")]
    return ["\n".join(rows) for rows in zip_longest(*pieces, fillvalue="")]


def _has_ends(line: str) -> bool:
    """Whether the first and the last row of one box stand on this line."""
    return any(corner in line for corner in "┌⎡⎛") and any(corner in line for corner in "└⎣⎝")


def _without_rules(text: str) -> str:
    """A first line without digits over a rule is the head of a table; a line right across may part two channels."""
    kept: list[str] = []
    for line in text.split("\n"):
        if not _RULE.fullmatch(line):
            kept.append(line)
            continue
        if len(kept) == 1 and not any(c.isnumeric() or c in "?·_" for c in kept[0]):
            kept.clear()
        if _BROKEN_LINE.fullmatch(line):
            kept.append("")
    return "\n".join(kept)
