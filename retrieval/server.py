"""The index on a Qdrant server or cluster, by qdrant-client; the same points and BM25 vectors as on the engine in process."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.errors import LiteratureError
from core.papers import Hit, Passage
from core.ports import Filter
from retrieval.conditions import restriction
from retrieval.points import StoredPoint, point_struct
from retrieval.schema import (
    BM25,
    DENSE,
    DIMENSIONS,
    INTEGERS,
    KEYWORDS,
    SPARE,
    EmbedderRecord,
    IndexRecord,
    key_of,
    passage_of,
    payload_of,
    point_id,
    ranked,
)
from retrieval.selection import Ask, Legs, hits_of

if TYPE_CHECKING:
    import qdrant_edge
    from qdrant_client import AsyncQdrantClient

COLLECTION = "gpiot"
MEMORY = ":memory:"
TIMEOUT = 30
_PAPERS = 1_000_000
_PIECE = 256
_LOOPBACK = ("://127.", "://localhost", "://[::1]")


class ServerIndex:
    """A PaperIndex on a Qdrant server; several processes and machines may use it at once.

    url: of the server, or ``:memory:`` for the client's own engine (tests only: 500 times slower)
    shards, replicas: taken when the collection is created
    embedder: whose vectors are added and searched with; None for an index of words only
    """

    def __init__(
        self,
        url: str,
        api_key: str = "",
        shards: int = 1,
        replicas: int = 1,
        embedder: EmbedderRecord | None = None,
        *,
        collection: str = COLLECTION,
    ) -> None:
        self._url = url
        self._api_key = api_key
        self._shards, self._replicas = shards, replicas
        self._embedder = embedder
        self._collection = collection
        self._client: AsyncQdrantClient | None = None
        self._words: qdrant_edge.Bm25 | None = None

    @property
    def where(self) -> str:
        """What the index is called in errors."""
        return f"{self._collection} at {self._url}"

    async def add(self, passages: Sequence[Passage]) -> None:
        """See PaperIndex; 256 passages are acknowledged at a time."""
        words = self.words
        points = (
            StoredPoint(point_id(p.id), payload_of(p), None, (vector.indices, vector.values))
            for p, vector in ((p, words.embed_document(p.searched)) for p in passages)
        )
        await self.put(list(points))

    async def put(self, points: Sequence[StoredPoint]) -> None:
        """Write whole points; the collection is made where there is none."""
        if not points:
            return
        async with self._talking() as (client, models):
            if await self._record(client) is None:
                size = self._embedder.dimensions if self._embedder else DIMENSIONS
                await self._create(client, models, IndexRecord(size))
            for start in range(0, len(points), _PIECE):
                piece = [point_struct(models, one) for one in points[start : start + _PIECE]]
                await client.upsert(self._collection, piece, wait=True)

    async def without_vectors(self, limit: int) -> list[Passage]:
        """See PaperIndex."""
        async with self._talking() as (client, models):
            if limit < 1 or await self._record(client) is None:
                return []
            lacking = models.Filter(must_not=[models.HasVectorCondition(has_vector=DENSE)])
            found, _ = await client.scroll(self._collection, scroll_filter=lacking, limit=limit, with_payload=True)
            return [passage_of(one.payload or {}) for one in found]

    async def add_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """See PaperIndex; raises LiteratureError where another embedder made the vectors that are there."""
        async with self._talking() as (client, models):
            if not vectors or (record := await self._record(client)) is None:
                return
            made = record.permit(self._embedder, self.where)
            if record.embedder is None:
                await self._keep(client, replace(record, embedder=made))
            keys = {point_id(passage): list(vector) for passage, vector in vectors.items()}
            found = await client.retrieve(self._collection, list(keys), with_payload=False)
            points = [models.PointVectors(id=one.id, vector={DENSE: keys[key_of(one.id)]}) for one in found]
            for start in range(0, len(points), _PIECE):
                await client.update_vectors(self._collection, points[start : start + _PIECE], wait=True)

    async def drop_vectors(self) -> None:
        """Forget the dense vectors and who made them, so that this index's embedder can make them anew."""
        async with self._talking() as (client, models):
            if await self._record(client) is None:
                return
            size = self._embedder.dimensions if self._embedder else DIMENSIONS
            await client.delete_vector_name(self._collection, DENSE)
            new = models.DenseVectorConfig(size=size, distance=models.Distance.COSINE)
            await client.create_vector_name(self._collection, DENSE, models.DenseVectorNameConfig(dense=new))
            await self._keep(client, IndexRecord(size))

    async def remove(self, papers: Sequence[str]) -> None:
        """See PaperIndex."""
        async with self._talking() as (client, models):
            if papers and await self._record(client) is not None:
                gone = models.FilterSelector(filter=models.Filter(**(restriction(Filter(papers=tuple(papers))) or {})))
                await client.delete(self._collection, gone, wait=True)

    async def papers(self) -> dict[str, int]:
        """See PaperIndex."""
        async with self._talking() as (client, _):
            if await self._record(client) is None:
                return {}
            counted = await client.facet(self._collection, key="paper", limit=_PAPERS, exact=True)
            return {str(hit.value): hit.count for hit in counted.hits if hit.count}

    async def find(self, ask: Ask) -> list[Hit]:
        """See PaperIndex; dense scores are cosines, the others BM25."""
        async with self._talking() as (client, models):
            record = await self._record(client)
            if record is None or ask.limit < 1:
                return []
            reading = hits_of(ask, await self._legs(client, models, record, ask))
            try:
                keys = next(reading)
                while True:
                    found = await client.retrieve(self._collection, keys, with_payload=True)
                    keys = reading.send({key_of(one.id): passage_of(one.payload or {}) for one in found})
            except StopIteration as done:
                hits: list[Hit] = done.value
                return hits

    async def _legs(self, client: AsyncQdrantClient, models: Any, record: IndexRecord, ask: Ask) -> Legs:
        asked: dict[str, Any] = {}
        if ask.vector is not None and record.embedder is not None:
            record.permit(self._embedder, self.where)
            asked[DENSE] = list(ask.vector)
        words = self.words.embed_query(ask.query)
        if words.indices:
            asked[BM25] = models.SparseVector(indices=words.indices, values=words.values)
        condition = restriction(ask.only)
        requests = [
            models.QueryRequest(
                query=one,
                using=name,
                filter=models.Filter(**condition) if condition else None,
                limit=ask.width + SPARE,
            )
            for name, one in asked.items()
        ]
        found = await client.query_batch_points(self._collection, requests) if requests else []
        legs = {
            name: ranked([(key_of(one.id), one.score) for one in leg.points], ask.width)
            for name, leg in zip(asked, found, strict=True)
        }
        return legs.get(DENSE, []), legs.get(BM25, [])

    async def record(self) -> IndexRecord:
        """What is kept beside the index."""
        async with self._talking() as (client, _):
            return await self._record(client) or IndexRecord()

    async def adopt(self, record: IndexRecord) -> None:
        """Take over what was kept beside another index, whose points are put afterwards; the collection is made.

        Raises LiteratureError where another embedder made the vectors that are here.
        """
        async with self._talking() as (client, models):
            mine = await self._record(client)
            if mine is None:
                await self._create(client, models, record)
            elif record.embedder is not None:
                mine.permit(record.embedder, self.where)
                await self._keep(client, record)

    async def delete(self) -> None:
        """Remove the whole index from the server."""
        async with self._talking() as (client, _):
            await client.delete_collection(self._collection)

    async def close(self) -> None:
        """See PaperIndex."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    @property
    def words(self) -> qdrant_edge.Bm25:
        """What turns texts and questions into BM25 vectors."""
        if self._words is None:
            import qdrant_edge

            self._words = qdrant_edge.Bm25()
        return self._words

    async def _record(self, client: AsyncQdrantClient) -> IndexRecord | None:
        """The record in the collection's metadata; None where there is no collection."""
        if not await client.collection_exists(self._collection):
            return None
        about = (await client.get_collection(self._collection)).config.metadata or {}
        if "gpiot" not in about:
            raise LiteratureError(
                f"The collection {self.where} is not an index of gpiot.", "Remove it or name another one."
            )
        return IndexRecord.from_json(about["gpiot"], self.where)

    async def _keep(self, client: AsyncQdrantClient, record: IndexRecord) -> None:
        await client.update_collection(self._collection, metadata={"gpiot": record.to_json()})

    async def _create(self, client: AsyncQdrantClient, models: Any, record: IndexRecord) -> None:
        await client.create_collection(
            self._collection,
            {DENSE: models.VectorParams(size=record.dimensions, distance=models.Distance.COSINE)},
            sparse_vectors_config={BM25: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            shard_number=self._shards,
            replication_factor=self._replicas,
            metadata={"gpiot": record.to_json()},
        )
        if self._url == MEMORY:
            return
        for name in KEYWORDS:
            await client.create_payload_index(self._collection, name, models.PayloadSchemaType.KEYWORD)
        for name in INTEGERS:
            await client.create_payload_index(self._collection, name, models.PayloadSchemaType.INTEGER)

    @asynccontextmanager
    async def _talking(self) -> AsyncIterator[tuple[AsyncQdrantClient, Any]]:
        """The client and its models; every error of theirs inside the block as a LiteratureError. No key in any."""
        from qdrant_client import models
        from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

        if self._client is None:
            self._client = self._connected()
        try:
            yield self._client, models
        except ResponseHandlingException as error:
            raise LiteratureError(
                f"No Qdrant server answers at {self._url}: {error}.",
                "Start it, correct `qdrant_url`, or set `index` to edge.",
            ) from error
        except UnexpectedResponse as error:
            if error.status_code in (401, 403):
                raise LiteratureError(
                    f"The Qdrant server at {self._url} refused the key.", "Correct `qdrant_api_key`."
                ) from error
            raise LiteratureError(
                f"The Qdrant server at {self._url} answered {error.status_code} {error.reason_phrase}.",
                "Its log says why.",
            ) from error

    def _connected(self) -> AsyncQdrantClient:
        from qdrant_client import AsyncQdrantClient

        if self._url == MEMORY:
            return AsyncQdrantClient(MEMORY)
        # A proxy of the environment is for other machines.
        trusts = not any(mark in self._url for mark in _LOOPBACK)
        with warnings.catch_warnings():
            # A key over plain HTTP is usual within one machine or cluster; the terminal is no place to say so.
            warnings.simplefilter("ignore")
            return AsyncQdrantClient(
                url=self._url,
                api_key=self._api_key or None,
                timeout=TIMEOUT,
                check_compatibility=False,
                trust_env=trusts,
            )
