"""`verify`: whatever is changed, emptied or taken away from an exam is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.grader.verification import verify
from convexam.sheets.production import Order
from convexam.sheets.reading import Archive
from convexam.sheets.reissue import reissue
from exams import files, made, quiet


def said(folder: Path) -> str:
    """What is not as it should be."""
    try:
        return "\n".join(verify(folder, lambda: None))
    except BadInput as error:
        return str(error)


@pytest.fixture
def reissued(exam: Order) -> Order:
    """With a sheet that was withdrawn, so that every kind of file is there."""
    reissue(exam, "s2", False, ("size",), quiet)
    return exam


def kinds(folder: Path) -> list[str]:
    """One file of each folder and ending, and all that lie beside the folders."""
    names = [name for name in files(folder) if name != ".gitignore"]
    return sorted({(name.rpartition("/")[0], Path(name).suffix if "/" in name else name): name for name in sorted(names)}.values())


def turned(data: bytes) -> bytes:
    """One digit in the middle is another one: a document can still be read."""
    place = next(place for place in range(len(data) // 2, 0, -1) if data[place] in b"0123456789")
    return data[:place] + (b"1" if data[place] != ord("1") else b"2") + data[place + 1 :]


def test_nothing_is_said_of_an_exam_that_is_whole(reissued: Order) -> None:
    assert said(reissued.folder) == ""
    made(reissued)
    assert said(reissued.folder) == ""


@pytest.mark.parametrize("change", [turned, lambda _data: b""], ids=["a digit", "emptied"])
def test_a_changed_file_is_named(reissued: Order, change: Callable[[bytes], bytes]) -> None:
    for name in kinds(reissued.folder):
        path = reissued.folder / name
        data = path.read_bytes()
        path.write_bytes(change(data))
        found = said(reissued.folder)
        path.write_bytes(data)
        assert found, name
        assert name in found or name == "state.json"  # which names what it does not fit to
    assert said(reissued.folder) == ""


def test_a_missing_file_is_named(reissued: Order) -> None:
    for name in kinds(reissued.folder):
        path = reissued.folder / name
        data = path.read_bytes()
        path.unlink()
        assert name in said(reissued.folder)
        path.write_bytes(data)


def test_a_damaged_withdrawn_sheet_is_named(reissued: Order) -> None:
    [code] = Archive.open(reissued.folder).withdrawn
    key = reissued.folder / "withdrawn" / "keys" / f"{code}.json"
    key.write_bytes(key.read_bytes().replace(b'"share":', b'"share" :', 1))
    assert said(reissued.folder) == f"{key}: is not as it was written"
