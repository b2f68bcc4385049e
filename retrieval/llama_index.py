"""The index in this process as a LlamaIndex vector store, so that any LlamaIndex program can use it.

Nodes that it adds are passages to ``gpiot search`` as well, and passages that gpiot ingested come out as nodes.
Importing this module imports LlamaIndex, which takes seconds; nothing else of gpiot imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

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

from core.papers import Passage
from retrieval.edge import EdgeIndex
from retrieval.llama_filters import condition_of
from retrieval.operations import NewPoint, delete, nearest, payloads, put
from retrieval.schema import EmbedderRecord, passage_of, payload_of, point_id
from retrieval.selection import CANDIDATES
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
        self._index.run_now(self._putting(nodes))
        return [node.node_id for node in nodes]

    async def async_add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """The same off the event loop."""
        await self._index.run(self._putting(nodes))
        return [node.node_id for node in nodes]

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Remove every node of a document."""
        self._index.run_now(partial(delete, condition=condition_of(None, doc_ids=[ref_doc_id]) or {}))

    def delete_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None, **_: Any) -> None:
        """Remove nodes by their ids, by their metadata, or those that both hold for."""
        if node_ids or (filters is not None and filters.filters):
            self._index.run_now(partial(delete, condition=condition_of(filters, node_ids=node_ids) or {}))

    def clear(self) -> None:
        """Remove every node."""
        self._index.run_now(partial(delete, condition={}))

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """Nodes by their ids, by their metadata, or those that both hold for."""
        found = self._index.run_now(partial(payloads, condition=condition_of(filters, node_ids=node_ids)))
        return [_node(one) for one in found]

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """The nearest nodes; raises NotImplementedError for modes and operators that the engine does not have."""
        return _result(self._index.run_now(self._asking(query)))

    async def aquery(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """The same off the event loop."""
        return _result(await self._index.run(self._asking(query)))

    def close(self) -> None:
        """Let go of the folder."""
        self._index.close_now()

    def _putting(self, nodes: Sequence[BaseNode]) -> Callable[[Opened], None]:
        return partial(put, points=[_point(node) for node in nodes], embedder=self._index.embedder)

    def _asking(self, query: VectorStoreQuery) -> Callable[[Opened], list[tuple[dict[str, Any], float]]]:
        if query.mode not in _MODES or query.alpha is not None:
            known = ", ".join(mode.value for mode in _MODES)
            raise NotImplementedError(f"mode {query.mode.value} with alpha {query.alpha}: take {known}, without alpha")
        dense, words = _MODES[query.mode]
        limit = (query.hybrid_top_k if dense and words else None) or query.similarity_top_k
        return partial(
            nearest,
            query=(query.query_str or "") if words else "",
            vector=query.query_embedding if dense else None,
            limit=limit,
            width=max(limit, query.sparse_top_k or 0, CANDIDATES) if dense and words else limit,
            condition=condition_of(query.filters, doc_ids=query.doc_ids, node_ids=query.node_ids),
            embedder=self._index.embedder,
        )


def _result(found: Sequence[tuple[dict[str, Any], float]]) -> VectorStoreQueryResult:
    nodes = [_node(payload) for payload, _ in found]
    return VectorStoreQueryResult(
        nodes=nodes, similarities=[score for _, score in found], ids=[node.node_id for node in nodes]
    )


def _point(node: BaseNode) -> NewPoint:
    passage = _passage(node)
    kept = node_to_metadata_dict(node, remove_text=True)
    payload = {
        **payload_of(passage),
        NODE: {key: kept[key] for key in ("_node_content", "_node_type")},
        "metadata": node.metadata,
    }
    return NewPoint(point_id(node.node_id), payload, passage.searched, list(node.get_embedding()))


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
