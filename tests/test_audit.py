"""The audit: what it counts, what it calls broken, and that one printed command shows the case."""

import io
import json
import os
import shlex
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commands import called, process, refused
from convexam.cli import audit as command
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Padding
from convexam.cnn.values import Axes, Shape, Tensor
from convexam.exercises import draw as draw_loop
from convexam.exercises import exercise as exercises
from convexam.exercises import family as registry
from convexam.exercises.audit import FAILURES, audit
from convexam.exercises.audit_report import Audit
from convexam.exercises.convolution import conv2d
from convexam.exercises.draw import Wish, practice, work_of
from convexam.exercises.draws import Draws
from convexam.exercises.exercise import Exercise, solve
from convexam.exercises.family import Family, Level, family
from convexam.exercises.properties import properties
from convexam.exercises.schemas import schema
from convexam.exercises.sizes import output_size

SETTINGS = conv2d.LEVELS[1].settings
FLAT = Tensor((1, 1, 2, 2), (1, 1, 1, 1))


def broken(draw: Callable[..., conv2d.Given] = conv2d.draw, **level: Any) -> Family:
    """The family conv2d with draws or a level that break a rule."""
    return replace(conv2d.FAMILY, draw=draw, levels={1: Level(**{"settings": SETTINGS, **level})})


def flat(draws: Draws, settings: conv2d.Settings) -> conv2d.Given:
    """Kernels that look the same when flipped."""
    return conv2d.Given(conv2d.draw(draws, settings).image, Conv.of(FLAT, Tensor((1,), (-9,))))


def half_flat(draws: Draws, settings: conv2d.Settings) -> conv2d.Given:
    """The same in every second draw, with a negative bias there, and a positive one elsewhere."""
    chance, given = draws.integer(0, 1), conv2d.draw(draws, settings)
    return flat(draws, settings) if chance else conv2d.Given(given.image, Conv.of(given.conv.weights or FLAT, Tensor((1,), (2,))))


def uneven(draws: Draws, settings: conv2d.Settings) -> conv2d.Given:
    """Sometimes half of the work."""
    zeros = draws.choice((5, 11))
    return conv2d.Given(draws.tensor((1, 4, 4), low=0, high=5, zeros=zeros), conv2d.draw(draws, settings).conv)


CASES = {  # id: (family, kind, a piece of what was seen)
    "no good variant": (broken(flat), "no-good-variant", "none of 400 draws is a good exercise"),
    "numbers that do not fit": (broken(settings=conv2d.Settings(side=3, kernel=5, image_zeros=0, kernel_zeros=0)), "misfit", "do not go"),
    "uneven work": (broken(uneven), "work", ""),
    "a wide budget": (broken(work=(20, 34)), "budget", "34"),
    "a shift": (broken(half_flat), "shift", "conv.bias"),
}


@pytest.mark.parametrize(("of", "kind", "seen"), CASES.values(), ids=CASES)
def test_what_is_broken_is_found(of: Family, kind: str, seen: str) -> None:
    found = next(finding for finding in audit(of, 1, 60).findings if finding.kind == kind)
    assert (found.family, found.level) == ("conv2d", 1)
    assert seen in " ".join(found.seen)


@pytest.mark.parametrize(("of", "kind", "seen"), CASES.values(), ids=CASES)
def test_one_command_shows_what_is_broken(of: Family, kind: str, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._added, "broken", replace(of, name="broken"))
    done = called("audit", "broken", "-n", "60")
    assert (done.status, done.err) == (1, "")
    printed = next(line for line in done.out.split("\n") if "convexam show broken --level 1 --seed " in line)
    shown = called(*shlex.split(printed)[1:])
    impossible = kind in ("no-good-variant", "misfit")
    assert (shown.status, seen in shown.err or not impossible) == (2 if impossible else 0, True)


def test_a_family_without_good_variants_is_given_up_soon() -> None:
    done = audit(broken(flat), 1, 1000)
    assert [(finding.times, finding.seed) for finding in done.findings] == [(FAILURES, 0)]
    assert (done.draws, done.space) == (0, None)


def test_a_draw_loop_that_refuses_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_loop, "refusals", lambda *_: iter(()))
    found = {(finding.kind, finding.part, *finding.seen) for finding in audit(broken(flat), 1, 3).findings}
    assert ("refused", "map", "the mistake conv2d.kernel-flipped would not show") in found


def test_a_mistake_with_the_right_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = lambda _self, rule, part, _chain, run, call: [exercises.Wrong(rule, value, call) for value in run.accepted[part]]  # noqa: E731
    monkeypatch.setattr(exercises.Solved, "_kept", kept)
    monkeypatch.setattr(exercises, "right", lambda *_: False)
    found = {(finding.kind, finding.part, finding.seen[0]) for finding in audit(broken(flat), 1, 3).findings}
    assert ("not-wrong", "map", "conv2d.kernel-flipped") in found


def test_a_shift_may_be_declared_with_a_reason() -> None:
    done = audit(broken(half_flat, shifts={"conv.bias": "told so"}), 1, 60)
    assert [finding.kind for finding in done.findings] == []
    assert {one.name: one.reason for one in done.properties}["conv.bias"] == "told so"


def test_small_shifts_are_chance() -> None:
    """Four draws of which the rules changed one are no proof."""
    assert audit(broken(half_flat), 1, 4).findings == ()


def test_what_is_counted() -> None:
    done, drawn = audit(conv2d.FAMILY, 1, 30), [practice(Wish(conv2d.FAMILY, 1), seed) for seed in range(30)]
    works = sorted(map(work_of, drawn))
    assert done.work is not None
    assert (done.draws, done.work.smallest, done.work.median, done.work.largest) == (30, works[0], works[14], works[-1])
    assert (done.answers[0].part, done.answers[0].commonest, done.answers[0].times, done.answers[0].different) == ("shape", "3 × 3", 30, 1)
    assert 0 < done.at_once < 30 < done.tries
    assert {sum(share.after for share in one.shares) for one in done.properties} == {30}


def test_mistakes_that_coincide_or_hide_are_counted() -> None:
    done = audit(family("output-size"), 2, 20)
    assert [(one.part, one.codes, one.times) for one in done.coincide[:1]] == [
        ("shape", ("size.plus-one-forgotten", "size.padding-once"), 20)
    ]
    hidden = {"conv2d.kernel-flipped": "on purpose", "conv2d.transposed": "on purpose"}
    found = audit(broken(flat, may_hide=hidden), 1, 20).hide
    assert {(one.part, one.code, one.times, one.reason) for one in found} == {("map", code, 20, "on purpose") for code in hidden}


def test_the_size_of_the_space_is_estimated() -> None:
    few = audit(broken(lambda draws, settings: conv2d.draw(Draws(("few", draws.integer(1, 12))), settings)), 1, 100).space
    assert few is not None
    assert (few.at_least, few.sharing) == (False, "300")
    assert few.different <= few.problems <= 12
    many = audit(conv2d.FAMILY, 1, 40).space
    assert many is not None
    assert (many.at_least, many.different, many.problems) == (True, 40, 40 * 39 // 2 // 3)


DIVISIONS = {  # id: (rows and columns, stride, padding, property)
    "whole": (9, 2, 0, "whole"),
    "left over": (10, 2, 0, "left over"),
    "padded": (10, 3, 1, "whole"),
    "does not fit": (2, 2, 0, "does not fit"),
    "stride 1": (10, 1, 0, None),
}


@pytest.mark.parametrize(("side", "stride", "padding", "expected"), DIVISIONS.values(), ids=DIVISIONS)
def test_whole_divisions_are_told_from_others(side: int, stride: int, padding: int, expected: str | None) -> None:
    given = output_size.Given(
        Shape(channels=1, rows=side, columns=side), Conv(Axes.of(3), stride=Axes.of(stride), padding=Padding.of(padding))
    )
    of = output_size.FAMILY
    found = properties(solve(Exercise(of, 2, of.level(2).settings, Conventions(), of.asked(2, None), given, of.name)))
    assert found.get("conv.division") == expected
    assert found["shape.answer"] == ("none" if expected == "does not fit" else "exists")


def test_properties_of_numbers() -> None:
    image, kernel = Tensor.nested([[[1, 2, 0], [3, 0, 1], [2, 4, 1]]]), Tensor.nested([[[[1, -2], [0, 3]]]])
    of, given = conv2d.FAMILY, conv2d.Given(image, Conv.of(kernel, Tensor((1,), (-1,))))
    found = properties(solve(Exercise(of, 2, SETTINGS, Conventions(), of.asked(2, None), given, of.name)))
    assert found == {"conv.bias": "negative", "conv2d.negative": "≤ 25 %", "conv2d.zero": "≤ 25 %", "shape.answer": "exists"}


WORDS = ("audit", "conv-parameters", "--level", "2", "-n", "40")


def test_json_is_as_its_schema_says_and_the_same_in_another_process() -> None:
    text = called(*WORDS, "--json").out
    Draft202012Validator(schema(Audit, "audit")).validate(json.loads(text))
    assert process(*WORDS, "--json", env={**os.environ, "PYTHONHASHSEED": "7"}).stdout.decode() == text


def test_the_text_is_stable_but_for_the_time() -> None:
    done = called(*WORDS)
    assert (done.status, done.err) == (0, "")
    assert max(map(len, done.out.split("\n"))) <= 100
    first, second = ([line for line in text.split("\n") if "Measured" not in line] for text in (done.out, called(*WORDS).out))
    assert first == second
    assert len(first) == done.out.count("\n")


@pytest.mark.parametrize(("words", "timed"), [((), False), (("--timing",), True)], ids=["usually", "on request"])
def test_times_stand_in_json_on_request_only(words: tuple[str, ...], timed: bool) -> None:
    (level,) = json.loads(called(*WORDS, "--json", *words).out)["levels"]
    assert ("milliseconds" in level) is timed


@pytest.mark.parametrize("words", [(), ("--json", "--timing")], ids=["text", "json"])
def test_an_interrupted_audit_tells_what_was_done(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    looks = count()

    def clock() -> float:
        """Looked at twice in each draw; in the tenth somebody presses Ctrl-C."""
        if next(looks) == 19:
            signal.raise_signal(signal.SIGINT)
        return 0.0

    monkeypatch.setattr(command, "perf_counter", clock)
    done = called("audit", "conv-parameters", *words)
    assert (done.status, done.err) == (130, "convexam: stopped; this is what was done so far\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if words:
        told = json.loads(done.out)
        assert (told["complete"], [level["draws"] for level in told["levels"]]) == (False, [10])
    else:
        assert "10 problems were drawn" in done.out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    with command._bar("conv2d, level 1", 2, lambda: False) as go_on:
        assert [go_on(), go_on()] == [True, True]
    assert "conv2d, level 1" in seen.getvalue()


REFUSED = {  # id: (words, a piece of the message)
    "an unknown family": (("conv2",), "no family is called 'conv2'"),
    "an unknown level": (("conv2d", "--level", "9"), "conv2d has no level 9"),
    "no draws": (("conv2d", "-n", "0"), "-n"),
    "too many draws": (("conv2d", "-n", "100001"), "-n"),
}


@pytest.mark.parametrize(("words", "fragment"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(words: tuple[str, ...], fragment: str) -> None:
    refused(("audit", *words), fragment)
