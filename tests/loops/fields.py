"""Receptive fields by hand: from one number of the last layer back to every cell of the input that it sees."""

from typing import Any

from .grid import Conventions, spread, stride_of
from .sizes import output_shape, pool_shape

Layer = dict[str, Any]


def _under(layer: Layer, place: int, conventions: Conventions) -> list[int]:
    """The cells along one axis that lie under the window at this place."""
    begin, apart = place * stride_of(layer, conventions)[0], spread(layer, conventions)[0]
    return [begin + apart * cell for cell in range((layer.get("size") or layer["window"])[0])]


def _seen(conventions: Conventions, layers: list[Layer], place: int) -> tuple[int, int]:
    """The first and the last cell of the input, along one axis, that a number of the last layer sees."""
    seen = {place}
    for layer in reversed(layers):
        seen = {cell for number in (min(seen), max(seen)) for cell in _under(layer, number, conventions)}
    return min(seen), max(seen)


def receptive_field(conventions: Conventions, layers: list[Layer]) -> int:
    first, last = _seen(conventions, layers, 0)
    return len(range(first, last + 1))


def field_area(conventions: Conventions, layers: list[Layer]) -> int:
    side = receptive_field(conventions, layers)
    return len([0 for _row in range(side) for _column in range(side)])


def jump(conventions: Conventions, layers: list[Layer]) -> int:
    return _seen(conventions, layers, 1)[0] - _seen(conventions, layers, 0)[0]


def layers_needed(conventions: Conventions, field: int, layer: Layer) -> int:
    layers: list[Layer] = []
    while receptive_field(conventions, layers) < field:
        layers.append(layer)
    return len(layers)


def field_after(conventions: Conventions, field: int, jump: int, layer: Layer) -> int:
    """Each number under the window sees `field` cells, the next one those that lie `jump` further on."""
    ends = [number * jump + field for number in _under(layer, 0, conventions)]
    return max(ends)


def jump_after(conventions: Conventions, jump: int, layer: Layer) -> int:
    here, there = (_under(layer, place, conventions)[0] * jump for place in (0, 1))
    return there - here


def stack_shape(conventions: Conventions, shape: dict[str, int], layers: list[Layer]) -> dict[str, int] | None:
    now: dict[str, int] | None = shape
    for layer in layers:
        if now is not None:
            now = output_shape(conventions, now, layer) if "size" in layer else pool_shape(conventions, now, layer)
    return now


LOOPS = (receptive_field, field_area, jump, layers_needed, field_after, jump_after, stack_shape)
