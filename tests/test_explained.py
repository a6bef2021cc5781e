"""How the worked solutions of single operations read: one thing or several, what a convention says, what is rounded."""

from typing import Any

import pytest

from compared import solution
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.values import Axes, Shape, Tensor
from convexam.text.terminal import one_line


def said(operation: str, held: Conventions, *arguments: Any) -> str:
    """What is written on one line, up to the tensor that follows."""
    return one_line(solution(operation, held, *arguments)[0].replace("::: tensors result", ""))


def conv(kernel: int, stride: int = 1, padding: Any = 0) -> Conv:
    return Conv(Axes.of(kernel), stride=Axes.of(stride), padding=Padding.of(padding))


def pool(window: Any, stride: int | None = None, padding: Any = 0) -> Pool:
    return Pool(Axes.of(window), None if stride is None else Axes.of(stride), Padding.of(padding))


def shape(rows: int, columns: int) -> Shape:
    return Shape(channels=1, rows=rows, columns=columns)


USUAL, UP, UP_IN_ALL = Conventions(), Conventions(size="ceil"), Conventions(size="ceil", padding="total")
UP_WHOLE = Conventions(size="ceil", average="whole-window")
BEYOND = "But sizes are rounded up here, so that the last window may reach over the border."
SAME = {
    "one cell more": (USUAL, "same_padding", (8, 3, 2, 1), "rounded down to the same size: ⌊(8 + 2 · 1 − 3)/2⌋ + 1 = 4"),
    "one cell more for one window": (USUAL, "same_padding", (2, 3, 3, 1), "there is one cell more, and still one window only."),
    "one cell in the result": (USUAL, "same_padding", (1, 1, 2, 1), "⌈1/2⌉ = 1 cell. The last window ends after 0 · 2 + 1 = 1 cell,"),
    "rounded up, none": (UP, "same_padding", (8, 3, 2, 1), f"{BEYOND} No padding is needed, then: ⌈(8 − 3)/2⌉ + 1 = 4"),
    "rounded up": (UP, "same_padding", (8, 6, 3, 1), f"{BEYOND} Padding p = 1 on each side is enough: ⌈(8 + 2 · 1 − 6)/3⌉ + 1 = 3"),
    "rounded up, in all": (UP_IN_ALL, "same_padding", (8, 6, 3, 1), f"{BEYOND} Padding 2 in all is enough: ⌈(8 + 2 − 6)/3⌉ + 1 = 3"),
    "a window of one cell": (USUAL, "same_sides", (8, 1, 1, 2), "over f = 2 · (1 − 1) + 1 = 1 cell."),
    "one cell of a full padding": (USUAL, "full_padding", (2, 1), "So f − 1 = 2 − 1 = 1 of its cells is padding,"),
    "one pixel is left": (USUAL, "pixels_lost", (2, 2), "Of n = 2 pixels, n − f + 1 = 2 − 2 + 1 = 1 is left."),
    "half a pixel": (USUAL, "pixels_lost_per_edge", (7, 2), "In all f − 1 = 1 pixel is lost, half of it at each edge:"),
}

LAYER_1 = "No stride is given for layer 1; by the convention it is 3."
FIELDS = {
    "one cell": (USUAL, "receptive_field", ((conv(1),),), "a square of 1 row and 1 column."),
    "one pixel": (USUAL, "field_area", ((conv(1),),), "1 · 1 = 1 pixel."),
    "a field over a pool without a stride": (USUAL, "receptive_field", ((pool(3), conv(2)),), f"3 + (2 − 1) · 3 = 6. {LAYER_1}"),
    "a jump over a pool without a stride": (USUAL, "jump", ((pool(3), conv(2, 2)),), f"{LAYER_1} The jump is 3 · 2 = 6"),
    "a pool that is repeated": (USUAL, "layers_needed", (9, pool(2)), "before it. No stride is given; by the convention it is 2."),
    "a single pool": (USUAL, "layers_needed", (2, pool(2)), "the product of the strides before it. • Layer 1:"),
    "a step over a pool": (USUAL, "jump_after", (2, pool(3)), "No stride is given; by the convention it is 3. So it is 2 · 3 = 6"),
    "a shape behind a pool": (USUAL, "stack_shape", (shape(6, 4), (pool((3, 2)),)), "by the convention it is 3 × 2."),
    "six layers": (USUAL, "layers_needed", (13, conv(3)), "+ (3 − 1) · 1 = 7. • … • Layer 5:"),
    "sides of their own": (USUAL, "stack_shape", (shape(6, 6), (conv(3, 1, ((0, 2), (0, 2))),)), "⌊(6 + 0 + 2 − 3)/1⌋ + 1 = 6"),
}

ONE, PADDED = (conv(1), shape(1, 1)), (conv(3, 1, ((0, 2), (0, 2))), shape(4, 4))
COUNTS = {
    "one number": (USUAL, "locally_connected_parameters", ONE, "= 1 number. Nothing is shared: it has 1 · 1 · 1 = 1 weight and a bias"),
    "one connection": (USUAL, "connections", ONE, "1 position along the rows"),
    "one input": (USUAL, "connections", ONE, "= 1 number. It is connected with 1 · 1 · 1 = 1 input. All together"),
    "one product": (USUAL, "multiplications", ONE, "It takes 1 · 1 · 1 = 1 product. All together: 1 · 1 = 1 multiplication."),
    "one neuron": (USUAL, "dense_equivalent", ONE[::-1], "= 1 number. This is the only input of the dense layer."),
    "one multiplication": (USUAL, "dense_cost", (1, Dense(1)), "1 · 1 = 1 multiplication."),
    "connections with the padding": (USUAL, "connections", PADDED, "⌊(4 + 0 + 2 − 3)/1⌋ + 1 = 4 positions"),
    "inputs in the padding": (USUAL, "connections", PADDED, "= 9 inputs. Cells of the padding count, too."),
    "one number before": (USUAL, "reduction_factor", (shape(1, 1),) * 2, "Before there is 1 number, afterwards 1."),
}

LINE, NEXT_TO_EACH_OTHER = Tensor.nested([[1, 2, 3, 4, 9]]), Pool(Axes((1, 2)), Axes((1, 2)))
OVER = "In the first window that reaches over the border, where"
POOLING = {
    "no border": (USUAL, "max_pool", (LINE, NEXT_TO_EACH_OTHER), "In the upper left corner: max(1, 2) = 2"),
    "a border above": (USUAL, "max_pool", (LINE, pool(2, 2, ((1, 0), (0, 0)))), f"{OVER} only the cells on the map count: max(1, 2) = 2"),
    "a rest": (UP, "average_pool", (LINE, NEXT_TO_EACH_OTHER), f"{OVER} only the cells on the map count: 9 All windows"),
    "a rest with zeros": (UP_WHOLE, "average_pool", (LINE, NEXT_TO_EACH_OTHER), f"{OVER} the cells beyond it count as zeros: 9/2"),
    "no rest": (UP_WHOLE, "average_pool", (LINE, Pool(Axes((1, 5)))), "In the upper left corner: (1 + 2 + 3 + 4 + 9)/5 = 19/5"),
}
READ = SAME | FIELDS | COUNTS | POOLING

RATIOS = {  # the end of what is written
    "a half": ((1, 2), "1/2 = 0.5"),
    "a third": ((1, 3), "1/3 ≈ 0.333"),
    "a small ratio": ((1, 10**7), "1/10000000 = 0.0000001"),
    "a smaller one": ((1, 10**9), "1/1000000000"),
    "a reduced one": ((2, 30), "2/30 = 1/15 ≈ 0.0667"),
    "a large one": ((602_308, 19), "602308/19 ≈ 31700.42"),
    "a whole one": ((6, 3), "6/3 = 2"),
}


@pytest.mark.parametrize(("held", "operation", "arguments", "text"), READ.values(), ids=READ)
def test_it_says(held: Conventions, operation: str, arguments: tuple[Any, ...], text: str) -> None:
    assert text in said(operation, held, *arguments)


@pytest.mark.parametrize(("arguments", "text"), RATIOS.values(), ids=RATIOS)
def test_a_ratio_is_exact_where_few_digits_do(arguments: tuple[int, int], text: str) -> None:
    assert said("ratio", USUAL, *arguments).endswith(f": {text}")
    factor = said("reduction_factor", USUAL, *(Shape(entries=number) for number in arguments))
    assert factor.endswith(f": {text}")
