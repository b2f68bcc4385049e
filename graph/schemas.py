"""The JSON schemas that answers follow, of simple keywords only: what every server with structured output understands.

Every string and list has a length limit: without one a small model repeats itself until its tokens are spent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.contracts import COMMON_TYPES
from core.project import MOST_SUBTASKS


def plan_schema(least: int, most: int) -> dict[str, Any]:
    """A plan: ``subtasks``, each with title, description and the numbers of the sub-tasks it depends on."""
    subtask = _object(
        title=_text(3, 60),
        description=_text(20, 240),
        depends_on=_list({"type": "integer", "minimum": 1, "maximum": MOST_SUBTASKS}, 0, 3),
    )
    return _object(subtasks=_list(subtask, least, most))


def target_schema(source: Mapping[str, Any]) -> dict[str, Any]:
    """The target of one sub-task, with the fields that name its source."""
    return _object(target=_text(10, 240), **source)


def parameters_schema(side: str, least: int, most: int, source: Mapping[str, Any]) -> dict[str, Any]:
    """``inputs`` or ``outputs``: parameters with name, type and meaning, shape and unit where they have one.

    source: the fields by which a parameter names its source.
    """
    parameter = _object(
        name=_text(2, 24), type={"type": "string", "enum": list(COMMON_TYPES)}, meaning=_text(5, 100), **source
    )
    parameter["properties"] |= {"shape": _text(1, 20), "unit": _text(1, 12)}
    return _object(**{side: _list(parameter, least, most)})


def choice_schema(missing: Sequence[str], available: Sequence[str]) -> dict[str, Any]:
    """For each missing input one of the available values, or ``none``."""
    return _object(**{name: {"type": "string", "enum": [*available, "none"]} for name in missing})


def number_schema(numbers: Sequence[int]) -> dict[str, Any]:
    """One sub-task, by its number."""
    # As text: not every server holds integers to a list of allowed ones.
    return _object(subtask={"type": "string", "enum": [str(number) for number in numbers]})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], least: int, most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _text(least: int, most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}
