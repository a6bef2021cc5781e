"""Given files and JSON files that cannot be used get one line that names place and value; whatever is in them, no traceback."""

import json
import random
from pathlib import Path

import pytest

from commands import CODE, EXAMPLE, MAP, called, refused

SLIDES = "[[problem]]" + Path(EXAMPLE).read_text(encoding="utf-8").split("[[problem]]")[1]  # without the comment on top


CHANGES = {  # id: (what stands in the slides' exercise, what stands there instead, what the line must contain)
    "ragged": ("[1, 2, 0, 2, 1, 2]", "[1, 2, 0, 2, 1]", "problem 1: cnn-layers, given: input: ragged: 6 entries where 5"),
    "ragged in depth": ("[1, 2, 0, 2, 1, 2]", "[[1], 2, 0, 2, 1, 2]", "input: ragged"),
    "unknown key": ("neurons = 32", "neurons = 32\nneuron = 1", "given: dense: there is no such key: `neuron` (did you mean neurons?); the keys here are neurons, biased,"),
    "unknown key of the problem": ("[problem.given]", "colour = 1\n[problem.given]", "problem 1: there is no such key: `colour`; the keys here are family, given, name,"),
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
    "convention": ("[problem.given]", 'conventions = {padding = "both"}\n[problem.given]', "conventions.padding: 'both' stands here; allowed are per-side, total"),
    "convention's name": ("[problem.given]", 'conventions = {pading = "total"}\n[problem.given]', "conventions: there is no such key: `pading` (did you mean padding?); the keys here are "),
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
    answers = [{"id": "conv2d.shape", "answer": "3 x 3"}, {"id": "1 (b)", "answer": MAP}]
    whole = json.dumps({"answers": answers, "codes": [CODE], "attempt": 1, "format": "convexam.submission/1"}).encode()
    file.write_bytes(mutated(mutated(whole, chance), chance) if seed % 2 else mutated(whole, chance))
    quiet("check", CODE, str(file))


def quiet(*words: str) -> None:
    """Whatever came of it: no exception, and one line where it is refused."""
    done = called(*words)
    assert done.status in (0, 1, 2)
    assert "Traceback" not in done.err
    assert done.status != 2 or (done.out == "" and done.err.count("\n") == 1)
