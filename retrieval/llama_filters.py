"""LlamaIndex's filters in the engine's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from retrieval.schema import point_id

if TYPE_CHECKING:
    import qdrant_edge

# What every passage has: gpiot's own keep it beside the text, nodes of LlamaIndex in their metadata.
_SHARED = {"paper", "title", "year", "page", "last_page", "section"}
_RANGES = {
    FilterOperator.GT: "gt",
    FilterOperator.GTE: "gte",
    FilterOperator.LT: "lt",
    FilterOperator.LTE: "lte",
}
_DENIED = {FilterOperator.NE: FilterOperator.EQ, FilterOperator.NIN: FilterOperator.IN}


def condition_of(
    filters: MetadataFilters | None, doc_ids: Sequence[str] | None = None, node_ids: Sequence[str] | None = None
) -> qdrant_edge.Filter | None:
    """All of the given together, empty lists being none; None where nothing is given.

    Raises NotImplementedError for an unknown operator.
    """
    import qdrant_edge as qdrant

    must: list[Any] = []
    if filters is not None and filters.filters:
        must.append(_group(filters))
    # LlamaIndex's own retriever sends empty lists for no restriction.
    if doc_ids:
        must.append(qdrant.FieldCondition("paper", match=qdrant.MatchAny(list(doc_ids))))
    if node_ids:
        must.append(qdrant.HasIdCondition({point_id(node) for node in node_ids}))
    return qdrant.Filter(must=must) if must else None


def _group(filters: MetadataFilters) -> qdrant_edge.Filter:
    import qdrant_edge as qdrant

    parts: list[Any] = [_group(one) if isinstance(one, MetadataFilters) else _single(one) for one in filters.filters]
    if filters.condition == FilterCondition.OR:
        return qdrant.Filter(should=parts)
    if filters.condition == FilterCondition.NOT:
        return qdrant.Filter(must_not=parts)
    return qdrant.Filter(must=parts)


def _single(one: MetadataFilter) -> qdrant_edge.Filter:
    import qdrant_edge as qdrant

    keys = [f"metadata.{one.key}", *([one.key] if one.key in _SHARED else [])]
    if one.operator == FilterOperator.IS_EMPTY:
        return qdrant.Filter(must=[qdrant.IsEmptyCondition(key) for key in keys])
    if one.operator in _DENIED:
        return qdrant.Filter(must_not=[_field(key, _DENIED[one.operator], one.value) for key in keys])
    if one.operator == FilterOperator.ALL:
        wanted = one.value if isinstance(one.value, list) else [one.value]
        every: list[Any] = [
            qdrant.Filter(must=[_field(key, FilterOperator.EQ, value) for value in wanted]) for key in keys
        ]
        return qdrant.Filter(should=every)
    return qdrant.Filter(should=[_field(key, one.operator, one.value) for key in keys])


def _field(key: str, operator: FilterOperator, value: Any) -> qdrant_edge.FieldCondition:
    import qdrant_edge as qdrant

    if operator in _RANGES:
        return qdrant.FieldCondition(key, range=qdrant.RangeFloat(**{_RANGES[operator]: float(value)}))
    if operator in (FilterOperator.IN, FilterOperator.ANY):
        return qdrant.FieldCondition(key, match=qdrant.MatchAny(list(value)))
    if operator in (FilterOperator.EQ, FilterOperator.CONTAINS):
        if isinstance(value, float):
            return qdrant.FieldCondition(key, range=qdrant.RangeFloat(gte=value, lte=value))
        return qdrant.FieldCondition(key, match=qdrant.MatchValue(value))
    raise NotImplementedError(f"the operator {operator.value} is not known to the index")
