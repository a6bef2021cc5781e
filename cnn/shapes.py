"""Shapes of tensors: a batch of images, one kernel with its depth, all weights of a layer."""

from .layers import Conv
from .mistakes import rule
from .operation import Call, Operations, operation
from .sizes import whole_numbers
from .values import DoesNotFit, Shape


def image(shape: Shape | None) -> Shape:
    """The shape of one image, with its channels: where none are stated there is one."""
    if shape is None or shape.rows is None or shape.columns is None:
        raise DoesNotFit("there is no image with rows and columns")
    if set(shape.axes()) - {"rows", "columns", "channels"}:
        raise DoesNotFit(f"an image has rows, columns and channels, not {', '.join(shape.axes())}")
    full = shape.with_(channels=1) if shape.channels is None else shape
    whole_numbers(*((size, 1) for size in full.axes().values()))
    return full


def depth(shape: Shape | None) -> int:
    return image(shape).channels or 1


class Shapes(Operations):
    @operation()
    def batch_shape(self, shape: Shape | None, images: int) -> Shape:
        """images × the axes of one image: the batch is an axis of its own, in front of all others."""
        whole_numbers((images, 1))
        self.conventions.layout  # noqa: B018 (the four sizes are written in its order)
        return image(shape).with_(batch=images)

    @operation()
    def kernel_shape(self, layer: Conv, shape: Shape | None) -> Shape:
        """f_rows × f_columns × channels of the input: one kernel reaches through all of them."""
        return Shape(rows=layer.size.rows, columns=layer.size.columns, channels=depth(shape))

    @operation()
    def weights_shape(self, layer: Conv, shape: Shape | None) -> Shape:
        """filters × channels of the input × f_rows × f_columns: one kernel for each filter."""
        return Shape(filters=layer.filters, channels=depth(shape), rows=layer.size.rows, columns=layer.size.columns)


# --- mistakes, likeliest first -------------------------------------------------------------------------------------------------------------------


def _shows_its_order(_call: Call, shape: Shape | None, images: int) -> bool:
    whole_numbers((images, 1))
    full = image(shape)
    return depth(full) > 1 and len(set(full.axes().values())) > 1


@rule("batch.layout-swapped", "batch_shape", share="1/2", when=_shows_its_order)
def _layout_swapped(call: Call, shape: Shape, images: int) -> Shape:
    right = call.right(shape, images)
    if call.conventions.layout == "rows-columns-channels":
        return right.with_(rows=right.channels, columns=right.rows, channels=right.columns)
    return right.with_(channels=right.rows, rows=right.columns, columns=right.channels)


def _several(_call: Call, _shape: Shape | None, images: int) -> bool:
    whole_numbers((images, 1))
    return images > 1


@rule("batch.forgotten", "batch_shape", share="0", when=_several)
def _no_batch(call: Call, shape: Shape, images: int) -> Shape:
    return call.right(shape, images).with_(batch=None)


def _deep(_call: Call, _layer: Conv, shape: Shape | None) -> bool:
    return depth(shape) > 1


def _not_as_many(_call: Call, layer: Conv, shape: Shape | None) -> bool:
    return depth(shape) != layer.filters


@rule("kernel-shape.depth-forgotten", "kernel_shape", share="1/4", when=_deep)  # little more than a copy of the printed 3 × 3
def _flat_kernel(call: Call, layer: Conv, shape: Shape) -> Shape:
    return call.right(layer, shape).with_(channels=None)


@rule("kernel-shape.filters-as-depth", "kernel_shape", share="1/2", when=_not_as_many)
def _filters_as_depth(call: Call, layer: Conv, shape: Shape) -> Shape:
    return call.right(layer, shape).with_(channels=layer.filters)


@rule("weights-shape.channels-forgotten", "weights_shape", share="1/2", when=_deep)
def _flat_weights(call: Call, layer: Conv, shape: Shape) -> Shape:
    return call.right(layer, shape).with_(channels=None)


@rule("weights-shape.in-and-out-swapped", "weights_shape", share="1/2", when=_not_as_many)
def _in_and_out_swapped(call: Call, layer: Conv, shape: Shape) -> Shape:
    return call.right(layer, shape).with_(filters=depth(shape), channels=layer.filters)


@rule("weights-shape.filters-forgotten", "weights_shape", share="1/4", when=lambda _call, layer, _shape: layer.filters > 1)
def _one_filter(call: Call, layer: Conv, shape: Shape) -> Shape:
    return call.right(layer, shape).with_(filters=None)
