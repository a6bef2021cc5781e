"""Codes of sheets: they tell nothing, and a mistyped one is recognised."""

import pytest

from convexam.errors import BadInput
from convexam.exercises.codes import ALPHABET
from convexam.sheets.sheet_codes import code, looks_like_one, read

CODE = code(b"secret", "midterm", "s105", 0)


def test_a_code_follows_from_who_gets_it() -> None:
    others = [code(b"other", "midterm", "s105", 0), code(b"secret", "resit", "s105", 0), code(b"secret", "midterm", "s105", 1)]
    assert code(b"secret", "midterm", "s105", 0) == CODE
    assert len({CODE, *others}) == 4


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f"  {CODE}\n"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read(typed) == CODE


def test_every_wrong_character_is_found() -> None:
    for place, right in enumerate(CODE):
        for wrong in ALPHABET if right != "-" else "":
            if wrong != right:
                with pytest.raises(BadInput, match="typing error"):
                    read(CODE[:place] + wrong + CODE[place + 1 :])


def test_every_swap_of_neighbours_is_found() -> None:
    for number in range(200):
        bare = code(b"secret", "midterm", str(number), 0).replace("-", "")
        for place in range(len(bare) - 1):
            swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
            if swapped != bare:
                with pytest.raises(BadInput, match="typing error"):
                    read(swapped)


@pytest.mark.parametrize(
    "typed", ["", "conv2d-2-0000070N", "7Q4K-9M2X", "7Q4K-9M2X-1PA3-", "../../etc/pass", "7Q4K_9M2X_1PA3", "７Q4K-9M2X-1PA3"]
)
def test_what_is_no_code(typed: str) -> None:
    assert not looks_like_one(typed)
    with pytest.raises(BadInput, match="no code of a sheet"):
        read(typed)
