"""What courses agree on differently. A problem holds one set; its statement prints those that solving it consulted."""

from typing import Literal

from .values import AXES, Record

Layout = Literal["rows-columns-channels", "channels-rows-columns"]
ORDERS: dict[Layout, tuple[str, ...]] = {  # in which axes are written, as far as a shape has them
    "rows-columns-channels": ("batch", "rows", "columns", "channels", "filters", "entries"),
    "channels-rows-columns": AXES,
}


SPOKEN_TWICE = ("flattening",)  # what is consulted under another name than that of its field


class Conventions(Record, frozen=True):
    """The defaults are those of the slides that the project comes from."""

    padding: Literal["per-side", "total"] = "per-side"  # p rows on each side, or p rows in all
    odd: Literal["behind", "in-front"] = "behind"  # where the odd row and column of a padding in total, or of "same", go
    size: Literal["floor", "ceil", "none"] = "floor"  # where the window does not end at the border; "none": does not fit
    dilation: Literal["from-one", "from-zero"] = "from-one"  # the number that means: cells side by side
    pool_stride: Literal["window", "one"] = "window"  # where a pooling layer says nothing of its stride
    average: Literal["cells-on-map", "whole-window"] = "cells-on-map"  # what average pooling divides by at a padded border
    mirror: Literal["edge-once", "edge-twice"] = "edge-once"  # a mirrored border: is the outermost pixel repeated?
    layout: Layout = "rows-columns-channels"
    bias: Literal["counted", "not-counted"] = "counted"  # in numbers of parameters
    cost: Literal["macs", "flops"] = "macs"  # a product with its addition is one operation, or two
    kernel: Literal["as-it-is", "flipped"] = "as-it-is"  # cross-correlation, or true convolution

    @property
    def flattening(self) -> Layout:
        """The layout, where a volume is flattened: there it means something else to a student, and has a sentence of its own."""
        return self.layout
