"""Rosters and blueprints that mean no good, through the whole program: they print as text, or get one clear error."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from commands import called
from convexam.sheets.reading import Archive
from convexam.sheets.roster import read as read_roster
from exams import COUNT, HEAD, SIZE, files

TRAP = "trap.txt"
EVIL = {  # id: a text that is code somewhere
    "typst": '#panic("a") #read("/etc/passwd") #import "x.typ": * @ref <a> $x$ = b',
    "typst string": '") #panic("b") #("',
    "typst raw": "```typ #panic()``` `a` \\u{202e} \\",
    "tex": r"\input{/etc/passwd} \write18{touch trap.txt} {} % ~ ^^M \end{document}",
    "jinja": "<< 1337 * 1337 >> {{ 1337 * 1337 }} <% include 'x' %> <# c #> {% set x = 1 %}",
    "jinja python": "<< ''.__class__.__mro__[1].__subclasses__() >>",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;&#x41;",
    "markdown": "# a **b** [c](http://example.org) ![d](e.png) ::: tensors X",
    "shell": "$(touch trap.txt) `touch trap.txt`; touch trap.txt | touch trap.txt",
    "formula of a spreadsheet": '=cmd|" /C calc"!A0',
    "sums": "@SUM(1+1)*cmd",
    "format": "%s %n {0} {x!r} ${HOME}",
    "path": "../../../trap.txt",
    "absolute path": "/tmp/trap.txt",
    "Windows path": "C:\\Windows\\trap.txt",
    "device": "CON",
    "null device": "NUL.txt",
    "dots": "..",
    "dot": ".",
    "option": "--force",
    "backslashes": "\\\\\\",
    "quotes": "\"'`´«»",
}
UNSEEN = {  # id: (what stands in the roster, what is printed)
    "turned round": ("Ana\u202eevil\u202c Bo", "Anaevil Bo"),
    "isolated": ("\u2066Ana\u2069 Bo", "Ana Bo"),
    "bell": ("Ana\x07 Bo", "Ana Bo"),
    "escape": ("\x1b[31mAna\x1b[0m", "[31mAna[0m"),
    "joined": ("An\ufeffa B\u200bo", "Ana Bo"),
    "private": ("Ana\ue000 Bo", "Ana Bo"),
    "line break": ("Ana\nBo\r\nCy", "Ana Bo Cy"),
    "tab": ("Ana\tBo", "Ana Bo"),
    "tags": ("Ana\U000e0041 Bo", "Ana Bo"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in a folder, so that whatever leaves it is seen."""
    folder = tmp_path / "around" / "here"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / "quick.toml").write_text(HEAD + SIZE, encoding="utf-8")
    (folder / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    return folder


def roster(folder: Path, rows: list[dict[str, str]]) -> Path:
    """A CSV file, quoted as a spreadsheet does it."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    text = "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) + "\n" for line in lines)
    (folder / "class.csv").write_bytes(text.encode())
    return folder / "class.csv"


def exam(*more: str) -> None:
    """Made without complaint."""
    done = called("exam", "quick.toml", "--roster", "class.csv", "-o", "out", "--jobs", "1", *more)
    assert done.status == 0, done.err
    assert "Traceback" not in done.err


def refused_exam(said: str, *more: str) -> None:
    before = files(Path.cwd())
    done = called("exam", "quick.toml", "--roster", "class.csv", "-o", "out", "--jobs", "1", *more)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done.err
    assert said in done.err
    assert done.err[:-1].isprintable()
    assert len(done.err) < 2_000
    assert files(Path.cwd()) == before


def text(path: Path) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(path)).split())


def squeezed(text: str) -> str:
    """Without blanks: where a line breaks does not matter."""
    return "".join(text.split())


def sheets(folder: Path) -> Mapping[str, str]:
    """The text of each student's sheet, by id."""
    archive = Archive.open(folder / "out")
    return {seated.student.id: text(folder / "out" / "sheets" / f"{code}.pdf") for code, seated in archive.seated.items()}


def assert_nothing_escaped(folder: Path) -> None:
    """What was written stands in `out`, under names of ours; nothing that a person typed was run."""
    assert {path.name for path in folder.parent.parent.iterdir()} == {"around"}
    assert {path.name for path in folder.parent.iterdir()} == {"here"}
    assert {path.name for path in folder.iterdir()} <= {
        "quick.toml",
        "quick.secret",
        "class.csv",
        ".gitignore",
        "out",
        "answers.csv",
        "results",
        "e.zip",
    }
    assert not list(folder.rglob(TRAP))
    assert not Path("/tmp", TRAP).exists()
    known = {
        "sheets",
        "keys",
        "exam.json",
        "roster.json",
        "state.json",
        "all-sheets.pdf",
        "all-keys.pdf",
        "marking.csv",
        "marking.pdf",
        ".gitignore",
    }
    assert {path.name for path in (folder / "out").iterdir()} == known
    codes = {f"{code}.{kind}" for code in Archive.open(folder / "out").codes() for kind in ("json", "pdf")}
    assert {path.name for kind in ("sheets", "keys") for path in (folder / "out" / kind).iterdir()} == codes


def test_names_that_are_code_print_as_text_and_grade(here: Path) -> None:
    """In every column at once; and the way back, to gradebook and feedback."""
    roster(here, [{"id": evil[:90], "name": evil, "group": evil, "seat": evil, "e-mail": evil} for evil in EVIL.values()])
    exam()
    for evil, printed in zip(EVIL.values(), (sheets(here)[evil[:90]] for evil in EVIL.values()), strict=True):
        assert squeezed(evil) in squeezed(printed), evil
    assert called("template", "out", "--csv", "-o", "answers.csv").status == 0
    assert called("grade", "out", "answers.csv", "-o", "results").status == 0
    assert called("export", "out", "--to", "json", "-o", "e.zip").status == 0
    assert called("verify", "out").status == 0
    cells = [
        cell.strip('"')
        for line in (here / "results" / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()
        for cell in line.split(",")
    ]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")]
    assert_nothing_escaped(here)


def test_characters_that_cannot_be_seen_are_left_away(here: Path) -> None:
    roster(here, [{"id": f"s{n}", "name": typed, "seat": typed} for n, (typed, _) in enumerate(UNSEEN.values())])
    exam()
    printed = sheets(here)
    assert [one for n, (_, one) in enumerate(UNSEEN.values()) if printed[f"s{n}"].count(one) != 2] == []
    assert_nothing_escaped(here)


@pytest.mark.parametrize("key", ["title", "course", "institution", "date", "instructions", "note"])
@pytest.mark.parametrize("evil", EVIL)
def test_blueprints_that_are_code_print_as_text_or_are_refused(here: Path, key: str, evil: str) -> None:
    (here / "quick.toml").write_text(blueprint(key, EVIL[evil]), encoding="utf-8")
    done = called("preview", "quick.toml", "-o", "p.pdf", "--key", "k.pdf")
    assert "Traceback" not in done.err
    assert not list(here.rglob(TRAP))
    if done.status == 2:
        assert (done.err.count("\n"), f"quick.toml, line {LINES.get(key, 3)}" in done.err) == (1, True), done.err
        assert {path.name for path in here.iterdir()} == {"quick.toml", "quick.secret"}
    else:
        assert (done.status, {path.name for path in here.iterdir()}) == (0, {"quick.toml", "quick.secret", "p.pdf", "k.pdf"})
        assert "root:" not in text(here / "p.pdf")
        assert "1787569" not in text(here / "p.pdf")


LINES = {"title": 2, "note": 8}  # where a key stands in the blueprint below, if not in line 3


def blueprint(key: str, typed: str) -> str:
    """With this text at this key of the exam, or of its problem."""
    lines = {"id": "midterm", "title": "Midterm"} | ({key: typed} if key != "note" else {})
    head = "".join(f"{name} = {toml(value)}\n" for name, value in lines.items())
    return head + SIZE + (f"note = {toml(typed)}\n" if key == "note" else "")


def toml(text: str) -> str:
    """As TOML writes it."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


CONTROLS = {"bell": "a\x07b", "turned round": "a\u202eb", "null": "a\0b", "escape": "a\x1b[31mb", "private": "a\ue000b"}


@pytest.mark.parametrize("key", ["title", "course", "institution", "date", "instructions", "note"])
@pytest.mark.parametrize("typed", CONTROLS.values(), ids=CONTROLS)
def test_controls_in_a_blueprint_reach_no_page(here: Path, key: str, typed: str) -> None:
    (here / "quick.toml").write_text(blueprint(key, typed), encoding="utf-8")
    done = called("preview", "quick.toml", "-o", "p.pdf", "--key", "k.pdf")
    assert (done.status, "Traceback" in done.err) in ((0, False), (2, False)), done.err
    assert done.status == 0 or done.err.count("\n") == 1
    assert done.status == 2 or not set(typed) & set("\x07\u202e\0\x1b\ue000") & set(text(here / "p.pdf"))


IDS = {
    "other id": ('id = "../../trap"', "is no id of an exam"),
    "device": ('id = "CON"', "is no id of an exam"),
    "problem": ('id = "a"\ntitle = "T"\n[[problem]]\nname = "../trap"\nfamily = "output-size"', "name"),
    "family": ('id = "a"\ntitle = "T"\n[[problem]]\nfamily = "../../etc/passwd"', "no family is called"),
    "module": ('id = "a"\ntitle = "T"\n[[problem]]\nfamily = "os.system"', "no family is called"),
    "fonts": ('id = "a"\ntitle = "T"\nfonts = ["/etc/passwd"]', "no such folder"),
    "language": ('id = "a"\ntitle = "T"\nlanguage = "../../x"', "is no language"),
    "engine": ('id = "a"\ntitle = "T"\nengine = "/bin/sh"', "is no press"),
    "words": ('id = "a"\ntitle = "T"\nwords = ["."]', "there is no such key"),
    "code in a setting": ('id = "a"\ntitle = "T"\n[[problem]]\nfamily = "conv2d"\nsettings = { stride = "__import__(1)" }', "stride"),
}


@pytest.mark.parametrize(("head", "said"), IDS.values(), ids=IDS)
def test_blueprints_that_are_refused(here: Path, head: str, said: str) -> None:
    (here / "quick.toml").write_text(
        f"{head}\n" + ("" if "title" in head else 'title = "T"\n') + ("" if "[[problem]]" in head else SIZE), encoding="utf-8"
    )
    (here / "class.csv").write_text("id,name\ns1,A\n", encoding="utf-8")
    refused_exam(said)


ROSTERS: dict[str, tuple[bytes, str]] = {
    "twice": (b"id,name\ns1,A\ns1,B\n", "line 3: the id 's1' stands in line 2 already"),
    "other case": (b"id,name\nsa,A\nSA,B\n", "line 3: the id 'SA' is 'sa' but for its case"),
    "other normalisation": ("id,name\nș1,A\ns\u03261,B\n".encode(), "stands in line 2 already"),
    "other blanks": (b"id,name\ns1,A\n  s1\t,B\n", "stands in line 2 already"),
    "an unseen difference": ("id,name\ns1,A\ns\u200b1,B\n".encode(), "stands in line 2 already"),
    "no id": (b"id,name\n,A\n", "line 2: it has no id"),
    "an id of controls": ("id,name\n\u202e,A\n".encode(), "line 2: it has no id"),
    "a long id": (b"id,name\n" + b"9" * 10_000 + b",A\n", "a text of 10000 characters"),
    "empty": (b"", "class.csv"),
    "a header alone": (b"id,name\n", "no student stands below the header"),
    "blanks": (b" \n \n\n", "class.csv"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff\xd8\xff\xe0", "class.csv"),
    "a PDF": (b"%PDF-1.7\n%\xb5\xed\xae\xfb\n", "class.csv"),
    "a workbook": (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "class.csv"),
    "nulls": (b"id,name\ns1,\0\n" + bytes(1000), "class.csv"),
    "a quote that does not end": (b'id,name\ns1,"A\n' + b"s2,B\n" * 1000, "class.csv"),
    "ragged": (b"id,name\ns1,A,B,C,D\n", "line 2"),
    "a million columns": (b"id" + b",a" * 10**6 + b"\n", "class.csv"),
    "one line": (b"a" * 10**7, "class.csv"),
}


@pytest.mark.parametrize(("data", "said"), ROSTERS.values(), ids=ROSTERS)
def test_rosters_that_are_refused(here: Path, data: bytes, said: str) -> None:
    (here / "class.csv").write_bytes(data)
    refused_exam(said)


def test_a_name_of_ten_thousand_characters_is_cut(here: Path) -> None:
    names = {"s1": "Maximilian " * 900, "s2": "W" * 10_000, "s3": "李" * 10_000, "s4": "a\u0301" * 5_000}
    roster(here, [{"id": id, "name": name} for id, name in names.items()])
    exam()
    printed = sheets(here)
    assert all("…" in printed[id] for id in ("s1", "s2", "s4"))
    assert "s3" in printed["s3"]  # no font has it: the id stands there
    for pdf in (here / "out" / "sheets").glob("*.pdf"):
        with pikepdf.Pdf.open(pdf) as one:
            assert len(one.pages) <= 2
    assert called("template", "out", "--csv", "-o", "answers.csv").status == 0
    assert called("grade", "out", "answers.csv", "-o", "results").status == 0
    assert_nothing_escaped(here)


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text("id,name,seat\n" + "".join(f"{n:06},Student {n},{n}\n" for n in range(100_000)), encoding="utf-8")
    assert len(read_roster(tmp_path / "class.csv").students) == 100_000


def test_links_lead_nowhere_else(here: Path) -> None:
    """An output folder that is a link is one; nothing beside it is touched."""
    (here / "elsewhere").mkdir()
    (here / "out").symlink_to("elsewhere")
    roster(here, [{"id": "s1", "name": "A"}])
    exam()
    assert (here / "out").is_symlink()
    assert (here / "elsewhere" / "state.json").is_file()
    shutil.rmtree(here / "elsewhere")


WORDS = {
    "subclasses": "<< ''.__class__.__mro__[1].__subclasses__() >>",
    "a function": "<< cycler.__init__.__globals__.os.popen('touch trap.txt').read() >>",
    "of a value": "<< given.__class__.__init__.__globals__ >>",
    "import": "<% import 'os' as os %>",
    "include": "<% include '/etc/passwd' %>",
    "endless": "<% for i in range(10 ** 9) %>x<% endfor %>",
    "attribute by filter": "<< given | attr('__class__') >>",
    "attribute by map": "<< [given] | map(attribute='__class__') | list >>",
}


@pytest.mark.parametrize("code", WORDS.values(), ids=WORDS)
def test_a_words_file_that_calls_python_is_refused(here: Path, code: str) -> None:
    words = here / "words" / "exercises" / "sizes" / "output_size.md.j2"
    words.parent.mkdir(parents=True)
    words.write_text(f"<% block statement %>{code}<% endblock %>\n", encoding="utf-8")
    done = called("exam", "quick.toml", "-o", "out", "--words", "words")
    assert (done.status, done.out, "Traceback" in done.err) == (2, "", False), done.err
    assert "output_size.md.j2" in done.err.splitlines()[-1]
    assert not list(here.rglob(TRAP))
    shutil.rmtree(here / "words")


def test_everything_at_once(here: Path) -> None:
    """Names, words of the head, and versions."""
    evil = EVIL["typst"].replace("$", "").replace("=", "")
    head = f'id = "midterm"\ntitle = {toml(EVIL["shell"].replace("`", "").replace("$", ""))}\ndate = {toml(evil)}\n'
    (here / "quick.toml").write_text(head + SIZE + COUNT, encoding="utf-8")
    roster(here, [{"id": f"{n}", "name": evil, "group": EVIL["tex"]} for n in range(4)])
    exam("--versions", "2")
    assert all(squeezed(evil) in squeezed(printed) for printed in sheets(here).values())
