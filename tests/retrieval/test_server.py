"""The index on a Qdrant server: the contract on the client's own engine and, where one is named, on a real server."""

from __future__ import annotations

import os
import uuid
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from qdrant_client import AsyncQdrantClient

from core.errors import LiteratureError
from core.ports import Filter
from retrieval.edge import EdgeIndex
from retrieval.points import migrate
from retrieval.schema import EmbedderRecord
from retrieval.search import HybridSearch
from retrieval.selection import Ask
from retrieval.server import MEMORY, ServerIndex
from tests.retrieval.contract import IndexContract, Reopen, filled
from tests.retrieval.papers import OTHER, RECORD, LetterEmbedder, corpus, vector

URL = os.environ.get("GPIOT_TEST_QDRANT_URL", "")
KEY = os.environ.get("GPIOT_TEST_QDRANT_API_KEY", "")


class InMemory(ServerIndex):
    """A ServerIndex whose server outlives it."""

    def __init__(self, engine: AsyncQdrantClient, record: EmbedderRecord | None) -> None:
        super().__init__(MEMORY, embedder=record)
        self._engine = engine

    def _connected(self) -> AsyncQdrantClient:
        return self._engine

    async def close(self) -> None:
        self._client = None


class TestServer(IndexContract):
    """The client's own engine stands in for a server; the same tests run on a real one that the environment names."""

    @pytest.fixture(params=["memory", "server"] if URL else ["memory"])
    async def reopen(self, request: pytest.FixtureRequest) -> AsyncIterator[Reopen]:
        if request.param == "memory":
            engine = AsyncQdrantClient(MEMORY)
            yield lambda record: InMemory(engine, record)
            await engine.close()
            return
        name = f"gpiot-test-{uuid.uuid4().hex}"
        yield lambda record: ServerIndex(URL, KEY, embedder=record, collection=name)
        last = ServerIndex(URL, KEY, collection=name)
        await last.delete()
        await last.close()


async def test_both_engines_rank_alike_and_migrating_keeps_everything(tmp_path: Path) -> None:
    edge, server = EdgeIndex(tmp_path, RECORD), ServerIndex(MEMORY, embedder=RECORD)
    await filled(edge, 300)
    moved: list[int] = []
    assert await migrate(edge, server, moved.append) == 300
    assert moved == [256, 300]
    assert await server.papers() == await edge.papers()
    assert await server.record() == await edge.record()
    for query in ("heartbeat detection", "noise of the radio channel", "walking"):
        for only in (Filter(), Filter(years=(2021,))):
            for about in (None, vector(query)):
                ask = Ask(query, about, 50, candidates=50, per_paper=0, only=only)
                one, two = await edge.find(ask), await server.find(ask)
                assert [hit.passage for hit in one] == [hit.passage for hit in two]
                assert [hit.score for hit in one] == pytest.approx([hit.score for hit in two], abs=1e-4)
        hits = [await HybridSearch(index, LetterEmbedder()).search(query, 10) for index in (edge, server)]
        assert [hit.passage for hit in hits[0]] == [hit.passage for hit in hits[1]]
    # A second run writes the same again.
    assert await migrate(edge, server) == 300
    assert sum((await server.papers()).values()) == 300
    await edge.close()
    await server.close()


async def test_migrating_into_vectors_of_another_embedder_is_refused(tmp_path: Path) -> None:
    edge, server = EdgeIndex(tmp_path, RECORD), ServerIndex(MEMORY, embedder=OTHER)
    await filled(edge, 3)
    await server.add(corpus(1))
    await server.add_vectors({"id0": vector("0")})
    with pytest.raises(LiteratureError, match="letters"):
        await migrate(edge, server)
    await edge.close()
    await server.close()


async def test_a_server_that_does_not_answer_is_named_and_its_key_is_not() -> None:
    # Port 9 discards; nobody listens there on a loopback address.
    index = ServerIndex("http://127.0.0.1:9", "a-secret-key", embedder=RECORD)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(LiteratureError, match=r"No Qdrant server answers at http://127\.0\.0\.1:9") as told:
            await index.papers()
    assert "secret" not in f"{told.value.message} {told.value.hint} {index!r}"
    await index.close()


async def test_a_collection_of_somebody_else_is_left_alone() -> None:
    engine = AsyncQdrantClient(MEMORY)
    await engine.create_collection("gpiot", {})
    with pytest.raises(LiteratureError, match="not an index of gpiot"):
        await InMemory(engine, RECORD).add(corpus(1))
    await engine.close()
