"""The reference network against PyTorch: `python3 make.py oracle`, where it is installed. Whole numbers are compared exactly."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional

import calls
from convexam.cnn.conventions import Conventions
from convexam.cnn.layers import Conv, Dense, Padding, Pool
from convexam.cnn.network import Network
from convexam.cnn.values import Axes, Shape, Tensor

pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths:UserWarning")
CALLS = 300
each_seed = pytest.mark.parametrize("seed", range(CALLS))
FIRST = Conventions(layout="channels-rows-columns")  # PyTorch's own


def of(x: Tensor) -> "torch.Tensor":
    return torch.tensor(x.to_nested(), dtype=torch.float64)


def whole(x: "torch.Tensor") -> Any:
    return x.round().to(torch.int64).tolist()


def drawn(seed: int) -> tuple[Random, Tensor, Conv]:
    """An input and a layer that fit, with every kind of padding."""
    random = Random(seed)
    channels, filters = random.randint(1, 4), random.randint(1, 6)
    x = calls.tensor(random, channels, random.randint(7, 12), random.randint(7, 12), numbers=calls.WHOLE)
    weights = calls.tensor(random, filters, channels, *calls.axes(random, 1, 3), numbers=calls.WHOLE)
    biases = calls.tensor(random, filters, numbers=calls.WHOLE) if random.random() < 0.5 else None
    sides = ((random.randint(0, 2), random.randint(0, 2)), (random.randint(0, 2), random.randint(0, 2)))
    apart = calls.axes(random, 1, 3)
    word = random.random() < 0.3
    padding = Padding.of(random.choice(("same", "valid"))) if word else Padding.of(sides)
    stride = Axes((1, 1)) if word else calls.axes(random, 1, 3)
    return random, x, Conv.of(weights, biases, stride=stride, padding=padding, dilation=apart)


def convolved(x: Tensor, layer: Conv) -> "torch.Tensor":
    image, weights = of(x)[None], of(layer.weights) if layer.weights else torch.zeros(1)
    biases = of(layer.biases) if layer.biases else None
    if isinstance(layer.padding.rows, str):
        return functional.conv2d(image, weights, biases, padding=layer.padding.rows, dilation=tuple(layer.dilation or (1, 1)))[0]
    (above, below), (left, right) = layer.padding
    image = functional.pad(image, (left, right, above, below))
    return functional.conv2d(image, weights, biases, stride=tuple(layer.stride), dilation=tuple(layer.dilation or (1, 1)))[0]


@each_seed
def test_conv2d_and_its_shape(seed: int) -> None:
    _, x, layer = drawn(seed)
    expected = convolved(x, layer)
    assert Network().conv2d(x, layer).to_nested() == whole(expected)
    assert Network().output_shape(x.shape, layer) == Shape(**dict(zip(("channels", "rows", "columns"), expected.shape, strict=True)))


@each_seed
def test_true_convolution(seed: int) -> None:
    _, x, layer = drawn(seed)
    turned = Conv.of(Network().turn(layer.weights or x), layer.biases, stride=layer.stride, padding=layer.padding, dilation=layer.dilation)
    assert Network(Conventions(kernel="flipped")).conv2d(x, layer).to_nested() == whole(convolved(x, turned))


@each_seed
def test_conv1d(seed: int) -> None:
    random = Random(seed)
    channels, filters, pad, stride = random.randint(1, 3), random.randint(2, 4), random.randint(0, 2), random.randint(1, 3)
    x = calls.tensor(random, channels, random.randint(4, 12), numbers=calls.WHOLE)
    weights = calls.tensor(random, filters, channels, 1, random.randint(1, 3), numbers=calls.WHOLE)
    layer = Conv.of(weights, padding=Padding((0, pad)), stride=Axes((1, stride)))
    expected = functional.conv1d(of(x)[None], of(weights)[:, :, 0], padding=pad, stride=stride)[0]
    signal = Tensor(x.sizes[1:], x.values) if channels == 1 else x
    assert Network().conv1d(signal, layer).to_nested() == whole(expected)


POOLS: dict[str, Callable[..., Any]] = {
    "max_pool": functional.max_pool2d,
    "min_pool": lambda x, *more, **named: -functional.max_pool2d(-x, *more, **named),
}


@each_seed
@pytest.mark.parametrize("operation", POOLS)
def test_pooling(operation: str, seed: int) -> None:
    random = Random(seed)
    x = calls.tensor(random, 3, random.randint(4, 12), random.randint(4, 12), numbers=calls.WHOLE)
    window, stride = random.randint(2, 4), random.randint(1, 4)
    pad, ceil = random.randint(0, window // 2), random.random() < 0.5
    expected = POOLS[operation](of(x)[None], window, stride, pad)[0]
    layer = Pool(Axes.of(window), Axes.of(stride), Padding.of(pad))
    assert getattr(Network(), operation)(x, layer).to_nested() == whole(expected)
    if ceil:
        above = POOLS[operation](of(x)[None], window, stride, pad, ceil_mode=True)[0]
        assert getattr(Network(Conventions(size="ceil")), operation)(x, layer).to_nested() == whole(above)


@each_seed
@pytest.mark.parametrize("average", ["cells-on-map", "whole-window"])
def test_average_pooling(average: Any, seed: int) -> None:
    random = Random(seed)
    x = calls.tensor(random, 2, random.randint(4, 9), random.randint(4, 9), numbers=calls.WHOLE)
    window, stride = random.randint(2, 4), random.randint(1, 3)
    pad = random.randint(0, window // 2)
    expected = functional.avg_pool2d(of(x)[None], window, stride, pad, count_include_pad=average == "whole-window")[0]
    found = Network(Conventions(average=average)).average_pool(x, Pool(Axes.of(window), Axes.of(stride), Padding.of(pad)))
    assert torch.allclose(torch.tensor([float(v) for v in found.values], dtype=torch.float64), expected.flatten(), atol=1e-12)


@each_seed
def test_what_is_done_to_each_number(seed: int) -> None:
    x = calls.tensor(Random(seed), 2, 3, 4, numbers=calls.WHOLE)
    assert Network().relu(x).to_nested() == whole(functional.relu(of(x)))
    for name in ("sigmoid", "tanh"):
        found = [float(v) for v in getattr(Network(), name)(x).values]
        assert torch.allclose(torch.tensor(found, dtype=torch.float64), getattr(torch, name)(of(x)).flatten(), atol=1e-14)


@each_seed
def test_flatten_and_dense(seed: int) -> None:
    random = Random(seed)
    x = calls.tensor(random, 2, 3, 4, numbers=calls.WHOLE)
    flat = Network(FIRST).flatten(x)
    assert flat.to_nested() == whole(of(x).flatten())
    weights, biases = calls.tensor(random, 5, 24, numbers=calls.WHOLE), calls.tensor(random, 5, numbers=calls.WHOLE)
    found = Network().dense(flat, Dense(5, True, weights, biases))
    assert found.to_nested() == whole(functional.linear(of(flat), of(weights), of(biases)))


@each_seed
def test_softmax_and_cross_entropy(seed: int) -> None:
    random = Random(seed)
    scores, label = calls.tensor(random, 5, numbers=calls.WHOLE), random.randint(1, 5)
    shares = Network().softmax(scores)
    expected = functional.softmax(of(scores), dim=0)
    assert torch.allclose(torch.tensor([float(v) for v in shares.values], dtype=torch.float64), expected, atol=1e-14)
    loss = functional.cross_entropy(of(scores)[None], torch.tensor([label - 1]))
    assert abs(float(Network().cross_entropy(shares, label)) - float(loss)) < 1e-12


@each_seed
def test_parameters_and_multiplications(seed: int) -> None:
    _, x, layer = drawn(seed)
    module = nn.Conv2d(layer.channels, layer.filters, tuple(layer.size), bias=layer.biased)
    assert Network().conv_parameters(layer, x.shape) == sum(p.numel() for p in module.parameters())
    linear = nn.Linear(x.shape.size(), 7)
    assert Network().dense_parameters(x.shape.size(), Dense(7)) == sum(p.numel() for p in linear.parameters())


@each_seed
def test_the_receptive_field_is_where_the_gradient_reaches(seed: int) -> None:
    random = Random(seed)
    layers: list[Conv | Pool] = []
    modules: list[nn.Module] = []
    for _ in range(random.randint(1, 4)):
        size, stride, apart = random.randint(1, 4), random.randint(1, 2), random.randint(1, 2)
        if random.random() < 0.7:
            layers.append(Conv(Axes.of(size), stride=Axes.of(stride), dilation=Axes.of(apart)))
            modules.append(nn.Conv2d(1, 1, size, stride, dilation=apart, bias=False))
        else:
            layers.append(Pool(Axes.of(size), Axes.of(stride)))
            modules.append(nn.AvgPool2d(size, stride))
    for module in modules:
        for parameter in module.parameters():
            nn.init.ones_(parameter)
    side = Network().receptive_field(tuple(layers))
    x = torch.ones((1, 1, side + 3, side + 3), requires_grad=True)
    nn.Sequential(*modules)(x)[0, 0, 0, 0].backward()
    reached = x.grad[0, 0].nonzero()
    assert int(reached.max()) + 1 == side
