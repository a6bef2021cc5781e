"""Calls of a run that is right, done again with a mistake: what is known of the run is not worked out a second time."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..cnn.network import Network
from ..cnn.operation import OPERATIONS, Step
from ..cnn.values import DoesNotFit
from .work import Run

UNSPOILT = Run()  # of a mistake that cannot be made in any of these calls


def asked_as(run: Run, part: str, call: int) -> bool:
    """Whether the result of a call was asked as it is: as the one answer of a part, or as all of its answers."""
    accepted, result = run.accepted[part], run.steps[call].result
    return accepted is result or (len(accepted) == 1 and accepted[0] is result)


def answers(net: Network, right: Run, parts: Mapping[int, str]) -> Run:
    """The answers of these parts where each is given by one call, done again with the arguments that it has in the right run."""
    accepted, steps = dict[str, tuple[Any, ...]](), list(right.steps)
    for call, part in parts.items():
        step = right.steps[call]
        net.calls, net.steps = call, steps[:call]
        try:
            result = net.done_again(OPERATIONS[step.operation], step.arguments)
        except DoesNotFit:  # `solve` comes to its end here
            break
        steps[call] = Step(step.operation, step.arguments, result)
        accepted[part] = result if right.accepted[part] is step.result else (result,)
    return Run(accepted=accepted, spoilt=frozenset(net.spoilt)) if net.spoilt else UNSPOILT


def until_spoilt(net: Network, right: Run, places: Sequence[int]) -> Sequence[Step]:
    """The steps of the right run up to the first of these calls that the mistake of this network spoils; all of them, if it spoils none."""
    for call in places:
        step, net.steps, net.calls = right.steps[call], right.steps[:call], call
        try:
            result = net.done_again(OPERATIONS[step.operation], step.arguments)
        except DoesNotFit:  # `solve` will come to its end here
            net.spoilt.clear()
            done = net.steps
            break
        if net.spoilt:
            done = [*net.steps, Step(step.operation, step.arguments, result)]
            break
    else:
        done = right.steps
    net.steps, net.calls = [], 0
    return done
