"""Bad input gets one line on stderr that names place and value, nothing on stdout, and status 2; never a traceback."""

import json
from pathlib import Path

import pytest

from commands import CODE, EXAMPLE, called, documents, refused

OTHER = documents("conv2d", "--seed", "3")["problems"][0]["code"]


COMMAND_LINES = {  # id: (words, what the line must contain)
    "command with a typing error": ("exm midterm.toml", "there is no command 'exm' (did you mean exam?) (`convexam --help` shows how)"),
    "no such command": ("Ωmega", "there is no command 'Ωmega' (`convexam"),
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
    "setting": (
        "show conv2d --set strid=2",
        "no setting 'strid'; its settings are side, kernel, stride, padding, image_zeros, kernel_zeros, bias (did you mean stride?)",
    ),
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
    "more zeros than cells": ("show conv2d --set image_zeros=101", "image_zeros = 101: allowed are whole numbers from 0 to"),
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
    "title of a text": ("show conv2d --title Lab", "--title goes with a page (pdf, html, tex); text has no title"),
    "title that is no line": ("show conv2d --title #\tLab -o lab.pdf", "--title: line 1: a heading has no place in a text"),
    "title of HTML": ("worksheet conv2d --title <b> -o lab.pdf", "--title: line 1: raw HTML has no place"),
    "empty title": ("show conv2d --title  -o lab.html", "--title '': a title has 1 to 300 characters"),
    "long title": (f"show conv2d --title {'x' * 301} -o lab.pdf", "a title has 1 to 300 characters"),
    "format": ("show conv2d --format xml", "'xml' is not one of 'text', 'json', 'pdf'"),
    "schema": ("schema exams", "'exams' is not one of 'problem', 'key', 'submission'"),
    "code with a typing error": (f"show {CODE[:-1]}{'S' if CODE[-1] != 'S' else 'T'}", "has a typing error: its last two characters"),
    "code with a letter of no code": ("show conv2d-1-000007U3", "U stands in no code"),
    "code too short": (f"show {CODE[:-1]}", "is no code; a code looks like conv2d-2-7Q4K9M2X"),
    "code with another level": (f"show {CODE.replace('-1-', '-2-')}", "has a typing error"),
    "code of no family": (f"show {CODE.replace('conv2d', 'conv3d')}", "no family is called 'conv3d' (did you mean conv2d?)"),
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


ANSWERS = {  # id: (the document, what the line must contain)
    "no answers": ({}, "the key is missing: `answers`"),
    "unknown key": ({"answers": [], "name": "Ann"}, "there is no such key: `name`; the keys here are answers, codes, sheet, who, attempt, format"),
    "another kind of file": (
        {"conv2d.map": 1},
        "`conv2d.map`; the keys here are answers, codes, sheet, who, attempt, format (a submission is wanted: `convexam show CODE --answers",
    ),
    "unknown key of an answer": ({"answers": [{"id": "conv2d.map", "answer": 1, "why": 1}]}, "answers 1: there is no such key: `why`; the keys here are id, answer"),
    "no answer": ({"answers": [{"id": "conv2d.map"}]}, "answers 1: the key is missing: `answer`"),
    "unknown id": ({"answers": [{"id": "conv2d.mop", "answer": 1}]}, "no part 'conv2d.mop'; the parts are conv2d.shape, conv2d.map"),
    "id of nothing": ({"answers": [{"id": "", "answer": 1}]}, "no part ''"),
    "endless id": ({"answers": [{"id": "x" * 10**5, "answer": 1}]}, "(100002 characters)"),
    "id a number": ({"answers": [{"id": 3, "answer": 1}]}, "answers 1.id: a text should stand here, not 3"),
    "two answers": ({"answers": 2 * [{"id": "conv2d.map", "answer": 1}]}, "two answers to conv2d.map"),
    "two answers, one by label": ({"answers": [{"id": "1 (b)", "answer": 1}, {"id": "conv2d.map", "answer": 1}]}, "two answers to conv2d.map"),
    "true": ({"answers": [{"id": "conv2d.map", "answer": True}]}, "answer to 'conv2d.map': 'True' is no answer"),
    "true in a map": ({"answers": [{"id": "conv2d.map", "answer": [[1, True]]}]}, "'True' is no answer"),
    "an object": ({"answers": [{"id": "conv2d.map", "answer": {"rows": [3]}}]}, "is no answer; write a string, a number, null, or lists"),
    "an object in a map": ({"answers": [{"id": "conv2d.map", "answer": [[{}]]}]}, "is no answer"),
    "another code": ({"answers": [], "codes": [OTHER]}, f"these answers are for {OTHER}, not for {CODE}"),
    "another number of codes": ({"answers": [], "codes": [CODE, CODE]}, "these answers are for"),
    "wrong code": ({"answers": [], "codes": ["conv2d-1-00000000"]}, "'conv2d-1-00000000' has a typing error"),
    "code a number": ({"answers": [], "codes": [3]}, "codes 1: a text should stand here, not 3"),
    "codes in one text": ({"answers": [], "codes": CODE}, "codes: a list should stand here"),
    "too many codes": ({"answers": [], "codes": [CODE] * 100_000}, "100000 codes; a sheet holds at most 200"),
    "attempt in words": ({"answers": [], "attempt": "second"}, "attempt: a whole number should stand here, not 'second'"),
    "another format": ({"answers": [], "format": "convexam.submission/2"}, "format: 'convexam.submission/2' stands here; allowed are convexam.submission/1"),
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
