"""The law book: what holds for every family, at every level, for every seed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from convexam.answers.kind import Examples, Missing, Typed
from convexam.cnn.values import Graph, Shape, Tensor
from convexam.exercises.choices import forms
from convexam.exercises.documents import convert, parse, plain, write
from convexam.exercises.draw import Wish, practice, work_of
from convexam.exercises.exercise import Solved
from convexam.exercises.family import families, family
from convexam.exercises.key import key
from convexam.exercises.problem import Key, Problem
from convexam.exercises.schemas import schema
from convexam.exercises.settings import checked
from convexam.exercises.statement import asked, points, problem
from convexam.exercises.work import Run
from convexam.grader.credit import grade
from convexam.grader.submission import by_problem, empty
from convexam.sheets.page import page
from convexam.text.terminal import terminal
from convexam.text.tree import parse as tree
from convexam.text.words import words_beside
from repeat import repeat

HERE = Path(__file__).parent
EVERY = [pytest.param(one.name, level, id=f"{one.name}-{level}") for one in families() for level in one.levels]
every = pytest.mark.parametrize(("name", "level"), EVERY)


@lru_cache(maxsize=4000)
def solved(name: str, level: int, seed: int) -> Solved:
    return practice(Wish(family(name), level), seed)


@lru_cache(maxsize=4000)
def documents(name: str, level: int, seed: int) -> tuple[Problem, Key]:
    one = solved(name, level, seed)
    return problem(one.exercise, asked(one)), key(one)


def typed(value: Any) -> Any:
    """A value of the network as a submission holds it."""
    match value:
        case Tensor():
            return plain(value.to_nested())
        case Shape():
            return list(value.axes().values())
        case None:
            return "none"
        case _:
            return plain(value)


def written(one: Solved, part: str, value: Any) -> Any:
    """A value as a student writes it in this part's form: a shape in its order, a rounded number with its places."""
    form: Any = one.truth.questions[part].form
    if one.truth.questions[part].waits:
        return "See the paper."
    return form.show(value) if isinstance(value, Shape) or getattr(form, "decimals", None) is not None else typed(value)


def truths(one: Solved) -> dict[str, Any]:
    return {part: written(one, part, values[0]) for part, values in one.truth.accepted.items()}


@every
def test_the_key_scores_full(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        one = solved(name, level, seed)
        found = [v for v in grade(one, truths(one)).parts if not waits(one, v.id)]
        assert [(v.id, v.status, v.points) for v in found if v.status != "right" or v.points != v.max] == []


def waits(one: Solved, id: str) -> bool:
    """Whether a part is for a person to look at."""
    return one.truth.questions[id.removeprefix(f"{one.exercise.name}.")].waits


@every
def test_what_waits_for_a_person_is_neither_right_nor_wrong(name: str, level: int, seeds: range) -> None:
    """Whatever is typed; and it changes nothing of the other parts."""
    one = solved(name, level, seeds[0])
    for answers in (truths(one), {}, {**truths(one), **{part: "0" for part in one.truth.questions if waits(one, part)}}):
        results = grade(one, answers)
        waiting = [v for v in results.parts if waits(one, v.id)]
        assert [(v.status, v.points, v.codes) for v in waiting] == [("for a person", 0, ())] * len(waiting)
        assert Fraction(results.waiting) == sum(Fraction(v.max) for v in waiting)


@every
def test_the_archived_answers_score_full(name: str, level: int, seeds: range) -> None:
    """What stands in the key document, sent back as it stands there."""
    for seed in seeds:
        one, (_, found) = solved(name, level, seed), documents(name, level, seed)
        answers = {part.id.removeprefix(f"{name}."): part.shown for part in found.parts}
        assert {v.status for v in grade(one, answers).parts if not waits(one, v.id)} == {"right"}
        exact = {part.id.removeprefix(f"{name}."): "none" if part.answer is None else part.answer for part in found.parts}
        assert {v.status for v in grade(one, exact).parts if not waits(one, v.id)} == {"right"}


@every
def test_equivalent_spellings_score_full(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        one = solved(name, level, seed)
        for part in one.truth.questions:
            for spelling in examples(one, part).right:
                verdict = graded(one, part, spelling)
                right = ("for a person", 0) if waits(one, part) else ("right", verdict.max)
                assert (verdict.status, verdict.points) == right, (seed, part, spelling)


@every
def test_unreadable_is_not_wrong(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        one = solved(name, level, seed)
        for part in one.truth.questions:
            for spelling in examples(one, part).unreadable:
                assert graded(one, part, spelling).status == "unreadable", (seed, part, spelling)


@every
def test_wrong_is_wrong(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        one = solved(name, level, seed)
        for part in one.truth.questions:
            if len(one.truth.accepted[part]) == 1:
                for spelling in examples(one, part).wrong:
                    assert graded(one, part, spelling).status in ("wrong", "partly", "unreadable"), (seed, part, spelling)


def examples(one: Solved, part: str) -> Examples:
    """Spellings of the answer of a part; of a choice by its number."""
    form, options = dict(forms(one)).get(part, one.truth.questions[part].form), one.options(part)
    truth = one.truth.answer(part)
    return form.examples(options.index(truth) if options else truth)


def graded(one: Solved, part: str, answer: Any) -> Any:
    results = grade(one, {**truths(one), part: answer})
    return next(verdict for verdict in results.parts if verdict.id == f"{one.exercise.name}.{part}")


def chosen(one: Solved, part: str) -> bool:
    """Whether a part is one of several chosen cells, which are graded as one answer."""
    name = one.truth.questions[part].name
    return name in one.truth.groups and one.truth.groups[name].kind == "cells"


@every
def test_a_mistake_in_all_chosen_cells_is_told_its_code(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        one = solved(name, level, seed)
        worth = points(one.exercise, one.truth.questions)
        cells = [part for part in one.truth.questions if chosen(one, part)]
        for rule in {wrong.rule for part in cells for wrong in one.wrong.wrongs[part]}:
            follow = {wrong_part: wrong.value for wrong_part in cells for wrong in one.wrong.wrongs[wrong_part] if wrong.rule is rule}
            verdicts = grade(one, {**truths(one), **{part: typed(value) for part, value in follow.items()}}).parts
            mine = [v for v in verdicts if v.id.removeprefix(f"{name}.") in cells]
            assert all(rule.code in v.codes for v in mine if v.id.removeprefix(f"{name}.") in follow), (seed, rule.code)
            earned = sum(Fraction(v.points) for v in mine)
            assert earned >= rule.share * sum(worth[part] for part in cells), (seed, rule.code)


@every
def test_at_least_four_mistakes_apply(name: str, level: int, seeds: range) -> None:
    """Where the answer is "none", there is little more to do wrong than to overlook it."""
    for seed in seeds:
        one = solved(name, level, seed)
        codes = {wrong.rule.code for wrongs in one.wrong.wrongs.values() for wrong in wrongs}
        none = any(values[0] is None for values in one.truth.accepted.values())
        assert len(codes) >= (1 if none or family(name).topic == "awkward" else 4), (seed, codes)


@every
def test_the_steps_are_proven(name: str, level: int, seeds: range) -> None:
    """The first proof: a program that knows the given and the steps alone does each step again."""
    for seed in seeds:
        assert repeat(plain(documents(name, level, seed)[1])) == [], seed


@every
def test_documents_survive_json(name: str, level: int, seeds: range) -> None:
    validators = [(kind, Draft202012Validator(schema(kind, "document"))) for kind in (Problem, Key)]
    for seed in seeds:
        for document, (kind, validator) in zip(documents(name, level, seed), validators, strict=True):
            text = write(document)
            validator.validate(json.loads(text))
            assert write(convert(parse(text, "here"), kind, "here")) == text, seed


@every
def test_nothing_that_a_student_gets_depends_on_the_key(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        one = solved(name, level, seed)
        other = unlike(one)
        given, changed = problem(one.exercise, asked(one)), problem(one.exercise, asked(other))
        assert write(given) == write(changed)
        assert page([given]) == page([changed])
        assert shown(given) == shown(changed)


def unlike(one: Solved) -> Solved:
    """The same exercise with another key. The options of a choice are printed, so they stay."""
    return Solved(one.exercise, perturbed(one.truth), {}, one.drawn_options)


def perturbed(truth: Run) -> Run:
    """The same questions with other answers, steps and accepted values; what was handed from step to step still is."""
    others = {id(step.result): other(step.result) for step in truth.steps if isinstance(step.result, Tensor | Shape | Graph)}
    steps = [
        step._replace(arguments=tuple(others.get(id(a), a) for a in step.arguments), result=others.get(id(step.result), step.result))
        for step in truth.steps
    ]
    return replace(truth, accepted={part: tuple(map(other, values)) for part, values in truth.accepted.items()}, steps=steps)


def other(value: Any) -> Any:
    match value:
        case Tensor():
            return value.map(lambda v: v + 1000)
        case Shape():
            return Shape(**{axis: size + 1000 for axis, size in value.axes().items()})
        case int() | Fraction():
            return value + 1000
        case Graph():
            return Graph.of(value.left + 1000, value.right, value.bend, value.level)
        case _:
            return value


def shown(given: Problem) -> str:
    tensors, figures = {one.name: one.tensor for one in given.tensors}, {one.name: one for one in given.figures}
    texts = [
        given.title,
        given.statement,
        *given.conventions,
        *(part.prompt for part in given.parts),
        *(group.prompt for group in given.groups),
    ]
    return "\n".join(terminal(tree(text), tensors, figures=figures) for text in texts)


@every
def test_no_template_is_left_over(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        given, found = documents(name, level, seed)
        text = write(given) + write(found) + shown(given) + json.dumps(page([given], [found]))
        assert [mark for mark in ("<<", ">>", "<%", "%>", "{{", "Undefined", "None") if mark in text] == []


@every
def test_the_empty_submission_fits(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        one, (given, _) = solved(name, level, seed), documents(name, level, seed)
        blank = convert(parse(write(empty([one], [given])), "here"), type(empty([one], [given])), "here")
        answers = by_problem(blank, [given], "here")[given.name]
        assert {verdict.status for verdict in grade(one, answers).parts if not waits(one, verdict.id)} == {"blank"}


@every
def test_settings_hold_the_budget_of_work(name: str, level: int, seeds: range) -> None:
    budget = family(name).level(level).work
    works = [work_of(solved(name, level, seed)) for seed in seeds]
    if budget is None:
        assert family(name).topic == "awkward" or set(works) == {0}
    else:
        assert budget[1] <= 1.5 * budget[0]
        assert all(budget[0] <= amount <= budget[1] for amount in works)


@every
def test_what_solve_asks_is_what_weights_and_words_name(name: str, level: int) -> None:
    of = family(name)
    one = practice(Wish(of, level, {}, tuple(of.weights)), 0)
    assert {question.name for question in one.truth.questions.values()} == set(of.weights), "each part in weights is asked by solve"
    words = words_beside(of.file)
    wanted = {"title", "statement", *of.weights, *(f"{group}_group" for group in one.truth.groups)}
    wanted |= {f"{question.name}_rubric" for question in one.truth.questions.values() if question.waits}
    assert [block for block in wanted if not words.has(block)] == [], "blocks that the words file lacks"


@every
def test_levels_keep_the_bounds_of_their_settings(name: str, level: int) -> None:
    of = family(name)
    for setting in of.level(level).settings.__struct_fields__:
        for value in of.level(level).ranges.get(setting, (getattr(of.level(level).settings, setting),)):
            assert checked(of, setting, value) == value


@every
def test_the_given_is_what_its_types_say(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        given = solved(name, level, seed).exercise.given
        assert convert(plain(given), type(given), "here") == given


@every
def test_no_letter_stands_for_two_tensors(name: str, level: int, seeds: range) -> None:
    for seed in seeds[:3]:
        given, found = documents(name, level, seed)
        shown_in_statement = {one.name for one in given.tensors}
        assert [one.name for worked in found.solution for one in worked.tensors if one.name in shown_in_statement] == []


@every
def test_a_constant_map_earns_nothing(name: str, level: int, seeds: range) -> None:
    for seed in seeds:
        one = solved(name, level, seed)
        for part, values in one.truth.accepted.items():
            if isinstance(values[0], Tensor) and len(values[0].values) >= 4:
                for number in {0, *values[0].values}:
                    assert graded(one, part, written(one, part, values[0].map(lambda _, n=number: n))).points == 0, (seed, part, number)


def digest(seeds: range) -> str:
    """All documents of all families, in a few bytes."""
    total = sha256()
    for text in written_out(seeds):
        total.update(text.encode())
    return total.hexdigest()


def written_out(seeds: range) -> Iterator[str]:
    for one in families():
        for level in one.levels:
            for seed in seeds:
                yield from (write(document) for document in documents(one.name, level, seed))


def test_a_fresh_process_draws_the_same(seeds: range) -> None:
    few = seeds[:5]
    program = f"import sys; sys.path.insert(0, {str(HERE)!r}); import conftest, test_families as t; print(t.digest(range({len(few)})))"
    for hash_seed in ("1", "2"):
        fresh = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}
        )
        assert fresh.stdout.strip() == digest(few)


def test_blank_and_unreadable_cells_are_only_themselves() -> None:
    one = solved("conv2d", 2, 0)
    rows = typed(one.truth.answer("map"))
    rows[0][0][0], rows[0][1][1] = None, "abc"
    verdict = graded(one, "map", rows)
    assert [cell.status for cell in verdict.cells if cell.status != "right"] == ["blank", "unreadable"]
    reading = one.truth.questions["map"].form.read(rows)
    assert isinstance(reading.value, Typed)
    assert [cell for cell in reading.value.cells if isinstance(cell, Missing)] == [Missing.BLANK, Missing.UNREADABLE]
