"""`convexam practice`: at a terminal, from a pipe, interrupted, and with a file that keeps what was practised."""

import json
import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from commands import CODE, KEY, MAP, PROBLEM, Done, called, command, documents, process, refused
from convexam.cnn.operation import OPERATIONS
from convexam.exercises.family import families, names
from convexam.text.words import Words
from test_asking import CTRL_C, CTRL_D, Talk, talk

START = ["practice", "conv2d", "--level", "1", "--seed", "7"]
ROWS = [" ".join(map(str, row)) for row in MAP]
SLIPPED = [ROWS[0], ROWS[1], f"{MAP[2][0]} {MAP[2][1]} {MAP[2][2] + 50}"]
MISTAKE = KEY["parts"][0]["mistakes"][0]


def flat(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def typed(*lines: str, words: list[str] | None = None) -> Done:
    """A session with a pipe as input."""
    done = called(*(words or START), stdin="".join(f"{line}\n" for line in lines))
    assert (done.status, done.err) == (0, "")
    return done._replace(out=flat(done.out))


def session() -> Talk:
    """Wrong, hint, mistake, right, next, leave."""
    return talk(START, [MISTAKE["shown"], "h", "h", "h", "3x3", *SLIPPED, "", "h", *ROWS, "", "", "q"])


def test_a_whole_session_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    done = session()
    assert (done.status, done.err) == (0, "")
    told = [
        f"[{CODE}]",
        f"1a> {MISTAKE['shown']}\nNot right.",
        "1a> h\nNot right: rows, columns.",
        "1a> h\nCount the places of the window",
        "1a> h\n" + MISTAKE["sentence"][:30],
        "1a> 3x3\nRight.\n",
        f"1b row 1> {ROWS[0]}\n",
        f"\x1b[31m[{MAP[2][2] + 50}]\x1b[0m".replace("-", "−"),
        "1b row 1> h\n1 of 9 cells is not right: row 3, column 3.",
        "1b row 4> \nRight.\nAll parts are done.",
        "next> \n",
        "2. Convolution of one channel   [conv2d-1-00000844]",
        "2a> q\n",
        "2 parts of 1 problem tried: 2 right, 0 of them at once.",
    ]
    places = [done.screen.find(text) for text in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_narrow_and_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    done = session()
    assert (done.status, done.err) == (0, "")
    assert max(map(len, done.screen.split("\n"))) <= 40
    assert f"[{MAP[2][2] + 50}]".replace("-", "−") in done.screen
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", done.screen)  # nothing moves the cursor


def test_arrow_keys_bring_lines_back() -> None:
    screen = talk(START, ["3x4", "\x1b[A\x7f3", "q"]).screen
    assert "Right." in screen


LEAVING = {  # id: what is typed
    "q": ["q"],
    "Ctrl-D": [CTRL_D],
    "Ctrl-C": [CTRL_C],
    "q in a map": ["3x3", ROWS[0], "q"],
    "Ctrl-D in a map": ["3x3", ROWS[0], CTRL_D],
    "Ctrl-C in a map": ["3x3", ROWS[0], CTRL_C],
}


@pytest.mark.parametrize("lines", LEAVING.values(), ids=LEAVING)
def test_leaving_politely(lines: list[str]) -> None:
    done = talk(START, lines)
    score = "1 part of 1 problem tried: 1 right, 1 of them at once." if len(lines) > 1 else "Nothing was answered."
    assert (done.status, done.err) == (0, "")
    assert done.screen.endswith(f"\n{score}\n")


def interrupt(running: "subprocess.Popen[bytes]") -> None:
    """Once more where the first signal came a hair before Python waited for a line."""
    for _ in range(45):
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.wait(2)
            return
    running.kill()


def test_an_interrupted_pipe_in_the_middle_of_a_map() -> None:
    with subprocess.Popen(command(*START), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        os.write(running.stdin.fileno(), f"3x3\n{ROWS[0]}\n".encode())
        while b"row 2" not in running.stdout.readline():
            pass
        interrupt(running)
        assert running.stdout.read().endswith(b"1 right, 1 of them at once.\n")
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_pipe_that_ends_after_the_last_row() -> None:
    done = typed("3x3", *ROWS)
    assert "1b row 4> Right. All parts are done." in done.out
    assert done.out.endswith("2 parts of 1 problem tried: 2 right, 2 of them at once.")


def test_prompts_are_lines_where_nobody_types() -> None:
    done = called(*START, stdin="3x4\n")
    assert "\n1a>\nNot right." in done.out
    assert done.out.endswith("1a>\n\n1 part of 1 problem tried: 0 right, 0 of them at once.\n")


PLACES = {  # id: (typed after the shape, where one is then)
    "label": ("1b", "1b row 1>"),
    "label as printed": ("1 (B)", "1b row 1>"),
    "id": ("conv2d.map", "1b row 1>"),
    "empty line": ("", "1b row 1>"),
    "another problem's": ("2b", "“2b”"),
}


@pytest.mark.parametrize(("line", "place"), PLACES.values(), ids=PLACES)
def test_parts_are_named(line: str, place: str) -> None:
    assert place in typed(line).out


def test_rows_stay_where_a_hint_is_asked_between_them() -> None:
    assert "1b row 4> Right." in typed("3x3", *ROWS[:2], "h", "?", ROWS[2], "").out


def test_channels_are_typed_one_after_the_other() -> None:
    key = documents("conv-volume", "--level", "1", "--seed", "3")["keys"][0]
    channels = [[" ".join(map(str, row)) for row in channel] for channel in key["parts"][1]["answer"]]
    lines = [row for channel in channels for row in ("//", *channel)][1:]
    done = typed("1b", *lines, "", words=["practice", "conv-volume", "--level", "1", "--seed", "3"])
    assert "Right." in done.out
    assert done.out.count("1b row 1>") == len(channels)


def test_a_map_that_is_left_begins_anew() -> None:
    assert "1b row 4> Right." in typed("1b", ROWS[1], "1a", "3x3", *ROWS, "").out


def test_the_solution_is_shown_on_request_only() -> None:
    assert "Answer:" not in typed("2x2", "h", "h", "h", "h").out
    done = typed("2x2", "s", "s")
    assert "1a> (a) Answer: 3 × 3" in done.out
    assert "All parts are done." in done.out
    assert done.out.endswith("1 part of 1 problem tried: 0 right, 0 of them at once.")


def test_no_typical_mistake() -> None:
    assert "No typical mistake explains this answer. s shows the solution." in typed("77x1", "h", "h", "h").out


def test_hints_before_an_answer_are_general() -> None:
    done = typed("h", "h")
    assert "Count the places of the window" in done.out
    assert "That is all before you answer." in done.out


def test_the_only_open_part() -> None:
    assert "No other part is open." in typed("3x3", "").out


def test_after_the_last_part() -> None:
    done = typed("3x3", *ROWS, "", "h", "what", "s", "1a", "3x3", "n")
    assert done.out.count("All parts are done.") == 4
    assert "Answer: 3 × 3" in done.out
    assert "2. Convolution" in done.out


CHAIN = documents("cnn-layers", "--level", "1", "--seed", "5", "--parts", "map,relu")
FIRST, SECOND = (part["answer"][0] for part in CHAIN["keys"][0]["parts"])


def rows(grid: list[list[int]]) -> list[str]:
    return [*(" ".join(map(str, row)) for row in grid), ""]


def test_later_parts_are_judged_on_earlier_answers_until_these_are_corrected() -> None:
    place = next(n for n, value in enumerate(FIRST[0]) if value > 0)
    wrong, carried = ([[value + (n == place) for n, value in enumerate(grid[0])], *grid[1:]] for grid in (FIRST, SECOND))
    words = ["practice", "cnn-layers", "--level", "1", "--seed", "5"]
    done = typed("1b", *rows(wrong), "1c", *rows(carried), "1b", *rows(FIRST), "1c", *rows(SECOND), words=words)
    assert "Right. Right on your own earlier answers: full points." in done.out
    assert "Part (c) was right on an earlier answer of yours, which has changed: it is open again." in done.out
    assert done.out.endswith("2 parts of 1 problem tried: 3 right, 1 of them at once.")


@pytest.mark.parametrize("name", names())
def test_every_family_has_hints_and_solutions(name: str) -> None:
    level = str(next(iter(next(family for family in families() if family.name == name).levels)))
    problem, key = (several[0] for several in documents(name, "--level", level, "--seed", "3").values())
    asked = [line for _ in problem["parts"] for line in ("h", "s")]
    assert "All parts are done." in typed(*asked, words=["practice", name, "--level", level, "--seed", "3"]).out
    answers = [line for part in key["parts"] for line in answer(part)]
    score = typed(*answers, words=["practice", name, "--level", level, "--seed", "3"]).out
    n = sum("rubric" not in part for part in key["parts"])  # what a person marks does not count
    assert score.endswith(f"{n} part{'s' if n > 1 else ''} of 1 problem tried: {n} right, {n} of them at once.")


def answer(part: dict[str, Any]) -> list[str]:
    """An answer as it is typed: a map of one row needs a line that ends it."""
    return [part["shown"], ""] if isinstance(part["answer"], list) and " / " not in part["shown"] else [part["shown"]]


def test_every_topic_of_operations_has_advice() -> None:
    words = Words(Path(__file__).parent.parent / "cli" / "practice_hints.md.j2")
    topics = {operation.function.__module__.rpartition(".")[2] for operation in OPERATIONS.values()}
    assert [topic for topic in sorted(topics) if not words.has(f"topic_{topic}")] == []


HOSTILE = {  # id: a line
    "very long": b"1" * 3_000_000,
    "long row": b"1 " * 200_000,
    "control characters": b"\x00\x07\x1b[31m3x3\x1b[2J\x08",
    "half characters": b"\xed\xa0\x80\xed\xb0\x80",
    "no text": b"\xff\xfe\x80",
    "right to left": "\u202e3x3\u202c\u2066".encode(),
    "template": b"<< 7 * 7 >> {{ 7 * 7 }} <% block x %> $(id) `id`",
    "code": b"__import__('os').system('id')",
    "brackets": b"[" * 20_000,
    "power": b"9**9**9**9",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines(line: bytes) -> None:
    done = process(*START, stdin=line + b"\n1b\n" + line + b"\n\nh\n1a\n3x3\nq\n")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e\ud800-\udfff]", text)
    assert len(text) < 10_000
    assert "1 right, 1 of them at once" in flat(text)


def test_endless_rows_are_bounded() -> None:
    done = typed("3x3", *["1"] * 7_000)
    assert "1b row 6002> This is longer than 12000 characters and is not read." in done.out
    assert "row 6003" not in done.out


def test_without_any_input() -> None:
    assert typed().out.endswith("Nothing was answered.")


# --- which problems


def dealt(*words: str, problems: int = 4) -> list[str]:
    """The codes of the first problems."""
    return re.findall(r"\[([a-z0-9-]+-[0-9]-[0-9A-Z]{8}\S*)\]", typed(*["n"] * (problems - 1), words=["practice", *words]).out)


def test_named_families_come_in_turn_with_seed_after_seed() -> None:
    found = dealt("conv2d", "output-size", "--seed", "7", "--level", "1")
    assert found[0] == CODE
    assert [code.rsplit("-", 2)[0] for code in found] == ["conv2d", "output-size"] * 2
    assert len({code[-8:-2] for code in found}) == 4


def test_the_same_seed_deals_the_same_problems() -> None:
    assert dealt("--seed", "7", problems=3) == dealt("--seed", "7", problems=3)


def test_without_a_seed_problems_are_fresh() -> None:
    assert dealt("conv2d") != dealt("conv2d")


def test_a_topic_and_settings() -> None:
    of_sizes = [family.name for family in families() if family.topic == "sizes"]
    assert {code.rsplit("-", 2)[0] for code in dealt("--topic", "sizes", problems=2 * len(of_sizes))} == set(of_sizes)
    assert all(code.endswith("~stride=2") for code in dealt("conv2d", "--set", "stride=2"))


REFUSED = {  # id: (words, what the line must contain)
    "family": ("conv2", "no family is called 'conv2' (did you mean conv2d?)"),
    "code": (CODE, "is a code; practice takes families"),
    "level": ("conv2d --level 9", "no level 9; its levels are 1, 2, 3"),
    "seed": ("conv2d --seed -1", "--seed '-1': seeds are whole numbers"),
    "setting": ("conv2d --set strid=2", "no setting 'strid'"),
    "settings that do not go together": ("conv2d --set side=3 --set kernel=5", "a window of 5 rows is larger"),
    "topic": ("--topic size", "no topic is called 'size' (did you mean sizes?)"),
    "topic and family": ("conv2d --topic sizes", "but not both"),
    "weak alone": ("--weak", "--weak wants --progress FILE"),
    "progress a folder": ("--progress .", "this is a folder"),
    "progress in no folder": ("--progress nosuch/mine.json", "there is no folder"),
    "progress under a long name": (f"--progress {'x' * 5000}", "cannot be read"),
}


@pytest.mark.parametrize(("words", "fragment"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_practised(words: str, fragment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(["practice", *words.split(" ")], fragment)
    assert not list(tmp_path.iterdir())


# --- what was practised


def test_progress_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    words = [*START, "--progress", str(file)]
    typed(MISTAKE["shown"], "what?", "3x3", *ROWS, "", words=words)
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "format": "convexam.progress/1",
        "practised": [
            {
                "family": "conv2d",
                "level": 1,
                "part": "shape",
                "tries": 2,
                "right": 1,
                "mistakes": [{"code": code, "times": 1} for code in MISTAKE["codes"]],
            },
            {"family": "conv2d", "level": 1, "part": "map", "tries": 1, "right": 1, "mistakes": []},
        ],
    }
    typed(MISTAKE["shown"], words=words)
    first = json.loads(file.read_text(encoding="utf-8"))["practised"][0]
    assert (first["tries"], first["right"], first["mistakes"][0]["times"]) == (3, 1, 2)
    assert list(tmp_path.iterdir()) == [file]


def practised(**of: Any) -> dict[str, Any]:
    return {"family": "conv2d", "level": 1, "part": "map", "tries": 4, "right": 1} | of


def kept(file: Path, *several: dict[str, Any]) -> list[str]:
    file.write_text(json.dumps({"format": "convexam.progress/1", "practised": several}), encoding="utf-8")
    return ["--progress", str(file)]


def test_weak_draws_what_went_wrong_most(tmp_path: Path) -> None:
    never, seldom, often = (
        practised(family="conv-parameters", right=4),
        practised(family="output-size", right=3, level=3),
        practised(tries=9),
    )
    words = kept(tmp_path / "mine.json", never, seldom, often, practised(family="gone"), practised(level=99))
    found = [code.rsplit("-", 1)[0] for code in dealt("--weak", "--seed", "1", *words, problems=40)]
    assert set(found) == {"conv2d-1", "output-size-3"}
    assert found.count("conv2d-1") > 30
    assert {code.rsplit("-", 1)[0] for code in dealt("--weak", "--level", "3", *words)} == {"output-size-3"}


@pytest.mark.parametrize("several", [[], [practised(right=4)]], ids=["nothing practised", "nothing wrong"])
def test_weak_where_nothing_went_wrong(tmp_path: Path, several: list[dict[str, Any]]) -> None:
    words = kept(tmp_path / "mine.json", *several)
    assert "Nothing of this went wrong so far" in typed("q", words=["practice", "conv2d", "--weak", *words]).out


FOREIGN = {  # id: (what stands in the file, what the line must contain)
    "empty": ("", "not JSON"),
    "no JSON": ("hello", "not JSON"),
    "another document": (json.dumps({"answers": [], "format": "convexam.submission/1"}), "--progress wants a file that it wrote itself"),
    "an object": ("{}", "the key is missing"),
    "a list": ("[]", "--progress wants a file"),
    "a newer format": (json.dumps({"format": "convexam.progress/2", "practised": []}), "convexam.progress/2"),
    "a text for a number": (json.dumps({"format": "convexam.progress/1", "practised": [practised(tries="4")]}), "practised 1.tries"),
    "a number below zero": (json.dumps({"format": "convexam.progress/1", "practised": [practised(right=-1)]}), "practised 1.right"),
    "more right than tried": (json.dumps({"format": "convexam.progress/1", "practised": [practised(right=5)]}), "5 of 4 tries were right"),
    "twice": (json.dumps({"format": "convexam.progress/1", "practised": [practised(), practised()]}), "stands twice"),
}


@pytest.mark.parametrize(("text", "fragment"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_not_touched(text: str, fragment: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(text, encoding="utf-8")
    refused([*START, "--progress", str(file)], fragment, stdin="3x3\n")
    assert file.read_text(encoding="utf-8") == text


def test_the_code_of_a_problem_works_elsewhere() -> None:
    assert PROBLEM["code"] in called(*START).out
    assert called("check", PROBLEM["code"], stdin="3x3\n" + "\n".join([*ROWS, ""])).status == 0
