"""How some worked solutions read in the terminal, where a single number, a whole one, or a very small one needs other words."""

from fractions import Fraction
from typing import Any

import pytest

from compared import solution
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv
from convexam.cnn.values import Position, Tensor
from convexam.text.terminal import terminal
from convexam.text.tree import parse

PLAIN, FLIPPED = Conventions(), Conventions(kernel="flipped")
TURNED = "turned by 180°"


def of(rows: Any) -> Tensor:
    return Tensor.nested(rows)


def kernel(rows: Any) -> Conv:
    return Conv.of(of([[rows]]))


def worked(held: Conventions, operation: str, *arguments: Any) -> str:
    """The worked solution on one line."""
    text, result = solution(operation, held, *arguments)
    tensors = {"R": result} if isinstance(result, Tensor) else {}
    return " ".join(terminal(parse(text.replace("::: tensors result", "::: tensors R")), tensors).split())


READS = {  # conventions, call, what is said, what is not
    "small exponentials": (PLAIN, "softmax", (of([-11, -12, -10]),), "0.0000167017 + 0.0000061442 + 0.0000453999", "0.0000 "),
    "exponentials of the usual size": (PLAIN, "softmax", (of([1, 2]),), "The sum is 2.7183 + 7.3891 ≈ 10.1073.", "2.71828"),
    "one class": (PLAIN, "softmax", (of([3]),), "There is only one class, which gets all of it: p₁ = 1", "The sum is"),
    "a sure class": (PLAIN, "cross_entropy", (of([0, 1]), 2), "−ln p₂ = −ln 1 = 0", "≈"),
    "a logarithm of a fraction": (PLAIN, "cross_entropy", (of([Fraction(1, 2)] * 2), 1), "−ln(1/2) ≈ 0.6931", "ln 1/2"),
    "a tiny probability": (PLAIN, "cross_entropy", (of([Fraction(1, 10**12 + 1)]), 1), "−ln 0.0000000000010000", "−ln 0.00000000 "),
    "half": (PLAIN, "sigmoid", (of([0, 1]),), "1/(1 + e⁰) = 0.5000", "≈"),
    "a sigmoid alone": (PLAIN, "sigmoid", (of([[3]]),), "Put the number z = 3 into", "All numbers"),
    "a tangent of zero alone": (PLAIN, "tanh", (of([[[0]]]),), "(e⁰ − 1)/(e⁰ + 1) = 0", "All numbers"),
    "several tangents": (PLAIN, "tanh", (of([[1, 2]]),), "All numbers in the same way: [0.7616, 0.9640]", "the number z"),
    "a single number": (PLAIN, "size", (of([1]),), "There is a single number.", "numbers"),
    "two numbers": (PLAIN, "size", (of([1, 2]),), "There are 2 numbers.", "single"),
    "a kernel that is turned": (FLIPPED, "conv2d", (of([[1, 2]]), kernel([[1, 2]])), TURNED, "≈"),
    "a kernel of one weight": (FLIPPED, "conv2d", (of([[1, 2]]), kernel([[3]])), "1 · 3 = 3", TURNED),
    "a pattern of one weight": (FLIPPED, "pattern_at", (of([[1, 2]]), kernel([[3]]), Position((1, 2))), "2 · 3 = 6", TURNED),
    "a filter": (PLAIN, "filter_named", ("difference",), "from its right neighbour: R [ −1 1 ]", TURNED),
    "a filter that is flipped": (FLIPPED, "filter_named", ("difference",), "with its last weight first: R [ 1 −1 ]", "neighbour:"),
    "a filter that turning leaves as it is": (FLIPPED, "filter_named", ("laplacian",), "minus each of them: R", TURNED),
}


@pytest.mark.parametrize(("held", "operation", "arguments", "said", "unsaid"), READS.values(), ids=READS)
def test_how_it_reads(held: Conventions, operation: str, arguments: tuple[Any, ...], said: str, unsaid: str) -> None:
    text = worked(held, operation, *arguments)
    assert said in text
    assert unsaid not in text
