"""From the key of an archive back to an exercise: the same verdicts, with the family, and as far as can be without it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from archives import Asked, drawn
from convexam.errors import BadInput
from convexam.exercises.documents import convert, parse, write
from convexam.exercises.exercise import Solved
from convexam.exercises.family import families
from convexam.exercises.key import key
from convexam.exercises.problem import Key, KeyPart, Problem
from convexam.exercises.statement import asked, problem
from convexam.grader.archived import differences, different, id_in, sentences, solved_again
from convexam.grader.by_archive import all_sentences, by_archive
from convexam.grader.credit import grade
from convexam.grader.verdict import Verdict

CASES = {
    **{of.name: Asked("it", of.name) for of in families()},
    "a drawn choice": Asked("it", "output-size", choices=("shape",)),
    "some parts": Asked("it", "cnn-layers", parts=("map", "pool")),
}


def archived(of: Asked) -> tuple[Solved, Key, Problem]:
    """As it was drawn; its documents as they are read again."""
    solved = drawn(of, "somebody")
    documents = [
        convert(parse(write(one), "a test"), type(one), "a test") for one in (key(solved), problem(solved.exercise, asked(solved)))
    ]
    return solved, *documents  # type: ignore[return-value]


def typed(part: KeyPart) -> Iterator[Any]:
    """Right, each mistake, blank, rubbish."""
    yield part.shown
    yield from (mistake.shown for mistake in part.mistakes)
    yield from (None, "", "rubbish", "1", "1 2; 3 4", "A", "x" * 20_000)


def verdict(solved: Solved, id: str, answer: Any, said: dict[str, str]) -> Verdict:
    return next(one for one in grade(solved, {id: answer}, sentences=said).parts if one.id == f"it.{id}")


@pytest.mark.parametrize("of", CASES.values(), ids=CASES)
def test_what_is_read_again_is_the_same(of: Asked) -> None:
    solved, of_it, _ = archived(of)
    again = solved_again(of_it, "a test")
    assert list(differences(of_it, again)) == []
    assert of_it == key(solved)
    for part in of_it.parts:
        id = id_in(of_it, part)
        for answer in typed(part):
            assert verdict(again, id, answer, sentences(of_it)) == verdict(solved, id, answer, {})


@pytest.mark.parametrize("of", CASES.values(), ids=CASES)
def test_the_archive_alone_gives_the_same_points(of: Asked) -> None:
    solved, of_it, asks = archived(of)
    alone = by_archive(asks, of_it, "a test")
    for part in of_it.parts:
        id = id_in(of_it, part)
        for answer in (part.shown, None, "rubbish", *(mistake.shown for mistake in part.mistakes)):
            ours, theirs = verdict(solved, id, answer, {}), verdict(alone, id, answer, all_sentences(of_it))
            assert (theirs.status, theirs.points, theirs.max, theirs.read) == (ours.status, ours.points, ours.max, ours.read)
            assert set(theirs.codes) == set(ours.codes)


def test_the_archive_alone_counts_cells_and_carries_nothing() -> None:
    solved, of_it, asks = archived(Asked("it", "cnn-layers", parts=("map", "relu")))
    answers = {id_in(of_it, part): part.shown for part in of_it.parts}
    first, *rest = answers["map"].split(" ")
    typed = {**answers, "map": " ".join(["77", *rest])}  # one wrong cell
    ours, theirs = (grade(one, typed, sentences=all_sentences(of_it)).parts for one in (solved, by_archive(asks, of_it, "a test")))
    assert first != "77"
    assert [(one.points, one.cells) for one in ours] == [(one.points, one.cells) for one in theirs]
    assert theirs[0].status == "partly"
    assert not any(one.carried for one in theirs)


def changed_answer(part: KeyPart) -> KeyPart:
    return replace(part, answer=7, accepted=(7,), shown="7")


def other_share(of: Key) -> Key:
    shares = tuple(replace(one, share="1/7") for one in of.shares)
    return replace(of, shares=shares)


def test_a_difference_is_named_with_both_values_and_versions() -> None:
    _, of_it, _ = archived(Asked("it", "conv-parameters"))
    other = replace(of_it, program="0.0.9", version=77, parts=tuple(map(changed_answer, of_it.parts)))
    found = list(differences(other, solved_again(other, "a test")))
    assert [(one.part, one.archived, one.now) for one in found] == [("it.parameters", "7", of_it.parts[0].shown)]
    said = different(other, found, "a test")
    assert all(text in said for text in ("conv-parameters", "it.parameters", "'7'", of_it.parts[0].shown, "0.0.9", "77", "0.1.0"))


def test_an_answer_that_was_changed_alone_is_a_difference() -> None:
    """What is accepted decides the points; the answer is what graders and students are shown."""
    _, of_it, _ = archived(Asked("it", "conv-parameters"))
    other = replace(of_it, parts=tuple(replace(part, answer=7) for part in of_it.parts))
    found = list(differences(other, solved_again(other, "a test")))
    assert [(one.part, one.archived, one.now) for one in found] == [("it.parameters", "7", of_it.parts[0].shown)]


def test_shares_and_sentences_are_those_of_the_archive() -> None:
    _, of_it, _ = archived(Asked("it", "conv-parameters"))
    mistakes = tuple(replace(one, sentence=f"Kept: {one.codes[0]}") for one in of_it.parts[0].mistakes)
    kept = other_share(replace(of_it, parts=(replace(of_it.parts[0], mistakes=mistakes),)))
    said = verdict(solved_again(kept, "a test"), "parameters", mistakes[0].shown, sentences(kept))
    assert (said.points, said.sentence.split("\n")[0]) == ("2/7", f"Kept: {mistakes[0].codes[0]}")


DAMAGED: dict[str, tuple[Callable[[Key], Key], str]] = {
    "a family that is gone": (lambda of: replace(of, family="lost"), "no family is called 'lost'"),
    "a part that is gone": (lambda of: replace(of, asked=("lost",)), "no part 'lost' any more"),
    "a given of another family": (lambda of: replace(of, given={"x": 1}), "given"),
    "a setting that is gone": (lambda of: replace(of, settings=()), "settings"),
}


@pytest.mark.parametrize(("change", "said"), DAMAGED.values(), ids=DAMAGED)
def test_what_cannot_be_worked_out_again(change: Callable[[Key], Key], said: str) -> None:
    _, of_it, _ = archived(Asked("it", "conv-parameters"))
    with pytest.raises(BadInput, match=said):
        solved_again(change(of_it), "a test")


def test_a_gone_family_is_graded_by_its_archive() -> None:
    _, of_it, asks = archived(Asked("it", "conv-parameters"))
    gone = replace(of_it, family="lost")
    said = verdict(
        by_archive(replace(asks, family="lost"), gone, "a test"), "parameters", of_it.parts[0].mistakes[0].shown, all_sentences(gone)
    )
    assert (said.status, said.codes) == ("partly", of_it.parts[0].mistakes[0].codes)
    assert said.sentence == of_it.parts[0].mistakes[0].sentence
