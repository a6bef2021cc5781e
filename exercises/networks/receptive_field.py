"""The receptive field: how much of the input a number sees through several layers, and how many layers it takes to see enough."""

from typing import Annotated

from msgspec import Meta

from ...cnn.fields import MOST_LAYERS
from ...cnn.layers import Conv, Pool
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Record
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask


class Given(Record, frozen=True):
    layers: tuple[Conv | Pool, ...]
    target: int | None = None  # how many rows should be seen
    layer: Conv | Pool | None = None  # through how many layers like this one

    def __post_init__(self) -> None:
        if not 1 <= len(self.layers) <= MOST_LAYERS:
            raise BadValue(f"{len(self.layers)} layers stand here; 1 to {MOST_LAYERS} are needed")
        if (self.target is None) != (self.layer is None):
            raise BadValue("target and layer belong together: give both, or neither")
        if self.target is not None and self.target < 1:
            raise BadValue(f"target is {self.target}, must be 1 or more")
        for layer in self.layers if self.layer is None else (*self.layers, self.layer):
            _refuse_lopsided(layer)


def _refuse_lopsided(layer: Conv | Pool) -> None:
    pairs = (layer.size, layer.stride, layer.dilation) if isinstance(layer, Conv) else (layer.window, layer.stride)
    for pair in pairs:
        if pair is not None and pair.rows != pair.columns:
            raise BadValue(f"{pair.rows} by rows and {pair.columns} by columns; one field is asked for both, so they must be equal")


class Settings(Knobs, frozen=True, kw_only=True):
    convs: Annotated[int, Meta(ge=1, le=6)]
    strided: Annotated[int, Meta(ge=0, le=6)] = 0  # convolutions with stride 2
    dilated: Annotated[int, Meta(ge=0, le=6)] = 0  # convolutions with dilation 2
    pools: Annotated[int, Meta(ge=0, le=3)] = 0
    step: Annotated[int, Meta(ge=1, le=3)] = 1  # the stride of the layer that is repeated
    spread: Annotated[int, Meta(ge=1, le=3)] = 1  # its dilation


LEVELS = {
    1: Level(Settings(convs=2), ranges={"convs": (2, 3), "strided": (1, 2)}, parts=("field", "jump")),
    2: Level(Settings(convs=2, pools=2, step=2), ranges={"strided": (0, 1)}, parts=("field", "jump", "needed")),
    3: Level(Settings(convs=3, strided=1, dilated=2, pools=1, spread=2), parts=("field", "area", "needed")),
}


def draw(draws: Draws, settings: Settings) -> Given:
    strides, dilations = (
        draws.shuffle([*[2] * min(twos, settings.convs), *[1] * (settings.convs - twos)]) for twos in (settings.strided, settings.dilated)
    )
    convs = [_conv(draws.integer(2, 7), s, d) for s, d in zip(strides, dilations, strict=True)]
    pools = [Pool(Axes.of(draws.integer(2, 3)), Axes.of(2)) for _ in range(settings.pools)]
    kernel = draws.choice((3, 5))
    layer = _conv(kernel, settings.step, settings.spread)
    return Given((convs[0], *draws.shuffle([*convs[1:], *pools])), _target(draws, settings, kernel), layer)


def _conv(size: int, stride: int, dilation: int) -> Conv:
    return Conv(Axes.of(size), stride=Axes.of(stride), dilation=Axes.of(dilation) if dilation > 1 else None)


def _target(draws: Draws, settings: Settings, kernel: int) -> int:
    """So little more than one layer less sees that who adds whole kernels is content with one layer less."""
    last = draws.integer(2, 5)  # layers before the last one that is needed
    jumps = [settings.step**before for before in range(last + 1)]
    more = settings.spread * (kernel - 1)
    return 1 + more * sum(jumps[:-1]) + draws.integer(1, min(sum(jumps[1:-1]), more * jumps[-1]))


def solve(given: Given, net: Network, ask: Ask) -> None:
    if ask.wants("field"):
        ask("field", net.receptive_field(given.layers))
    if ask.wants("jump"):
        ask("jump", net.jump(given.layers))
    if ask.wants("area"):
        ask("area", net.field_area(given.layers))
    if given.target is not None and given.layer is not None:
        ask("needed", net.layers_needed(given.target, given.layer))


FAMILY = Family(
    "receptive-field",
    version=1,
    topic="networks",
    given=Given,
    levels=LEVELS,
    draw=draw,
    solve=solve,
    weights={"field": 2, "jump": 1, "area": 1, "needed": 2},
)
