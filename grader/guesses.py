"""What perhaps happened where no single rule explains an answer: a slip in one cell, or two rules together. Guesses earn nothing."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from ..answers.kind import Match, Missing, Typed
from ..answers.tensor import TensorForm
from ..cnn.mistakes import SLIPS, Rule, Slip
from ..cnn.network import Network
from ..cnn.operation import OPERATIONS, Call, Step
from ..cnn.values import Number, Tensor
from ..exercises.exercise import Solved
from ..exercises.work import Question, Run
from .diagnosis import Chain

_MAP = 4  # cells; in fewer, two rules together would explain nearly anything
_MOST_RUNS = 600  # for slips in operations that are not asked themselves

Chains = Sequence[Chain]


class Candidate(NamedTuple):
    """A slip that would give what was written."""

    slip: Slip
    call: int
    cell: int
    value: Number


def guessed(solved: Solved, part: str, answer: Any, chains: Chains) -> list[Rule | Slip]:
    """A slip if one cell is wrong, else two rules together."""
    return [*slipped(solved, part, answer, chains)] or [*together(solved, part, answer, chains)]


def slipped(solved: Solved, part: str, answer: Any, chains: Chains) -> list[Slip]:
    """The slip that explains the only wrong cell, where exactly one place of one slip does."""
    for chain in chains:
        cell = _only_wrong(solved.truth.questions[part], answer, chain.run.accepted[part])
        if cell is None:
            continue
        fitting = list(_fitting(solved, part, answer, chain, cell))
        if len(fitting) == 1:
            return [fitting[0].slip]
    return []


def _only_wrong(question: Question, answer: Any, accepted: Sequence[Any]) -> int | None:
    """The one cell of an answer that is wrong; a number has one cell."""
    if len(accepted) != 1:
        return None
    target = accepted[0]
    if not isinstance(answer, Typed):
        return 0 if isinstance(answer, int | Fraction) and isinstance(target, int | Fraction) else None
    statuses = question.form.cells(answer, target) if isinstance(question.form, TensorForm) and isinstance(target, Tensor) else None
    if statuses is None or any(isinstance(status, Missing) for status in statuses):
        return None
    wrong = [cell for cell, status in enumerate(statuses) if status is Match.DIFFERENT]
    return wrong[0] if len(wrong) == 1 else None


def _fitting(solved: Solved, part: str, answer: Any, chain: Chain, cell: int) -> Iterator[Candidate]:
    """Slips in the operation that gives the answer, cell for cell; in those before it, each place is tried."""
    question, written = solved.truth.questions[part], _cell(answer, cell)
    last, runs = solved.truth.last[part], 0
    for number, call in enumerate(solved.truth.calls):
        if call.part != part:
            continue
        for candidate in _candidates(solved, chain.run.steps[number], number, cell if number == last else None):
            if number == last:
                fits = candidate.value == written
            else:
                runs += 1
                if runs > _MOST_RUNS:
                    return
                fits = _leads_to(solved, part, question, answer, chain, candidate)
            if fits:
                yield candidate


def _cell(answer: Any, cell: int) -> Any:
    return answer.cells[cell] if isinstance(answer, Typed) else answer


def _candidates(solved: Solved, step: Step, number: int, cell: int | None) -> Iterator[Candidate]:
    """What slips lead to in one call: in one cell of its result, or in each."""
    values = step.result.values if isinstance(step.result, Tensor) else (step.result,)
    call = Call(Network(solved.exercise.conventions), OPERATIONS[step.operation])
    for slip in SLIPS.values():
        if step.operation not in slip.operations:
            continue
        for place in range(len(values)) if cell is None else (cell,):
            for value in slip.places(call, place, *step.arguments):
                if value != values[place]:
                    yield Candidate(slip, number, place, value)


def _leads_to(solved: Solved, part: str, question: Question, answer: Any, chain: Chain, candidate: Candidate) -> bool:
    """Whether a slip in an earlier call of the part gives this answer in the end."""

    def slip(call: Call, *arguments: Any) -> Any:
        right = call.right(*arguments)
        if not isinstance(right, Tensor):
            return candidate.value
        return Tensor.made(right.sizes, (*right.values[: candidate.cell], candidate.value, *right.values[candidate.cell + 1 :]))

    rule = Rule(candidate.slip.code, candidate.slip.operations, slip, Fraction(0), lambda *_: True)
    values = solved.run(chain.answers, rule, candidate.call, until=part).accepted.get(part, ())
    return any(question.form.match(answer, value) is Match.EQUAL for value in values)


def together(solved: Solved, part: str, answer: Any, chains: Chains) -> list[Rule]:
    """The first two rules that explain a map of four or more cells if both hold."""
    form = solved.truth.questions[part].form
    if not isinstance(form, TensorForm) or len(answer.cells) < _MAP or len(set(answer.cells)) < 2 or _incomplete(answer):
        return []
    for chain in chains:
        for first, second in _pairs(solved, part, answer, chain):
            values = solved.run(chain.answers, first, None, second, part).accepted.get(part, ())
            if any(isinstance(value, Tensor) and form.match(answer, value) is Match.EQUAL for value in values):
                return sorted((first, second), key=solved.rules(part).index)
    return []


def _pairs(solved: Solved, part: str, answer: Typed, chain: Chain) -> Iterator[tuple[Rule, Rule]]:
    """Two rules that apply here each by itself; for an answer of another shape than the right one, one of them has to change the shape."""
    usual = _sizes(chain.run, part)
    alone = {rule: solved.run(chain.answers, rule, until=part) for rule in solved.rules(part)}
    reshaping = {rule: _sizes(run, part) != usual for rule, run in alone.items() if run.spoilt}
    for pair in combinations(reshaping, 2):
        if answer.sizes == usual or any(reshaping[rule] for rule in pair):
            yield from _orders(*pair)


def _sizes(run: Run, part: str) -> tuple[int, ...] | None:
    value = next(iter(run.accepted.get(part, ())), None)
    return value.sizes if isinstance(value, Tensor) else None


def _orders(first: Rule, second: Rule) -> Iterator[tuple[Rule, Rule]]:
    """Where both change one operation, it matters which of them is inside the other."""
    yield first, second
    if first.operations & second.operations:
        yield second, first


def _incomplete(answer: Typed) -> bool:
    return any(isinstance(cell, Missing) for cell in answer.cells)
