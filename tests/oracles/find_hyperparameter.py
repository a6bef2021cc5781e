"""Put every number that is allowed in the place of the hidden one."""

from typing import Any

from oracles.output_size import places


def result(layer: dict[str, int], conventions: dict[str, str]) -> int | None:
    length = layer["size"] + layer["padding"] * (2 if conventions["padding"] == "per-side" else 1)
    return places(length, layer["kernel"], layer["stride"], conventions)


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    known = {name: given[name] for name in ("size", "kernel", "padding", "stride") if name in given}
    (hidden,) = {"size", "kernel", "padding", "stride"} - set(known)
    tried = range(0 if hidden == "padding" else 1, given["most"] + 1)
    fits = {value for value in tried if result({**known, hidden: value}, conventions) == given["result"]}
    return dict.fromkeys(parts, fits)
