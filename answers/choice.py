"""One of several printed options, by its letter or as it stands there."""

import re
from string import ascii_uppercase

from .kind import Examples, Form, Match, Raw, Reading
from .reading import BLANK, BLANK_MARKS, MAX_TEXT, excerpt, known_text

_LETTER = re.compile(r"(?:option |answer |choice )?[(\[]?([a-z])[)\].:]?", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class ChoiceForm(Form, frozen=True, tag="choice"):
    """`options`: what is printed beside A, B, C …; their order tells nothing of the answer."""

    options: tuple[str, ...]

    def read(self, raw: Raw, comma: bool = False) -> Reading:  # noqa: ARG002 - letters are the same in every language
        """`B`, `b)`, `(b)`, `option B`, or the option itself. The value is its number, counted from 0."""
        if raw is None:
            return BLANK
        if isinstance(raw, str):
            text = known_text(raw) if len(raw) <= MAX_TEXT else f"{raw[:MAX_TEXT]}…"  # which is no option
        else:
            text = str(raw) if isinstance(raw, int) else ""
        if isinstance(raw, str) and text in BLANK_MARKS:
            return BLANK
        number = self._number(text)
        if number is None:
            return Reading("unreadable", why="not_an_option", seen=(excerpt(text or "a list"), ascii_uppercase[len(self.options) - 1]))
        return Reading("read", number)

    def _number(self, text: str) -> int | None:
        same = [number for number, option in enumerate(self.options) if _plain(option) == _plain(text)]
        if len(same) == 1:
            return same[0]
        letter = _LETTER.fullmatch(text.strip().partition(":")[0]) if self._follows(text) else None
        found = ascii_uppercase.index(letter.group(1).upper()) if letter else len(self.options)
        return found if found < len(self.options) else None

    def _follows(self, text: str) -> bool:
        """Whether behind a letter and its colon stands that option, or nothing."""
        letter, _, option = text.strip().partition(":")
        place = ascii_uppercase.find(letter.strip().upper()) if len(letter.strip()) == 1 else -1
        return not option.strip() or (0 <= place < len(self.options) and _plain(self.options[place]) == _plain(option))

    def match(self, answer: int, truth: int) -> Match:
        return Match.EQUAL if answer == truth else Match.DIFFERENT

    def show(self, value: int) -> str:
        """`B: 3 × 3`."""
        return f"{ascii_uppercase[value]}: {self.options[value]}"

    def examples(self, truth: int) -> Examples:
        letter = ascii_uppercase[truth]
        right = (
            letter,
            letter.lower(),
            f"{letter})",
            f"({letter.lower()})",
            f"{letter}.",
            f"option {letter}",
            f" {letter} ",
            self.options[truth],
        )
        wrong = tuple(ascii_uppercase[number] for number in range(len(self.options)) if number != truth)
        return Examples(right, wrong, ("AB", "A or B", "?!", "Z", "none of these", ["A"]))


def lettered(form: ChoiceForm) -> tuple[tuple[str, str], ...]:
    """Each option with its letter."""
    return tuple(zip(ascii_uppercase, form.options, strict=False))


def _plain(text: str) -> str:
    """Without what nobody types: blanks, and the signs that stand on no keyboard."""
    return _BLANKS.sub("", text).casefold().translate(str.maketrans({"×": "x", "−": "-", "·": "*"}))
