"""The order of credit and each condition of carrying, on the slides' own numbers."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from convexam.cnn.mistakes import RULES
from convexam.cnn.values import Tensor
from convexam.exercises.documents import plain
from convexam.exercises.draw import Wish, practice
from convexam.exercises.exercise import Solved
from convexam.exercises.family import family
from convexam.exercises.given import read
from convexam.grader.credit import grade
from convexam.grader.verdict import Verdict

EXAMPLE = Path(__file__).parents[1] / "examples" / "slides-exercise.toml"
ASKED = '["map", "relu", "pool", "parameters"]'


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The slides' exercise, chained: ReLU works on the map of the convolution."""
    return chained(tmp_path_factory.mktemp("given"), ASKED)


def chained(folder: Path, asked: str) -> Solved:
    first = "[[problem]]" + EXAMPLE.read_text().split("[[problem]]")[1]
    lines = [line for line in first.splitlines() if not line.startswith(("map =", "settings ="))]
    text = "\n".join(f"parts = {asked}" if line.startswith("parts =") else line for line in lines)
    (folder / "chained.toml").write_text(text)
    return read(folder / "chained.toml")[0]


def key(solved: Solved) -> dict[str, Any]:
    return {part: nested(solved.truth.answer(part)) for part in solved.truth.questions}


def nested(value: Any) -> Any:
    return plain(value.to_nested()[0]) if isinstance(value, Tensor) else plain(value)


def followed(solved: Solved, code: str, after: str | None = None) -> dict[str, Any]:
    """What a student writes who holds this mistake and goes on rightly from there; from `after` on without it."""
    run = solved.run(dict.fromkeys(()), RULES[code])
    wrong = {part: values[0] for part, values in run.accepted.items()}
    if after is None:
        return {part: nested(value) for part, value in wrong.items()}
    return onward(solved, {after: wrong[after]})


def onward(solved: Solved, instead: dict[str, Any]) -> dict[str, Any]:
    """What a student writes who has these answers and does everything after them rightly."""
    for part in solved.truth.questions:
        instead = {part: solved.run(instead).accepted[part][0]} | instead
    return {part: nested(value) for part, value in instead.items()}


def verdicts(solved: Solved, answers: dict[str, Any]) -> dict[str, Verdict]:
    return {v.id.partition(".")[2]: v for v in grade(solved, answers).parts}


def shares(solved: Solved, answers: dict[str, Any]) -> dict[str, Fraction]:
    return {part: Fraction(v.points) / Fraction(v.max) for part, v in verdicts(solved, answers).items()}


def test_1_the_truth_is_full(slides: Solved) -> None:
    assert shares(slides, key(slides)) == {"map": 1, "relu": 1, "pool": 1, "parameters": 1}


def test_2_right_on_a_flipped_kernel_is_carried(slides: Solved) -> None:
    found = verdicts(slides, followed(slides, "conv2d.kernel-flipped", after="map"))
    assert found["map"].codes == ("conv2d.kernel-flipped",)
    assert (found["map"].status, Fraction(found["map"].points)) == ("partly", Fraction(found["map"].max) / 2)
    assert [(v.status, v.carried, v.points == v.max) for v in (found["relu"], found["pool"])] == [("right", True, True)] * 2


def test_3_a_rule_s_share_counts_even_where_cells_would_give_more(slides: Solved) -> None:
    """The map copied for ReLU has 13 of 16 cells right, and earns the share of that rule: nothing."""
    answers = key(slides) | {"relu": key(slides)["map"]}
    found = verdicts(slides, answers)["relu"]
    assert (found.codes, found.points, sum(cell.status == "right" for cell in found.cells)) == (("relu.forgotten",), 0, 13)


def test_3_a_rule_is_found_on_the_true_or_the_carried_chain(slides: Solved) -> None:
    slip = slipped(slides)
    truth = key(slides)
    for answer in ([[abs(v) for v in row] for row in truth["map"]], [[abs(v) for v in row] for row in slip["map"]]):
        found = verdicts(slides, slip | {"relu": answer})["relu"]
        assert (found.codes, Fraction(found.points)) == (("relu.absolute",), Fraction(found.max) / 4)


def slipped(solved: Solved) -> dict[str, Any]:
    """One wrong cell of sixteen, and everything after it right on that."""
    truth = solved.truth.answer("map")
    return onward(solved, {"map": Tensor(truth.sizes, (5, *truth.values[1:]))})


def test_4_one_slip_in_sixteen_cells(slides: Solved) -> None:
    found = shares(slides, slipped(slides))
    assert found == {"map": Fraction(11, 12), "relu": 1, "pool": 1, "parameters": 1}


def test_4_laziness_earns_nothing(slides: Solved) -> None:
    zeros = {"map": [[0] * 4] * 4, "relu": [[0] * 4] * 4, "pool": [[0] * 3] * 3, "parameters": 0}
    assert set(shares(slides, zeros).values()) == {0}


def test_4_another_shape_earns_no_cells(slides: Solved) -> None:
    answers = key(slides) | {"map": key(slides)["map"][:3]}
    assert verdicts(slides, answers)["map"].points == 0


@pytest.mark.parametrize("answer", [349, -348, 3480, "349"])
def test_5_a_number_is_right_or_wrong(slides: Solved, answer: Any) -> None:
    found = verdicts(slides, key(slides) | {"parameters": answer})["parameters"]
    assert (found.status, found.points, found.codes) == ("wrong", 0, ())


def test_the_rules_that_coincide_are_all_named_the_largest_share_counts(slides: Solved) -> None:
    answers = key(slides) | {"parameters": 315}
    found = verdicts(slides, answers)["parameters"]
    assert found.codes[0] == "parameters.no-bias"
    assert Fraction(found.points) == Fraction(found.max) / 2


def test_flatten_before_pooling_reads_the_steps(slides: Solved) -> None:
    found = verdicts(slides, key(slides) | {"parameters": 28 + 16 * 32 + 32})["parameters"]
    assert found.codes == ("flatten.before-pooling",)


def test_pooling_with_the_window_as_stride_then_right_from_there(slides: Solved) -> None:
    pooled = solved_pool(slides)
    found = verdicts(slides, key(slides) | {"pool": pooled, "parameters": 28 + 4 * 32 + 32})
    assert found["pool"].codes == ("pool.stride-is-window",)
    assert (found["parameters"].status, found["parameters"].carried) == ("right", True)


def solved_pool(solved: Solved) -> Any:
    return next(nested(wrong.value) for wrong in solved.wrong.wrongs["pool"] if wrong.rule.code == "pool.stride-is-window")


def test_only_the_pooled_map_is_asked(tmp_path: Path) -> None:
    """These numbers cannot show ReLU taken as absolute value in the pooled map; that part is not asked, so nothing is refused."""
    only = chained(tmp_path, '["pool"]')
    run = only.run({}, RULES["relu.absolute"])
    assert verdicts(only, {"pool": nested(run.accepted["pool"][0])})["pool"].status == "right"


# --- carrying ------------------------------------------------------------------------------------------------------------------------------------

BIG = [[10**7] * 4 for _ in range(4)]
FREAKS = {
    "another rank": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
    "absurd size": [list(range(i, i + 40)) for i in range(40)],
    "absurd entries": [[10**7 + i + 4 * j for i in range(4)] for j in range(4)],
    "a number": 7,
    "fractions": [["1/3"] * 3 + [2]] * 4,
    "text": "nothing to see",
    "one cell": [[1]],
    "an empty list": [],
}


@pytest.mark.parametrize("freak", FREAKS.values(), ids=FREAKS.keys())
@pytest.mark.parametrize("part", ["map", "relu", "pool", "parameters"])
def test_an_absurd_answer_breaks_nothing(slides: Solved, part: str, freak: Any) -> None:
    """Whatever stands in one part, what is right in the others stays right, or right on what was carried."""
    found = verdicts(slides, key(slides) | {part: freak})
    assert found[part].points == 0
    after = list(slides.truth.questions)[list(slides.truth.questions).index(part) + 2 :]
    assert all(found[name].status in ("right", "partly", "wrong") for name in after)


@pytest.mark.parametrize(
    ("answer", "carried"),
    [
        pytest.param([[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6], [5, 4, 3, 2]], True, id="an honest wrong map"),
        pytest.param([[3, 2, 1, 3], [1, -2, 3, 4], [1, 2, 3, 4], [4, 3, 2, 1], [1, 2, 5, 6]], True, id="another size"),
        pytest.param([["1/2", 2, -1, 3], [1, -2, 3, 4], [1, 2, 3, 4], [4, 3, 2, 1]], True, id="fractions"),
        pytest.param([[7] * 4] * 4, False, id="constant"),
        pytest.param(BIG, False, id="too large"),
        pytest.param([list(range(i, i + 40)) for i in range(40)], False, id="too many cells"),
    ],
)
def test_what_is_carried(slides: Solved, answer: Any, carried: bool) -> None:
    """Rectified rightly on the student's own map: full if the map is carried."""
    relu = [[v if isinstance(v, str) or v > 0 else 0 for v in row] for row in answer]
    found = verdicts(slides, key(slides) | {"map": answer, "relu": relu})["relu"]
    assert (found.status == "right" and found.carried) is carried


def test_a_copy_of_the_input_is_not_carried(slides: Solved) -> None:
    copy = plain(slides.exercise.given.input.to_nested()[0])  # pyright: ignore[reportAttributeAccessIssue]  # the given of cnn-layers
    found = verdicts(slides, key(slides) | {"map": copy, "relu": copy})
    assert (found["map"].points, found["relu"].status) == (0, "wrong")


def test_blank_and_unreadable_cells_take_the_true_value(slides: Solved) -> None:
    truth = key(slides)
    rows = [[None, "x", 19, 24], *truth["map"][1:]]
    rows[1] = [9, 1, -3, -3]
    relu = [[35, 20, 19, 24], [9, 1, 0, 0], *truth["relu"][2:]]
    found = verdicts(slides, truth | {"map": rows, "relu": relu})
    assert (found["relu"].status, found["relu"].carried) == ("right", True)


def test_what_does_not_fit_is_graded_against_the_truth(slides: Solved) -> None:
    found = verdicts(slides, key(slides) | {"relu": [[5]]})
    assert found["pool"].status == "right"
    wrong = verdicts(slides, key(slides) | {"relu": [[5]], "pool": [[1, 2], [3, 4]]})["pool"]
    assert "does not fit" in wrong.why


# --- rounded parts and groups --------------------------------------------------------------------------------------------------------------------


def test_rounded_the_exact_and_the_rounded_chain_both_count() -> None:
    """Where the logarithm of the rounded probability differs in the last place, both answers are right."""
    from convexam.answers.number import rounded
    from convexam.cnn.network import Network

    differing = 0
    for seed in range(40):
        solved = practice(Wish(family("softmax-loss"), 2), seed)
        probabilities, loss = solved.truth.answer("softmax"), solved.truth.answer("loss")
        form = solved.truth.questions["softmax"].form
        typed = probabilities.map(lambda v: rounded(v, 4))
        own = Network().cross_entropy(typed, solved.exercise.given.label)  # pyright: ignore[reportAttributeAccessIssue]  # the given of softmax-loss
        differing += rounded(own, 4) != rounded(loss, 4)
        for value in (loss, own):
            answers = {"softmax": form.show(probabilities), "loss": f"{float(value):.4f}"}
            assert [v.status for v in grade(solved, answers).parts] == ["right", "right"], seed
    assert differing > 3


def test_one_unit_in_the_last_place_is_remarked() -> None:
    solved = practice(Wish(family("softmax-loss"), 2), 1)
    loss = solved.truth.answer("loss")
    off = f"{float(loss) + 1e-4:.4f}"
    found = verdicts(solved, {"softmax": solved.truth.questions["softmax"].form.show(solved.truth.answer("softmax")), "loss": off})["loss"]
    assert (found.status, found.points) == ("right", found.max)
    assert "last place" in found.why


def test_in_a_table_one_wrong_idea_costs_once() -> None:
    solved = practice(Wish(family("network-table"), 2), 0)
    rule = RULES["parameters.no-bias"]
    answers = {part: written(solved, part, values[0]) for part, values in solved.run({}, rule).accepted.items()}
    found = verdicts(solved, answers)
    counts = [found[f"maps.r{row}c3"] for row in (1, 3, 5)]
    assert [Fraction(v.points) / Fraction(v.max) for v in counts] == [Fraction(1, 2), 1, 1]


def written(solved: Solved, part: str, value: Any) -> Any:
    return solved.truth.questions[part].form.show(value)


def test_chosen_cells_are_one_answer() -> None:
    solved = practice(Wish(family("chosen-cells"), 3), 0)
    cells = [part for part in solved.truth.questions if part.startswith("cells.")]
    truth = {part: written(solved, part, solved.truth.answer(part)) for part in solved.truth.questions}
    flipped = {part: written(solved, part, values[0]) for part, values in solved.run({}, RULES["conv2d.kernel-flipped"]).accepted.items()}
    found = verdicts(solved, truth | {part: flipped[part] for part in cells})
    assert all("conv2d.kernel-flipped" in found[part].codes for part in cells if flipped[part] != truth[part])
    assert sum(Fraction(found[part].points) for part in cells) == Fraction(3, 2)
    one_wrong = verdicts(solved, truth | {cells[0]: "12345"})
    lazy = max([truth[one] for one in cells].count(truth[part]) for part in cells)
    assert sum(Fraction(one_wrong[part].points) for part in cells) == 3 * Fraction(3 - lazy, 4 - lazy)


EARNED = {  # id: (share of the mistake, what is said of the cells where it shows, and of the right one)
    "a part": (
        Fraction(1, 2),
        "This mistake earns 1/2 of the points.",
        "These cells are one answer: a mistake in the others costs points here, too.",
    ),
    "all": (Fraction(1), "This mistake earns all of the points.", ""),
    "none": (
        Fraction(0),
        "This mistake earns none of the points.",
        "These cells are one answer: a mistake in the others costs points here, too.",
    ),
}


@pytest.mark.parametrize(("share", "wrong", "right"), EARNED.values(), ids=EARNED)
def test_why_cells_have_these_points_where_a_mistake_explains_all(share: Fraction, wrong: str, right: str) -> None:
    """A right cell does not show the mistake, and the share of the whole counts there as well."""
    solved = practice(Wish(family("chosen-cells"), 3), 0)
    solved = replace(solved, exercise=replace(solved.exercise, shares={"conv2d.transposed": share}))
    cells = [part for part in solved.truth.questions if part.startswith("cells.")]
    typed = {part: written(solved, part, values[0]) for part, values in solved.run({}, RULES["conv2d.transposed"]).accepted.items()}
    found = verdicts(solved, {part: typed[part] for part in cells})
    assert [(found[part].status == "right", found[part].why) for part in cells] == [
        (False, wrong),
        (True, right),
        (False, wrong),
        (False, wrong),
    ]
    assert {Fraction(found[part].points) / Fraction(found[part].max) for part in cells} == {share}


def test_any_of_several_right_values() -> None:
    solved = practice(Wish(family("inverse-size"), 2), 0)
    accepted = solved.truth.accepted["kernel"]
    assert len(accepted) > 1
    assert {verdicts(solved, {"kernel": value})["kernel"].status for value in accepted} == {"right"}
    assert verdicts(solved, {"kernel": max(accepted) + 1})["kernel"].status in ("wrong", "partly")


ALONE = {  # id: (what is typed, what is said besides)
    "all layers": ("315", "besides its weights."),
    "convolution": ("347", "besides its weights. Here it is so in the convolutional layer only."),
    "dense": ("316", "besides its weights. Here it is so in the fully connected layer only."),
}


@pytest.mark.parametrize(("typed", "said"), ALONE.values(), ids=ALONE)
def test_the_layer_is_named_in_which_alone_a_mistake_was_made(typed: str, said: str) -> None:
    verdict = grade(practice(Wish(family("cnn-layers")), 3), {"parameters": typed}).parts[-1]
    assert (verdict.codes, verdict.sentence.endswith(said)) == (("parameters.no-bias",), True)
