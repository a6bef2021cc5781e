"""What courses agree on differently. A problem holds one set; its statement prints those that solving it consulted."""

from typing import Literal

from .values import Record


class Conventions(Record, frozen=True):
    """The defaults are those of the slides that the project comes from."""

    padding: Literal["per-side", "total"] = "per-side"  # p rows on each side, or p rows in all (the odd one below, at the right)
    size: Literal["floor", "ceil", "none"] = "floor"  # where the window does not end at the border; "none": does not fit
    layout: Literal["rows-columns-channels", "channels-rows-columns"] = "rows-columns-channels"
    bias: Literal["counted", "not-counted"] = "counted"  # in numbers of parameters
    kernel: Literal["as-it-is", "flipped"] = "as-it-is"  # cross-correlation, or true convolution
