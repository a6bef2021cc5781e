"""The steps of an exercise as the key holds them: what each was handed is a reference to the given, a step or an answer."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..cnn.network import Network
from ..cnn.values import Record, Shape, Tensor
from .documents import plain
from .exercise import Exercise
from .problem import KeyStep
from .work import Question, Run, work


def explained(exercise: Exercise) -> Run:
    """The exercise solved once more, with the inner steps of each operation, for the worked solution."""
    return work(exercise.family, exercise.given, Network(exercise.conventions, explains=True), exercise.asked)


def given_places(record: msgspec.Struct | tuple[Any, ...], path: str = "") -> Iterator[tuple[Any, str]]:
    """Everything in the given that a step may be handed as a whole, with its place."""
    if isinstance(record, msgspec.Struct):
        items: Iterable[tuple[str | int, Any]] = ((name, getattr(record, name)) for name in record.__struct_fields__)
    else:
        items = enumerate(record)
    for name, value in items:
        if isinstance(value, Tensor | msgspec.Struct | tuple):
            place = f"{path}.{name}" if path else str(name)
            if not isinstance(value, tuple):
                yield value, place
            if not isinstance(value, Tensor):
                yield from given_places(value, place)


def key_steps(exercise: Exercise, run: Run) -> tuple[KeyStep, ...]:
    """The steps with references in place of tensors, layers and results."""
    known: dict[int, Any] = {id(value): {"given": place} for value, place in given_places(exercise.given)}
    calls = iter(run.calls)
    written: list[KeyStep] = []
    outer = -1
    for number, step in enumerate(run.steps):
        outer += step.depth == 0
        call = next(calls, None) if step.depth == 0 else None
        arguments = tuple(_reference(step.operation, argument, known) for argument in step.arguments)
        written.append(KeyStep(step.operation, arguments, plain(step.result), step.depth, call.part if call else None))
        if isinstance(step.result, Tensor | Record | tuple):
            known.setdefault(id(step.result), {"step": number})
        if call and call.part and outer == run.last[call.part]:
            answer, form = run.accepted[call.part][0], run.questions[call.part].form
            if isinstance(answer, Tensor | Record) and getattr(form, "decimals", None) is None:
                known[id(answer)] = {"answer": call.part}  # where it is rounded, what is handed on is the step's own result
    return tuple(written)


def _reference(operation: str, argument: Any, known: dict[int, Any]) -> Any:
    if id(argument) in known:
        return known[id(argument)]
    if isinstance(argument, Tensor) or (isinstance(argument, Record) and not isinstance(argument, Shape)):
        raise ValueError(f"{operation} was handed a {type(argument).__name__} that is neither given nor the result of a step")
    return plain(argument)


def told(exercise: Exercise, run: Run) -> dict[str, Question]:
    """The questions with forms that do not tell the shape of a map where a shape is asked that follows from the same numbers."""
    leaves = _leaves(exercise, run)
    shapes = [leaves[part] for part, question in run.questions.items() if question.form.__struct_config__.tag == "shape"]
    questions = dict(run.questions)
    for part, question in run.questions.items():
        if question.form.__struct_config__.tag == "tensor" and any(leaves[part] & asked for asked in shapes):
            questions[part] = question._replace(form=msgspec.structs.replace(question.form, sizes=None))
    return questions


def _leaves(exercise: Exercise, run: Run) -> dict[str, frozenset[str]]:
    """By part: which fields of the given its answer was worked out from."""
    from_given: dict[int, frozenset[str]] = {}
    for value, place in given_places(exercise.given):
        field = frozenset((place.split(".")[0],))
        for seen in (value, value.shape) if isinstance(value, Tensor) else (value,):
            from_given[id(seen)] = from_given.get(id(seen), frozenset()) | field
    leaves: dict[str, frozenset[str]] = {}
    for step, call in zip((step for step in run.steps if step.depth == 0), run.calls, strict=False):
        here = frozenset[str]().union(*(from_given.get(id(argument), frozenset()) for argument in step.arguments))
        from_given[id(step.result)] = here
        leaves[call.part] = leaves.get(call.part, frozenset()) | here
    return leaves
