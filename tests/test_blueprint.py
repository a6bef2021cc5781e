"""Blueprints: what stands in them is exact, and what is wrong is told with file, line, key, value and what is allowed."""

import json
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commands import shown
from convexam.cnn.conventions import Conventions
from convexam.errors import BadInput, ConvexamError
from convexam.sheets.blueprint import Blueprint, read, worth
from convexam.sheets.blueprint_schema import schema
from convexam.sheets.exam import preview
from convexam.sheets.toml_lines import Lines

HEAD = 'id = "mid"\ntitle = "Midterm"\n'
FULL = """
id = "midterm-2026"
title = "Midterm $n - f + 1$"
date = "12 May 2026"
total = 8
shuffle = true
paper = "Letter"
conventions = { padding = "total", size = "ceil" }
[[problem]]
name = "conv"
family = "cnn-layers"
level = "1..2"
settings = { channels = "2..3", bias = true, stride = 1 }
parts = ["shape", "map", "parameters"]
points = { shape = 0.5, map = 2.5, parameters = 1 }
choice = ["shape"]
shares = { "conv2d.bias-forgotten" = 0.1 }
conventions = { size = "floor" }
[[problem]]
name = "size"
pool = ["output-size", "receptive-field"]
points = 2
count = 2
"""


def of(folder: Path, text: str) -> Blueprint:
    path = folder / "mid.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_blueprint_with_everything(tmp_path: Path) -> None:
    found = of(tmp_path, FULL)
    assert (found.id, found.total, found.worth, found.shuffle, found.paper) == ("midterm-2026", 8, 8, True, "us-letter")
    assert [plan.name for plan in found.problems] == ["conv", "size-1", "size-2"]
    conv, size, _ = found.problems
    assert conv.levels == (1, 2)
    assert conv.settings == {"channels": (2, 3), "bias": (True,), "stride": (1,)}
    assert conv.shares == {"conv2d.bias-forgotten": Fraction(1, 10)}
    assert conv.conventions == Conventions(padding="total", size="floor")
    assert worth(conv, "cnn-layers", 1) == {"shape": Fraction(1, 2), "map": Fraction(5, 2), "parameters": 1}
    assert sum(worth(size, "receptive-field", 2).values()) == 2
    assert json.loads(json.dumps(found.source))["problem"][0]["points"] == {"shape": "0.5", "map": "2.5", "parameters": 1}


def test_names_that_nobody_gave(tmp_path: Path) -> None:
    text = HEAD + '[[problem]]\nfamily = "conv2d"\n' * 2 + '[[problem]]\nfamily = "conv2d"\ncount = 2\n'
    assert [plan.name for plan in of(tmp_path, text).problems] == ["conv2d", "conv2d-2", "conv2d-2-1", "conv2d-2-2"]


def test_without_points_the_weights_count(tmp_path: Path) -> None:
    plan = of(tmp_path, HEAD + '[[problem]]\nfamily = "cnn-layers"\nparts = ["pool", "map"]\n').problems[0]
    assert worth(plan, "cnn-layers", 2) == {"map": 4, "pool": 2}


def test_numbers_of_the_teachers_own(tmp_path: Path) -> None:
    given = "shape = { rows = 32, columns = 32, channels = 3 }\nconv = { size = 5, filters = 8, channels = 3 }\n"
    plan = of(
        tmp_path, f'{HEAD}total = 1.5\n[[problem]]\nname = "own"\nfamily = "conv-parameters"\npoints = 1.5\n[problem.given]\n{given}'
    ).problems[0]
    assert plan.same
    assert plan.given is not None
    assert plan.parts == ("parameters",)


def test_same_for_all_or_for_one(tmp_path: Path) -> None:
    text = 'same = true\n[[problem]]\nfamily = "conv2d"\n[[problem]]\nfamily = "pooling"\nsame = false\n'
    assert [plan.same for plan in of(tmp_path, HEAD + text).problems] == [True, False]


def test_a_bom_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "mid.toml").write_bytes(FULL.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read(tmp_path / "mid.toml").id == "midterm-2026"


def test_fonts_lie_beside_the_blueprint(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    assert of(tmp_path, f'{HEAD}fonts = ["own"]\n[[problem]]\nfamily = "conv2d"').fonts == (tmp_path / "own",)


CHANGES = {  # id: (what stands in the example, what stands there instead, what the message says)
    "unknown key": ("shuffle =", "shufle =", "mid.toml, line 6: shufle: there is no such key (did you mean shuffle?)"),
    "unknown key of a problem": ("choice =", "chioce =", "line 16: problem 1.chioce: there is no such key (did you mean choice?)"),
    "unknown convention": ("padding =", "pading =", "line 8: conventions.pading: there is no such key (did you mean padding?)"),
    "convention": ('"total"', '"both"', "line 8: conventions.padding: 'both' stands here; allowed are per-side, total"),
    "no id": ('id = "midterm-2026"', "", "mid.toml: the key is missing: `id`"),
    "id with blanks": ("midterm-2026", "Mid term", "line 2: id: 'Mid term' is no id of an exam"),
    "id that is a path": ("midterm-2026", "../mid", "line 2: id: '../mid' is no id"),
    "long id": ("midterm-2026", "a" * 41, "is no id of an exam"),
    "number for a text": ('"12 May 2026"', "2026", "line 4: date: a text should stand here, not 2026"),
    "date for a text": ('"12 May 2026"', "2026-05-12", "line 4: date: a text should stand here"),
    "text for a truth value": ("shuffle = true", 'shuffle = "yes"', "line 6: shuffle: true or false should stand here, not 'yes'"),
    "HTML in the title": ('"Midterm $n - f + 1$"', '"<b>Midterm</b>"', "line 3: title: line 1: raw HTML has no place in a text"),
    "two lines of title": ('"Midterm $n - f + 1$"', '"a\\n\\nb"', "line 3: title: 'a��b' is more than a line"),
    "list as title": ('"Midterm $n - f + 1$"', '"- a"', "line 3: title: '- a' is more than a line"),
    "long title": ('"Midterm $n - f + 1$"', f'"{"a" * 301}"', "line 3: title: a text of 301 characters; 300 are the most"),
    "formula": ('"Midterm $n - f + 1$"', '"$\\\\input{x}$"', "line 3: title: line 1"),
    "control character": ('"12 May 2026"', '"12\\u202E May"', "line 4: date: '12� May' holds characters that cannot be printed"),
    "total": ("total = 8", "total = 8.5", "line 5: total: 8.5, but the points add up to 8 (conv 4, size-1 2, size-2 2)"),
    "total in words": ("total = 8", 'total = "eight"', "line 5: total: 'eight' is no number of points"),
    "paper": ('"Letter"', '"A3"', "line 7: paper: 'A3' is no paper that is known here; allowed are A4 and letter"),
    "family": ('"cnn-layers"', '"cnn-layer"', "line 11: problem 1.family: no family is called 'cnn-layer' (did you mean cnn-layers?)"),
    "family in the pool": ('"output-size"', '"output-sizes"', "line 21: problem 2.pool: no family is called 'output-sizes' (did you mean output-size?)"),
    "family and pool": ("pool =", 'family = "conv2d"\npool =', "one of `family` and `pool` says what is drawn"),
    "no family": ('family = "cnn-layers"', "", "line 9: problem 1.family: one of `family` and `pool`"),
    "pool of one": ('["output-size", "receptive-field"]', '["output-size"]', "a pool names two or more families"),
    "pool without points": ("points = 2\n", "", "line 21: problem 2.pool: a problem from a pool has one number of points"),
    "pool with a table of points": ("points = 2\n", "points = {shape = 2}\n", "line 22: problem 2.points: several families are in the pool"),
    "pool with settings": ("points = 2\n", "points = 2\nsettings = {stride = 1}\n", "line 23: problem 2.settings: several families are in the pool"),
    "pool without a name": ('name = "size"\n', "", "problem 2.pool: a problem from a pool needs a name"),
    "name": ('name = "conv"', 'name = "The conv!"', "line 10: problem 1.name: 'The conv!' is no name of a problem"),
    "name that is a path": ('name = "conv"', 'name = "../conv"', "is no name of a problem"),
    "name twice": ('name = "conv"', 'name = "size-2"', "problem 2.name: two problems would be called size-2"),
    "level": ('"1..2"', "7", "line 12: problem 1.level: cnn-layers has no level 7; its levels are 1, 2, 3"),
    "level in words": ('"1..2"', '"hard"', "line 12: problem 1.level: 'hard' is no level"),
    "level the wrong way round": ('"1..2"', '"2..1"', "problem 1.level: '2..1' is no level"),
    "level true": ('"1..2"', "true", "problem 1.level: 'True' is no level"),
    "setting": ("channels = ", "chanels = ", "line 13: problem 1.settings.chanels: cnn-layers has no setting 'chanels'; its settings are side, "),
    "setting nearly right": ("channels = ", "chanels = ", "(did you mean channels?)"),
    "value nearly right": ('"total"', '"totall"', "line 8: conventions.padding: 'totall' stands here; allowed are per-side, total (did you mean total?)"),
    "date that is no text": ('"12 May 2026"', "2026-05-12", "line 4: date: a text should stand here, not 2026-05-12; write it in quotes"),
    "setting out of range": ('"2..3"', '"2..9"', "line 13: problem 1.settings.channels: cnn-layers: channels = 7: allowed are whole numbers from 1 to 6"),
    "setting that is broken": ('"2..3"', "2.5", "channels = '2.5': allowed are whole numbers from 1 to 6"),
    "setting of another type": ("bias = true", "bias = 3", "bias = 3: allowed are true and false"),
    "part": ('"map", "parameters"]', '"mapp", "parameters"]', "line 14: problem 1.parts: cnn-layers has no part 'mapp'"),
    "no parts": ('["shape", "map", "parameters"]', "[]", "line 14: problem 1.parts: cnn-layers: no part is asked"),
    "points of no part": ("map = 2.5", "mapp = 2.5", "line 15: problem 1.points.mapp: cnn-layers does not ask this part at level 1; it asks shape, map, parameters (did you mean map?)"),
    "points missing": ("map = 2.5, ", "", "line 15: problem 1.points: the points of map are missing: cnn-layers asks shape, map, parameters"),
    "negative points": ("2.5", "-2.5", "line 15: problem 1.points.map: '-2.5' is no number of points; allowed are numbers from 0"),
    "endless points": ("2.5", "inf", "'Infinity' is no number of points"),
    "points true": ("2.5", "true", "'True' is no number of points"),
    "choice": ('choice = ["shape"]', 'choice = ["pool"]', "line 16: problem 1.choice: cnn-layers: 'pool' cannot be a choice: it is not asked"),
    "share's code": ("bias-forgotten", "bias-forgoten", "line 17: problem 1.shares.conv2d.bias-forgoten: no mistake has the code 'conv2d.bias-forgoten' (did you mean conv2d.bias-forgotten?)"),
    "share of a slip": ("conv2d.bias-forgotten", "conv2d.sign-lost", "never earns points"),
    "share above one": ("= 0.1", "= 1.1", "line 17: problem 1.shares.conv2d.bias-forgotten: '1.1' is no share"),
    "count": ("count = 2", "count = 0", "line 23: problem 2.count: 0: allowed are whole numbers from 1 to 50"),
    "huge count": ("count = 2", f"count = {'9' * 30}", "allowed are whole numbers from 1 to 50"),
    "press": ("shuffle = true", 'engine = "word"', "line 6: engine: 'word' is no press; allowed are typst and latex"),
    "language": ("shuffle = true", 'language = "../en"', "line 6: language: '../en' is no language"),
    "fonts": ("shuffle = true", 'fonts = ["none"]', "line 6: fonts: 'none': there is no such folder"),
    "answer space": ("shuffle = true", 'answer_space = "big"', "line 6: answer_space: 'big' stands here; allowed are"),
    "instructions": ("shuffle = true", 'instructions = """\n[x](http://y)\n"""', "line 6: instructions: line 1: a link has no place in a text"),
    "tensors in the instructions": ("shuffle = true", 'instructions = """\n::: tensors X\n"""', "line 6: instructions: ::: shows tensors"),
    "note": ("points = 2\n", 'points = 2\nnote = "# Big"\n', "problem 2.note: line 1: a heading has no place in a text"),
    "tensors in a note": ("points = 2\n", 'points = 2\nnote = "::: tensors X"\n', "problem 2.note: ::: shows tensors"),
    "long note": ("points = 2\n", f'points = 2\nnote = "{"x" * 5001}"\n', "problem 2.note: a text of 5001 characters"),
    "no TOML": ("shuffle = true", "shuffle = ", "not TOML: Invalid value (at line 6"),
    "key twice": ("shuffle = true", 'title = "x"', "not TOML: Cannot overwrite a value (at line 6"),
    "a million digits": ("total = 8", f"total = {'9' * 10**6}", "more than 400 digits"),
    "deep nesting": ("total = 8", f"total = {'[' * 10**5}", "nested too deeply"),
    "deep keys": ("total = 8", f"total{'.a' * 10**4} = 8", "nested too deeply"),
    "given beside a pool": ("points = 2\n", "points = 2\ngiven = {}\n", "problem 2.given: several families"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), CHANGES.values(), ids=CHANGES)
def test_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in FULL
    with pytest.raises(BadInput) as caught:
        of(tmp_path, FULL.replace(before, after, 1))
    assert said in str(caught.value)
    assert len(str(caught.value)) < 1000


WRONG = {
    "empty": ("", "the key is missing"),
    "no problem": (HEAD, "the key is missing: `problem`"),
    "empty list of problems": (f"{HEAD}problem = []", "line 3: problem: no [[problem]] stands in it"),
    "problem a number": (f"{HEAD}problem = 3", "line 3: problem: a list should stand here, not 3"),
    "problem a list of numbers": (f"{HEAD}problem = [3]", "line 3: problem 1: a table should stand here, not 3"),
    "one problem as a table": (f'{HEAD}[problem]\nfamily = "conv2d"', "line 3: problem: a list should stand here"),
    "conventions a number": (
        f'{HEAD}conventions = 3\n[[problem]]\nfamily = "conv2d"',
        "line 3: conventions: a table should stand here, not 3",
    ),
    "given a number": (f'{HEAD}[[problem]]\nfamily = "conv2d"\ngiven = 3', "line 5: problem 1.given: a table should stand here, not 3"),
    "given that does not fit": (
        f'{HEAD}[[problem]]\nfamily = "conv-parameters"\ngiven.conv = 3',
        "line 5: problem 1.given: conv-parameters, given",
    ),
    "key of a given": (
        f'{HEAD}[[problem]]\nfamily = "conv-parameters"\ngiven.conv.sise = 3',
        "line 5: problem 1.given: conv-parameters, given: conv: there is no such key: `sise` (did you mean size?); the keys here are ",
    ),
    "given twice": (f'{HEAD}[[problem]]\nfamily = "conv-parameters"\ncount = 2\ngiven.conv = 3', "numbers of your own are there once"),
    "unequal weights": (
        f'{HEAD}[[problem]]\nfamily = "receptive-field"\nlevel = "1..2"',
        "line 5: problem 1.level: receptive-field is worth more",
    ),
    "many problems": (HEAD + '[[problem]]\nfamily = "conv2d"\ncount = 50\n' * 3, "problem 3: more than 100 problems"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        of(tmp_path, text)
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xfei\0d\0"], ids=["picture", "UTF-16"])
def test_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mid.toml").write_bytes(data)
    with pytest.raises(BadInput, match="is not UTF-8 text"):
        read(tmp_path / "mid.toml")


def test_text_that_looks_like_code_is_text(tmp_path: Path) -> None:
    hostile = """#image("x") {{7*7}} <% if %> << x >> \\input{y} <b>"""
    assert of(tmp_path, f"{HEAD}date = '{hostile}'\n[[problem]]\nfamily = \"conv2d\"").date == hostile


LINES = """# id = 1
id = "a # b"
text = \"\"\"
[[problem]]
name = "no"
\"\"\"
[[problem]]
given.image = [
  [1, "]"], # ]
]
[problem.settings]
"st ride" = '1'
[[problem]]
points = { a = 1 }
"""
PLACES = {
    ("id",): 2,
    ("problem", 0): 7,
    ("problem", 0, "given", "image"): 8,
    ("problem", 0, "given"): 8,
    ("problem", 0, "settings", "st ride"): 12,
    ("problem", 1): 13,
    ("problem", 1, "points", "a"): 14,
    ("problem", 1, "family"): 13,
    ("nothing",): None,
}


@pytest.mark.parametrize(("keys", "line"), PLACES.items(), ids=map(str, PLACES))
def test_lines(keys: tuple[str | int, ...], line: int | None) -> None:
    assert tomllib.loads(LINES)["problem"][1]["points"] == {"a": 1}
    assert Lines(LINES).of(keys) == line


def valid(text: str) -> bool:
    raw: Any = tomllib.loads(text, parse_float=Decimal)
    return jsonschema.Draft202012Validator(schema()).is_valid(raw)


def test_the_schema_of_a_blueprint() -> None:
    assert json.loads(shown("schema", "blueprint")) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())
    assert valid(FULL)


CAUGHT = {
    "unknown key": ("shuffle =", "shufle ="),
    "id": ("midterm-2026", "Mid term"),
    "paper": ('"Letter"', '"A3"'),
    "points": ("map = 2.5", "map = -1"),
    "share": ("= 0.1", "= 2"),
    "convention": ('"ceil"', '"up"'),
    "family": ('family = "cnn-layers"', ""),
    "count": ("count = 2", "count = 0"),
    "total": ("total = 8", 'total = "8"'),
}


@pytest.mark.parametrize(("before", "after"), CAUGHT.values(), ids=CAUGHT)
def test_an_editor_sees_typical_errors(before: str, after: str) -> None:
    assert not valid(FULL.replace(before, after, 1))


def test_every_key_is_described() -> None:
    definitions = schema()["$defs"]
    for name in ("BlueprintKeys", "ProblemKeys"):
        assert [key for key, value in definitions[name]["properties"].items() if not value.get("description")] == []


DRAWN = {
    "a choice that cannot be": ('choice = ["map"]', "problem size: part map cannot be a choice: its answer is a map of more than 4 cells"),
    "settings that do not go together": (
        "settings = {side = 4, kernel = 5}",
        "problem size: level 2 with side=4, kernel=5: these numbers do not go together",
    ),
}


@pytest.mark.parametrize(("key", "said"), DRAWN.values(), ids=DRAWN)
def test_what_only_a_draw_can_tell_is_told_with_its_place(tmp_path: Path, key: str, said: str) -> None:
    blueprint = of(tmp_path, f'{HEAD}[[problem]]\nname = "size"\nfamily = "conv2d"\n{key}\n')
    with pytest.raises(ConvexamError) as caught:
        preview(blueprint)
    assert str(caught.value).startswith(f"{blueprint.path}: {said}")
