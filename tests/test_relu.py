"""The family relu, and what parts for a person and choices among pictures need everywhere: options, rubrics, points that wait."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from commands import called, refused
from convexam.answers.choice import ChoiceForm
from convexam.answers.person import PersonForm
from convexam.cli import text
from convexam.cnn.values import Graph
from convexam.errors import BadInput
from convexam.exercises.draw import Wish, practice
from convexam.exercises.exercise import Solved
from convexam.exercises.family import family
from convexam.exercises.given import read
from convexam.exercises.key import key
from convexam.exercises.problem import Key, Problem
from convexam.exercises.statement import asked, problem
from convexam.grader.credit import grade
from convexam.sheets.html_page import html_page
from convexam.sheets.latex_page import LATEX, document
from convexam.sheets.page import page
from convexam.sheets.typst_press import TypstPress
from depth import SEEDS

RELU = family("relu")
LETTERS = "ABCD"


def solved(level: int, seed: int, **wish: Any) -> Solved:
    return practice(Wish(RELU, level, **wish), seed)


def documents(level: int, seed: int) -> tuple[Problem, Key]:
    one = solved(level, seed)
    return problem(one.exercise, asked(one)), key(one)


def graph_of(one: Problem) -> Any:
    return next(part for part in one.parts if part.id == "relu.graph")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_options_are_the_answer_and_what_mistakes_lead_to(level: int) -> None:
    places = [0] * 4
    for seed in range(20 * SEEDS):
        one = solved(level, seed)
        options, truth = one.options("graph"), one.truth.answer("graph")
        led = [wrong.value for wrong in one.wrong.wrongs["graph"]]
        assert len(set(options)) == 4
        assert all(isinstance(option, Graph) and (option == truth or option in led) for option in options)
        places[options.index(truth)] += 1
    assert min(places) > 2 * SEEDS  # of 5 · SEEDS on average


def test_each_option_is_a_figure_and_is_told_in_words() -> None:
    given, _ = documents(3, 4)
    part, figures = graph_of(given), {figure.name: figure for figure in given.figures}
    assert isinstance(part.form, ChoiceForm)
    assert part.figures == tuple(f"graph-{letter}" for letter in LETTERS)
    assert tuple(figures[name].alt for name in part.figures) == part.form.options
    assert len({figures[name].svg for name in part.figures}) == 4


def test_a_letter_is_right_or_names_its_mistake() -> None:
    one = solved(2, 5)
    for letter, option in zip(LETTERS, one.options("graph"), strict=True):
        verdict = next(v for v in grade(one, {"graph": letter}).parts if v.id == "relu.graph")
        right = option == one.truth.answer("graph")
        assert (verdict.status, verdict.points, bool(verdict.codes)) == (("right", 1, False) if right else ("wrong", 0, True))
        assert verdict.read.startswith(f"{letter}: ")


def test_it_is_a_choice_already() -> None:
    with pytest.raises(BadInput, match="part graph cannot be a choice: it is a choice already"):
        solved(2, 1, choices=("graph",))
    with pytest.raises(BadInput, match="part plot cannot be a choice"):
        solved(2, 1, choices=("plot",))


def test_what_is_plotted_is_none_of_the_options() -> None:
    for seed in range(40):
        one = solved(2 + seed % 2, seed)
        assert one.truth.answer("plot") not in one.options("graph")


TOML = '[[problem]]\nfamily = "relu"\ngiven.map = [[-4, 0, 3], [8, -12, 1]]\n'
MOVED = 'given.picked = {shift = 2}\ngiven.plotted = {shift = -1, factor = -2}\n'  # fmt: skip


@pytest.mark.parametrize(("more", "title"), [("", "ReLU"), ('given.slope = "1/4"\n', "Leaky ReLU"), ("given.slope = 0.25\n", "Leaky ReLU")])
def test_own_numbers(more: str, title: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(TOML + MOVED + more, encoding="utf-8")
    (one,) = read(tmp_path / "own.toml")
    slope = Fraction(1, 4) if more else Fraction(0)
    assert one.truth.answer("plot") == Graph.of(-2 * slope, -2, -1, 0)
    assert problem(one.exercise, asked(one)).title == title


BAD = {
    "a shift beyond the axes": ("given.picked = {shift = 9}\ngiven.plotted = {}\n", "shift 9, factor 1: shifts are −4 to 4"),
    "a factor of zero": ("given.picked = {}\ngiven.plotted = {factor = 0}\n", "factor 0"),
    "a slope of one": (
        "given.picked = {}\ngiven.plotted = {}\ngiven.slope = 1\n",
        "slope is 1, must be 0 (ReLU) or a number between 0 and 1",
    ),
    "a negative slope": ('given.picked = {}\ngiven.plotted = {}\ngiven.slope = "-1/2"\n', "slope is -1/2"),
}


@pytest.mark.parametrize(("more", "said"), BAD.values(), ids=BAD)
def test_numbers_that_make_no_graph_are_refused(more: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(TOML + more, encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(said)):
        read(tmp_path / "own.toml")


def test_settings_that_leave_no_positive_number() -> None:
    refused(["show", "relu", "--set", "negatives=60"], "leave no room for a positive number")


# --- for a person --------------------------------------------------------------------------------------------------------------------------------


def test_a_part_for_a_person_has_a_rubric_in_the_key_and_nothing_in_the_problem() -> None:
    given, found = documents(2, 1)
    assert next(part.form for part in given.parts if part.id == "relu.plot") == PersonForm(lines=0)
    (plot,) = [part for part in found.parts if part.rubric]
    assert (plot.id, plot.shown, plot.mistakes) == ("relu.plot", "", ())
    assert "a third of the points" in str(plot.rubric)
    assert str(plot.rubric) not in json.dumps([part.prompt for part in given.parts])


def printed(given: Problem, found: Key) -> dict[str, str]:
    opened = pypdfium2.PdfDocument(TypstPress().press(page([given], [found])).pdf)
    pdf = " ".join(sheet.get_textpage().get_text_range() for sheet in opened)
    opened.close()
    return {"terminal": text.shown([given], [found]), "html": html_page([given], [found]), "pdf": pdf}


@pytest.mark.parametrize("name", ["relu", "own-words"])
def test_a_page_says_where_the_answer_of_such_a_part_stands(name: str) -> None:
    one = practice(Wish(family(name)), 1)
    given, found = problem(one.exercise, asked(one)), key(one)
    pointer = "See the worked solution."
    told = [shown.count(pointer) for medium, shown in printed(given, found).items() if medium != "terminal"]  # there it stands right below
    assert told == [1, 1]
    assert (document(page([given], [found], write=LATEX)).count(pointer), pointer in html_page([given])) == (1, False)


@pytest.mark.parametrize("name", ["relu", "own-words"])
def test_every_medium_prints_the_rubric_on_the_key(name: str) -> None:
    one = practice(Wish(family(name)), 1)
    given, found = problem(one.exercise, asked(one)), key(one)
    for medium, shown in printed(given, found).items():
        assert "How it is marked" in shown, medium
    assert "How it is marked" not in text.shown([given], None) + html_page([given])


def test_points_wait_for_a_person() -> None:
    one = practice(Wish(family("own-words")), 1)
    results = grade(one, {"weights": str(one.truth.answer("weights")), "why": "It is shared."})
    assert (results.points, results.max, results.waiting) == (2, 4, 2)
    assert [(v.status, v.points, v.read) for v in results.parts[1:]] == [("for a person", 0, "It is shared.")]


def test_nothing_typed_waits_as_well() -> None:
    """The answer may stand on paper."""
    (_, why) = grade(practice(Wish(family("own-words")), 1), {}).parts
    assert (why.status, why.why.partition(".")[0]) == ("for a person", "Nothing was typed")


def answers(one: Solved, **changed: Any) -> str:
    """All of it right, in a file."""
    right = {"map": one.truth.answer("map").to_nested(), "graph": LETTERS[one.options("graph").index(one.truth.answer("graph"))]}
    return json.dumps({"answers": [{"id": f"relu.{part}", "answer": answer} for part, answer in {**right, **changed}.items()]})


@pytest.mark.parametrize(
    ("changed", "status"), [({}, 0), ({"plot": "see paper"}, 0), ({"graph": None}, 1)], ids=["blank", "typed", "not right"]
)
def test_check_tells_how_many_points_wait(changed: dict[str, Any], status: int, tmp_path: Path) -> None:
    one = solved(2, 7)
    (tmp_path / "mine.json").write_text(answers(one, **changed), encoding="utf-8")
    done = called("check", str(one.exercise.code), str(tmp_path / "mine.json"))
    assert done.status == status
    assert "(c) for a person to look at, 2 points are open" in done.out
    assert f"Together: {3 - status} of 5 points. 2 of them wait for a person." in done.out


def test_check_asks_for_it_as_well() -> None:
    done = called("check", str(solved(2, 7, parts=("plot",)).exercise.code), stdin="\n")
    assert done.status == 0
    assert "If your answer is on paper, leave the line empty" in " ".join(done.out.split())


def test_practice_shows_how_it_is_marked_and_does_not_count_it() -> None:
    done = called("practice", "relu", "--seed", "7", stdin="1c\nit bends at 0\n1c\ns\nq\n")
    assert (done.status, done.err) == (0, "")
    assert "does not count here" in done.out
    assert "How it is marked" in done.out
    assert "Nothing was answered." in done.out


def test_practice_takes_a_letter() -> None:
    one = solved(2, 7)
    right = LETTERS[one.options("graph").index(one.truth.answer("graph"))]
    done = called("practice", "relu", "--seed", "7", stdin=f"1b\n{right}\nq\n")
    assert "Right." in done.out
