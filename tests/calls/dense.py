"""Calls of the fully connected end of a network."""

from random import Random
from typing import Any

from convexam.cnn.layers import Dense
from convexam.cnn.values import Tensor

from .drawing import HUGE, Numbers, some_numbers, some_tensor, tensor


def dense_with_numbers(random: Random, neurons: int, inputs: int, numbers: Numbers = HUGE) -> Dense:
    biases = tensor(random, neurons, numbers=numbers) if random.random() < 0.8 else None
    return Dense(neurons, biases is not None, tensor(random, neurons, inputs, numbers=numbers), biases)


def dense(random: Random) -> tuple[Tensor, Dense]:
    inputs, numbers = random.randint(1, 4), some_numbers(random)
    return tensor(random, inputs, numbers=numbers), dense_with_numbers(random, random.randint(1, 4), inputs, numbers)


def flatten(random: Random) -> tuple[Tensor]:
    return (some_tensor(random),)


def size(random: Random) -> tuple[Any]:
    x = some_tensor(random)
    return (random.choice((x, x.shape)),)


SENSIBLE = {"size": size, "flatten": flatten, "dense": dense}
