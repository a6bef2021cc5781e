"""Layers as records: what an exercise prints of a layer, and what an operation is handed."""

from .values import Axes, BadValue, Record, Shape, Tensor


class Conv(Record, frozen=True):
    """A convolutional layer: its settings, and its numbers where the exercise gives them."""

    size: Axes
    filters: int = 1
    channels: int = 1
    stride: Axes = Axes((1, 1))
    padding: Axes = Axes((0, 0))
    dilation: Axes = Axes((1, 1))
    biased: bool = True
    weights: Tensor | None = None  # filters × channels × rows × columns
    biases: Tensor | None = None  # one for each filter

    def __post_init__(self) -> None:
        for name, least in (("size", 1), ("stride", 1), ("padding", 0), ("dilation", 1)):
            _at_least(name, getattr(self, name), least)
        _at_least("filters, channels", (self.filters, self.channels), 1)
        shape = (self.filters, self.channels, *self.size)
        if self.weights is not None and self.weights.sizes != shape:
            raise BadValue(f"weights are {_x(self.weights.sizes)}, the layer says {_x(shape)} (filters × channels × rows × columns)")
        if self.weights is not None and self.biased and self.biases is None:
            raise BadValue("biases are missing: give one for each filter, or say biased = false")
        if self.biases is not None and (not self.biased or self.biases.sizes != (self.filters,)):
            raise BadValue(f"{_x(self.biases.sizes)} biases for a layer with {self.filters if self.biased else 'none'}")

    @classmethod
    def of(cls, weights: Tensor, biases: Tensor | None = None, **settings: Axes) -> "Conv":
        """The layer that these numbers make."""
        filters, channels, *size = weights.sizes
        return cls(Axes.of(size), filters, channels, biased=biases is not None, weights=weights, biases=biases, **settings)


class Pool(Record, frozen=True):
    """A pooling layer: a window that slides over each channel."""

    window: Axes
    stride: Axes
    padding: Axes = Axes((0, 0))

    def __post_init__(self) -> None:
        for name, least in (("window", 1), ("stride", 1), ("padding", 0)):
            _at_least(name, getattr(self, name), least)


class Dense(Record, frozen=True):
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
