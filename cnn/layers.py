"""Layers as records: what an exercise prints of a layer, and what an operation is handed."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args

from .values import Axes, BadValue, Record, Shape, Tensor

Word = Literal["valid", "same", "full"]
Pad = int | tuple[int, int] | Word  # along one axis: p, as the convention counts it; (in front, behind); or a word


class Padding(tuple[Pad, Pad]):
    """How far the border of an input reaches, by rows and by columns: numbers, (in front, behind), "valid", "same" or "full"."""

    __slots__ = ()

    @classmethod
    def of(cls, value: int | str | Iterable[Any]) -> "Padding":
        """One number or word for both axes, or what holds for the rows and what for the columns."""
        pair = (value, value) if isinstance(value, int | str) else tuple(value)
        if len(pair) != 2:
            raise BadValue(f"padding {value!r} is no number, no word and no pair of them (rows, columns)")
        rows, columns = _pad(pair[0]), _pad(pair[1])
        if isinstance(rows, tuple) != isinstance(columns, tuple) and 0 not in (rows, columns):
            raise BadValue(f"padding {value!r} mixes what is the same on both sides with what is not: write out both pairs")
        return cls((rows, columns))

    @property
    def rows(self) -> Pad:
        return self[0]

    @property
    def columns(self) -> Pad:
        return self[1]

    @property
    def none(self) -> bool:
        return self in (NOTHING, ("valid", "valid"))


def _pad(pad: Any) -> Pad:
    if isinstance(pad, list | tuple):
        if len(pad) != 2 or not all(type(cells) is int and cells >= 0 for cells in pad):
            raise BadValue(f"padding {pad!r} is no pair of numbers from 0 (in front, behind)")
        return (pad[0], pad[1])
    if pad in get_args(Word) or (type(pad) is int and pad >= 0):
        return pad
    raise BadValue(f"padding is {pad!r}, must be 0 or more, a pair (in front, behind), or one of {', '.join(get_args(Word))}")


NOTHING = Padding((0, 0))


class Conv(Record, frozen=True, tag_field="kind", tag="conv"):
    """A convolutional layer: its settings, and its numbers where the exercise gives them."""

    size: Axes
    filters: int = 1
    channels: int = 1
    stride: Axes = Axes((1, 1))
    padding: Padding = NOTHING
    dilation: Axes | None = None  # None: nobody speaks of it, and the weights lie on neighbouring cells
    biased: bool = True
    weights: Tensor | None = None  # filters × channels × rows × columns
    biases: Tensor | None = None  # one for each filter

    def __post_init__(self) -> None:
        for name, values, least in (("size", self.size, 1), ("stride", self.stride, 1), ("dilation", self.dilation or (), 0)):
            _at_least(name, values, least)
        _at_least("filters, channels", (self.filters, self.channels), 1)
        shape = (self.filters, self.channels, *self.size)
        if self.weights is not None and self.weights.sizes != shape:
            raise BadValue(f"weights are {_x(self.weights.sizes)}, the layer says {_x(shape)} (filters × channels × rows × columns)")
        if self.weights is not None and self.biased and self.biases is None:
            raise BadValue("biases are missing: give one for each filter, or say biased = false")
        if self.biases is not None and (not self.biased or self.biases.sizes != (self.filters,)):
            raise BadValue(f"{_x(self.biases.sizes)} biases for a layer with {self.filters if self.biased else 'none'}")

    @classmethod
    def of(cls, weights: Tensor, biases: Tensor | None = None, **settings: Any) -> "Conv":
        """The layer that these numbers make. `settings`: stride, padding, dilation."""
        filters, channels, *size = weights.sizes
        return cls(Axes.of(size), filters, channels, biased=biases is not None, weights=weights, biases=biases, **settings)


class Pool(Record, frozen=True, tag_field="kind", tag="pool"):
    """A pooling layer: a window that slides over each channel."""

    window: Axes
    stride: Axes | None = None  # None: nothing is said of it
    padding: Padding = NOTHING

    def __post_init__(self) -> None:
        for name, values, least in (("window", self.window, 1), ("stride", self.stride or (), 1)):
            _at_least(name, values, least)


Layers = Sequence[Conv | Pool]  # one after the other


class Dense(Record, frozen=True, tag_field="kind", tag="dense"):
    """A fully connected layer."""

    neurons: int
    biased: bool = True
    weights: Tensor | None = None  # neurons × inputs
    biases: Tensor | None = None  # one for each neuron

    def __post_init__(self) -> None:
        _at_least("neurons", (self.neurons,), 1)
        if self.weights is not None and (len(self.weights.sizes) != 2 or self.weights.sizes[0] != self.neurons):
            raise BadValue(f"weights are {_x(self.weights.sizes)} for {self.neurons} neurons (neurons × inputs)")
        if self.weights is not None and self.biased and self.biases is None:
            raise BadValue("biases are missing: give one for each neuron, or say biased = false")
        if self.biases is not None and (not self.biased or self.biases.sizes != (self.neurons,)):
            raise BadValue(f"{_x(self.biases.sizes)} biases for a layer with {self.neurons if self.biased else 'none'}")


class Moved(Record, frozen=True):
    """A function that is moved to the right and stretched: y = factor · f(x − shift)."""

    shift: int = 0
    factor: int = 1


def takes(layer: Conv, shape: Shape) -> None:
    """Refuse a shape that is no image, or that has other channels than the layer."""
    if set(shape.axes()) != {"rows", "columns", "channels"}:
        raise BadValue(f"a shape has rows, columns and channels, not {', '.join(shape.axes()) or 'nothing'}")
    _at_least("rows, columns, channels", tuple(shape.axes().values()), 1)
    if shape.channels != layer.channels:
        raise BadValue(
            f"the input has {shape.channels} channels, the layer {layer.channels}; channels of the layer must be {shape.channels}"
        )


def _at_least(name: str, values: tuple[int, ...], least: int) -> None:
    for value in values:
        if type(value) is not int or value < least:
            raise BadValue(f"{name} is {value!r}, must be {least} or more")


def _x(sizes: tuple[int, ...]) -> str:
    return " × ".join(map(str, sizes))
