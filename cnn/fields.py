"""Receptive fields: how much of the input a number sees through several layers, and what becomes of a shape on its way through them."""

from collections.abc import Sequence
from math import prod
from typing import Any

import msgspec

from .conventions import Conventions
from .layers import Conv, Layers, Pool
from .mistakes import rule
from .operation import Call, operation
from .sizes import Sizes, whole_numbers
from .values import Axes, DoesNotFit, Shape
from .windows import extent, spacing, stride_of

MOST_LAYERS = 200


class Fields(Sizes):
    @operation()
    def receptive_field(self, layers: Layers) -> int:
        """r = 1 + Σ (k − 1) · j over all layers: the side of the region of the input that one number of the last layer sees.

        k is how far the layer's window reaches, j the product of the strides of the layers before it.
        """
        return self._field(layers)

    @operation()
    def field_area(self, layers: Layers) -> int:
        """r², the pixels of the region that one number of the last layer sees."""
        return self._field(layers) ** 2

    @operation()
    def jump(self, layers: Layers) -> int:
        """s_1 · s_2 · …: how far apart neighbouring numbers of the last layer lie, in cells of the input."""
        jump = 1
        for layer in _checked(layers):
            jump = self.jump_after(jump, layer)
        return jump

    @operation()
    def layers_needed(self, field: int, layer: Conv | Pool) -> int:
        """The least n with which n such layers, one after the other, have a receptive field of at least r."""
        whole_numbers((field, 1))
        sees, apart, layers = 1, 1, 0
        while sees < field:
            if layers == MOST_LAYERS:
                raise DoesNotFit(f"{MOST_LAYERS} such layers do not see {field} cells")
            apart = self.jump_after(apart, layer) if layers else apart
            sees, layers = self.field_after(sees, apart, layer), layers + 1
        return layers

    @operation()
    def field_after(self, field: int, jump: int, layer: Conv | Pool) -> int:
        """r + (k − 1) · j, where r and j are the field and the jump before the layer, and k is how far its window reaches."""
        whole_numbers((field, 1), (jump, 1))
        return field + (_reach(self.conventions, layer) - 1) * jump

    @operation()
    def jump_after(self, jump: int, layer: Conv | Pool) -> int:
        """j · s: each step of the layer is a step over s numbers of what came before."""
        whole_numbers((jump, 1))
        return jump * _stride(self.conventions, layer)

    @operation()
    def stack_shape(self, shape: Shape | None, layers: Layers) -> Shape | None:
        """The shape after all layers, each taking the shape that the one before it gives; None where one of them does not fit."""
        for layer in _checked(layers):
            shape = self.output_shape(shape, layer) if isinstance(layer, Conv) else self.pool_shape(shape, layer)
            if shape is None:
                return None
        return shape

    def _field(self, layers: Layers) -> int:
        """The last layer's stride moves its window and widens nothing, so nobody asks for the jump after it."""
        field, jump = 1, 1
        for number, layer in enumerate(_checked(layers)):
            jump = self.jump_after(jump, layers[number - 1]) if number else jump
            field = self.field_after(field, jump, layer)
        return field


def _checked(layers: object) -> Layers:
    if not isinstance(layers, list | tuple) or not 1 <= len(layers) <= MOST_LAYERS:
        raise DoesNotFit(f"1 to {MOST_LAYERS} layers should stand here")
    if not all(isinstance(layer, Conv | Pool) for layer in layers):
        raise DoesNotFit("a window is looked through, and a layer here has none")
    return layers


def _reach(conventions: Conventions, layer: Conv | Pool) -> int:
    """How many cells the layer's window reaches over, from the first to the last."""
    return extent(_square(layer).rows, spacing(layer, conventions).rows)


def _stride(conventions: Conventions, layer: Conv | Pool) -> int:
    _square(layer)
    return stride_of(layer, conventions).rows


def _square(layer: Conv | Pool) -> Axes:
    """The window of a layer that treats rows and columns alike."""
    window, dilation = (layer.window, None) if isinstance(layer, Pool) else (layer.size, layer.dilation)
    for pair in (window, layer.stride, dilation):
        if pair is not None and pair.rows != pair.columns:
            raise DoesNotFit(f"{pair.rows} by rows and {pair.columns} by columns, where one number for both should stand")
    return window


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _steps(call: Call, layers: Layers) -> list[tuple[int, int]]:
    """For each layer how many cells its window reaches over, and how far apart these lie in the input."""
    steps, jump = [], 1
    for layer in _checked(layers):
        steps.append((_reach(call.conventions, layer), jump))
        jump *= _stride(call.conventions, layer)
    return steps


def _field(steps: Sequence[tuple[int, int]]) -> int:
    return 1 + sum((reach - 1) * jump for reach, jump in steps)


def _asked(call: Call, side: int) -> int:
    """What somebody writes who has come to this side."""
    return side**2 if call.operation.name == "field_area" else side


def _reaches(call: Call, layer: Conv | Pool) -> bool:
    return _reach(call.conventions, layer) > 1


def _strides(call: Call, layer: Conv | Pool) -> bool:
    return _stride(call.conventions, layer) > 1


@rule(
    "field.kernels-added",
    "field_after",
    share="1/2",
    when=lambda call, field, _jump, layer: field not in (None, 1) and _reaches(call, layer),
)
def _whole_window(call: Call, field: int, jump: int, layer: Conv | Pool) -> int:
    return call.right(field, jump, layer) + jump


@rule("field.strides-ignored", "jump_after", share="1/4", when=lambda call, _jump, layer: _strides(call, layer))
def _no_stride(_call: Call, jump: int, _layer: Conv | Pool) -> int:
    return jump


@rule("field.pooling-left-out", "field_after", "jump_after", share="1/2", when=lambda call, *arguments: _pooling_counts(call, *arguments))
def _no_pooling(_call: Call, first: int, *_: Any) -> int:
    return first


def _pooling_counts(call: Call, *arguments: Any) -> bool:
    layer = arguments[-1]
    return isinstance(layer, Pool) and (_reaches if call.operation.name == "field_after" else _strides)(call, layer)


@rule(
    "field.pooling-multiplied",
    "field_after",
    share="1/2",
    when=lambda call, field, jump, layer: isinstance(layer, Pool) and field != jump and _reaches(call, layer),
)
def _times_window(call: Call, field: int, _jump: int, layer: Conv | Pool) -> int:
    whole_numbers((field, 1))
    return field * _reach(call.conventions, layer)


@rule(
    "field.jump-too-early",
    "field_after",
    share="1/2",
    when=lambda call, _field, _jump, layer: _reaches(call, layer) and _strides(call, layer),
)
def _too_early(call: Call, field: int, jump: int, layer: Conv | Pool) -> int:
    whole_numbers((jump, 1))
    return call.right(field, jump * _stride(call.conventions, layer), layer)


@rule("field.dilation-ignored", "field_after", share="1/2", when=lambda call, _field, _jump, layer: _spread(call, layer))
def _close(call: Call, field: int, jump: int, layer: Conv) -> int:
    return call.right(field, jump, msgspec.structs.replace(layer, dilation=None))


def _spread(call: Call, layer: Conv | Pool) -> bool:
    return _reaches(call, layer) and spacing(layer, call.conventions).rows > 1


@rule("field.last-layer-twice", "receptive_field", "field_area", share="1/2", when=lambda call, layers: _steps(call, layers)[-1][0] > 1)
def _last_twice(call: Call, layers: Layers) -> int:
    steps = _steps(call, layers)
    return _asked(call, _field([*steps, steps[-1]]))


@rule("field.last-kernel-only", "receptive_field", "field_area", share="0", when=lambda call, layers: _sees_further(_steps(call, layers)))
def _last_kernel(call: Call, layers: Layers) -> int:
    return _asked(call, _steps(call, layers)[-1][0])


def _sees_further(steps: Sequence[tuple[int, int]]) -> bool:
    """Whether the layers before the last one matter."""
    reach, jump = steps[-1]
    return _field(steps[:-1]) > 1 or (reach > 1 and jump > 1)


@rule("field.area", "receptive_field", share="1/2", when=lambda call, layers: _field(_steps(call, layers)) > 1)
def _area(call: Call, layers: Layers) -> int:
    return call.right(layers) ** 2


@rule("field.side", "field_area", share="1/2", when=lambda call, layers: _field(_steps(call, layers)) > 1)
def _no_square(call: Call, layers: Layers) -> int:
    return _field(_steps(call, layers))


@rule("jump.sum", "jump", share="1/4", when=lambda call, layers: _adds_up_wrongly(call, layers))
def _sum(call: Call, layers: Layers) -> int:
    return sum(_stride(call.conventions, layer) for layer in layers)


def _adds_up_wrongly(call: Call, layers: Layers) -> bool:
    """Not where sum and product are the same: 2 + 2 is 2 · 2, and 1 + 2 + 3 is 1 · 2 · 3."""
    strides = [_stride(call.conventions, layer) for layer in _checked(layers)]
    return sum(strides) != prod(strides)


@rule("jump.last-left-out", "jump", share="1/2", when=lambda call, layers: _strides(call, _checked(layers)[-1]))
def _before_last(call: Call, layers: Layers) -> int:
    return call.right(layers) // _stride(call.conventions, layers[-1])


@rule("layers-needed.one-less", "layers_needed", share="1/2", when=lambda call, field, layer: _further(call, field, layer))
def _one_less(call: Call, field: int, layer: Conv | Pool) -> int:
    return call.right(field, layer) - 1


def _further(call: Call, field: int, layer: Conv | Pool) -> bool:
    """Whether one such layer does not see so much."""
    whole_numbers((field, 1))
    return field > _reach(call.conventions, layer) > 1


@rule("layers-needed.own-cell-forgotten", "layers_needed", share="1/2", when=lambda call, field, layer: _ends_there(call, field, layer))
def _one_more(call: Call, field: int, layer: Conv | Pool) -> int:
    return call.right(field, layer) + 1


def _ends_there(call: Call, field: int, layer: Conv | Pool) -> bool:
    """Whether some number of layers sees so many cells exactly: with stride 1, where each adds as many."""
    if not _further(call, field, layer) or _strides(call, layer):
        return False
    return (field - 1) % (_reach(call.conventions, layer) - 1) == 0
