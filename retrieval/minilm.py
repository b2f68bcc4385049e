"""MiniLM through llama.cpp: the embedder that needs no server."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from core.errors import BackendError, ModelMissing
from retrieval.child import Child
from retrieval.weights import NAME, Converted

DIMENSIONS = 384
# What the model's card says that it was trained for; tokens, both marks included.
LENGTH = 256
# Together two fill the two cores of a small machine; attention over a longer batch costs more than it saves.
SLOTS = 2
# Texts between two moments at which a waiting task can be cancelled: about two seconds.
PIECE = 16


class MiniLM:
    """An Embedder. A child of this process loads the weights for the first ``embed``: half a second, 120 MB of memory.

    threads: of the processor; 0 takes all physical cores
    """

    name = NAME
    dimensions = DIMENSIONS

    def __init__(self, weights: Converted, threads: int = 0) -> None:
        self.digest = weights.digest
        ended = BackendError(f"The embedder {NAME} was ended.", "Run the command again.")
        self._child = Child(partial(Engine, weights, threads), ended)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text; of each text its first 254 tokens."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), PIECE):
            work = partial(embedded, texts=list(texts[start : start + PIECE]))
            vectors += await asyncio.wrap_future(self._child.submit(work))
        return vectors

    async def close(self) -> None:
        """Let go of the weights."""
        await asyncio.to_thread(self._child.close)


class Engine:
    """The model in the child."""

    def __init__(self, weights: Converted, threads: int) -> None:
        # On busy cores idle compute threads must not spin; read once, when the OpenMP library is loaded.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
        self._weights = weights
        self._threads = threads
        self._tokenizer: Any = None
        self._engine: Any = None

    def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector a text; raises ModelMissing where the weights cannot be loaded, BackendError where one is missing."""
        if self._engine is None:
            self._load()
        # Tokens and not texts: an input of one token too many would be refused.
        tokens = [one.ids for one in self._tokenizer.encode_batch(texts)]
        answer = self._engine.handle_embeddings({"input": tokens, "model": NAME})
        if "error" in answer or len(answer.get("data", ())) != len(texts):
            reason = answer.get("error", {}).get("message", "an answer is missing")
            raise BackendError(f"The embedder {NAME} failed: {reason}.", "Run the command again.")
        return [one["embedding"] for one in sorted(answer["data"], key=lambda one: one["index"])]

    def glance(self) -> bool:
        """Nothing to look after."""
        return False

    def close(self) -> None:
        """Free the weights."""
        self._engine = None

    def _load(self) -> None:
        from tokenizers import Tokenizer
        from xllamacpp import Server

        tokenizer = Tokenizer.from_file(str(self._weights.tokenizer))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LENGTH)
        self._tokenizer = tokenizer
        try:
            self._engine = Server(self._parameters())
        except RuntimeError as error:
            path = self._weights.path
            raise ModelMissing(
                f"llama.cpp cannot load {path}: the file is damaged.", f"Remove {path.parent}."
            ) from error

    def _parameters(self) -> Any:
        from xllamacpp import CommonParams, llama_pooling_type

        params = CommonParams()
        params.model.path = str(self._weights.path)
        params.embedding, params.pooling_type = True, llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        params.n_parallel, params.n_ctx = SLOTS, SLOTS * LENGTH
        params.n_batch = params.n_ubatch = SLOTS * LENGTH
        params.kv_unified, params.cache_ram_mib = False, 0
        if self._threads:
            params.cpuparams.n_threads = params.cpuparams_batch.n_threads = self._threads
        # The engine opens a port of its own, which nobody is meant to use.
        params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [secrets.token_urlsafe()]
        params.verbosity, params.warmup, params.ui = 0, False, 0
        return params


def embedded(engine: Engine, texts: list[str]) -> list[list[float]]:
    """``Engine.embed`` as a piece of work for a child."""
    return engine.embed(texts)
