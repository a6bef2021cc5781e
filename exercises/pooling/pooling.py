"""Pool by hand: the largest, the smallest or the average number of each window, whether windows overlap or leave a rest."""

from typing import Annotated, Any, Literal, assert_never

from msgspec import Meta

from ...cnn.layers import Pool
from ...cnn.network import Network
from ...cnn.values import Axes, BadValue, Record, Tensor
from ..draws import Draws
from ..family import Family, Knobs, Level
from ..work import Ask

Kind = Literal["max", "average", "min"]


class Given(Record, frozen=True):
    input: Tensor
    pool: Pool
    kind: Kind

    def __post_init__(self) -> None:
        if set(self.input.shape.axes()) != {"channels", "rows", "columns"}:
            raise BadValue(f"an input with {' × '.join(self.input.shape.axes())}; it has channels × rows × columns")


class Settings(Knobs, frozen=True, kw_only=True):
    size: Annotated[Axes, Meta(extra={"ge": 2, "le": 12})]
    channels: Annotated[int, Meta(ge=1, le=4)] = 1
    window: Annotated[Axes, Meta(extra={"ge": 1, "le": 5})]
    stride: Annotated[Axes, Meta(extra={"ge": 1, "le": 5})]
    kind: Kind = "max"
    negative: bool = False


def _ranges(*sizes: tuple[int, int]) -> dict[str, tuple[Any, ...]]:
    return {"size": tuple(map(Axes, sizes)), "kind": ("max", "average", "min")}


LEVELS = {
    1: Level(Settings(size=Axes((4, 4)), window=Axes.of(2), stride=Axes.of(2)), ranges=_ranges((4, 4), (4, 5), (5, 4))),
    2: Level(Settings(size=Axes((6, 8)), window=Axes.of(3), stride=Axes.of(2)), ranges=_ranges((6, 8), (8, 6), (6, 7), (7, 6))),
    3: Level(
        Settings(size=Axes((6, 5)), channels=2, window=Axes((3, 2)), stride=Axes((2, 1)), negative=True),
        ranges=_ranges((6, 5), (6, 4), (8, 4)),
    ),
}


def draw(draws: Draws, settings: Settings) -> Given:
    values = [number for _ in range(settings.channels) for number in _map(draws, settings)]
    image = Tensor((settings.channels, *settings.size), values)
    return Given(image, Pool(settings.window, settings.stride), settings.kind)


def _map(draws: Draws, settings: Settings) -> list[int]:
    """A map on which the average of every window is whole, wherever it lies.

    Remainders repeat like tiles of the size of the window; so a window covers each of them once, and they add up to a multiple of its cells.
    """
    high, wide = settings.window
    cells = high * wide
    tile = [draws.integer(0, cells - 1) for _ in range(cells - 1)]
    tile.append(-sum(tile) % cells)
    least = -1 if settings.negative else 0
    return [
        tile[row % high * wide + column % wide] + cells * draws.integer(least, least + 3)
        for row in range(settings.size.rows)
        for column in range(settings.size.columns)
    ]


def solve(given: Given, net: Network, ask: Ask) -> None:
    shape = ask("shape", net.pool_shape(given.input.shape, given.pool))
    if ask.wants("map"):
        ask("map", _pooled(given, net))
    ask("factor", net.reduction_factor(given.input.shape, shape))


def _pooled(given: Given, net: Network) -> Tensor:
    match given.kind:
        case "max":
            return net.max_pool(given.input, given.pool)
        case "average":
            return net.average_pool(given.input, given.pool)
        case "min":
            return net.min_pool(given.input, given.pool)
        case _:
            assert_never(given.kind)


WEIGHTS = {"shape": 1, "map": 3, "factor": 1}
FAMILY = Family("pooling", version=1, topic="pooling", given=Given, levels=LEVELS, draw=draw, solve=solve, weights=WEIGHTS)
