"""The index in this process as a LlamaIndex vector store, so that any LlamaIndex program can use it.

Nodes that it adds are passages to ``gpiot search`` as well, and passages that gpiot ingested come out as nodes.
Importing this module imports LlamaIndex, which takes seconds; nothing else of gpiot imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)
from llama_index.core.vector_stores.utils import metadata_dict_to_node, node_to_metadata_dict

from core.papers import Candidate, Passage
from retrieval.edge import EdgeIndex
from retrieval.fusion import fused
from retrieval.llama_filters import condition_of
from retrieval.schema import BM25, DENSE, EmbedderRecord, key_of, passage_of, payload_of, point_id
from retrieval.search import CANDIDATES

if TYPE_CHECKING:
    import qdrant_edge

    from retrieval.shard import Opened

T = TypeVar("T")
# Where a point keeps the node as LlamaIndex writes it.
NODE = "llama_index"
_MODES = {
    VectorStoreQueryMode.DEFAULT: (True, False),
    VectorStoreQueryMode.SPARSE: (False, True),
    VectorStoreQueryMode.TEXT_SEARCH: (False, True),
    VectorStoreQueryMode.HYBRID: (True, True),
    VectorStoreQueryMode.SEMANTIC_HYBRID: (True, True),
}


class EdgeVectorStore(BasePydanticVectorStore):
    """A vector store in a folder.

    embedder: name, digest and dimensions of the embedding model; an index made with another one is refused
    Modes: default (dense), sparse and text_search (BM25), hybrid (both, fused by their distributions).
    """

    stores_text: bool = True
    _index: EdgeIndex = PrivateAttr()

    def __init__(self, folder: Path, embedder: EmbedderRecord) -> None:
        super().__init__(stores_text=True)
        self._index = EdgeIndex(folder, embedder)

    @property
    def client(self) -> EdgeIndex:
        """The index itself."""
        return self._index

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Write nodes with their embeddings; the same id replaces."""
        self._index.run_now(partial(self._add, nodes=list(nodes)))
        return [node.node_id for node in nodes]

    async def async_add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """The same off the event loop."""
        await self._index.run(partial(self._add, nodes=list(nodes)))
        return [node.node_id for node in nodes]

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Remove every node of a document."""
        self._index.run_now(partial(_delete, condition=condition_of(None, doc_ids=[ref_doc_id])))

    def delete_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None, **_: Any) -> None:
        """Remove nodes by their ids, by their metadata, or those that both hold for."""
        if node_ids or (filters is not None and filters.filters):
            self._index.run_now(partial(_delete, condition=condition_of(filters, node_ids=node_ids)))

    def clear(self) -> None:
        """Remove every node."""
        self._index.run_now(partial(_delete, condition=condition_of(None)))

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """Nodes by their ids, by their metadata, or those that both hold for."""
        return self._index.run_now(partial(_nodes, condition=condition_of(filters, node_ids=node_ids)))

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """The nearest nodes; raises NotImplementedError for modes and operators that the engine does not have."""
        return self._index.run_now(partial(self._query, query=query))

    async def aquery(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """The same off the event loop."""
        return await self._index.run(partial(self._query, query=query))

    def close(self) -> None:
        """Let go of the folder."""
        self._index.close_now()

    def _add(self, opened: Opened, nodes: list[BaseNode]) -> None:
        if nodes:
            self._index.prepare(opened)
            self._index.permit(opened)
            self._index.put(opened, [self._point(node) for node in nodes])

    def _point(self, node: BaseNode) -> qdrant_edge.Point:
        import qdrant_edge

        passage = _passage(node)
        kept = node_to_metadata_dict(node, remove_text=True)
        payload = {
            **payload_of(passage),
            NODE: {key: kept[key] for key in ("_node_content", "_node_type")},
            "metadata": node.metadata,
        }
        words = self._index.words.embed_document(passage.searched)
        return qdrant_edge.Point(point_id(node.node_id), {DENSE: node.get_embedding(), BM25: words}, payload)

    def _query(self, opened: Opened, query: VectorStoreQuery) -> VectorStoreQueryResult:
        if query.mode not in _MODES or query.alpha is not None:
            known = ", ".join(mode.value for mode in _MODES)
            raise NotImplementedError(f"mode {query.mode.value} with alpha {query.alpha}: take {known}, without alpha")
        dense, words = _MODES[query.mode]
        limit = (query.hybrid_top_k if dense and words else None) or query.similarity_top_k
        legs = self._index.legs(
            opened,
            (query.query_str or "") if words else "",
            query.query_embedding if dense else None,
            max(limit, query.sparse_top_k or 0, CANDIDATES if dense and words else 0),
            condition_of(query.filters, doc_ids=query.doc_ids, node_ids=query.node_ids),
        )
        ranking = fused(*legs) if dense and words else legs[0] or legs[1]
        return _result(opened, ranking[:limit])


def _result(opened: Opened, ranking: Sequence[Candidate]) -> VectorStoreQueryResult:
    if opened.shard is None or not ranking:
        return VectorStoreQueryResult(nodes=[], similarities=[], ids=[])
    records = opened.shard.retrieve([one.key for one in ranking], True, False)
    found = {key_of(one.id): _node(one.payload or {}) for one in records}
    pairs = [(found[one.key], one.score) for one in ranking if one.key in found]
    return VectorStoreQueryResult(
        nodes=[node for node, _ in pairs],
        similarities=[score for _, score in pairs],
        ids=[node.node_id for node, _ in pairs],
    )


def _nodes(opened: Opened, condition: qdrant_edge.Filter | None) -> list[BaseNode]:
    import qdrant_edge

    if opened.shard is None:
        return []
    total = opened.shard.count(qdrant_edge.CountRequest(filter=condition))
    asked = qdrant_edge.ScrollRequest(limit=max(total, 1), filter=condition, with_payload=True)
    return [_node(one.payload or {}) for one in opened.shard.scroll(asked)[0]]


def _delete(opened: Opened, condition: qdrant_edge.Filter | None) -> None:
    import qdrant_edge

    if opened.shard is not None:
        opened.dirty = True
        everything = condition or qdrant_edge.Filter()
        opened.shard.update(qdrant_edge.UpdateOperation.delete_points_by_filter(everything))


def _passage(node: BaseNode) -> Passage:
    """A node as a passage; what its metadata does not tell stays empty."""
    text = node.get_content(metadata_mode=MetadataMode.NONE)
    page = _of(node, "page", int) or 0
    return Passage(
        id=node.node_id,
        paper=node.ref_doc_id or node.node_id,
        title=_of(node, "title", str) or "",
        year=_of(node, "year", int) or 0,
        page=page,
        last_page=_of(node, "last_page", int) or page,
        section=_of(node, "section", str) or "",
        start=getattr(node, "start_char_idx", None) or 0,
        end=getattr(node, "end_char_idx", None) or len(text),
        text=text,
    )


def _of(node: BaseNode, name: str, kind: type[T]) -> T | None:
    value = node.metadata.get(name)
    return value if isinstance(value, kind) else None


def _node(payload: dict[str, Any]) -> BaseNode:
    """The node of a point; a passage of gpiot's own becomes a text node of its paper."""
    passage = passage_of(payload)
    if NODE in payload:
        return metadata_dict_to_node(payload[NODE], text=passage.text)
    about = ("paper", "title", "year", "page", "last_page", "section")
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={name: getattr(passage, name) for name in about},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.paper)},
    )
