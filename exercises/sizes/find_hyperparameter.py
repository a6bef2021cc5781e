"""One setting of a layer is hidden: find a kernel, padding, stride or input size with which the sizes are right."""

from typing import Annotated, Literal

from msgspec import Meta

from ...cnn.hidden import MAX_SIZES, MAX_TRIED
from ...cnn.network import Network
from ...cnn.values import BadValue, Record
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask

LEAST = {"size": 1, "kernel": 1, "padding": 0, "stride": 1}
MOST = {"size": 200, "kernel": 20, "padding": 25, "stride": 20}  # so high that mistakes, too, find a value


class Given(Record, frozen=True):
    result: int  # rows, and as many columns
    most: int  # the largest value that is allowed for what is hidden
    size: int | None = None  # rows and columns of the input
    kernel: int | None = None
    padding: int | None = None
    stride: int | None = None

    def __post_init__(self) -> None:
        hidden = [name for name in LEAST if getattr(self, name) is None]
        if len(hidden) != 1:
            raise BadValue(
                f"exactly one of {', '.join(LEAST)} must be missing, because it is asked; missing: {', '.join(hidden) or 'none'}"
            )
        most = MAX_SIZES if hidden == ["size"] else MAX_TRIED
        if not 1 <= self.most <= most:
            raise BadValue(f"most is {self.most}, must be 1 to {most}, the largest {hidden[0]} that is allowed")
        for name, least in {**LEAST, "result": 1}.items():
            value = getattr(self, name)
            if value is not None and value < least:
                raise BadValue(f"{name} is {value}, must be {least} or more")


class Settings(Knobs, frozen=True, kw_only=True):
    """Kernel, padding and stride are those of the layer unless they are hidden."""

    hidden: Literal["kernel", "padding", "stride", "size"] = "kernel"
    kernel: Annotated[int, Meta(ge=1, le=15)] = 3
    padding: Annotated[int, Meta(ge=1, le=4)] = 1
    stride: Annotated[int, Meta(ge=1, le=4)] = 2


LEVELS = {
    1: Level(Settings(), ranges={"hidden": ("padding", "stride"), "kernel": (3, 4, 5)}),
    2: Level(Settings(), ranges={"hidden": ("kernel", "size"), "kernel": (3, 4, 5), "padding": (1, 2)}),
    3: Level(Settings(padding=2, stride=3), ranges={"hidden": ("kernel", "padding", "stride", "size"), "kernel": (4, 5, 6)}),
}


def draw(draws: Draws, settings: Settings) -> Given:
    """The hidden value is drawn first, and so that there is room for the values that mistakes lead to."""
    kernel, padding, stride = settings.kernel, settings.padding, settings.stride
    match settings.hidden:
        case "kernel":
            kernel, size = 2 * padding + stride + draws.integer(0, 4), draws.integer(24, 128)
        case "padding":  # the kernel moves by an odd number of cells, or with stride 2 nobody would have to round
            padding, size = (stride + 1) // 2 + draws.integer(0, 2), kernel + 2 * draws.integer(2, 8) + 1
        case "stride":  # so that forgetting some padding leads to another stride, which is called `other` here
            last = draws.integer(3, 6)
            other = draws.integer(0, 5) + max(last, 2 * padding)
            room = other * (last + 1) + draws.integer(0, padding - 1)
            stride, size = room // last, room + kernel - 2 * padding
        case "size":
            size = draws.integer(8, 40) * stride + kernel - 2 * padding + draws.integer(0, stride - 1)
    result = (size + 2 * padding - kernel) // stride + 1
    known: dict[str, int] = {"size": size, "kernel": kernel, "padding": padding, "stride": stride}
    return Given(result, MOST[settings.hidden], **{name: value for name, value in known.items() if name != settings.hidden})


def solve(given: Given, net: Network, ask: Ask) -> None:
    ask.any_of("value", _fitting(given, net))


def _fitting(given: Given, net: Network) -> tuple[int, ...]:
    match given:
        case Given(kernel=None, size=int(n), padding=int(p), stride=int(s)):
            return net.kernels_that_fit(n, given.result, p, s, given.most)
        case Given(padding=None, size=int(n), kernel=int(f), stride=int(s)):
            return net.paddings_that_fit(n, given.result, f, s, given.most)
        case Given(stride=None, size=int(n), kernel=int(f), padding=int(p)):
            return net.strides_that_fit(n, given.result, f, p, given.most)
        case Given(size=None, kernel=int(f), padding=int(p), stride=int(s)):
            return net.sizes_that_fit(given.result, f, p, s, given.most)
        case _:
            raise BadValue("not exactly one setting is hidden")


FAMILY = Family("find-hyperparameter", version=1, topic="sizes", given=Given, levels=LEVELS, draw=draw, solve=solve, weights={"value": 2})
