"""Free text, which a person reads and marks: an explanation, or a remark beside a plot on paper."""

import re
from decimal import Decimal
from typing import Any

from .arithmetic import MAX_DIGITS, Unreadable
from .kind import Examples, Form, Raw, Reading
from .reading import BLANK, BLANK_MARKS, MAX_TEXT, unreadable

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# control characters, halves of characters, and what turns the direction of writing: they could disturb a terminal or a page
_NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class PersonForm(Form, frozen=True, tag="person"):
    """`lines`: how much room is left on paper. There is nothing to `match`: the part waits for a person."""

    lines: int = 6

    def read(self, raw: Raw, comma: bool = False) -> Reading:  # noqa: ARG002 - nothing is looked for in the text
        """The text as it stands, without blanks around it; a list of texts is its lines."""
        try:
            text = _text(raw)
        except Unreadable as error:
            return unreadable(raw, error)
        empty = text in BLANK_MARKS or not any(c.isprintable() and not c.isspace() for c in text)
        return BLANK if empty else Reading("read", text)

    def show(self, value: Any) -> str:
        """The text on one line; nothing for a value that is no text, as a key holds a rubric and no answer."""
        return " ".join(value.split()) if isinstance(value, str) else ""

    def examples(self, truth: Any) -> Examples:  # noqa: ARG002 - every text is an answer
        """Any text may be right, none is wrong by itself, and only what is too long or no text is not read."""
        right = ("It is 0 left of 0.", "y = max(0, x)", "−3", "none", "?!", "Șirul crește.\nApoi scade.", 7, ["a line", "another line"])
        return Examples(right, (), ("x" * (MAX_TEXT + 1), {"text": "in an object"}, [["nested"]]))


def _text(raw: Raw) -> str:
    if isinstance(raw, list) and all(isinstance(line, str) for line in raw):
        if len(raw) + sum(map(len, raw)) > MAX_TEXT + 1:
            raise Unreadable("too_long", str(MAX_TEXT))
        raw = "\n".join(raw)
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise Unreadable("not_text")
    if isinstance(raw, int) and abs(raw) >= 10**MAX_DIGITS:  # Python refuses to print much longer ones
        raise Unreadable("too_long", str(MAX_TEXT))
    text = str(raw)
    if len(text) > MAX_TEXT:
        raise Unreadable("too_long", str(MAX_TEXT))
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text).strip()
