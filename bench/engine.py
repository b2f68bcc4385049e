"""What the search benchmark has the engine's process do: the same query without anything of ours around it."""

from __future__ import annotations

import time
from typing import Any

from bench.memory import resident
from retrieval.schema import BM25, DENSE
from retrieval.selection import CANDIDATES
from retrieval.shard import Opened


def bare(opened: Opened, text: str, vector: list[float], limit: int) -> float:
    """Seconds of the engine's own hybrid query."""
    import qdrant_edge as qdrant

    if opened.shard is None:
        raise SystemExit("The index is empty.")
    began = time.perf_counter()
    legs = [
        qdrant.Query.Nearest(vector, using=DENSE),
        qdrant.Query.Nearest(opened.words.embed_query(text), using=BM25),
    ]
    prefetches = [qdrant.Prefetch(limit=CANDIDATES, query=one) for one in legs]
    fusion: Any = qdrant.Fusion.Dbsf()
    opened.shard.query(qdrant.QueryRequest(limit, prefetches=prefetches, query=fusion, with_payload=True))
    return time.perf_counter() - began


def resident_bytes(_opened: Opened) -> int:
    """Bytes of the engine's process that are in memory."""
    return resident()
