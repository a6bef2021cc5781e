"""Mistakes are looked for where they can be, and found as if they were looked for everywhere."""

import pytest

from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families, family
from convexam.grader.diagnosis import Mistakes, same_steps

EVERY = [pytest.param(one.name, level, id=f"{one.name}-{level}") for one in families() for level in one.levels]


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_a_part_has_the_mistakes_that_all_rules_together_have_there(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        solved = practice(Wish(family(name), level), seed)
        in_turn = Mistakes(solved)
        for part in reversed(solved.truth.questions):
            assert Mistakes(solved).wrongs(part) == in_turn.wrongs(part) == solved.wrong.wrongs[part]


def test_a_chain_matters_where_an_answer_is_worked_with() -> None:
    solved = practice(Wish(family("cnn-layers"), 2), 1)
    truth = solved.truth
    answers = {"relu": truth.answer("relu").map(lambda cell: cell + 1)}
    assert same_steps(solved.run(answers, until="relu"), truth)
    assert not same_steps(solved.run(answers, until="pool"), truth)
