"""What is printed tells nothing of answers or of other students, and names stand only where they must."""

from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from commands import called
from exams import SECRET
from leaking import PERSONAL, PLACES, Class, class_of


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return class_of(tmp_path_factory.mktemp("leaks"))


def streams(path: Path) -> bytes:
    """Everything in a PDF, as it is before it is packed."""
    with pikepdf.Pdf.open(path) as pdf:
        pieces = [one.read_bytes() if isinstance(one, pikepdf.Stream) and b"/Image" not in one.unparse() else b"" for one in pdf.objects]
        return b"\n".join([*pieces, *(one.unparse() for one in pdf.objects if not isinstance(one, pikepdf.Stream)), pdf.trailer.unparse()])


def texts(path: Path) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(path))


def everything(path: Path) -> str:
    """All that can be read of a PDF: text, descriptions, metadata; UTF-16 as it stands in PDFs, too."""
    raw = streams(path)
    return texts(path) + raw.decode("latin-1") + raw.replace(b"\0", b"").decode("latin-1")


def cells(exam: Class, one: str) -> list[str]:
    """The rows of the right map, as they would be printed, spoken or drawn."""
    key = exam.archive.key(one)
    (part,) = next(problem.parts for problem in key.problems if problem.name == "conv")
    rows = part.answer[0] if isinstance(part.answer[0][0], list) else part.answer
    return [f"{between.join(map(str, row))}" for row in rows for between in (" ", ", ", "\n", "\r\n")]


def test_a_printed_sheet_holds_no_answer_and_nobody_else(exam: Class) -> None:
    seated = exam.archive.seated
    for one in exam.archive.codes():
        text = everything(exam.folder / "sheets" / f"{one}.pdf").replace("−", "-")
        assert seated[one].student.name in text
        assert not [other for other in exam.archive.codes() if other != one and (other in text or seated[other].student.name in text)]
        assert not [row for row in cells(exam, one) if row in text]
        assert seated[one].student.email not in text
        assert SECRET.hex() not in text


def test_the_key_would_be_noticed(exam: Class) -> None:
    """The search above finds an answer where there is one."""
    text = everything(exam.folder / "keys" / f"{exam.mine}.pdf").replace("−", "-")
    assert [row for row in cells(exam, exam.mine) if row in text]


@pytest.mark.parametrize("kind", ["sheets", "keys"])
def test_a_pdf_carries_nothing_along(exam: Class, kind: str) -> None:
    with pikepdf.Pdf.open(exam.folder / kind / f"{exam.mine}.pdf") as pdf:
        raw = streams(exam.folder / kind / f"{exam.mine}.pdf")
        assert set(pdf.docinfo) <= {"/Title", "/Creator", "/Producer"}
        assert str(pdf.docinfo.get("/Title", "")) == f"Midterm{'' if kind == 'sheets' else ' – Solution'}" or exam.mine in str(
            pdf.docinfo["/Title"]
        )
        assert not pdf.attachments
    assert not [word for word in (b"/JavaScript", b"/OpenAction", b"/EmbeddedFile", b"/AA", b"/Launch", b"/URI") if word in raw]
    assert not [word for word in (str(exam.folder), "/tmp/", "/home/", "templates") if word.encode() in raw]


def test_names_stand_in_the_roster_and_on_sheets_alone(exam: Class) -> None:
    found = set()
    for path in exam.folder.rglob("*"):
        if path.is_file():
            text = everything(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
            name = path.relative_to(exam.folder)
            assert not [word for word in (*PERSONAL, *PLACES) if word in name.as_posix()]
            if any(word in text for word in PERSONAL):
                found.add("sheet" if path.suffix == ".pdf" and path.parent.name == "sheets" else name.as_posix())
    assert found == {"roster.json", "sheet", "all-sheets.pdf"}


def test_names_stand_in_gradebook_and_feedback_alone(exam: Class, tmp_path: Path) -> None:
    called("template", str(exam.folder), "--csv", "-o", str(tmp_path / "a.csv"))
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    (tmp_path / "a.csv").write_text(text.replace(",,", ",1 2,"), encoding="utf-8")
    assert not [word for word in PERSONAL if word in text]
    assert called("grade", str(exam.folder), str(tmp_path / "a.csv"), "-o", str(tmp_path / "r")).status == 0
    files = {
        path.relative_to(tmp_path / "r").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "r").rglob("*")
        if path.is_file()
    }
    found = {name.partition("/")[0] for name, text in files.items() if any(word in text for word in PERSONAL)}
    assert found == {"gradebook.csv", "feedback"}
