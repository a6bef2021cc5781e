"""Rosters: every way of saying who sits an exam is understood; what is doubtful is named with its line; nobody is left out in silence."""

import io
import time
from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets.records import Student
from convexam.sheets.roster import Roster, read, roster
from convexam.sheets.tables import read_from

ANA = Student("007", "Ana Țăran", "ana@example.org", "A", "3")


def of(text: str) -> Roster:
    return roster(read_from(io.BytesIO(text.encode()), "r.csv"))


UNDERSTOOD = {
    "English": "id,name,e-mail,group,seat\n007,Ana Țăran,ana@example.org,A,3",
    "any order and case": "SEAT,Name,Group,ID,E-Mail\n3,Ana Țăran,A,007,ana@example.org",
    "English, first and last": "Last name,First name,Student ID,Email address,Section,Seat number\nȚăran,Ana,007,ana@example.org,A,3",
    "Romanian": "Nr. matricol;Nume;Prenume;Adresă de e-mail;Grupă;Loc\n007;Țăran;Ana;ana@example.org;A;3",
    "Romanian without diacritics": "NUMAR MATRICOL;NUME SI PRENUME;EMAIL;GRUPA;LOC\n007;Ana Țăran;ana@example.org;A;3",
    "Italian": "Matricola\tCognome\tNome\tE-mail\tGruppo\tPosto\n007\tȚăran\tAna\tana@example.org\tA\t3",
    "German": "Matrikelnummer;Name;Vorname;E-Mail-Adresse;Gruppe;Platz\n007;Țăran;Ana;ana@example.org;A;3",
    "German, full name": "Matrikel-Nr.;Vollständiger Name;Mail;Gruppe;Sitzplatz\n007;Ana Țăran;ana@example.org;A;3",
    "Moodle": "First name,Surname,ID number,Email address,Groups,Seat\nAna,Țăran,007,ana@example.org,A,3",
    "last, first": 'id,name,email,group,seat\n007,"Țăran, Ana",ana@example.org,A,3',
    "decomposed": "id,name,email,group,seat\n007,Ana T\u0326a\u0306ran,ana@example.org,A,3",
    "control characters": "id,name,email,group,seat\n007,\u202eAna\u200b  Țăran\a,ana@example.org,A,3",
    "line break in quotes": 'id,name,email,group,seat\n007,"Ana\r\nȚăran",ana@example.org,A,3',
    "kept from a spreadsheet": 'id,name,email,group,seat\n"=""007""",Ana Țăran,ana@example.org,A,3',
    "blanks": " id , name ,email,group,seat\n 007 ,  Ana Țăran ,ana@example.org , A, 3 ",
    "empty cells behind": "id,name,email,group,seat\n007,Ana Țăran,ana@example.org,A,3,,",
}


@pytest.mark.parametrize("text", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_understood(text: str) -> None:
    assert of(text).students == (ANA,)


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (44)
    Points Possible,,,,,10
"Țăran, Ana",12,007,ana,A,3
"Student, Test",99,,f3a9,A,
"""


def test_canvas() -> None:
    found = of(CANVAS)
    assert found.students == (Student("007", "Ana Țăran", group="A"),)
    assert found.notes == (
        "line 2 passed over: the points possible of Canvas",
        "line 4 passed over: the test student of Canvas",
        "the ids are those of the column 'SIS User ID', not of 'ID'",
        "columns that are not used: 'SIS Login ID', 'Quiz 1 (44)'",
        "names are turned round at their comma: `Last, First` is printed `First Last`",
    )


def test_a_column_of_ids_that_is_empty_is_no_column_of_ids() -> None:
    assert [one.id for one in of("Student,ID,SIS User ID\nAna,12,\nIon,13,\n").students] == ["12", "13"]


def test_nobody_is_mistaken_for_canvas() -> None:
    assert [one.name for one in of("id,name\n1,Test Student\n").students] == ["Test Student"]


LARGE = {"large": True, "LARGE": True, "mare": True, "groß": True, "": False, "normal": False}


@pytest.mark.parametrize(("typed", "large"), LARGE.items(), ids=LARGE)
def test_print(typed: str, large: bool) -> None:
    assert of(f"id,print\n1,{typed}").students[0].large is large


KEPT = {
    "Typst": '#image("/etc/passwd")',
    "TeX": r"\input{/etc/passwd}",
    "Jinja": "<< ''.__class__ >>{{7*7}}",
    "HTML": "<script>alert(1)</script>",
    "formula": "=HYPERLINK(1)",
    "path": "../../etc/passwd",
    "device": "CON",
    "Chinese": "李",
    "Arabic": "محمد",
    "ten thousand characters": "x" * 10_000,
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_text_is_text(text: str) -> None:
    found = of(f"id;name\n{text[:100]};{text}").students[0]
    assert (found.id, found.name) == (text[:100], text)


REFUSED = {
    "no id": ("id,name\n1,a\n ,b\n", "r.csv: line 3: it has no id"),
    "id of nothing that can be printed": ("id,name\n\u202e\u200b,b\n", "line 2: it has no id"),
    "double id": ("id,name\n1,a\n2,b\n1,c\n", "line 4: the id '1' stands in line 2 already"),
    "ids but for case": ("id\ns1\nS1\n", "line 3: the id 'S1' is 's1' but for its case, which stands in line 2 already"),
    "ids but for normalisation": ("id\n\u00e9\ne\u0301\n", "line 3: the id 'é' stands in line 2 already"),
    "rounded": ("id\n1.23457E+11\n", "line 2: the id '1.23457E+11' was rounded by a spreadsheet"),
    "long id": (f"id\n{'9' * 101}\n", "line 2: id: a text of 101 characters"),
    "long name": (f"id,name\n1,{'x' * 20_001}\n", "line 2: full: a text of 20001 characters"),
    "too many cells": ("id,name\n1,a,b\n", "line 2: it has 3 cells, and the header 2"),
    "too few cells": ("id,name,seat\n1,a\n", "line 2: it has 2 cells, and the header 3"),
    "print": ("id,print\n1,huge\n", "line 2: print is 'huge'; allowed are `large` and nothing"),
    "several": ("id,name\n,a\n1,b\n1,c\n", "r.csv: line 2: it has no id; line 4: the id '1' stands in line 3 already"),
    "only a header": ("id,name\n", "no student stands below the header"),
    "no header": ("1,Ana\n2,Ion\n", "r.csv, line 1: no column holds ids; call one `id`"),
    "double column": ("id,name,name\n1,a,b\n", "two columns are called 'name'"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        of(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_of_many_doubtful_rows_ten_are_named_and_the_others_counted() -> None:
    with pytest.raises(BadInput, match=r"line 12: .* and 89 more; nobody is left out"):
        of("id\n" + "1\n" * 100)


NOTED = {
    "empty rows": ("id,name\n1,a\n,\n,\n", "line 3, 4 passed over: all its cells are empty"),
    "lost character": ("id,name\n1,An\N{REPLACEMENT CHARACTER}\n", "line 2: a character was lost before"),
    "odd id": ("id,name\n1\u202e,a\n", "line 2: characters of the id that cannot be printed are left away"),
    "bell in an id": ("id,name\n1\a,a\n", "line 2: characters of the id that cannot be printed are left away"),
    "odd name": ("id,first name,last name\n1,a,b\n2,A\u202eda,c\n", "line 3: characters of the name that cannot be printed are left away"),
    "no names": ("id\n1\n", "no column holds names; sheets will show the ids"),
    "ids of different length": ("id,name\n7,a\n1234,b\n", "has a spreadsheet dropped leading zeros?"),
    "mistyped column": ("id,name,e-mial\n1,a,b\n", "columns that are not used: 'e-mial'"),
}


@pytest.mark.parametrize(("text", "said"), NOTED.values(), ids=NOTED)
def test_noted(text: str, said: str) -> None:
    assert any(said in note for note in of(text).notes)


def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,name\n" + "".join(f"s{n},Ană Țăran {n}\n" for n in range(100_000)), encoding="utf-8")
    began = time.perf_counter()
    assert len(read(path).students) == 100_000
    assert time.perf_counter() - began < 20
