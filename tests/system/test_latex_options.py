"""What can be asked of an exam, through TeX and through typst: the same pages, the same numbers, the same files for the printer."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pikepdf import Pdf

from commands import called
from convexam.sheets.reading import Archive
from exams import HEAD, SIZE, files
from system.test_latex_pages import numbers, pages, starts

pytestmark = pytest.mark.system

GRAPHS = '[[problem]]\nname = "graphs"\nfamily = "relu"\n'
MAPS = '[[problem]]\nname = "maps"\nfamily = "conv2d"\nlevel = 1\n'
CHOICE = '[[problem]]\nname = "pick"\nfamily = "output-size"\nchoice = ["shape"]\n'
ROSTER = "id,name,group,seat,print\ns1,Ana Țăran,A,3,\ns2,Bo Åström,A,1,large\ns3,Cy,B,2,\n"
LATE = f"{ROSTER}s4,Dee,B,4,large\n"


DEPARTMENT = Path(__file__).resolve().parents[2] / "examples" / "department"


class Wanted(NamedTuple):
    """What is asked for."""

    blueprint: str
    options: tuple[str, ...] = ()


EXAMS = {
    "figures, formulas, letter, large print": Wanted(
        HEAD + 'paper = "letter"\nformula_sheet = true\ninstructions = "No *aids*.\\n\\n- One\\n- Two $x^2$"\n' + GRAPHS + MAPS,
        ("--distinct",),
    ),
    "versions and solutions": Wanted(HEAD + CHOICE + MAPS, ("--versions", "2", "--solutions")),
    "no answer space": Wanted(HEAD + 'answer_space = "none"\n' + GRAPHS + MAPS + CHOICE, ("--solutions",)),
}


class Both(NamedTuple):
    """One exam from both presses."""

    folder: Path
    wanted: Wanted

    def exam(self, engine: str, folder: Path | None = None) -> None:
        there = folder or self.folder
        line = ("exam", str(there / "quick.toml"), "--roster", str(there / "class.csv"), "-o", str(there / engine), "--engine", engine)
        done = called(*line, *self.wanted.options)
        assert (done.status, "error" in done.err) == (0, False), done.err

    def names(self) -> list[str]:
        return sorted(path.relative_to(self.folder / "typst").as_posix() for path in (self.folder / "typst").rglob("*.pdf"))

    def pair(self, name: str) -> tuple[list[str], list[str]]:
        latex, typst = (pages(self.folder / engine / name) for engine in ("latex", "typst"))
        return latex, typst


@pytest.fixture(scope="module", params=EXAMS.values(), ids=list(EXAMS))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    made = Both(tmp_path_factory.mktemp("both"), request.param)
    begun(made.folder, made.wanted)
    for engine in ("typst", "latex"):
        made.exam(engine)
    return made


def begun(folder: Path, wanted: Wanted) -> None:
    (folder / "quick.toml").write_text(wanted.blueprint, encoding="utf-8")
    (folder / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    (folder / "class.csv").write_text(ROSTER, encoding="utf-8")


def singles(both: Both) -> Iterator[str]:
    yield from (name for name in both.names() if "/" in name)


def test_the_same_files(both: Both) -> None:
    assert set(files(both.folder / "latex")) == set(files(both.folder / "typst"))
    assert {name.partition("/")[0] for name in singles(both)} == {"sheets", "keys"} | (
        {"solutions"} if "--solutions" in both.wanted.options else set()
    )


def test_each_part_on_the_same_page_with_the_same_numbers(both: Both) -> None:
    for name in singles(both):
        latex, typst = both.pair(name)
        assert starts(latex) == starts(typst), name
        assert numbers(latex) == numbers(typst), name


def test_paper_of_the_same_size(both: Both) -> None:
    for name in both.names():
        with Pdf.open(both.folder / "latex" / name) as latex, Pdf.open(both.folder / "typst" / name) as typst:
            for one, other in zip(latex.pages, typst.pages, strict=True):
                assert [float(size) for size in one.mediabox] == pytest.approx([float(size) for size in other.mediabox], abs=0.1)


def test_each_begins_on_the_front_of_a_sheet_of_paper(both: Both) -> None:
    """In the collated files, in the order of seats; an empty back follows an odd page."""
    archive = Archive.open(both.folder / "latex")
    assert len(archive.seated) == 3
    for kind in sorted({name.partition("/")[0] for name in singles(both)}):
        whole = pages(both.folder / "latex" / f"all-{kind}.pdf")
        apart = {Path(name).stem: pages(both.folder / "latex" / name) for name in singles(both) if name.startswith(kind)}
        for code in sorted(apart, key=lambda code: seat(archive, code)):
            begin, whole = whole[: len(apart[code])], whole[len(apart[code]) + len(apart[code]) % 2 :]
            assert begin == apart[code]
        assert whole == []


def seat(archive: Archive, code: str) -> tuple[str, str]:
    seated = archive.seated.get(code)
    return (seated.student.group, seated.student.seat) if seated else ("", code)


def test_large_print_is_large(both: Both) -> None:
    archive = Archive.open(both.folder / "latex")
    large, *others = sorted(archive.seated.values(), key=lambda seated: seated.student.id != "s2")
    long = len(pages(both.folder / "latex" / "sheets" / f"{large.code}.pdf"))
    assert long >= max(len(pages(both.folder / "latex" / "sheets" / f"{one.code}.pdf")) for one in others)
    assert all("Bo Åström" in said for said in pages(both.folder / "latex" / "sheets" / f"{large.code}.pdf")[:1])


def test_marking_tables_say_the_same(both: Both) -> None:
    latex, typst = both.pair("marking.pdf")
    assert numbers(latex) == numbers(typst)
    assert all(
        code in "".join(latex)
        for code in ({} if both.wanted.options[:1] == ("--versions",) else Archive.open(both.folder / "latex").seated)
    )


def test_late_students_and_a_new_draw(both: Both, tmp_path: Path) -> None:
    """Nobody else's files change; both presses draw the same again."""
    shutil.copytree(both.folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "class.csv").write_text(LATE, encoding="utf-8")
    before = files(tmp_path / "latex")
    for engine in ("typst", "latex"):
        both.exam(engine, tmp_path)
    now = files(tmp_path / "latex")
    assert {name for name in before if "/" in name and now.get(name) != before[name]} == set()
    dealt = "--versions" in both.wanted.options
    for engine in ("typst", "latex"):
        done = called("reissue", str(tmp_path / "quick.toml"), str(tmp_path / engine), "--student", "s2", "--problem", "maps")
        assert done.status == (2 if dealt else 0), done.err
    assert set(files(tmp_path / "latex")) == set(files(tmp_path / "typst"))
    moved = {name for name in now if "/" in name and files(tmp_path / "latex").get(name) != now[name]}
    old = next(one.code for one in Archive.open(both.folder / "latex").roster.sheets if one.student.id == "s2")
    assert {Path(name).stem for name in moved} == (set() if dealt else {old})
    for path in sorted((tmp_path / "typst" / "sheets").glob("*.pdf")):
        assert starts(pages(tmp_path / "latex" / "sheets" / path.name)) == starts(pages(path)), path.name
    assert called("verify", str(tmp_path / "latex")).status == 0


@pytest.mark.parametrize("engine", [("latex",), ("latex", "--tex-engine", "lualatex")], ids=["pdflatex", "lualatex"])
def test_a_preview(engine: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of the press that will print."""
    monkeypatch.chdir(tmp_path)
    Path("quick.toml").write_text(HEAD + SIZE + GRAPHS, encoding="utf-8")
    assert called("preview", "quick.toml", "-o", "typst.pdf", "--key", "typst-key.pdf").status == 0
    assert called("preview", "quick.toml", "-o", "tex.pdf", "--key", "tex-key.pdf", "--engine", *engine).status == 0
    for name in ("", "-key"):
        assert starts(pages(Path(f"tex{name}.pdf"))) == starts(pages(Path(f"typst{name}.pdf")))
        with Pdf.open(f"tex{name}.pdf") as tex:
            assert "/StructTreeRoot" not in tex.Root


def test_the_example_of_a_department(both: Both, tmp_path: Path) -> None:
    """Another head, and nothing else: no part moves to another page."""
    shutil.copytree(both.folder, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("latex"))
    line = (
        "exam",
        str(tmp_path / "quick.toml"),
        "--roster",
        str(tmp_path / "class.csv"),
        "-o",
        str(tmp_path / "latex"),
        "--engine",
        "latex",
    )
    done = called(*line, "--templates", str(DEPARTMENT), *both.wanted.options)
    assert (done.status, "error" in done.err) == (0, False), done.err
    for name in singles(both):
        ours, plain = pages(tmp_path / "latex" / name), pages(both.folder / "latex" / name)
        assert "Department of Computer Science" in ours[0]
        assert (starts(ours), numbers(ours)) == (starts(plain), numbers(plain)), name
