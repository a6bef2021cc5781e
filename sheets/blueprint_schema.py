"""The JSON Schema of a blueprint, for editors: made from its keys, with every key described."""

from typing import Any

from ..exercises.schemas import schema as schema_of
from .blueprint_keys import BlueprintKeys


def schema() -> dict[str, Any]:
    """Draft 2020-12. Settings and the given are open: they are checked against the family when the blueprint is read."""
    found = schema_of(BlueprintKeys, "convexam blueprint")
    problem = found["$defs"]["ProblemKeys"]
    problem["anyOf"] = [{"required": ["family"]}, {"required": ["pool"], "not": {"required": ["family"]}}]
    return _filled(found)


def _filled(value: Any) -> Any:
    """TOML has no null: a key is there or not, so neither `null` nor a default of it helps anybody."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _filled(item) for key, item in value.items() if not (key == "default" and item is None)}
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1 and "required" not in options[0]:
        del kept["anyOf"]
        return kept | options[0]
    return kept
