"""Which embedder the settings ask for, and the index that goes with it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.ports import Embedder
from core.settings import Folders, Settings
from retrieval.edge import EdgeIndex
from retrieval.schema import EmbedderRecord
from retrieval.server import ServerIndex


async def open_embedder(settings: Settings, folders: Folders) -> Embedder | None:
    """The embedder of ``settings.embedder``; None where it is ``none``.

    Raises ModelMissing where its weights are not installed or the server does not have them.
    """
    kind, _, model = settings.embedder.partition(":")
    if kind == "none":
        return None
    if kind == "ollama":
        from retrieval.ollama import OllamaEmbedder

        return await OllamaEmbedder.open(settings.ollama_url, model, settings.timeout)
    from retrieval.minilm import MiniLM
    from retrieval.weights import converted_weights

    return MiniLM(await asyncio.to_thread(converted_weights, folders.cache), settings.threads)


def open_index(settings: Settings, folders: Folders, embedder: Embedder | None) -> EdgeIndex | ServerIndex:
    """The index of ``settings.index``; nothing is opened or asked before its first use."""
    record = EmbedderRecord.of(embedder) if embedder is not None else None
    if settings.index == "edge":
        return edge_index(folders, record)
    return server_index(settings, record)


def edge_index(folders: Folders, record: EmbedderRecord | None = None) -> EdgeIndex:
    """The index in this process, below the data folder."""
    return EdgeIndex(index_folder(folders), record)


def server_index(settings: Settings, record: EmbedderRecord | None = None) -> ServerIndex:
    """The index on the Qdrant server of the settings."""
    key = settings.qdrant_api_key.get_secret_value()
    return ServerIndex(settings.qdrant_url, key, settings.shards, settings.replicas, record)


def index_folder(folders: Folders) -> Path:
    """Where the index in this process lies."""
    return folders.data / "index"
