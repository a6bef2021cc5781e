"""Languages and words files of somebody's own: said once, heard by every words file, and closed to Python."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from convexam.errors import BadInput
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import family
from convexam.exercises.problem import Problem
from convexam.exercises.statement import asked, problem
from convexam.sheets.page import page
from convexam.text.captions import grids
from convexam.text.formula_reader import read_formula
from convexam.text.formula_spoken import spoken
from convexam.text.words import Voice, speaking, voice, words_digest

TWIN = "exercises/convolution/conv2d.md.j2"


def drawn() -> Problem:
    solved = practice(Wish(family("conv2d"), 1), 7)
    return problem(solved.exercise, asked(solved))


def drawn_as(seed: int) -> None:
    practice(Wish(family("conv2d"), 1), seed)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_words_of_others_come_first_block_by_block(tmp_path: Path) -> None:
    before = drawn()
    with speaking(folders=[put(tmp_path, TWIN, "<% block title %>My own title<% endblock %>")]):
        during = drawn()
    assert (during.title, during.statement) == ("My own title", before.statement)
    assert drawn() == before


def test_of_two_folders_the_first_counts(tmp_path: Path) -> None:
    one, two = (put(tmp_path / name, TWIN, f"<% block title %>{name}<% endblock %>") for name in ("one", "two"))
    with speaking(folders=[one, two]):
        assert drawn().title == "one"


def test_a_language_is_heard_everywhere_and_falls_back_block_by_block(tmp_path: Path) -> None:
    before = drawn()
    put(tmp_path, TWIN.replace(".md", ".ro.md"), "<% block title %>Convoluție<% endblock %>")
    put(tmp_path, "sheets/page.ro.md.j2", "<% block name %>Nume<% endblock %>")
    put(tmp_path, "text/formula_spoken.ro.md.j2", "<% block dot %>ori<% endblock %>")
    with speaking("ro", [tmp_path]):
        during = drawn()
        assert page([during])["words"]["name"] == "Nume"
        assert spoken(read_formula(r"2 \cdot 3")) == "2 ori 3"
    assert (during.title, during.language, during.statement) == ("Convoluție", "ro", before.statement)
    assert page([before])["words"]["name"] == "Name"
    assert spoken(read_formula(r"2 \cdot 3")) == "2 times 3"


def test_where_nothing_is_translated_the_document_says_english() -> None:
    with speaking("ro"):
        assert drawn().language == "en"


def test_captions_are_not_remembered_from_another_voice(tmp_path: Path) -> None:
    solved = practice(Wish(family("cnn-layers"), 1), 7)
    tensor = problem(solved.exercise, asked(solved)).tensors[0].tensor
    before = grids("X", tensor)
    with speaking(folders=[put(tmp_path, "text/captions.md.j2", "<% block channel %>plane << channel >><% endblock %>")]):
        assert [grid.caption for grid in grids("X", tensor)] == ["plane 1", "plane 2"]
    assert grids("X", tensor) == before


def test_voices_nest_and_end_with_an_error(tmp_path: Path) -> None:
    with speaking("ro"):
        with speaking("de", [tmp_path]):
            assert voice() == Voice("de", (tmp_path,))
        assert voice() == Voice("ro")
        with pytest.raises(BadInput), speaking("de"):
            drawn_as(-1)
        assert voice() == Voice("ro")
    assert voice() == Voice()


def test_another_thread_is_told_the_voice() -> None:
    heard: list[Voice] = []

    def work(spoken: Voice) -> None:
        with speaking(*spoken):
            heard.append(voice())

    with speaking("ro"):
        thread = Thread(target=work, args=(voice(),))
        thread.start()
        thread.join()
    assert heard == [Voice("ro")]


PYTHON = {
    "class": "<< ''.__class__ >>",
    "globals": "<< range.__globals__ >>",
    "popen": "<< ''.__class__.__base__.__subclasses__()[0]('id') >>",
    "method of the given": "<< given.__init__.__globals__['os'].system('id') >>",
    "import": "<% import 'os' as os %>",
    "another file": "<% include '/etc/passwd' %>",
    "array": "<< given.image.array.tofile('x') >>",
}


@pytest.mark.parametrize("text", PYTHON.values(), ids=PYTHON)
def test_words_that_call_python_are_refused(tmp_path: Path, text: str) -> None:
    folder = put(tmp_path, TWIN, f"<% block title %>{text}<% endblock %>")
    with pytest.raises(BadInput, match=r"conv2d\.md\.j2, line 1"), speaking(folders=[folder]):
        drawn()


REFUSED = {
    "unknown file": ("exercises/convolution/conv2.md.j2", "", "the program has no such words file (did you mean exercises/convolution/conv2d.md.j2?)"),
    "file of no room": ("conv2d.md.j2", "", "the program has no such words file"),
    "unknown block": (TWIN, "<% block titel %>x<% endblock %>", "has no block 'titel' in this file (did you mean title?)"),
    "text outside of blocks": (TWIN, "x", "line 1: text outside of any block"),
    "syntax": (TWIN, "<% block title %>", "line 1: "),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught, speaking(folders=[put(tmp_path, name, text)]):
        drawn()
    assert said in str(caught.value)


def test_refused_before_anything_is_read(tmp_path: Path) -> None:
    for language, folders, said in (("../en", [], "is no language"), ("en", [tmp_path / "none"], "there is no such folder")):
        with pytest.raises(BadInput, match=said), speaking(language, folders):
            pytest.fail("nothing is to be said")


def with_words(folder: Path, text: str) -> str:
    with speaking(folders=[put(folder, TWIN, text)]):
        return words_digest()


CHANGES: dict[str, Callable[[Path], str]] = {
    "as it is": lambda _: words_digest(),
    "another block": lambda folder: with_words(folder / "a", "<% block title %>a<% endblock %>"),
    "yet another": lambda folder: with_words(folder / "b", "<% block title %>b<% endblock %>"),
}


def test_the_digest_tells_words_apart_and_nothing_else(tmp_path: Path) -> None:
    found = {name: change(tmp_path) for name, change in CHANGES.items()}
    with speaking("ro"):
        found["Romanian"] = words_digest()
    assert len(set(found.values())) == 4
    assert with_words(tmp_path / "c", "<% block title %>a<% endblock %>\n") != found["another block"]
    one, two = (with_words(tmp_path / name, f"<% block title %>x{end}<% endblock %>{end}") for name, end in (("d", "\n"), ("e", "\r\n")))
    assert one == two
