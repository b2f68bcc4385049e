"""What is done with the open shard. Functions at the top level of a module: they travel to the child that has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.papers import Hit, Passage
from retrieval.conditions import Condition, in_process, restriction
from retrieval.fusion import fused
from retrieval.schema import (
    BM25,
    DENSE,
    DIMENSIONS,
    SPARE,
    Candidate,
    EmbedderRecord,
    IndexRecord,
    key_of,
    passage_of,
    payload_of,
    point_id,
    ranked,
)
from retrieval.selection import Ask, hits_of
from retrieval.shard import Opened

# Every paper is counted: far more than anybody has.
_PAPERS = 1_000_000


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point to be written: what it holds, the text that it is found by, and its dense vector where there is one."""

    key: str
    payload: dict[str, Any]
    searched: str
    dense: list[float] | None = None


def new_point(passage: Passage) -> NewPoint:
    """The point of a passage without its dense vector."""
    return NewPoint(point_id(passage.id), payload_of(passage), passage.searched)


def put(opened: Opened, points: Sequence[NewPoint], embedder: EmbedderRecord | None) -> None:
    """Write whole points; the shard is made where there is none."""
    import qdrant_edge as qdrant

    if not points:
        return
    shard = opened.create(embedder.dimensions if embedder else DIMENSIONS)
    if any(one.dense is not None for one in points):
        _permit(opened, embedder)
    opened.dirty = True
    shard.update(
        qdrant.UpdateOperation.upsert_points(
            [
                qdrant.Point(
                    one.key,
                    {
                        BM25: opened.words.embed_document(one.searched),
                        **({DENSE: one.dense} if one.dense is not None else {}),
                    },
                    one.payload,
                )
                for one in points
            ]
        )
    )


def add_vectors(opened: Opened, vectors: Mapping[str, Sequence[float]], embedder: EmbedderRecord | None) -> None:
    """Dense vectors by passage; those of passages that are gone are ignored."""
    import qdrant_edge as qdrant

    if opened.shard is None:
        return
    _permit(opened, embedder)
    keys = {point_id(passage): vector for passage, vector in vectors.items()}
    there = [key_of(one.id) for one in opened.shard.retrieve(list(keys), False, False)]
    points = [qdrant.PointVectors(key, {DENSE: list(keys[key])}) for key in there]
    if points:
        opened.dirty = True
        opened.shard.update(qdrant.UpdateOperation.update_vectors(points))


def _permit(opened: Opened, embedder: EmbedderRecord | None) -> None:
    """Record whose vectors are about to be written; raises LiteratureError where it is not the recorded embedder."""
    made = opened.record.permit(embedder, opened.where)
    if opened.record.embedder is None:
        opened.keep(replace(opened.record, embedder=made))


def drop_vectors(opened: Opened, embedder: EmbedderRecord | None) -> None:
    """Forget the dense vectors and who made them."""
    import qdrant_edge as qdrant

    if opened.shard is None:
        return
    size = embedder.dimensions if embedder else DIMENSIONS
    opened.shard.update(qdrant.UpdateOperation.delete_vector_name(DENSE))
    opened.shard.update(qdrant.UpdateOperation.create_dense_vector(DENSE, size, qdrant.Distance.Cosine))
    opened.keep(IndexRecord(size))


def delete(opened: Opened, condition: Condition) -> None:
    """Remove the points for which a condition holds."""
    import qdrant_edge as qdrant

    if opened.shard is not None and (gone := in_process(condition)) is not None:
        opened.dirty = True
        opened.shard.update(qdrant.UpdateOperation.delete_points_by_filter(gone))


def payloads(opened: Opened, condition: Condition | None, limit: int | None = None) -> list[dict[str, Any]]:
    """What the points hold for which a condition holds, in the order of their keys."""
    import qdrant_edge as qdrant

    if opened.shard is None or limit == 0:
        return []
    where = in_process(condition)
    count = limit or max(1, opened.shard.count(qdrant.CountRequest(filter=where)))
    found, _ = opened.shard.scroll(qdrant.ScrollRequest(limit=count, filter=where, with_payload=True))
    return [dict(one.payload or {}) for one in found]


def papers(opened: Opened) -> dict[str, int]:
    """How many passages each paper has."""
    import qdrant_edge as qdrant

    if opened.shard is None:
        return {}
    counted = opened.shard.facet(qdrant.FacetRequest("paper", limit=_PAPERS, exact=True))
    return {str(hit.value): hit.count for hit in counted.hits if hit.count}


def legs(
    opened: Opened,
    query: str,
    vector: Sequence[float] | None,
    limit: int,
    condition: Condition | None,
    embedder: EmbedderRecord | None,
) -> tuple[list[Candidate], list[Candidate]]:
    """The best points of the dense leg and of the BM25 leg."""
    import qdrant_edge as qdrant

    if opened.shard is None or limit < 1:
        return [], []
    asked = {}
    if vector is not None and opened.record.embedder is not None:
        opened.record.permit(embedder, opened.where)
        asked[DENSE] = qdrant.Query.Nearest(list(vector), using=DENSE)
    words = opened.words.embed_query(query)
    if words.indices:
        asked[BM25] = qdrant.Query.Nearest(words, using=BM25)
    where = in_process(condition)
    requests = [qdrant.QueryRequest(limit + SPARE, query=one, filter=where) for one in asked.values()]
    found = opened.shard.query_batch(qdrant.QueryBatchRequest(requests)) if requests else []
    both = {
        name: ranked([(key_of(one.id), one.score) for one in leg], limit)
        for name, leg in zip(asked, found, strict=True)
    }
    return both.get(DENSE, []), both.get(BM25, [])


def read(opened: Opened, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What points hold, by their keys."""
    if opened.shard is None or not keys:
        return {}
    return {key_of(one.id): dict(one.payload or {}) for one in opened.shard.retrieve(list(keys), True, False)}


def find(opened: Opened, ask: Ask, embedder: EmbedderRecord | None) -> list[Hit]:
    """A whole search in one piece of work: each trip to the child costs as much as a tenth of it."""
    found = legs(opened, ask.query, ask.vector, ask.width, restriction(ask.only), embedder)
    reading = hits_of(ask, found)
    try:
        keys = next(reading)
        while True:
            keys = reading.send({key: passage_of(payload) for key, payload in read(opened, keys).items()})
    except StopIteration as done:
        hits: list[Hit] = done.value
        return hits


def nearest(
    opened: Opened,
    query: str,
    vector: Sequence[float] | None,
    limit: int,
    width: int,
    condition: Condition | None,
    embedder: EmbedderRecord | None,
) -> list[tuple[dict[str, Any], float]]:
    """What the best points hold, with their scores: of one leg as it is, of both fused."""
    dense, bm25 = legs(opened, query, vector, width, condition, embedder)
    ranking = (fused(dense, bm25) if dense and bm25 else dense or bm25)[:limit]
    found = read(opened, [one.key for one in ranking])
    return [(found[one.key], one.score) for one in ranking if one.key in found]


def record_of(opened: Opened) -> IndexRecord:
    """What is kept beside the index."""
    return opened.record
