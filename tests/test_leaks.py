"""What one student holds, and what a learning platform holds, tells nothing of anybody's answers: it is tried here."""

import json
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from commands import called, refused
from convexam.cnn.values import Record
from convexam.errors import BadInput
from convexam.exercises.documents import convert, parse, plain
from convexam.exercises.draw import Wish, practice, under_secret
from convexam.exercises.draws import digest
from convexam.exercises.family import family
from convexam.grader.submission import Submission
from convexam.sheets.archive import canonical
from convexam.sheets.exam import Source, preview, problems
from convexam.sheets.reading import Archive
from convexam.sheets.records import Exam, Pinned, Sheet, Student
from convexam.sheets.sheet_codes import code
from exams import COUNT, SECRET, made, order
from leaking import CHOICE, CONV, PERSONAL, PLACES, SEEDS, Class, class_of, exported, walked


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return class_of(tmp_path_factory.mktemp("leaks"))


def maps(exam: Class) -> dict[str, Any]:
    """The image and the kernel of each other student."""
    found = {key.code: next(one.given for one in key.problems if one.name == "conv") for key in map(exam.archive.key, exam.others)}
    assert len({json.dumps(plain(one)) for one in found.values()}) == len(exam.others)
    return found


# From one sheet to another's numbers.


def test_no_practice_code_has_the_numbers_of_a_sheet(exam: Class) -> None:
    others = list(maps(exam).values())
    wish = Wish(family("conv2d"), 1, parts=("map",), name="conv")
    assert not [seed for seed in SEEDS if plain(practice(wish, seed).exercise.given) in others]


def guesses(exam: Class) -> dict[str, bytes]:
    """What somebody may take for the secret who has a sheet, the header and the program."""
    sheet, header = exam.archive.sheet(exam.mine), (exam.folder / "exam.json").read_bytes()
    texts = ["midterm", exam.mine, exam.mine.replace("-", ""), "matr1", sheet.salt, "secret", sha256(header).hexdigest()]
    return {
        "nothing": b"", "zeros": bytes(32), "salt": bytes.fromhex(sheet.salt), "header": sha256(header).digest(),
        **{text: text.encode() for text in texts},
    }  # fmt: skip


def names_for(sheet: str) -> tuple[str, ...]:
    """From which a problem of a sheet is drawn."""
    return ("exam", "midterm", "sheet", sheet, "conv", "0")


def test_no_guess_at_the_secret_gives_a_code_or_a_number(exam: Class) -> None:
    """The names from which a problem is drawn are no secret: they follow from the code."""
    others = maps(exam)
    wish = Wish(family("conv2d"), 1, parts=("map",), name="conv")
    for secret in guesses(exam).values():
        assert code(secret, "midterm", "matr1", 0) not in (exam.mine, *exam.others)
        for other, given in others.items():
            drawn = under_secret(wish, names_for(other), secret)
            assert plain(drawn.exercise.given) != given
    assert code(SECRET, "midterm", "matr1", 0) in (exam.mine, *exam.others)  # as it would be with the right one
    assert [one for one, given in others.items() if plain(under_secret(wish, names_for(one), SECRET).exercise.given) == given]


def test_nobody_has_the_numbers_of_the_preview(exam: Class) -> None:
    shown = preview(order(exam.folder.parent, problems=CONV + CHOICE + COUNT).blueprint)
    assert next(one.given for one in shown.key.problems if one.name == "conv") not in maps(exam).values()
    assert shown.sheet.code not in (exam.mine, *exam.others)


def test_the_digest_of_a_sheet_confirms_no_guess_at_its_content(exam: Class) -> None:
    """Even who knows every word of another sheet cannot tell so from the header, without its salt."""
    listed = {one.code: one.digest for one in exam.archive.exam.sheets}
    mine = exam.archive.sheet(exam.mine)
    for other in exam.others:
        sheet = exam.archive.sheet(other)
        salts = ["", "0" * 32, mine.salt, *(digest(("salt", "midterm", other, "sheet"), one)[:16].hex() for one in guesses(exam).values())]
        assert listed[other] not in [sha256(canonical(msgspec.structs.replace(sheet, salt=salt))).hexdigest() for salt in salts]
        assert listed[other] == sha256(canonical(sheet)).hexdigest()


def test_all_salts_are_different_and_long(exam: Class) -> None:
    documents = [read(one) for read in (exam.archive.sheet, exam.archive.key) for one in exam.archive.codes()]
    salts = [one.salt for one in documents]
    assert len(set(salts)) == len(salts)
    assert all(re.fullmatch("[0-9a-f]{32}", salt) for salt in salts)


def test_a_redrawn_problem_is_not_the_old_one_under_another_secret(exam: Class) -> None:
    """The number of the draw is public, so it must lead nowhere."""
    of = order(exam.folder.parent, problems=CONV)
    pinned = Pinned("matr3")
    drawn = [problems(Source(of.blueprint, secret, ("sheet", exam.mine), pinned)) for secret in (SECRET, b"", b"x")]
    assert len({json.dumps(plain(one[0].exercise.given)) for one in drawn}) == 3


# What a learning platform gets.


FORBIDDEN = {
    "answer", "answers", "accepted", "solution", "solutions", "worked", "steps", "step", "mistakes", "mistake", "shares", "share", "seed",
    "secret", "given", "settings", "names", "who", "student", "email", "seat", "key", "keys", "rubric", "shown",
}  # fmt: skip


def test_the_export_holds_header_sheets_and_schemas_and_nothing_else(exam: Class) -> None:
    sheets = {f"sheets/{one}.json" for one in exam.archive.codes()}
    assert set(exported(exam)) == {"exam.json", *sheets, *(f"schemas/{name}.schema.json" for name in ("exam", "sheet", "submission"))}


def test_the_export_tells_nothing_by_the_way(exam: Class) -> None:
    with zipfile.ZipFile(exam.folder.parent / "exam.zip") as file:
        entries = file.infolist()
        assert file.comment == b""
    assert {(one.comment, one.extra, one.date_time) for one in entries} == {(b"", b"", (1980, 1, 1, 0, 0, 0))}
    assert len({one.filename for one in entries}) == len(entries)


def test_no_field_of_the_export_holds_an_answer_or_a_person(exam: Class) -> None:
    for name, data in exported(exam).items():
        if name.startswith("schemas/"):
            continue
        document = json.loads(data)
        assert not {key for node in walked(document) if isinstance(node, dict) for key in node} & FORBIDDEN, name
        assert not [word for word in (*PERSONAL, *PLACES) if word.encode() in data]
        assert all("code" not in one or one is document for one in walked(document.get("problems", ())) if isinstance(one, dict))


def answers(exam: Class, one: str) -> list[str]:
    """The answers of a sheet that are long enough to be no accident, as they stand in the key's JSON."""
    key = exam.archive.key(one)
    found = [canonical_json(part.answer) for problem in key.problems if problem.name == "conv" for part in problem.parts]
    assert found
    return found


def canonical_json(value: Any) -> str:
    return json.dumps(plain(value), separators=(",", ":"))


def test_no_sheet_holds_an_answer(exam: Class) -> None:
    for one in exam.archive.codes():
        text = (exam.folder / "sheets" / f"{one}.json").read_text(encoding="utf-8")
        assert not [answer for answer in answers(exam, one) if answer in text]
        assert all(answer in (exam.folder / "keys" / f"{one}.json").read_text(encoding="utf-8") for answer in answers(exam, one))


def test_the_order_of_options_tells_nothing(tmp_path: Path) -> None:
    """The right one stands now here, now there."""
    of = order(tmp_path, problems=CHOICE)
    made(of, tuple(Student(f"s{n}") for n in range(12)), jobs=1)
    archive = Archive.open(of.folder)
    places = {
        json.dumps([plain(one) for one in part.options]).index(json.dumps(plain(part.answer)))
        for key in map(archive.key, archive.codes())
        for problem in key.problems
        for part in problem.parts
    }
    assert len(places) > 2


# Commands.


@pytest.mark.parametrize(
    "line",
    [
        "check CODE",
        "check CODE mine.json",
        "show CODE",
        "show CODE --solution",
        "practice CODE",
        "worksheet CODE -o w.pdf",
        "draw CODE",
        "grade CODE a.csv -o r",
    ],
)
def test_a_sheet_code_gives_nothing(exam: Class, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.json").write_text('{"answers": []}', encoding="utf-8")
    refused(line.replace("CODE", exam.mine).split(), "is the code of an exam sheet")
    refused(line.replace("CODE", exam.mine.lower().replace("-", "")).split(), "is the code of an exam sheet")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.json"]


@pytest.mark.parametrize("document", ["exam.json", "sheet.json", "exam.zip", "submission.json"])
@pytest.mark.parametrize(
    "line",
    [
        "check FILE",
        "check --given FILE mine.json",
        "show --given FILE --solution",
        "show FILE --solution",
        "draw --given FILE",
        "grade FILE mine.json -o r",
        "template FILE --csv",
        "verify FILE",
        "export FILE --to json -o e.zip",
        "preview FILE",
        "exam FILE -o out",
    ],
)
def test_a_document_of_the_export_gives_nothing(
    exam: Class, line: str, document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.json").write_text('{"answers": []}', encoding="utf-8")
    for name, data in exported(exam).items():
        (tmp_path / ("sheet.json" if exam.mine in name else Path(name).name)).write_bytes(data)
    (tmp_path / "exam.zip").write_bytes((exam.folder.parent / "exam.zip").read_bytes())
    called("template", str(exam.folder), "--student", "matr1", "-o", "submission.json")
    refused(line.replace("FILE", document).split(), "")


# Documents into which something was slipped.

SLIPPED = ("answer", "seed", "secret", "solution")


def objects(node: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in walked(node) if isinstance(one, dict))


def documents(exam: Class) -> dict[str, tuple[Any, type[Record]]]:
    submission = json.loads(called("template", str(exam.folder), "--student", "matr1").out)
    return {
        "exam": (json.loads((exam.folder / "exam.json").read_bytes()), Exam),
        "sheet": (json.loads((exam.folder / "sheets" / f"{exam.mine}.json").read_bytes()), Sheet),
        "submission": (submission, Submission),
    }


@pytest.mark.parametrize("name", ["exam", "sheet", "submission"])
def test_schemas_and_readers_refuse_what_was_slipped_in_at_any_depth(exam: Class, name: str) -> None:
    document, kind = documents(exam)[name]
    validator = jsonschema.Draft202012Validator(json.loads(exported(exam)[f"schemas/{name}.schema.json"]))
    validator.validate(document)
    for place in objects(document):
        for key in (one for one in SLIPPED if one not in place):
            place[key] = 1
            assert not validator.is_valid(document), (key, place)
            with pytest.raises(BadInput):
                convert(parse(json.dumps(document), "a test"), kind, "a test")
            del place[key]
    validator.validate(document)
