"""Practice codes: what they say comes back, and no typing error goes unseen."""

import random
from collections.abc import Iterator
from dataclasses import replace
from string import printable

import pytest

from convexam.errors import BadInput
from convexam.exercises import codes
from convexam.exercises.draw import Wish, from_code, practice
from convexam.exercises.family import Family, families, family
from convexam.exercises.settings import options, written
from depth import CODES

KEYS = "".join(c for c in printable if c.isprintable())  # ASCII, blank included
OTHERS = {"I": "1", "L": "1", "O": "0"}


def random_codes(number: int) -> Iterator[tuple[str, codes.Code]]:
    """Codes of all families, with and without settings, parts and choices, and what they say."""
    chance = random.Random("codes")
    for _ in range(number):
        of = chance.choice(families())
        level = chance.choice(list(of.levels))
        knobs = of.levels[level].settings.__struct_fields__
        names = chance.sample(knobs, min(len(knobs), chance.randrange(3)))
        changed = {name: getattr(of.levels[chance.choice(list(of.levels))].settings, name) for name in names}
        parts = tuple(chance.sample(list(of.weights), chance.randint(1, len(of.weights)))) if chance.random() < 0.4 else None
        choices = tuple(chance.sample(list(of.weights), 1)) if chance.random() < 0.2 else ()
        seed = chance.choice([0, 1, codes.SEEDS - 1, chance.randrange(codes.SEEDS)])
        meant = codes.Code(of.name, level, seed, {name: (value,) for name, value in changed.items()}, parts, choices)
        yield codes.write(of, level, seed, changed, parts, choices), meant


MANY = list(random_codes(300))
SOME = MANY[:CODES]


def read(text: str) -> codes.Code | None:
    try:
        return codes.read(text)
    except BadInput:
        return None


def test_codes_come_back() -> None:
    for text, meant in MANY:
        assert codes.read(text) == meant
        assert codes.read(f" {text}\n") == meant  # as it is pasted


def body(text: str) -> range:
    """Where the eight characters of seed and check stand."""
    start = len(text.split("~")[0]) - 8
    return range(start, start + 8)


def same(text: str, place: int, typed: str) -> bool:
    """Whether a typed character stands for the one that is printed."""
    return place in body(text) and OTHERS.get(typed.upper(), typed.upper()) == text[place]


def test_every_single_wrong_character_is_seen() -> None:
    for text, meant in SOME:
        for place in range(len(text)):
            for typed in KEYS:
                wrong = text[:place] + typed + text[place + 1 :]
                if wrong.strip() != text:
                    assert read(wrong) == (meant if same(text, place, typed) else None), wrong


def test_every_swap_of_neighbours_is_seen() -> None:
    for text, _ in MANY:
        for place in range(len(text) - 1):
            wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            assert wrong == text or read(wrong) is None, wrong


def test_small_letters_and_letters_like_digits_are_read() -> None:
    text = codes.write(family("conv2d"), 2, 0b00001_00000_01010_00001_00000_11111, {}, None)
    assert text.startswith("conv2d-2-10A10Z")
    for typed in ("10a10z", "IOAIOZ", "lOaLoZ"):
        assert codes.read(text.replace("10A10Z", typed)).seed == codes.read(text).seed


def test_nearly_all_other_errors_are_seen() -> None:
    """Two characters let one of a thousand through."""
    chance = random.Random("errors")
    tries = [(text, "".join(chance.choice(codes.ALPHABET) for _ in range(8))) for text, _ in MANY * 10]
    unseen = sum(read(text[: body(text)[0]] + typed + text[body(text)[-1] + 1 :]) is not None for text, typed in tries)
    assert unseen <= 12


@pytest.mark.parametrize("made", [1, 2, 4, 9], ids=str)
def test_a_code_of_another_version_is_said(made: int, monkeypatch: pytest.MonkeyPatch) -> None:
    of = family("conv2d")
    text = codes.write(replace(of, version=made), 2, 12345, {"stride": 2}, ("map",))
    monkeypatch.setattr(codes, "family", lambda _name: replace(of, version=3))
    with pytest.raises(BadInput, match=rf"made with version {made} of conv2d, or has a typing error; this program has version 3"):
        codes.read(text)


def test_the_check_covers_family_level_and_version() -> None:
    of = family("conv2d")
    made = {codes.write(one, level, 7, {}, None)[-2:] for one in (of, replace(of, version=2), family("cnn-layers")) for level in (1, 2, 3)}
    assert len(made) == 9


NO_CODES = ["", "conv2d", "conv2d-2", "conv2d-2-", "conv2d-22-00000000", "conv2d-2-0000000", "conv2d-2-000000000", "-2-00000000", "conv2d-2-00000000~",
            "conv2d-2-00000000~stride", "conv2d-2-00000000~stride=", "conv2d-2-00000000~=2", "conv2d-2-0000000é", "conv2d-2-0000000٣", "x" * 10**6,
            "conv2d-2-00000000" + "~a=1" * 10**5, "conv2d--2-00000000", "conv2d-2-00000000\n~stride=2", "../conv2d-2-00000000"]  # fmt: skip


@pytest.mark.parametrize("text", NO_CODES, ids=lambda text: repr(text[:24]))
def test_what_is_no_code_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="is no code; a code looks like conv2d-2-7Q4K9M2X"):
        codes.read(text)


def test_a_choice_of_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be a choice"):
        from_code(codes.write(family("conv2d"), 2, 7, {}, None, ("nix",)))


WISHES = {
    "plain": ("conv2d", 2, {}, None),
    "settings": ("conv2d", 1, {"stride": "2", "bias": "false"}, None),
    "ranges": ("conv2d", 2, {"padding": "0..1", "stride": "1,2"}, None),
    "pairs": ("output-size", 3, {"kernel": "7x5,3x5"}, None),
    "a setting that the level draws": ("output-size", 2, {"filters": "8"}, None),
    "parts": ("cnn-layers", 2, {}, ("pool", "map")),
    "all": ("cnn-layers", 1, {"chained": "false", "pool_stride": "2", "padding": "1"}, ("relu", "pool")),
}


@pytest.mark.parametrize(("name", "level", "settings", "parts"), WISHES.values(), ids=WISHES)
def test_a_code_gives_the_same_problem(name: str, level: int, settings: dict[str, str], parts: tuple[str, ...] | None) -> None:
    of: Family = family(name)
    for seed in (0, 7, codes.SEEDS - 1):
        drawn = practice(Wish(of, level, {key: options(of, key, value) for key, value in settings.items()}, parts), seed).exercise
        again = from_code(drawn.code or "").exercise
        assert again == drawn
        assert (drawn.code or "").count("~") <= len(settings) + (parts is not None)


def test_all_settings_and_parts_fit_into_a_code() -> None:
    for of in families():
        for level in of.levels.values():
            changed = {field: getattr(level.settings, field) for field in level.settings.__struct_fields__}
            text = codes.write(of, 1, 1, changed, tuple(of.weights))
            assert {name: written(value) for name, (value,) in codes.read(text).overrides.items()} == {
                name: written(v) for name, v in changed.items()
            }
