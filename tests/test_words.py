"""Words files: filled quickly, escaped always, and closed to everything but the values at hand."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv
from convexam.cnn.values import Axes, Record, Shape, Tensor
from convexam.errors import BadInput
from convexam.text import filters
from convexam.text.escape import Markdown
from convexam.text.tree import parse
from convexam.text.words import Words, words_beside


class Given(Record, frozen=True):
    image: Tensor
    conv: Conv


GIVEN = Given(Tensor((1, 2, 2), (1, 0, -3, 4)), Conv(Axes((3, 2)), stride=Axes((2, 2))))


def words(folder: Path, text: str, name: str = "conv2d.md.j2") -> Words:
    (folder / name).write_text(text, encoding="utf-8")
    return Words(folder / "conv2d.md.j2")


def filled(folder: Path, text: str, **values: Any) -> str:
    return words(folder, f"<% block map %>{text}<% endblock %>").fill("map", given=GIVEN, **values)


FILLED = [
    ("number", "<< 7 >>", "7"),
    ("negative number", "<< -7 >>", "−7"),
    ("fraction", "<< third >>", "1/3"),
    ("fraction in a formula", "$<< third | number >>$", r"$\frac{1}{3}$"),
    ("text", "<< name >>", r"a\_b\*"),
    ("Markdown", "<< ready >>", "**a**"),
    ("text in upper case", "<< name | upper >>", r"A\_B\*"),
    ("attribute", "<< given.conv.size.rows >>", "3"),
    ("pair", "stride << given.conv.stride >>, kernel << given.conv.size >>", "stride 2, kernel 3 × 2"),
    ("size", "$<< given.conv.size | size >>$", r"$3 \times 2$"),
    ("shape", "$<< given.image.shape | shape(conventions) >>$", r"$2 \times 2$"),
    ("plus and minus", "$x << 7 | plus >> << -7 | plus >>$", "$x + 7 - 7$"),
    ("braces of TeX", r"$\frac{<< 12 >>}{2}$", r"$\frac{12}{2}$"),
    ("join", '<< [1, -2, name] | join(", ", " and ") >>', r"1, −2 and a\_b\*"),
    ("loop", "<% for row in given.image.to_nested()[0] %>\n- << row[0] >>\n<% endfor %>", "- 1\n- −3"),
    ("plural", '<< 1 | plural("row", "rows") >> << 2 | plural("row", "rows") >>', "row rows"),
    ("stripped", "\n\n  x \n", "x"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in FILLED], ids=[row[0] for row in FILLED])
def test_fill(tmp_path: Path, text: str, expected: str) -> None:
    values = {"third": Fraction(1, 3), "name": "a_b*", "ready": Markdown("**a**"), "conventions": Conventions()}
    assert filled(tmp_path, text, **values) == expected


FILTERED = [
    (filters.number, (-7,), "-7"),
    (filters.number, (Fraction(-1, 3),), r"-\frac{1}{3}"),
    (filters.plus, (Fraction(-1, 3),), r"- \frac{1}{3}"),
    (filters.plus, (0,), "+ 0"),
    (filters.term, (-3,), "(-3)"),
    (filters.term, (3,), "3"),
    (filters.rounded, (Fraction(-1, 8), 2), "−0.13"),
    (filters.rounded, (Fraction(-1, 1000), 2), "0.00"),
    (filters.rounded, (Fraction(5, 2), 0), "3"),
    (filters.size, (3,), r"3 \times 3"),
    (filters.shape, (Shape(channels=3, rows=6, columns=5), "rows-columns-channels"), r"6 \times 5 \times 3"),
    (filters.shape, (Shape(channels=3, rows=6, columns=5), "channels-rows-columns"), r"3 \times 6 \times 5"),
    (filters.shape, (Shape(entries=16), Conventions()), "16"),
    (filters.products, (Tensor((1, 2), (1, 0)), [2, -1]), r"1 \cdot 2 + 0 \cdot (-1)"),
    (filters.symbol, ("X",), "X"),
    (filters.symbol, ("W12",), "W_{12}"),
    (filters.symbol, ("a_b}",), r"\text{a\_b\}}"),
]


@pytest.mark.parametrize(("change", "values", "expected"), FILTERED, ids=[f"{f.__name__}{v}" for f, v, _ in FILTERED])
def test_filters(change: Any, values: tuple[Any, ...], expected: str) -> None:
    assert change(*values) == expected
    assert parse(f"${expected}$")


REFUSED = [
    ("class of a text", "<< ''.__class__ >>", "__class__"),
    ("subclasses", "<< ().__class__.__base__.__subclasses__() >>", "__class__"),
    ("class by a filter", "<< '' | attr('__class__') >>", "attr"),
    ("class by an index", "<< given['__class__'] >>", "__class__"),
    ("class by format", "<< '{0.__class__}'.format(given) >>", "__class__"),
    ("globals of a function", "<< range.__globals__ >>", "__globals__"),
    ("import", "<< __import__('os').system('id') >>", "__import__"),
    ("import as a statement", "<% import 'os' as os %>", "cannot read another"),
    ("another file", "<% include '/etc/passwd' %>", "cannot read another"),
    ("assignment", "<% set given.image = 3 %>", "cannot assign"),
    ("change of a list", "<< cells.append(3) >>", "append"),
    ("array that can write files", "<< given.image.array.tofile('x') >>", "array"),
    ("undefined", "<< nothing >>", "nothing"),
    ("undefined attribute", "<< given.nothing >>", "nothing"),
    ("none", "<< none >>", "None"),
    ("truth value", "<< true >>", "True"),
    ("tensor", "<< given.image >>", "Tensor"),
    ("float", "<< 0.5 >>", "0.5"),
    ("division by zero", "<< 1 // 0 >>", "zero"),
    ("number that is none", "<< 'x' | plus >>", "'x'"),
    ("products of unequal length", "<< [1] | products([1, 2]) >>", "zip"),
    ("unknown filter", "<< 1 | shout >>", "shout"),
    ("syntax", "<< 1 + >>", "unexpected"),
]


@pytest.mark.parametrize(("text", "seen"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(tmp_path: Path, text: str, seen: str) -> None:
    with pytest.raises(BadInput, match=r"conv2d\.md\.j2, line [12]\b") as caught:
        filled(tmp_path, f"\n{text}", cells=[1])
    assert seen in str(caught.value)


def test_text_outside_of_blocks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 2: text outside"):
        words(tmp_path, "<# fine #>\nlost\n<% block a %>x<% endblock %>").has("a")


def test_a_macro_is_at_hand_in_every_block_and_escapes_once(tmp_path: Path) -> None:
    text = "<% macro pad(p) %>*padding* << p >><% endmacro %>\n<% set k = 3 %>\n<% block a %><< pad(name) >>, << k >><% endblock %>"
    assert words(tmp_path, text).fill("a", name="a*") == r"*padding* a\*, 3"


def test_blocks(tmp_path: Path) -> None:
    found = words(tmp_path, "<% block b %>1<% endblock %>\n<% block a %>2<% endblock %>")
    assert found.blocks() == ("b", "a")
    assert found.has("a")
    assert not found.has("c")
    with pytest.raises(BadInput, match=r"no block 'c' \(there are: b, a\)"):
        found.fill("c")


def test_a_translation_falls_back_block_by_block(tmp_path: Path) -> None:
    words(tmp_path, "<% block a %>row<% endblock %><% block b %>column<% endblock %>")
    words(tmp_path, "<% block a %>rând<% endblock %>", "conv2d.ro.md.j2")
    romanian = Words(tmp_path / "conv2d.md.j2", "ro")
    assert (romanian.fill("a"), romanian.fill("b")) == ("rând", "column")
    assert romanian.missing("ro") == ("b",)
    assert romanian.missing("de") == ("a", "b")
    assert romanian.missing("en") == ()


def test_a_language_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no language"):
        Words(tmp_path / "conv2d.md.j2", "../../etc")


def test_words_beside_a_python_file(tmp_path: Path) -> None:
    words(tmp_path, "<% block a %>x<% endblock %>")
    assert words_beside(str(tmp_path / "conv2d.py")).fill("a") == "x"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "binary"])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "conv2d.md.j2").write_bytes(content)
    with pytest.raises(BadInput, match=r"conv2d\.md\.j2: these words cannot be read"):
        Words(tmp_path / "conv2d.md.j2").has("a")
