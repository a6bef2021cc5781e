"""A PDF as bytes."""

import io

import pikepdf

from convexam.sheets.pdf_file import saved


def made(widths: list[int]) -> bytes:
    pdf = pikepdf.Pdf.new()
    for width in widths:
        pdf.add_blank_page(page_size=(width, 100))
    return saved(pdf)


def identity(data: bytes) -> tuple[bytes, ...]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.check_pdf_syntax()
        return tuple(bytes(part) for part in pdf.trailer["/ID"].as_list())


def test_the_identity_follows_from_the_content() -> None:
    one, same, other, long = made([100]), made([100]), made([101]), made([*range(100, 3000)])
    assert one == same
    assert len({identity(data) for data in (one, other, long)}) == 3
    assert all(len(set(identity(data))) == 1 and len(identity(data)[0]) == 16 for data in (one, other, long))
