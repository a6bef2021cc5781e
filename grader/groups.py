"""Groups: chosen cells of one map are one answer, and in a table one wrong idea costs once."""

from fractions import Fraction
from typing import TYPE_CHECKING

from ..answers.kind import Match
from ..cnn.mistakes import Rule
from .diagnosis import found
from .wording import Reason

if TYPE_CHECKING:
    from .credit import Grading


def settle(grading: "Grading") -> None:
    """Settle the credit of each group after its cells were graded one by one."""
    for name, grouped in grading.solved.truth.groups.items():
        parts = [id for id, question in grading.solved.truth.questions.items() if question.name == name]
        if len(parts) > 1:
            (_one_answer if grouped.kind == "cells" else _costs_once)(grading, parts)


def _one_answer(grading: "Grading", parts: list[str]) -> None:
    """A rule that reproduces all cells earns its share of the whole; otherwise the cells count above what one number everywhere earns."""
    judged = [grading.judged[part] for part in parts]
    right = sum(one.status == "right" for one in judged)
    if right == len(parts):
        return
    common = [rule for rule in next(one.rules for one in judged if one.status != "right") if _explains_all(grading, parts, rule)]
    if common:
        share = max(grading.solved.exercise.share(rule) for rule in common)
        reasons = [Reason("rule", (share,))]
    else:
        lazy = _lazy(grading, parts)
        share = max(Fraction(0), Fraction(right - lazy, len(parts) - lazy)) if len(parts) > lazy else Fraction(0)
        reasons = [Reason("cells", (right, len(parts), lazy, share))]
    _spread(grading, parts, share, common, reasons, right)


def _explains_all(grading: "Grading", parts: list[str], rule: Rule) -> bool:
    """Whether the rule gives what stands in each cell: its own answer where it shows, the right one where it does not."""
    return all(
        (grading.judged[part].status == "right" and not _shows(grading, part, rule)) or rule in grading.judged[part].rules for part in parts
    )


def _shows(grading: "Grading", part: str, rule: Rule) -> bool:
    return any(wrong.rule is rule for wrong in grading.mistakes.wrongs(part))


def _lazy(grading: "Grading", parts: list[str]) -> int:
    """The most cells that one number written everywhere gets right."""
    truth, questions = grading.solved.truth, grading.solved.truth.questions
    values = [truth.answer(part) for part in parts]
    return max(sum(questions[part].form.match(value, truth.answer(part)) is not Match.DIFFERENT for part in parts) for value in set(values))


def _spread(grading: "Grading", parts: list[str], share: Fraction, rules: list[Rule], reasons: list[Reason], right: int) -> None:
    """The whole group's credit, given to its right cells in equal parts, or to all where a rule explains them."""
    earning = [part for part in parts if rules or grading.judged[part].status == "right"]
    for part in parts:
        judged = grading.judged[part]
        judged.share = share * len(parts) / len(earning) if part in earning else Fraction(0)
        if judged.status in ("partly", "wrong"):
            judged.rules, judged.reasons = rules, reasons
            if rules or right + 1 < len(parts):
                judged.guesses = []  # a slip explains one wrong cell among right ones
            judged.status = "partly" if judged.share else "wrong"
        elif judged.status == "right":
            judged.reasons = [*judged.reasons, *(_right_beside_a_rule(share) if rules else reasons)]


def _right_beside_a_rule(share: Fraction) -> list[Reason]:
    """Why a right cell has not all of its points: the mistake was made in the others."""
    return [Reason("one_answer")] if share < 1 else []


def _costs_once(grading: "Grading", parts: list[str]) -> None:
    """A rule that reproduces, on each cell's own chain, every cell where it shows: the first such cell gets the share, later ones are full."""
    rules = dict.fromkeys(rule for part in parts for rule in grading.judged[part].rules)
    if not rules:
        return
    explored = grading.solved.explore({**grading.rounded, **grading.carried}, among=rules)
    for rule in rules:
        showing = [part for part in parts if any(wrong.rule is rule for wrong in explored.wrongs[part])]
        follows = all(
            rule in found(grading.solved.truth.questions[part], grading.readings[part].value, explored.wrongs[part])
            for part in showing
            if grading.readings[part].status == "read"
        )
        unread = any(grading.readings[part].status != "read" for part in showing)
        if not follows or unread:
            continue
        for part in showing[1:]:
            judged = grading.judged[part]
            judged.share, judged.status, judged.carried, judged.guesses = Fraction(1), "right", True, []
            judged.reasons = [Reason("counted_once")]
