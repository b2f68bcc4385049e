"""The index on Qdrant's engine in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.papers import Candidate, Passage
from core.ports import Filter
from retrieval.schema import (
    BM25,
    DENSE,
    DIMENSIONS,
    SPARE,
    EmbedderRecord,
    IndexRecord,
    key_of,
    passage_of,
    payload_of,
    point_id,
    ranked,
)
from retrieval.shard import IDLE, Opened, ShardThread

if TYPE_CHECKING:
    import qdrant_edge as qdrant

T = TypeVar("T")
# Every paper is counted: far more than anybody has.
_PAPERS = 1_000_000
# Points of one piece of work: another process gets its turn between two, 0.1 s apart.
_PIECE = 256


class EdgeIndex:
    """A PaperIndex in a folder; several processes may use it, one at a time.

    embedder: whose vectors are added and searched with; None for an index of words only
    idle: seconds for which it stays open after the last piece of work while nobody else waits
    """

    def __init__(self, folder: Path, embedder: EmbedderRecord | None = None, *, idle: float = IDLE) -> None:
        self._embedder = embedder
        self._thread = ShardThread(folder, idle=idle)
        self._words: qdrant.Bm25 | None = None

    async def run(self, work: Callable[[Opened], T]) -> T:
        """Do something with the open shard, off the event loop."""
        return await asyncio.wrap_future(self._thread.submit(work))

    def run_now(self, work: Callable[[Opened], T]) -> T:
        """The same for callers without an event loop; blocks."""
        return self._thread.submit(work).result()

    async def add(self, passages: Sequence[Passage]) -> None:
        """See PaperIndex; 256 passages are acknowledged at a time."""
        for piece in _pieces(passages):
            await self.run(partial(self._add, passages=piece))

    async def without_vectors(self, limit: int) -> list[Passage]:
        """See PaperIndex."""
        return await self.run(lambda opened: _without_vectors(opened, limit))

    async def add_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """See PaperIndex; raises LiteratureError where another embedder made the vectors that are there."""
        for piece in _pieces(list(vectors.items())):
            await self.run(partial(self._add_vectors, vectors=dict(piece)))

    async def drop_vectors(self) -> None:
        """Forget the dense vectors and who made them, so that this index's embedder can make them anew."""
        await self.run(self._drop_vectors)

    async def remove(self, papers: Sequence[str]) -> None:
        """See PaperIndex."""
        if papers:
            await self.run(lambda opened: _remove(opened, list(papers)))

    async def papers(self) -> dict[str, int]:
        """See PaperIndex."""
        return await self.run(_papers)

    async def candidates(
        self, query: str, vector: Sequence[float] | None, limit: int, only: Filter
    ) -> tuple[list[Candidate], list[Candidate]]:
        """See PaperIndex; dense scores are cosines, the others BM25."""
        return await self.run(lambda opened: self.legs(opened, query, vector, limit, condition_of(only)))

    async def passages(self, keys: Sequence[str]) -> dict[str, Passage]:
        """See PaperIndex."""
        return await self.run(lambda opened: _passages(opened, keys))

    async def record(self) -> IndexRecord:
        """What is kept beside the index."""
        return await self.run(lambda opened: opened.record)

    async def close(self) -> None:
        """See PaperIndex; what was added is put in order for the next opening."""
        await asyncio.to_thread(self._thread.close)

    def close_now(self) -> None:
        """The same for callers without an event loop; blocks."""
        self._thread.close()

    @property
    def words(self) -> qdrant.Bm25:
        """What turns texts and questions into BM25 vectors."""
        if self._words is None:
            import qdrant_edge as qdrant

            self._words = qdrant.Bm25()
        return self._words

    def _add(self, opened: Opened, passages: Sequence[Passage]) -> None:
        import qdrant_edge as qdrant

        words = self.words
        points = [
            qdrant.Point(point_id(one.id), {BM25: words.embed_document(one.searched)}, payload_of(one))
            for one in passages
        ]
        self.put(opened, points)

    def prepare(self, opened: Opened) -> qdrant.EdgeShard:
        """The shard; made where there is none. For use within ``run``."""
        return opened.create(self._embedder.dimensions if self._embedder else DIMENSIONS)

    def put(self, opened: Opened, points: list[qdrant.Point]) -> None:
        """Write whole points. For use within ``run``."""
        import qdrant_edge as qdrant

        shard = self.prepare(opened)
        opened.dirty = True
        shard.update(qdrant.UpdateOperation.upsert_points(points))

    def permit(self, opened: Opened) -> None:
        """Record whose vectors are about to be written; raises LiteratureError where it is not the recorded embedder."""
        made = opened.record.permit(self._embedder, opened.where)
        if opened.record.embedder is None:
            opened.keep(replace(opened.record, embedder=made))

    def _add_vectors(self, opened: Opened, vectors: Mapping[str, Sequence[float]]) -> None:
        import qdrant_edge as qdrant

        if opened.shard is None:
            return
        self.permit(opened)
        keys = {point_id(passage): vector for passage, vector in vectors.items()}
        there = [key_of(one.id) for one in opened.shard.retrieve(list(keys), False, False)]
        points = [qdrant.PointVectors(key, {DENSE: list(keys[key])}) for key in there]
        if points:
            opened.dirty = True
            opened.shard.update(qdrant.UpdateOperation.update_vectors(points))

    def _drop_vectors(self, opened: Opened) -> None:
        import qdrant_edge as qdrant

        if opened.shard is None:
            return
        size = self._embedder.dimensions if self._embedder else DIMENSIONS
        opened.shard.update(qdrant.UpdateOperation.delete_vector_name(DENSE))
        opened.shard.update(qdrant.UpdateOperation.create_dense_vector(DENSE, size, qdrant.Distance.Cosine))
        opened.keep(IndexRecord(size))

    def legs(
        self,
        opened: Opened,
        query: str,
        vector: Sequence[float] | None,
        limit: int,
        condition: qdrant.Filter | None,
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Both legs under a condition in the engine's own terms. For use within ``run``."""
        import qdrant_edge as qdrant

        if opened.shard is None or limit < 1:
            return [], []
        asked = {}
        if vector is not None and opened.record.embedder is not None:
            opened.record.permit(self._embedder, opened.where)
            asked[DENSE] = qdrant.Query.Nearest(list(vector), using=DENSE)
        words = self.words.embed_query(query)
        if words.indices:
            asked[BM25] = qdrant.Query.Nearest(words, using=BM25)
        requests = [qdrant.QueryRequest(limit + SPARE, query=one, filter=condition) for one in asked.values()]
        found = opened.shard.query_batch(qdrant.QueryBatchRequest(requests)) if requests else []
        legs = {
            name: ranked([(key_of(one.id), one.score) for one in leg], limit)
            for name, leg in zip(asked, found, strict=True)
        }
        return legs.get(DENSE, []), legs.get(BM25, [])


def condition_of(only: Filter) -> qdrant.Filter | None:
    """A restriction in the engine's own terms."""
    import qdrant_edge as qdrant

    must: list[qdrant.ConditionType] = []
    if only.papers:
        must.append(qdrant.FieldCondition("paper", match=qdrant.MatchAny(list(only.papers))))
    if only.years:
        must.append(qdrant.FieldCondition("year", match=qdrant.MatchAny(list(only.years))))
    return qdrant.Filter(must=must) if must else None


def _without_vectors(opened: Opened, limit: int) -> list[Passage]:
    import qdrant_edge as qdrant

    if opened.shard is None or limit < 1:
        return []
    lacking = qdrant.Filter(must_not=[qdrant.HasVectorCondition(DENSE)])
    found, _ = opened.shard.scroll(qdrant.ScrollRequest(limit=limit, filter=lacking, with_payload=True))
    return [passage_of(one.payload or {}) for one in found]


def _remove(opened: Opened, papers: list[str]) -> None:
    import qdrant_edge as qdrant

    if opened.shard is not None:
        opened.dirty = True
        gone = qdrant.Filter(must=[qdrant.FieldCondition("paper", match=qdrant.MatchAny(papers))])
        opened.shard.update(qdrant.UpdateOperation.delete_points_by_filter(gone))


def _papers(opened: Opened) -> dict[str, int]:
    import qdrant_edge as qdrant

    if opened.shard is None:
        return {}
    counted = opened.shard.facet(qdrant.FacetRequest("paper", limit=_PAPERS, exact=True))
    return {str(hit.value): hit.count for hit in counted.hits if hit.count}


def _passages(opened: Opened, keys: Sequence[str]) -> dict[str, Passage]:
    if opened.shard is None or not keys:
        return {}
    found = opened.shard.retrieve(list(keys), True, False)
    return {key_of(one.id): passage_of(one.payload or {}) for one in found}


def _pieces(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + _PIECE] for start in range(0, len(items), _PIECE))
