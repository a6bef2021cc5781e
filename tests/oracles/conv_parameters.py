"""Count the numbers that a layer learns: each neuron or filter has a weight for all that it sees, and perhaps a bias."""

from typing import Any


def learnt(outputs: int, seen: int, biased: bool, conventions: dict[str, str]) -> int:
    return outputs * (seen + (biased and conventions["bias"] == "counted"))


def of_conv(conv: dict[str, Any], channels: int, conventions: dict[str, str]) -> int:
    return learnt(conv["filters"], conv["size"][0] * conv["size"][1] * channels, conv["biased"], conventions)


def of_dense(dense: dict[str, Any], inputs: int, conventions: dict[str, str]) -> int:
    return learnt(dense["neurons"], inputs, dense["biased"], conventions)


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    return {part: of_conv(given["conv"], given["shape"]["channels"], conventions) for part in parts}
