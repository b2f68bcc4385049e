"""Restrictions of a search as plain data, in the form of Qdrant's REST API; both engines take them from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.ports import Filter

if TYPE_CHECKING:
    import qdrant_edge as qdrant

Condition = dict[str, Any]


def restriction(only: Filter) -> Condition | None:
    """What a search is restricted to; None for nothing."""
    pairs = (("paper", only.papers), ("year", only.years))
    must = [{"key": key, "match": {"any": list(values)}} for key, values in pairs if values]
    return {"must": must} if must else None


def in_process(condition: Condition | None) -> qdrant.Filter | None:
    """The same for the engine in this process; raises ValueError for what this file does not know."""
    import qdrant_edge as qdrant

    if condition is None:
        return None
    parts: dict[str, Any] = {name: [_part(one) for one in some] for name, some in condition.items()}
    return qdrant.Filter(**parts)


def _part(part: Condition) -> Any:
    import qdrant_edge as qdrant

    match part:
        case {"key": key, "match": {"value": value}}:
            return qdrant.FieldCondition(key, match=qdrant.MatchValue(value))
        case {"key": key, "match": {"any": values}}:
            return qdrant.FieldCondition(key, match=qdrant.MatchAny(values))
        case {"key": key, "range": bounds}:
            return qdrant.FieldCondition(key, range=qdrant.RangeFloat(**bounds))
        case {"is_empty": {"key": key}}:
            return qdrant.IsEmptyCondition(key)
        case {"has_id": ids}:
            return qdrant.HasIdCondition(set(ids))
        case {"has_vector": name}:
            return qdrant.HasVectorCondition(name)
        case {"must": _} | {"should": _} | {"must_not": _}:
            return in_process(part)
    raise ValueError(part)
