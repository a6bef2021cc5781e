"""Bad input gets one line on stderr that names place and value, nothing on stdout, and status 2; never a traceback."""

import json
import random
from pathlib import Path

import pytest

from commands import called

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "slides-exercise.toml"
SLIDES = "[[problem]]" + EXAMPLE.read_text(encoding="utf-8").split("[[problem]]")[1]  # without the comment on top
CODE = "conv2d-1-0000073T"  # seed 7 of level 1
MAP = "[[7, 15, 12], [-9, 5, 2], [-7, 7, 18]]"

COMMAND_LINES = {  # id: (words, what the line must contain)
    "no such command": ("shwo conv2d", "'shwo'"),
    "no such option": ("show conv2d --lvel 2", "--lvel"),
    "family with a typing error": ("show conv2", "no family is called 'conv2' (did you mean conv2d?)"),
    "family in capitals": ("show Conv2d", "did you mean conv2d?"),
    "family in many lines": ("show conv2d\nfoo", "no family is called"),
    "family that is nothing": ("draw nosuch", "no family is called 'nosuch'; `convexam families` lists all"),
    "nothing to show": ("show", "name a family or a code"),
    "nothing to draw": ("draw", "name a family"),
    "nothing to check": ("check", "name the code"),
    "level": ("show conv2d --level 9", "no level 9; its levels are 1, 2, 3"),
    "level below zero": ("draw conv2d --level -1", "no level -1"),
    "level in words": ("show conv2d --level two", "'two'"),
    "part": ("show conv2d --parts mapp", "no part 'mapp'; its parts are shape, map (did you mean map?)"),
    "no part": ("show conv2d --parts ,", "no part ''"),
    "setting": ("show conv2d --set strid=2", "no setting 'strid'; its settings are side, kernel, stride"),
    "setting without value": ("show conv2d --set stride", "--set 'stride': write NAME=VALUE"),
    "setting with empty value": ("show conv2d --set stride=", "allowed are whole numbers from 1 to 4"),
    "setting without name": ("show conv2d --set =2", "'=2'"),
    "setting twice": ("show conv2d --set stride=1 --set stride=2", "stride stands twice"),
    "value too small": ("show conv2d --set stride=0", "stride = 0: allowed are whole numbers from 1 to 4"),
    "value too large": ("show conv2d --set stride=99", "stride = 99: allowed are whole numbers from 1 to 4"),
    "value below zero": ("show conv2d --set stride=-1", "'-1': allowed are whole numbers from 1 to 4"),
    "value not whole": ("show conv2d --set stride=1.5", "'1.5': allowed are whole numbers from 1 to 4"),
    "value in superscript": ("show conv2d --set stride=²", "allowed are whole numbers from 1 to 4"),
    "value in Arabic digits": ("show conv2d --set stride=٣", "allowed are whole numbers from 1 to 4"),
    "pair where one number": ("show conv2d --set stride=2x3", "2x3: allowed are whole numbers from 1 to 4"),
    "three where a pair": ("show output-size --set kernel=1x2x3", "1x2x3: allowed is a whole number"),
    "no kernel": ("show output-size --set kernel=0", "kernel"),
    "neither true nor false": ("show conv2d --set bias=maybe", "'maybe': allowed are true and false"),
    "range without end": ("show conv2d --set stride=1..", "'1..' is no range"),
    "range backwards": ("show conv2d --set stride=2..1", "2..1 is an empty range"),
    "range out of bounds": ("show conv2d --set stride=3..6", "5: allowed are whole numbers from 1 to 4"),
    "range without bounds": ("show conv2d --set stride=1..99999", "more than 200 values"),
    "range of huge numbers": ("show conv2d --set stride=1..999999999999999999", "is no range"),
    "more zeros than cells": ("show conv2d --set image_zeros=72", "72 zeros do not fit"),
    "kernel larger than the input": ("show conv2d --set side=3 --set kernel=5", "a window of 5 rows is larger than the padded input's 3"),
    "seed below zero": ("show conv2d --seed -1", "--seed '-1': seeds are whole numbers from 0 to 1073741823"),
    "seed too large": ("show conv2d --seed 1073741824", "seeds are whole numbers from 0 to 1073741823"),
    "seed in words": ("show conv2d --seed one", "'one'"),
    "seeds without colon": ("draw conv2d --seeds 3", "--seeds '3': write A:B"),
    "seeds empty": ("draw conv2d --seeds 3:3", "3:3: this is an empty range"),
    "seeds backwards": ("draw conv2d --seeds 5:3", "5:3: this is an empty range"),
    "seeds too large": ("draw conv2d --seeds 0:1073741825", "seeds end at 1073741823"),
    "none of them": ("show conv2d -n 0", "0 is not in the range"),
    "too many of them": ("show conv2d conv2d conv2d -n 100", "300 problems; a sheet holds at most 200"),
    "format": ("show conv2d --format xml", "'xml' is not one of 'text', 'json', 'pdf'"),
    "schema": ("schema exam", "'exam' is not one of 'problem', 'key', 'submission'"),
    "code with a typing error": ("show conv2d-1-0000073S", "'conv2d-1-0000073S' has a typing error"),
    "code with a letter of no code": ("show conv2d-1-000007U3", "U stands in no code"),
    "code too short": ("show conv2d-1-0000073", "is no code; a code looks like conv2d-2-7Q4K9M2X"),
    "code with another level": ("show conv2d-2-0000073T", "has a typing error"),
    "code of no family": ("show conv3d-1-0000073T", "no family is called 'conv3d' (did you mean conv2d?)"),
    "code with a setting of its own": (f"show {CODE}~stride=2", "has a typing error"),
    "code and level": (f"show {CODE} --level 1", "a code fixes level"),
    "code and seed": (f"show {CODE} --seed 1", "a code fixes level, seed"),
    "code and setting": (f"show {CODE} --set stride=1", "a code fixes"),
    "code and parts": (f"show {CODE} --parts map", "a code fixes"),
    "code to draw": (f"draw {CODE}", "is a code; draw takes a family"),
    "family to check": ("check conv2d", "'conv2d' is no code"),
    "given and family": (f"show conv2d --given {EXAMPLE}", "--given brings its own numbers"),
    "given and seeds": (f"draw --given {EXAMPLE} --seeds 0:2", "--given brings its own numbers"),
    "given and family to draw": (f"draw conv2d --given {EXAMPLE}", "--given brings its own numbers"),
    "given and code": (f"check --given {EXAMPLE} {CODE}", "leave the codes away"),
    "given file missing": ("show --given nosuch.toml", "nosuch.toml: there is no such file"),
    "given file a folder": ("show --given .", "this is a folder"),
    "given file without end": ("show --given /dev/zero", "/dev/zero: more than 5000000 bytes"),
    "answers missing": (f"check {CODE} nosuch.json", "nosuch.json: there is no such file"),
    "answers a folder": (f"check {CODE} .", "this is a folder"),
    "answers under a long name": (f"check {CODE} {'x' * 5000}", "is no code"),
    "output in no folder": ("show conv2d -o nosuch/sheet.txt", "there is no folder"),
    "output a folder": ("show conv2d -o .", "this is a folder"),
    "output under a long name": (f"show conv2d -o {'x' * 5000}", "cannot be written"),
    "two documents in one file": ("show conv2d -o one.txt --answers one.txt", "one.txt: this file is named twice"),
    "control characters": ("show \x1b[31m", "\N{REPLACEMENT CHARACTER}"),
}


@pytest.mark.parametrize(("words", "fragment"), COMMAND_LINES.values(), ids=COMMAND_LINES)
def test_command_line(words: str, fragment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(words.split(" "), fragment)
    assert not list(tmp_path.iterdir())


def refused(words: list[str], fragment: str, stdin: str = "") -> None:
    """One line that says it, and nothing else."""
    done = called(*words, stdin=stdin)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert "sys." not in done.err  # advice of Python's to programmers
    assert fragment in done.err


CHANGES = {  # id: (what stands in the slides' exercise, what stands there instead, what the line must contain)
    "ragged": ("[1, 2, 0, 2, 1, 2]", "[1, 2, 0, 2, 1]", "problem 1: cnn-layers, given: input: ragged: 6 entries where 5"),
    "ragged in depth": ("[1, 2, 0, 2, 1, 2]", "[[1], 2, 0, 2, 1, 2]", "input: ragged"),
    "unknown key": ("neurons = 32", "neurons = 32\nneuron = 1", "given: dense: there is no such key: `neuron`"),
    "unknown key of the problem": ("[problem.given]", "colour = 1\n[problem.given]", "problem 1: there is no such key: `colour`"),
    "missing key": ("neurons = 32", "", "the key is missing: `neurons`"),
    "double key": ("neurons = 32", "neurons = 32\nneurons = 33", "line 30, column 13): 'neurons = 33'"),
    "double table": ("[problem.given.dense]", "[problem.given.pool]", "'[problem.given.pool]'"),
    "NaN": ("[7]", "[nan]", "conv.biases: 'NaN' is not a number that can be used"),
    "infinity": ("[7]", "[-inf]", "conv.biases: '-Infinity' is not a number that can be used"),
    "true for a number": ("[7]", "[true]", "conv.biases: True is not a number"),
    "text for a number": ("[7]", '["seven"]', "conv.biases: 'seven' is not a number"),
    "a date for a number": ("[7]", "[2020-01-01]", "is not a number"),
    "divided by zero": ("[7]", '["1/0"]', "'1/0' divides by zero"),
    "a number for a list": ("[7]", "7", "conv.biases: 7 is no list of numbers"),
    "empty list": ("[7]", "[]", "conv.biases"),
    "a million digits": ("[7]", f"[{'9' * 10**6}]", "more than 400 digits"),
    "a million hexadecimal digits": ("[7]", f"[0x{'f' * 10**6}]", "more than 400 digits"),
    "five hundred digits": ("[7]", f"[{'9' * 500}]", "more than 400 digits"),
    "digits after the point": ("[7]", f"[0.{'1' * 10**5}]", "a number of 100000 digits"),
    "large exponent": ("[7]", "[1e999999]", "'1E+999999' is not a number that can be used"),
    "huge exponent": ("[7]", "[1e99999999999999999999]", "'1e99999999999999999999' is not a number that can be used"),
    "huge count": ("neurons = 32", f"neurons = {'9' * 500}", "more than 400 digits"),
    "long fractions": ("[[0, 0, 1], [3, 4, 0], [0, 0, -1]]", str([[f"1/{10**390 + 2 * k + 1}" for k in (r, r + 3, r + 6)] for r in (7, 17, 27)]), "more than 1000 digits"),
    "deep nesting": ("[7]", "[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "deep tables": ("[7]", "{a=" * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
    "deep keys": ("biases = [7]", f"biases{'.a' * 100_000} = 7", "nested too deeply"),
    "five axes": ("[7]", "[[[[[7]]]]]", "1 to 4 axes"),
    "half a tensor": ("[7]", "{values = [7]}", "decimals = 0 to 20"),
    "biases too many": ("[7]", "[7, 8]", "given: conv: 2 biases for a layer with 1"),
    "weights of another size": ("size = 3", "size = 2", "weights are 1 × 3 × 3 × 3, the layer says 1 × 3 × 2 × 2"),
    "weights of other channels": ("channels = 3", "channels = 2", "weights are 1 × 3 × 3 × 3, the layer says 1 × 2 × 3 × 3"),
    "input of other channels": ("    [[1, 0, 2, 3, 0, 1]", "#   [[1, 0, 2, 3, 0, 1]", "channels"),
    "negative stride": ("stride = 1", "stride = -1", "given: conv: stride is -1, must be 1 or more"),
    "broken stride": ("stride = 1", "stride = 1.5", "conv.stride: '1.5' is neither a whole number nor a pair"),
    "stride for three axes": ("stride = 1", "stride = [1, 1, 1]", "[1, 1, 1] is neither a whole number nor a pair"),
    "true for a stride": ("stride = 1", "stride = true", "True is neither a whole number"),
    "text for a stride": ("stride = 1", 'stride = "1"', "'1' is neither a whole number"),
    "huge stride": ("stride = 1", "stride = 99999999999999999999999999", "do not go together"),
    "negative padding": ("padding = 0", "padding = -1", "padding is -1, must be 0 or more"),
    "huge padding": ("padding = 0", "padding = 999999999", "too much work"),
    "window larger than the map": ("window = 2", "window = 9", "a window of 9 rows is larger than the padded input's 4"),
    "no neurons": ("neurons = 32", "neurons = 0", "given: dense: neurons is 0, must be 1 or more"),
    "broken neurons": ("neurons = 32", "neurons = 3.2", "dense.neurons: a whole number should stand here, not '3.2'"),
    "cell outside": ("[[4, 4]", "[[9, 4]", "row 9, column 4 of a map of 4 × 4"),
    "cell counted from 0": ("[[4, 4]", "[[0, 4]", "cells 1: [0, 4] is no cell"),
    "cell of three": ("[[4, 4]", "[[1, 2, 4]", "cells 1: [1, 2, 4] is no cell"),
    "cell in words": ("[[4, 4]", '["top"', "cells 1: 'top' is no cell"),
    "cell twice": ("[[4, 4]", "[[2, 3]", "the same cell stands twice"),
    "no cells to ask for": ("[[4, 4], [2, 3], [4, 2]]", "[]", "part cells is asked, but the given holds nothing for it"),
    "family": ('"cnn-layers"', '"cnn-layer"', "problem 1: no family is called 'cnn-layer' (did you mean cnn-layers?)"),
    "family a number": ('"cnn-layers"', "3", "problem 1.family: a text should stand here, not 3"),
    "level": ("[problem.given]", "level = 7\n[problem.given]", "problem 1: cnn-layers has no level 7; its levels are 1, 2, 3"),
    "level true": ("[problem.given]", "level = true\n[problem.given]", "problem 1.level: a whole number should stand here, not True"),
    "name": ('"slides"', '"The slides!"', "a name of 'The slides!'; names have at most 20"),
    "empty name": ('"slides"', '""', "a name of ''"),
    "part": ('"map", ', '"mapp", ', "problem 1: cnn-layers has no part 'mapp'"),
    "parts in one text": ('["shape", "cells", "map", "relu", "pool", "parameters"]', '"map"', "problem 1.parts: a list should stand here, not 'map'"),
    "no parts": ('["shape", "cells", "map", "relu", "pool", "parameters"]', "[]", "no part is asked; its parts are"),
    "setting": ("chained = false", "chaned = false", "problem 1: cnn-layers has no setting 'chaned'"),
    "setting of another type": ("chained = false", "chained = 0", "chained = 0: allowed are true and false"),
    "setting out of range": ("chained = false", "side = 99", "side = 99: allowed are whole numbers from 3 to 12"),
    "setting against the given": ("chained = false", "chained = true", "chained = true, but given.map stands there"),
    "settings a number": ("settings = { chained = false }", "settings = 3", "problem 1.settings: a table should stand here, not 3"),
    "convention": ("[problem.given]", 'conventions = {padding = "both"}\n[problem.given]', "conventions.padding: 'both' is none of the values"),
    "convention's name": ("[problem.given]", 'conventions = {pading = "total"}\n[problem.given]', "conventions: there is no such key: `pading`"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fragment"), CHANGES.values(), ids=CHANGES)
def test_given_file_with_one_change(old: str, new: str, fragment: str, tmp_path: Path) -> None:
    assert old in SLIDES
    file = tmp_path / "given.toml"
    file.write_text(SLIDES.replace(old, new, 1), encoding="utf-8")
    refused(["show", "--given", str(file)], fragment)
    assert str(file) in called("show", "--given", str(file)).err


def problem(family: str, given: str) -> str:
    return f'[[problem]]\nfamily = "{family}"\ngiven = {{{given}}}\n'


GIVEN_FILES = {  # id: (bytes or text, what the line must contain)
    "empty": ("", "the key is missing: `problem`"),
    "half-written": (SLIDES[:700], "not TOML: Unclosed array"),
    "binary": (bytes(range(256)), "byte 128 is not UTF-8 text"),
    "in UTF-16": (SLIDES.encode("utf-16"), "is not UTF-8 text"),
    "a zero byte": ("\0", "line 1, column 1"),
    "too large": ("#" * 5_000_001, "more than 5000000 bytes"),
    "another key": ("x = 1\n", "there is no such key: `x`"),
    "no problems": ("problem = []\n", "no [[problem]] stands in it"),
    "a table, not a list": ('[problem]\nfamily = "conv2d"\n', "problem: a list should stand here"),
    "no given": ('[[problem]]\nfamily = "conv2d"\n', "problem 1: the key is missing: `given`"),
    "second of two": (problem("output-size", "shape = {rows=5, columns=5, channels=1}, conv = {size=3}") + problem("conv2d", "imag = 1"), "problem 2"),
    "a name twice": (2 * problem("output-size", "shape = {rows=5, columns=5, channels=1}, conv = {size=3}").replace("given", 'name = "a"\ngiven'), "the name a stands twice"),
    "rows alone": (problem("output-size", "shape = {rows=5}, conv = {size=3}"), "problem 1"),
    "negative rows": (problem("output-size", "shape = {rows=-5, columns=5, channels=1}, conv = {size=3}"), "-5"),
    "channels of shape and layer": (problem("output-size", "shape = {rows=5, columns=5, channels=2}, conv = {size=3}"), "channels"),
    "channels of shape and counted layer": (problem("conv-parameters", "shape = {rows=5, columns=5, channels=2}, conv = {size=3}"), "channels"),
    "kernel larger than the input": (problem("conv2d", "image = [[[1, 2], [3, 4]]], conv = {size=3, weights=[[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], biases=[1]}"), "a window of 3 rows is larger"),
    "no weights": (problem("conv2d", "image = [[[1, 2], [3, 4]]], conv = {size=2}"), "problem 1"),
    "no biases, and not said": (problem("conv2d", "image = [[[1, 2], [3, 4]]], conv = {size=1, weights=[[[[1]]]]}"), "bias"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fragment"), GIVEN_FILES.values(), ids=GIVEN_FILES)
def test_given_file(content: str | bytes, fragment: str, tmp_path: Path) -> None:
    file = tmp_path / "given.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    refused(["show", "--given", str(file)], fragment)


JSON_FILES = {  # id: (text, what the line must contain): as a given file and as answers
    "empty": ("", "line 1, column 1: not JSON"),
    "half-written": ('{"answers": [{"id": "conv2d', "line 1, column 21: not JSON"),
    "a list": ("[]", ""),
    "double key": ('{"answers": [], "answers": []}', "the key 'answers' stands twice"),
    "NaN": ('{"answers": NaN}', "NaN is not a number"),
    "infinity": ('{"answers": -Infinity}', "-Infinity is not a number"),
    "a million digits": ('{"answers": ' + "9" * 10**6 + "}", "a number of 1000000 digits"),
    "huge exponent": ('{"answers": 1e99999999999999999999}', "is not a number that can be used"),
    "deep nesting": ('{"answers": ' + "[" * 100_000, "nested too deeply"),
    "deep objects": ('{"answers": ' * 100_000, "nested too deeply"),
    "half a character": ('{"\\ud800": []}', "half a character"),
    "control character": ('{"answers": "\x00"}', "not JSON"),
    "comment": ('{"answers": []} // done', "line 1, column 17: not JSON"),
    "too large": (" " * 5_000_001, "more than 5000000 bytes"),
}


@pytest.mark.parametrize("words", [["show", "--given"], ["check", CODE]], ids=["given", "answers"])
@pytest.mark.parametrize(("content", "fragment"), JSON_FILES.values(), ids=JSON_FILES)
def test_json_file(words: list[str], content: str, fragment: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(content, encoding="utf-8")
    refused([*words, str(file)], fragment)


ANSWERS = {  # id: (the document, what the line must contain)
    "no answers": ({}, "the key is missing: `answers`"),
    "unknown key": ({"answers": [], "name": "Ann"}, "there is no such key: `name`"),
    "unknown key of an answer": ({"answers": [{"id": "conv2d.map", "answer": 1, "why": 1}]}, "answers 1: there is no such key: `why`"),
    "no answer": ({"answers": [{"id": "conv2d.map"}]}, "answers 1: the key is missing: `answer`"),
    "unknown id": ({"answers": [{"id": "conv2d.mop", "answer": 1}]}, "no part 'conv2d.mop'; the parts are conv2d.shape, conv2d.map"),
    "id of nothing": ({"answers": [{"id": "", "answer": 1}]}, "no part ''"),
    "endless id": ({"answers": [{"id": "x" * 10**5, "answer": 1}]}, "(100002 characters)"),
    "id a number": ({"answers": [{"id": 3, "answer": 1}]}, "answers 1.id: a text should stand here, not 3"),
    "two answers": ({"answers": 2 * [{"id": "conv2d.map", "answer": 1}]}, "two answers to conv2d.map"),
    "two answers, one by label": ({"answers": [{"id": "1 (b)", "answer": 1}, {"id": "conv2d.map", "answer": 1}]}, "two answers to conv2d.map"),
    "true": ({"answers": [{"id": "conv2d.map", "answer": True}]}, "answer to 'conv2d.map': 'True' is no answer"),
    "true in a map": ({"answers": [{"id": "conv2d.map", "answer": [[1, True]]}]}, "'True' is no answer"),
    "an object": ({"answers": [{"id": "conv2d.map", "answer": {"rows": 3}}]}, "is no answer; write a string, a number, null, or lists"),
    "an object in a map": ({"answers": [{"id": "conv2d.map", "answer": [[{}]]}]}, "is no answer"),
    "another code": ({"answers": [], "codes": ["conv2d-2-0000070N"]}, "these answers are for conv2d-2-0000070N, not for conv2d-1-0000073T"),
    "another number of codes": ({"answers": [], "codes": [CODE, CODE]}, "these answers are for"),
    "wrong code": ({"answers": [], "codes": ["conv2d-1-00000000"]}, "'conv2d-1-00000000' has a typing error"),
    "code a number": ({"answers": [], "codes": [3]}, "codes 1: a text should stand here, not 3"),
    "codes in one text": ({"answers": [], "codes": CODE}, "codes: a list should stand here"),
    "too many codes": ({"answers": [], "codes": [CODE] * 100_000}, "100000 codes; a sheet holds at most 200"),
    "attempt in words": ({"answers": [], "attempt": "second"}, "attempt: a whole number should stand here, not 'second'"),
    "another format": ({"answers": [], "format": "convexam.submission/2"}, "format: 'convexam.submission/2' is none of the values"),
}  # fmt: skip


@pytest.mark.parametrize(("document", "fragment"), ANSWERS.values(), ids=ANSWERS)
def test_answers(document: dict[str, object], fragment: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    refused(["check", CODE, str(file)], fragment)


def test_answers_from_stdin_are_checked_alike() -> None:
    refused(["check", CODE, "-"], "-: line 1, column 1: not JSON", stdin="x")


def test_answers_to_another_sheet_are_not_for_a_given_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"answers": [], "codes": [CODE]}), encoding="utf-8")
    refused(["check", "--given", str(EXAMPLE), str(file)], f"these answers are for '{CODE}'")


def test_brackets_in_answers_nest_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"answers": [{"id": "conv2d.map", "answer": "[" * 100}]}), encoding="utf-8")
    assert called("check", CODE, str(file)).status == 1


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A byte or more changed, a piece cut out, or a piece twice."""
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    match chance.randrange(4):
        case 0:
            return data[:first] + bytes([chance.randrange(256)]) + data[first + 1 :]
        case 1:
            return data[:first] + chance.choice([b"-", b"9", b"[", b"]", b'"', b"0", b".", b",", b"e", b"{"]) + data[first:]
        case 2:
            return data[:first] + data[min(last, first + 40) :]
        case _:
            return data[:last] + data[max(first, last - 40) :]


@pytest.mark.parametrize("seed", range(150))
def test_mutated_given_file(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "given.toml"
    file.write_bytes(mutated(SLIDES.encode(), random.Random(f"given {seed}")))
    quiet("show", "--given", str(file), "--solution")


@pytest.mark.parametrize("seed", range(150))
def test_mutated_answers(seed: int, tmp_path: Path) -> None:
    chance, file = random.Random(f"answers {seed}"), tmp_path / "mine.json"
    answers = [{"id": "conv2d.shape", "answer": "3 x 3"}, {"id": "1 (b)", "answer": json.loads(MAP)}]
    whole = json.dumps({"answers": answers, "codes": [CODE], "attempt": 1, "format": "convexam.submission/1"}).encode()
    file.write_bytes(mutated(mutated(whole, chance), chance) if seed % 2 else mutated(whole, chance))
    quiet("check", CODE, str(file))


def quiet(*words: str) -> None:
    """Whatever came of it: no exception, and one line where it is refused."""
    done = called(*words)
    assert done.status in (0, 1, 2)
    assert "Traceback" not in done.err
    assert done.status != 2 or (done.out == "" and done.err.count("\n") == 1)
