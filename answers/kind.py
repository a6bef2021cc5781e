"""What every kind of answer has in common: a form, a reading of what was typed, and a comparison with the truth."""

from decimal import Decimal
from enum import Enum
from typing import Any

from ..cnn.values import Number, Record, Shape, Tensor

Raw = str | int | Decimal | None | list[Any] | dict[str, Any]  # an answer as a submission holds it: lists are nested, numbers exact
Value = Number | Shape | Tensor | None  # None: "none", a size that does not exist


class Missing(Enum):
    """A cell of a map in which no number stands."""

    BLANK = "blank"
    UNREADABLE = "unreadable"


class Typed(Record, frozen=True):
    """A map as it was typed: some cells may be blank or unreadable."""

    sizes: tuple[int, ...]
    cells: tuple[Any, ...]  # numbers, or Missing
    seen: tuple[str, ...] = ()  # what stood in the unreadable cells, in order

    def filled(self, truth: Tensor) -> Tensor:
        """With the true value where no number stands, or zero where the truth has another shape."""
        true = truth.values if truth.sizes == self.sizes else (0,) * len(self.cells)
        return Tensor(self.sizes, [t if isinstance(c, Missing) else c for c, t in zip(self.cells, true, strict=True)], truth.decimals)


Answer = Number | Shape | Typed | None  # what a reader makes of it


class Reading(Record, frozen=True):
    """What a reader makes of an answer. Reading is not grading: nothing here knows the truth."""

    status: str  # "read", "blank" or "unreadable"
    value: Any = None  # an Answer, where status is "read"
    why: str = ""  # a code of the words file of the kind, where unreadable
    seen: tuple[str, ...] = ()  # what the sentence of that code shows, cut to a readable length


class Match(Enum):
    """How an answer, or one cell of it, stands to a truth."""

    EQUAL = "equal"
    NEAR = "near"  # one unit off in the last stated place: accepted, and remarked
    DIFFERENT = "different"


class Examples(Record, frozen=True):
    """What a kind offers to every test: spellings of a true value, other values, and what cannot be read."""

    right: tuple[Any, ...]  # Raw
    wrong: tuple[Any, ...]
    unreadable: tuple[Any, ...]


class Form(Record, frozen=True, tag_field="kind"):
    """What an answer looks like. The student's document holds it, so it tells nothing of the answer."""

    def read(self, raw: Raw, comma: bool = False) -> Reading:
        """What was typed, as a value. `comma`: the sheet's language has decimal commas."""
        raise NotImplementedError

    def match(self, answer: Any, truth: Any) -> Match:
        """Whether an answer is the truth."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """A value as it is printed on one line, with a real minus."""
        raise NotImplementedError

    def examples(self, truth: Any) -> Examples:
        """Spellings of this truth, values that are not it, and what cannot be read."""
        raise NotImplementedError
