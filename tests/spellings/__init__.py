"""Ways of writing answers down: for each kind values, and what somebody may type for them, with its reading."""

from collections.abc import Callable
from typing import Any, NamedTuple

Spell = Callable[[Any], str]
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789()[],;=+-xX"}
ARABIC = {ord("0") + digit: 0x0660 + digit for digit in range(10)}


class Way(NamedTuple):
    """A way of writing values: which of them, in which language, and why it cannot be read, if it cannot."""

    spell: Spell
    why: str = ""
    fits: Callable[[Any], bool] = lambda _: True
    comma: bool = False
