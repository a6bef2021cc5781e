"""A table of a whole network: shapes, sizes and parameters, each row following from the one before."""

from convexam.cnn.layers import Conv, Dense, Padding, Pool, takes
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, Record, Shape
from convexam.exercises.draws import Draws
from convexam.exercises.family import Family, Knobs, Level
from convexam.exercises.work import Ask


class Block(Record, frozen=True):
    conv: Conv
    pool: Pool


class Given(Record, frozen=True):
    shape: Shape
    blocks: tuple[Block, ...]
    dense: Dense

    def __post_init__(self) -> None:
        takes(self.blocks[0].conv, self.shape)


class Settings(Knobs, frozen=True, kw_only=True):
    side: int = 32
    kernel: int = 5
    padding: int = 0


LEVELS = {
    1: Level(Settings(kernel=3, padding=1)),
    2: Level(Settings(kernel=3, padding=2)),
    3: Level(Settings(side=64, kernel=5, padding=1)),
}
COLUMNS = ("shape", "size", "count")


def draw(draws: Draws, settings: Settings) -> Given:
    filters = draws.sample((6, 8, 10, 12, 16, 20), 3)
    channels = (3, *filters)
    convs = [Conv(Axes.of(settings.kernel), filters[i], channels[i], padding=Padding.of(settings.padding)) for i in range(3)]
    blocks = tuple(Block(conv, Pool(Axes.of(2), Axes.of(2))) for conv in convs)
    return Given(Shape(channels=3, rows=settings.side, columns=settings.side), blocks, Dense(draws.choice((10, 20, 40, 60, 84))))


def solve(given: Given, net: Network, ask: Ask) -> None:
    table = ask.table("maps", [name for i in range(1, len(given.blocks) + 1) for name in (f"conv{i}", f"pool{i}")], COLUMNS)
    shape, counts = given.shape, []
    for row, block in zip(range(1, 100, 2), given.blocks, strict=False):
        before, shape = shape, table(row, 1, net.output_shape(shape, block.conv))
        table(row, 2, net.size(shape))
        counts.append(table(row, 3, net.conv_parameters(block.conv, before)))
        before, shape = shape, table(row + 1, 1, net.pool_shape(shape, block.pool))
        table(row + 1, 2, net.size(shape))
        counts.append(table(row + 1, 3, net.pool_parameters(block.pool, before)))
    inputs = ask("inputs", net.size(shape))
    ask("total", net.total(*counts, net.dense_parameters(inputs, given.dense)))


FAMILY = Family(
    "network-table",
    version=1,
    topic="awkward",
    given=Given,
    levels=LEVELS,
    draw=draw,
    solve=solve,
    weights={"maps": 6, "inputs": 1, "total": 1},
)
