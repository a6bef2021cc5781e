"""Each filter is tried on the image."""

from typing import Any

from oracles.reading import numbers


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    image, made = numbers(given["image"])[0], numbers(given["made"])[0]
    fits = [number for number, layer in enumerate(given["filters"], 1) if slid(image, numbers(layer["weights"])[0][0], conventions) == made]
    return dict.fromkeys(parts, fits[0])


def slid(image: Any, kernel: Any, conventions: dict[str, str]) -> Any:
    if conventions["kernel"] == "flipped":
        kernel = [row[::-1] for row in kernel[::-1]]
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    return [
        [sum(image[i + u][j + v] * w for u, row in enumerate(kernel) for v, w in enumerate(row)) for j in range(columns)]
        for i in range(rows)
    ]
