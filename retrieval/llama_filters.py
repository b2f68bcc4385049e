"""LlamaIndex's filters as plain conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from retrieval.conditions import Condition
from retrieval.schema import point_id

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
) -> Condition | None:
    """All of the given together, empty lists being none; None where nothing is given.

    Raises NotImplementedError for an unknown operator.
    """
    must: list[Condition] = []
    if filters is not None and filters.filters:
        must.append(_group(filters))
    # LlamaIndex's own retriever sends empty lists for no restriction.
    if doc_ids:
        must.append({"key": "paper", "match": {"any": list(doc_ids)}})
    if node_ids:
        must.append({"has_id": [point_id(node) for node in node_ids]})
    return {"must": must} if must else None


def _group(filters: MetadataFilters) -> Condition:
    parts = [_group(one) if isinstance(one, MetadataFilters) else _single(one) for one in filters.filters]
    if filters.condition == FilterCondition.OR:
        return {"should": parts}
    return {"must_not" if filters.condition == FilterCondition.NOT else "must": parts}


def _single(one: MetadataFilter) -> Condition:
    keys = [f"metadata.{one.key}", *([one.key] if one.key in _SHARED else [])]
    if one.operator == FilterOperator.IS_EMPTY:
        return {"must": [{"is_empty": {"key": key}} for key in keys]}
    if one.operator in _DENIED:
        return {"must_not": [_field(key, _DENIED[one.operator], one.value) for key in keys]}
    if one.operator == FilterOperator.ALL:
        wanted = one.value if isinstance(one.value, list) else [one.value]
        return {"should": [{"must": [_field(key, FilterOperator.EQ, value) for value in wanted]} for key in keys]}
    return {"should": [_field(key, one.operator, one.value) for key in keys]}


def _field(key: str, operator: FilterOperator, value: Any) -> Condition:
    if operator in _RANGES:
        return {"key": key, "range": {_RANGES[operator]: float(value)}}
    if operator in (FilterOperator.IN, FilterOperator.ANY):
        return {"key": key, "match": {"any": list(value)}}
    if operator in (FilterOperator.EQ, FilterOperator.CONTAINS):
        exact = isinstance(value, float)
        return {"key": key, "range": {"gte": value, "lte": value}} if exact else {"key": key, "match": {"value": value}}
    raise NotImplementedError(f"the operator {operator.value} is not known to the index")
