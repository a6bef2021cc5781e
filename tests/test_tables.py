"""CSV files as spreadsheets and learning platforms save them: every row is read, with its line, or one line says why not."""

import io
from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets.tables import Row, read, read_from

PLAIN = "id,name\ns1,Ană\n"
READ = {
    "UTF-8": PLAIN.encode(),
    "UTF-8 with a mark": PLAIN.encode("utf-8-sig"),
    "UTF-16 with a mark": PLAIN.encode("utf-16"),
    "UTF-16, big end first, with a mark": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-16, big end first, without a mark": PLAIN.encode("utf-16-be"),
    "Windows line ends": PLAIN.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": PLAIN.replace("\n", "\r").encode(),
    "no line end at the end": PLAIN.rstrip("\n").encode(),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "separator on a line of its own": b"sep=;\n" + PLAIN.replace(",", ";").encode(),
    "quotes": '"id","name"\n"s1","Ană"\n'.encode(),
    "blanks after commas": 'id, name\ns1, "Ană"\n'.encode(),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_read(data: bytes) -> None:
    table = read_from(io.BytesIO(data), "r.csv")
    assert table.header.cells == ("id", "name")
    assert [row.cells for row in table.rows] == [("s1", "Ană")]


def test_lines_are_those_where_a_row_begins() -> None:
    table = read_from(io.BytesIO(b'id;note\n1;"a\nb;c"\n\n;\n2;"say ""x"""\n'), "r.csv")
    assert table.rows == (Row(2, ("1", "a\nb;c")), Row(5, ("", "")), Row(6, ("2", 'say "x"')))


def test_an_encoding_that_is_named() -> None:
    assert read_from(io.BytesIO(PLAIN.encode("cp1250")), "r.csv", "cp1250").rows[0].cells == ("s1", "Ană")


REFUSED = {
    "cp1250": (b"id,name\ns1,Ion\n" + "s2,Ană".encode("cp1250"), "r.csv, line 3: the byte 0xE3 is not UTF-8 text; save the table as CSV (UTF-8), or name its encoding, such as --encoding cp1250"),
    "half of UTF-16": (PLAIN.encode("utf-16-le")[:-1], "is not UTF-16-LE text"),
    "empty": (b"", "r.csv: the file is empty"),
    "line ends alone": (b"\r\n\n", "r.csv: the file is empty"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0", "r.csv: this is a picture (PNG), no table"),
    "JPEG": (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
    "PDF": (b"%PDF-1.7", "a PDF"),
    "xlsx": (b"PK\x03\x04", "a spreadsheet or an archive"),
    "zero character": (b"id,name\n1,a\0b\n", "r.csv, line 2: a zero character"),
    "open quote": (b'id,name\n1,"a\n2,b\n', "r.csv, line 2: this row cannot be read: a quotation mark"),
    "quote inside": (b'id,name\n1,"a"b"\n', "r.csv, line 2: this row cannot be read: a quotation mark"),
    "long cell": (b"id,name\n1," + b"a" * 200_000, "r.csv, line 2: this row cannot be read: a cell of more than 131072 characters"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_from(io.BytesIO(data), "r.csv")
    assert said in str(caught.value)


@pytest.mark.parametrize("encoding", ["cp125O", "base64", "unicode_escape", "idna", "utf-7", "../x", "a\0b"])
def test_no_encoding(encoding: str) -> None:
    with pytest.raises(BadInput, match="no such encoding"):
        read_from(io.BytesIO(PLAIN.encode()), "r.csv", encoding)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="this is a folder"):
        read(tmp_path)
