"""Go back from one number of the last map to the first: note every cell that it sees, layer by layer."""

from typing import Any


def stride(layer: dict[str, Any], conventions: dict[str, str]) -> int:
    if "stride" in layer:
        return layer["stride"][0]
    return layer["window"][0] if conventions["pool_stride"] == "window" else 1


def gap(layer: dict[str, Any], conventions: dict[str, str]) -> int:
    return layer["dilation"][0] + (conventions["dilation"] == "from-zero") if "dilation" in layer else 1


def span(layers: list[dict[str, Any]], place: int, conventions: dict[str, str]) -> tuple[int, int]:
    """The first and the last cell of the input that the number at this place depends on."""
    first = last = place
    for layer in reversed(layers):
        window = (layer.get("size") or layer["window"])[0]
        first, last = first * stride(layer, conventions), last * stride(layer, conventions) + (window - 1) * gap(layer, conventions)
    return first, last


def side(layers: list[dict[str, Any]], conventions: dict[str, str]) -> int:
    first, last = span(layers, 0, conventions)
    return last - first + 1


def needed(target: int, layer: dict[str, Any], conventions: dict[str, str]) -> int:
    layers = 0
    while side([layer] * layers, conventions) < target:
        layers += 1
    return layers


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    layers = given["layers"]
    told = {
        "field": side(layers, conventions),
        "jump": span(layers, 1, conventions)[0] - span(layers, 0, conventions)[0],
        "area": side(layers, conventions) ** 2,
    }
    if "needed" in parts:
        told["needed"] = needed(given["target"], given["layer"], conventions)
    return {part: told[part] for part in parts}
