"""What a variant happens to be like, from its recorded steps alone. The rules for a good variant should not change how often that is so."""

from collections.abc import Iterator
from typing import Any

from ..cnn.conventions import Conventions
from ..cnn.layers import Conv, Dense, Pool
from ..cnn.operation import Step
from ..cnn.sizes import sized, together
from ..cnn.values import DoesNotFit, Number, Shape, Tensor
from ..cnn.windows import extent, measured
from .exercise import Solved
from .settings import written

_QUARTERS = ("none", "≤ 25 %", "≤ 50 %", "≤ 75 %", "≤ 100 %")


def properties(solved: Solved) -> dict[str, str]:
    """By name, a layer, operation or part and an aspect of it, such as `conv.bias`; where several steps have one name, the first tells."""
    found: dict[str, str] = {}
    for name, value in (*_settings(solved), *_steps(solved), *_answers(solved)):
        found.setdefault(name, value)
    return found


def on_purpose(name: str) -> bool:
    """Whether the rules speak of this themselves: maps without negatives, or of little but zeros, are refused as such."""
    return name.endswith((".negative", ".zero"))


def _settings(solved: Solved) -> Iterator[tuple[str, str]]:
    """The settings that are drawn."""
    for name in solved.exercise.family.level(solved.exercise.level).ranges:
        yield f"setting.{name}", written(getattr(solved.exercise.settings, name))


def _steps(solved: Solved) -> Iterator[tuple[str, str]]:
    for step in solved.truth.steps:
        layer = next((argument for argument in step.arguments if isinstance(argument, Conv | Dense | Pool)), None)
        name = step.operation if layer is None else str(layer.__struct_config__.tag)
        if isinstance(layer, Conv | Dense) and layer.biases is not None:
            yield f"{name}.bias", _sign(layer.biases.values)
        division = _division(step, solved.exercise.conventions)
        if division:
            yield f"{name}.division", division
        if isinstance(step.result, Tensor):
            values = step.result.values
            yield f"{step.operation}.negative", _quarter(sum(value < 0 for value in values), len(values))
            yield f"{step.operation}.zero", _quarter(sum(value == 0 for value in values), len(values))


def _answers(solved: Solved) -> Iterator[tuple[str, str]]:
    """Of each part with a short answer: whether there is one, its sign, how many digits it has."""
    for part, question in solved.truth.questions.items():
        answer = solved.truth.answer(part)
        if question.row is None and not question.waits and (answer is None or isinstance(answer, Shape | Number)):
            yield f"{part}.answer", _kind(answer)


def _kind(answer: Any) -> str:
    match answer:
        case None:
            return "none"
        case Shape():
            return "exists"
        case 0:
            return "0"
        case _:
            return "negative" if answer < 0 else f"{len(str(int(answer)))} digits"


def _sign(values: tuple[Number, ...]) -> str:
    signs = {"positive" if value > 0 else "negative" if value < 0 else "0" for value in values}
    return signs.pop() if len(signs) == 1 else "mixed"


def _quarter(some: int, of: int) -> str:
    return _QUARTERS[-(-4 * some // of)]


def _division(step: Step, conventions: Conventions) -> str | None:
    """Whether windows end at the border, where they move by more than one cell."""
    if step.operation == "output_size":
        size, window, padding, stride, dilation = step.arguments
        return _rest([(size + together(padding) - extent(window, dilation), stride)])
    layers = [argument for argument in step.arguments if isinstance(argument, Conv | Pool)]
    shapes = [argument.shape if isinstance(argument, Tensor) else argument for argument in step.arguments if _has_size(argument)]
    if len(layers) != 1 or not shapes:
        return None
    try:
        n = sized(shapes[0])
        lying = measured(n, layers[0], conventions)
    except DoesNotFit:
        return None
    return _rest([(n[a] + sum(lying.around[a]) - lying.reach[a], lying.stride[a]) for a in (0, 1)])


def _has_size(argument: Any) -> bool:
    shape = argument.shape if isinstance(argument, Tensor) else argument
    return isinstance(shape, Shape) and None not in (shape.rows, shape.columns)


def _rest(rooms: list[tuple[int, int]]) -> str | None:
    """`rooms`: the cells over which the first cell of a window moves, and its stride."""
    if any(room < 0 for room, _ in rooms):
        return "does not fit"
    if all(stride == 1 for _, stride in rooms):
        return None
    return "whole" if all(room % stride == 0 for room, stride in rooms) else "left over"
