"""CSV files as people and their programs save them: bytes to rows with line numbers. Nothing in them is believed, and nothing is lost."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..errors import BadInput, shown

LARGEST = 64_000_000  # bytes
LONGEST = 131_072  # characters in one cell, which is Python's own limit
_SIGNS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # byte order marks
_NO_TEXT = {  # how files begin that are no tables, whatever they are called
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or an archive (xlsx, ods, zip)",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (xls)",
}
_SEPARATORS = ",;\t"
_SAVE = "save the table as CSV (UTF-8)"
_NO_ENCODING = {"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "utf_7", "mbcs", "oem"}


class Row(NamedTuple):
    """One row: the line where it begins, counted from 1, and its cells as they stand."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A file of rows below one header. Lines without any character are left out; rows of empty cells are there."""

    where: str
    header: Row
    rows: tuple[Row, ...]


def read(path: Path, encoding: str | None = None) -> Table:
    """The table in a file, or one line about why there is none."""
    try:
        with path.open("rb") as file:
            return read_from(file, str(path), encoding)
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path}: this is a folder; name a file in it") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None


def read_from(file: BinaryIO, where: str, encoding: str | None = None) -> Table:
    """No more is read than is wanted: the file may be a pipe, or a device without end."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadInput(f"{where}: more than {LARGEST} bytes; so much is not read")
    return table(text(data, where, encoding), where)


def text(data: bytes, where: str, encoding: str | None = None) -> str:
    """The characters of a file in UTF-8, in UTF-16, or in the encoding that somebody names."""
    for start, kind in _NO_TEXT.items():
        if data.startswith(start):
            raise BadInput(f"{where}: this is {kind}, no table; {_SAVE}")
    name = _codec(encoding) if encoding else _guessed(data)
    try:
        found = data.decode(name)
    except UnicodeDecodeError as error:
        seen = f"line {_line(data, error.start, name)}: the byte 0x{data[error.start]:02X} is not {name.upper().removesuffix('-SIG')} text"
        raise BadInput(f"{where}, {seen}; {_SAVE}, or name its encoding, such as --encoding cp1250") from None
    if "\0" in found:
        line = found[: found.index(chr(0))].count("\n") + 1
        raise BadInput(f"{where}, line {line}: a zero character, which no text holds; {_SAVE}")
    return found.removeprefix("\ufeff")


def _guessed(data: bytes) -> str:
    """UTF-8, unless a mark at the start or the zero bytes between Latin letters say UTF-16."""
    for sign, name in _SIGNS.items():
        if data.startswith(sign):
            return name
    if len(data) >= 2 and (data[0] == 0) != (data[1] == 0):
        return "utf-16-le" if data[1] == 0 else "utf-16-be"
    return "utf-8"


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError):
        found = None
    # two of these read escapes as a program would; the others are for host names and single machines; _is_text_encoding: no zip, no base64
    if found is None or found.name.replace("-", "_") in _NO_ENCODING or not getattr(found, "_is_text_encoding", False):
        raise BadInput(f"--encoding {shown(encoding)}: no such encoding is known; cp1250, cp1252 and iso8859-2 are usual ones")
    return found.name


def _line(data: bytes, place: int, name: str) -> int:
    """The line of a byte that cannot be read; what stands before it can."""
    before = data[:place].decode(name, errors="replace")
    return len(before.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def table(text: str, where: str) -> Table:
    """Rows, separated by whichever of comma, semicolon and tab parts the header into the most cells."""
    separator, skipped = _separator(text)
    found = _rows(text, separator, where)
    rows = [row for row in found if row.line > skipped]
    if not rows:
        raise BadInput(f"{where}: the file is empty; a header with the names of the columns comes first")
    return Table(where, rows[0], tuple(rows[1:]))


def _separator(text: str) -> tuple[str, int]:
    """The separator, and how many lines say nothing but what it is (Excel's `sep=;`)."""
    start = text.lstrip("\r\n")
    first = start[:6].splitlines()[0] if start else ""
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _SEPARATORS:
        return first[4], text[: len(text) - len(start)].count("\n") + 1
    return max(_SEPARATORS, key=lambda separator: _width(start, separator)), 0


def _width(text: str, separator: str) -> int:
    """Into how many cells a separator parts the first row; quoted ones are respected."""
    try:
        return len(next(_reader(text, separator), []))
    except csv.Error:
        return 0


def _rows(text: str, separator: str, where: str) -> Iterator[Row]:
    reader, line = _reader(text, separator), 1
    try:
        for cells in reader:
            if cells:
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{where}, line {line}: this row cannot be read: {_reason(str(error))}") from None


def _reader(text: str, separator: str):  # noqa: ANN202 (csv does not export the type of its readers)
    # newline="": lines may end as on Windows, on Unix or on an old Macintosh, and breaks inside of quotes are kept
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)


def _reason(error: str) -> str:
    if "field limit" in error:
        return f"a cell of more than {LONGEST} characters"
    return "a quotation mark is not closed, or stands inside of a quoted cell (there it is written twice)"
