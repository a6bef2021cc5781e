"""A map that was typed as text, taken apart into rows of cells: lines, boxes, JSON, print-outs of NumPy and PyTorch, LaTeX, semicolons."""

import re
from typing import Any

from ..cnn.values import Number
from .arithmetic import MAX_DEPTH, Unreadable
from .frames import unframed
from .reading import MAX_TEXT, fold, without_latex, without_stop

MAX_CELLS = 100_000

Cells = tuple[tuple[int, ...], tuple[Any, ...]]  # sizes, and what stands in the cells, in order

_PLAIN = re.compile(r"\s*(?:[-−]?[0-9]{1,15}(?:[ \n]+|\Z))+")
_LABEL = re.compile(r"[A-Za-z][\w']{0,20}\s*[=:]\s*(?=\S)")
_PRINTED = re.compile(r"(?:np\.|numpy\.|torch\.|jnp\.|tf\.)?(?:array|asarray|tensor|Tensor|constant|matrix|Matrix)\s*\(")
_AFTER_PRINTED = re.compile(r"\]\s*(?:,[^\[\]]{0,200})?\)")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{[a-zA-Z]{0,12}?(?:matrix|array)\*?\}(?:\s*\{[lcr| ]*\})?")
_LINE_BREAK = re.compile(r"\\\\(?:\[[^\[\]\n]{0,20}\])?\s*")
_PIECE = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|[\[\](),;]|[^\s\[\](),;"\']+|["\']')
_SEPARATOR = re.compile(r"[,;&|]")
_BESIDE = re.compile(r"(?<=\s)/\s?|/\s")  # a stroke that is in no fraction
_CLOSING = {"(": ")", "[": "]"}
_BRACES = str.maketrans("{}", "[]")
_CELLS = re.compile(r"(?:[-+]?(?!0[0-9])[0-9.][0-9./eE]*|[?_·]|null|None)")  # of a string that is a row
_NO_WORDS = frozenset({"null", "none", "nan", "inf"})  # they stand in cells


def plain(text: str) -> tuple[tuple[int, ...], tuple[Number, ...]] | None:
    """The usual case, rows of whole numbers on lines, read in one go; None for everything else."""
    if not _PLAIN.fullmatch(text):
        return None
    rows = [line.split() for line in text.replace("−", "-").strip().split("\n")]
    length = len(rows[0])
    if any(len(row) != length for row in rows):
        return None  # several channels, or ragged
    return (len(rows), length), tuple([int(cell) for row in rows for cell in row])


def parsed(text: str, comma: bool) -> Cells:
    """Sizes and texts of the cells of any spelling."""
    text = fold(text).replace("{,}", "." if comma else "‚").replace("//", " // ").strip()  # 0{,}5 in TeX is one cell, and never two
    if "\\" in text or "$" in text:
        text = without_latex(_from_latex(text)).strip()
    text = _without_words(unframed(text.translate(_BRACES)))
    text = text[label.end() :] if (label := _LABEL.match(text)) else text
    if any(sign in text for sign in "[]()"):
        return flat(opened(_bracketed(_unwrapped(without_stop(text)), comma), comma))
    return flat(_blocks(_slashed(text), comma))


def _slashed(text: str) -> str:
    """A line in which a `/` may end a row: with a blank beside it it does, as we print rows; `1 2/3 4` may mean two rows or a fraction."""
    if "/" not in text or "\n" in text or ";" in text:
        return text
    channels = [_BESIDE.sub(" / ", channel).strip() for channel in text.split(" // ")]
    for channel in channels:
        rows = [_cells(row) for row in channel.split("/")]
        if " / " not in channel and len(rows) > 1 and len(rows[0]) > 1 and len({*map(len, rows)}) == 1:
            raise Unreadable("slashes", f"{rows[0][-1]}/{rows[1][0]}")
    return " // ".join(channels)


def opened(nested: Any, comma: bool, depth: int = 0) -> Any:
    """Strings that hold a row each, `["17 -5 11", "3 26 20"]`, as lists of cells."""
    if not isinstance(nested, list) or depth > MAX_DEPTH:
        return nested
    texts = [item for item in nested if isinstance(item, str)]
    if not texts or len(texts) < len(nested):
        return [opened(item, comma, depth + 1) for item in nested]
    if not any(map(_is_row, texts)):
        return nested
    if sum(map(len, texts)) > MAX_TEXT:
        raise Unreadable("too_long", str(MAX_TEXT))
    blocks = [_blocks(fold(text), comma) for text in texts]
    return [block[0] for block in blocks] if all(len(block) == 1 for block in blocks) else blocks


def _is_row(text: str) -> bool:
    """Whether a string holds several cells; not 1/2, nor 1 000, nor 0,5."""
    if not re.search(r"\S\s+\S|[,;].*[,;]", text):
        return False
    cells = re.split(r"[\s,;]+", fold(text[:MAX_TEXT]).strip())
    return len(cells) > 1 and all(map(_CELLS.fullmatch, cells))


def _without_words(text: str) -> str:
    """Without what is said above or below the map: `The result is`, `Z =`."""
    lines = text.split("\n")
    first, last, outside = 0, len(lines), "[" in text
    while first < last and _only_words(lines[first], outside):
        first += 1
    while first < last and _only_words(lines[last - 1], outside):
        last -= 1
    return "\n".join(lines[first:last]).strip() or text


def _only_words(line: str, outside: bool) -> bool:
    """No digit, and more than a letter in place of a number; or nothing. `outside`: the map stands in brackets, and this line does not."""
    if any(sign in line for sign in "[]?·") or line.count("(") != line.count(")"):
        return False
    words = re.findall(r"[^\W\d_]+", line)
    named = any(len(word) > 1 and word.casefold() not in _NO_WORDS for word in words)
    if any(map(str.isnumeric, line)):
        return outside and named
    return not line.strip() or named or (bool(words) and (outside or line.rstrip()[-1] in "=:"))


def flat(nested: Any) -> Cells:
    """Sizes and cells of nested lists, all of one length on each axis."""
    level = nested if isinstance(nested, list) else [nested]
    sizes = [len(level)]
    if len(level) > MAX_CELLS:
        raise Unreadable("too_many", str(MAX_CELLS))
    while any(isinstance(item, list) for item in level):
        if len(sizes) == MAX_DEPTH:
            raise Unreadable("too_deep", str(MAX_DEPTH))
        sizes.append(len(level[0]) if isinstance(level[0], list) else 0)
        level = _opened(level)
    return tuple(sizes), tuple(level)


def _opened(level: list[Any]) -> list[Any]:
    """One level of lists taken off."""
    for number, row in enumerate(level, 1):
        if not isinstance(row, list) or not isinstance(level[0], list) or len(row) != len(level[0]):
            found, wanted = (str(len(item)) if isinstance(item, list) else "1" for item in (row, level[0]))
            raise Unreadable("ragged", str(number), found, wanted)
    if len(level) * len(level[0]) > MAX_CELLS:
        raise Unreadable("too_many", str(MAX_CELLS))
    return [item for row in level for item in row]


def _from_latex(text: str) -> str:
    """Rows end at `\\\\` and not at the end of a line; each matrix is a block of its own."""
    parts = _ENVIRONMENT.split(text)
    matrices = [" ".join(parts[i + 1].split()) for i, part in enumerate(parts) if part == "begin"]
    return " // ".join(_LINE_BREAK.sub("\n", matrix).strip() for matrix in matrices or [text])


def _unwrapped(text: str) -> str:
    """`tensor([[1., 2.]], dtype=float64)` as [[1., 2.]]."""
    start = _PRINTED.match(text)
    if not start:
        return text
    last = text.rfind("]")
    if last < start.end() or not _AFTER_PRINTED.fullmatch(text[last:]):
        raise Unreadable("brackets")
    return text[start.end() : last + 1].strip()


def _bracketed(text: str, comma: bool) -> Any:
    pieces = _PIECE.findall(text)
    depth = _depth(pieces)
    if depth > 1:
        return _nested(pieces)
    # one level of brackets: a row each, or around rows that stand on lines or between semicolons
    rows = re.sub(r"[\])]([\s,]*)[\[(]", lambda m: "\n\n" if m[1].count("\n") > 1 else "\n", text)
    if ";" not in text and " // " not in text and "\n" not in rows.strip():
        return _nested(pieces)
    return _blocks(re.sub(r"[\[\]()]", " ", rows).strip(), comma)


def _depth(pieces: list[str]) -> int:
    """How deep the brackets go, each closed by its own kind."""
    depth, opened = 0, []
    for piece in pieces:
        if piece in _CLOSING:
            opened.append(_CLOSING[piece])
            depth = max(depth, len(opened))
        elif piece in ("]", ")") and (not opened or opened.pop() != piece):
            raise Unreadable("brackets")
    if opened:
        raise Unreadable("brackets")
    if depth > MAX_DEPTH:
        raise Unreadable("too_deep", str(MAX_DEPTH))
    return depth


def _nested(pieces: list[str]) -> Any:
    """Lists in lists; nothing between two commas is a blank cell."""
    stack: list[list[Any]] = [[]]
    before = "["
    for piece in pieces:
        if piece in _CLOSING:
            stack.append([])
        elif piece in ("]", ")"):
            stack[-2].append(stack.pop())
        elif piece == ";":
            raise Unreadable("brackets")
        elif piece != ",":
            stack[-1].append(piece.strip("\"'"))
        elif before in (",", *_CLOSING):
            stack[-1].append("")
        before = piece
    return stack[0][0] if len(stack[0]) == 1 else stack[0]


def _blocks(text: str, comma: bool) -> Any:
    """Channels between blank lines, or between ` // ` as we print them."""
    if comma and "," in text:
        text = _with_points(text)
    blocks = [block for part in text.split(" // ") for block in _parted(part)]
    return blocks if len(blocks) > 1 else blocks[0] if blocks else []


def _parted(text: str) -> list[list[list[str]]]:
    """Channels between blank lines; but single rows with blank lines between them are rows of one map."""
    blocks = [rows for block in re.split(r"\n *\n\s*", text) if (rows := _rows(block))]
    single = len(blocks) > 1 and all(len(rows) == 1 for rows in blocks)
    return [[rows[0] for rows in blocks]] if single else blocks


def _rows(block: str) -> list[list[str]]:
    """Rows on lines; on one line between ` / ` as we print them, or between semicolons."""
    lines = [line.strip().rstrip(";") for line in block.split("\n") if line.strip()]
    if len(lines) != 1:
        return [_cells(line) for line in lines]
    if " / " in lines[0]:
        return [_cells(row) for row in lines[0].split(" / ")]
    rows = [_cells(row) for row in lines[0].split(";")]
    return rows if any(len(row) > 1 for row in rows) else [[cell for row in rows for cell in row]]


def _cells(row: str) -> list[str]:
    """Cells between commas, semicolons, `&`, `|`, blanks; nothing between two commas is a blank cell."""
    if not _SEPARATOR.search(row):
        return row.split()
    pieces = _SEPARATOR.split(row.strip().removeprefix("|").removesuffix("|").rstrip(","))
    return [cell for piece in pieces for cell in (piece.split() or [""])]


def _with_points(text: str) -> str:
    """Where the language has decimal commas: they are decimal signs if all separators are blanks or semicolons."""
    tokens = [token for token in re.split(r"[\s;&|]+", text) if token]
    with_comma = [token for token in tokens if "," in token]
    if not all(re.fullmatch(r"[-+]?[0-9]*,[0-9]+(?:/[0-9]+)?", token) for token in with_comma):
        return text  # 1,2,3 or "1, 2": the commas separate
    if re.search(r"\S *[ ;&|] *\S", text):
        return text.replace(",", ".")
    first = with_comma[0]
    raise Unreadable("two_readings", first.replace(",", "."), first.replace(",", " "))
