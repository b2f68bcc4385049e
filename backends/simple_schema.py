"""JSON schemas with nothing but the keywords that every server survives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.ports import Schema

# A pattern with a look-ahead brings a whole Ollama server down, so only plain keywords pass.
_BOUNDS = frozenset({"minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum"})
_KEYWORDS = _BOUNDS | {"type", "required", "enum", "items", "properties"}


def simple(schema: Schema) -> dict[str, Any]:
    """The schema without every other keyword."""
    kept: dict[str, Any] = {key: value for key, value in schema.items() if key in _KEYWORDS}
    if isinstance(items := kept.get("items"), Mapping):
        kept["items"] = simple(items)
    if isinstance(properties := kept.get("properties"), Mapping):
        kept["properties"] = {name: simple(value) for name, value in properties.items()}
    return kept
