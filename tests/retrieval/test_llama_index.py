"""Our index under a LlamaIndex program: whole indexes, filters, modes, and passages of gpiot's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
)

from core.errors import LiteratureError
from retrieval.edge import EdgeIndex
from retrieval.llama_index import EdgeVectorStore
from retrieval.search import HybridSearch
from tests.retrieval.papers import OTHER, RECORD, corpus, vector

TEXTS = {
    "ecg": "R-peaks mark the heartbeat in an electrocardiogram.",
    "csi": "Channel state information tells who walks through the room.",
    "imu": "An accelerometer counts steps.",
}


class FakeEmbedding(BaseEmbedding):
    """Vectors that depend on the text alone."""

    def _get_query_embedding(self, query: str) -> list[float]:
        return vector(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return vector(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return vector(text)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EdgeVectorStore]:
    opened = EdgeVectorStore(tmp_path / "index", RECORD)
    yield opened
    opened.close()


@pytest.fixture
def index(store: EdgeVectorStore) -> VectorStoreIndex:
    documents = [
        Document(text=text, id_=name, metadata={"kind": name, "year": 2000 + n, "rate": 0.5 * n, "tags": ["all", name]})
        for n, (name, text) in enumerate(TEXTS.items())
    ]
    storage = StorageContext.from_defaults(vector_store=store)
    return VectorStoreIndex.from_documents(
        documents, storage_context=storage, embed_model=FakeEmbedding(), transformations=[]
    )


def documents_of(nodes: list[NodeWithScore]) -> list[str]:
    return [str(one.node.ref_doc_id or one.node.node_id) for one in nodes]


def kinds(store: EdgeVectorStore, filters: MetadataFilters) -> set[str]:
    query = VectorStoreQuery(query_embedding=vector("x"), similarity_top_k=10, filters=filters)
    return {node.metadata["kind"] for node in store.query(query).nodes or []}


def test_an_index_over_it_finds_its_documents(index: VectorStoreIndex) -> None:
    found = index.as_retriever(similarity_top_k=3).retrieve("heartbeat")
    assert {one.node.get_content() for one in found} == set(TEXTS.values())
    assert found[0].score is not None
    assert index.as_retriever(similarity_top_k=1, vector_store_query_mode="hybrid").retrieve("who walks?")


async def test_the_same_without_blocking_the_loop(index: VectorStoreIndex) -> None:
    found = await index.as_retriever(similarity_top_k=2).aretrieve("heartbeat")
    assert len(found) == 2


def test_words_are_searched_in_the_modes_for_them(index: VectorStoreIndex) -> None:
    for mode in (VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH):
        found = index.as_retriever(similarity_top_k=3, vector_store_query_mode=mode).retrieve("heartbeats")
        assert [one.node.get_content() for one in found] == [TEXTS["ecg"]]


def test_a_mode_that_the_engine_does_not_have_is_refused(store: EdgeVectorStore) -> None:
    with pytest.raises(NotImplementedError, match="mmr"):
        store.query(VectorStoreQuery(query_embedding=vector("x"), mode=VectorStoreQueryMode.MMR))
    with pytest.raises(NotImplementedError, match="text_match"):
        kinds(
            store,
            MetadataFilters(filters=[MetadataFilter(key="kind", value="e", operator=FilterOperator.TEXT_MATCH)]),
        )


@pytest.mark.parametrize(
    ("key", "operator", "value", "expected"),
    [
        ("kind", FilterOperator.EQ, "ecg", {"ecg"}),
        ("kind", FilterOperator.NE, "ecg", {"csi", "imu"}),
        ("kind", FilterOperator.IN, ["ecg", "imu"], {"ecg", "imu"}),
        ("kind", FilterOperator.NIN, ["ecg", "imu"], {"csi"}),
        ("year", FilterOperator.EQ, 2001, {"csi"}),
        ("year", FilterOperator.GT, 2000, {"csi", "imu"}),
        ("year", FilterOperator.LTE, 2001, {"ecg", "csi"}),
        ("rate", FilterOperator.EQ, 0.5, {"csi"}),
        ("rate", FilterOperator.GTE, 0.5, {"csi", "imu"}),
        ("rate", FilterOperator.LT, 0.5, {"ecg"}),
        ("tags", FilterOperator.CONTAINS, "imu", {"imu"}),
        ("tags", FilterOperator.ANY, ["imu", "csi"], {"imu", "csi"}),
        ("tags", FilterOperator.ALL, ["all", "csi"], {"csi"}),
        ("absent", FilterOperator.IS_EMPTY, None, {"ecg", "csi", "imu"}),
        ("kind", FilterOperator.IS_EMPTY, None, set()),
    ],
)
@pytest.mark.usefixtures("index")
def test_metadata_filters(
    store: EdgeVectorStore, key: str, operator: FilterOperator, value: str | int | None, expected: set[str]
) -> None:
    one = MetadataFilter(key=key, value=value, operator=operator)
    assert kinds(store, MetadataFilters(filters=[one])) == expected


@pytest.mark.usefixtures("index")
def test_filters_combine_and_nest(store: EdgeVectorStore) -> None:
    ecg, csi = MetadataFilter(key="kind", value="ecg"), MetadataFilter(key="kind", value="csi")
    either = MetadataFilters(filters=[ecg, csi], condition=FilterCondition.OR)
    late = MetadataFilter(key="year", value=2000, operator=FilterOperator.GT)
    assert kinds(store, either) == {"ecg", "csi"}
    assert kinds(store, MetadataFilters(filters=[either, late])) == {"csi"}
    assert kinds(store, MetadataFilters(filters=[ecg, csi], condition=FilterCondition.NOT)) == {"imu"}
    assert kinds(store, MetadataFilters(filters=[])) == {"ecg", "csi", "imu"}


def test_deleting(index: VectorStoreIndex, store: EdgeVectorStore) -> None:
    nodes = {node.metadata["kind"]: node for node in store.get_nodes()}
    assert [node.node_id for node in store.get_nodes([nodes["imu"].node_id])] == [nodes["imu"].node_id]
    index.delete_ref_doc(str(nodes["ecg"].ref_doc_id or nodes["ecg"].node_id))
    assert {node.metadata["kind"] for node in store.get_nodes()} == {"csi", "imu"}
    store.delete_nodes([nodes["imu"].node_id])
    assert {node.metadata["kind"] for node in store.get_nodes()} == {"csi"}
    store.delete_nodes()
    assert len(store.get_nodes()) == 1
    store.clear()
    assert store.get_nodes() == []


async def test_passages_of_gpiot_are_nodes_and_nodes_are_passages(tmp_path: Path) -> None:
    ours, passages = EdgeIndex(tmp_path, RECORD), corpus(6)
    await ours.add(passages)
    await ours.add_vectors({one.id: vector(one.searched) for one in passages})
    store = EdgeVectorStore(tmp_path, RECORD)
    filters = MetadataFilters(filters=[MetadataFilter(key="year", value=passages[2].year)])
    query = VectorStoreQuery(query_embedding=vector(passages[2].searched), similarity_top_k=1, filters=filters)
    (node,) = (await store.aquery(query)).nodes or []
    assert (node.node_id, node.ref_doc_id, node.metadata["page"]) == ("id2", passages[2].paper, passages[2].page)
    added = TextNode(
        id_="n1", text="Seismocardiography.", metadata={"title": "Notes", "page": 7}, embedding=vector("n")
    )
    assert await store.async_add([added]) == ["n1"]
    (hit,) = await HybridSearch(ours).search("seismocardiography", 5)
    assert (hit.passage.id, hit.passage.title, hit.passage.page) == ("n1", "Notes", 7)
    await asyncio.to_thread(store.close)
    await ours.close()


def test_vectors_of_another_embedding_model_are_refused(store: EdgeVectorStore, tmp_path: Path) -> None:
    store.add([TextNode(text="one", embedding=vector("one"))])
    other = EdgeVectorStore(tmp_path / "index", OTHER)
    with pytest.raises(LiteratureError, match="letters"):
        other.add([TextNode(text="two", embedding=vector("two"))])
    other.close()


def test_an_empty_store_finds_nothing(store: EdgeVectorStore) -> None:
    assert store.add([]) == []
    assert store.query(VectorStoreQuery(query_embedding=vector("x"), similarity_top_k=3)).nodes == []
    assert store.get_nodes() == []
    store.delete("nobody")
