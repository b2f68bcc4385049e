"""Hybrid search over 20,000 passages: ours, the engine that it stands on, and qdrant-client's local mode.

Each in a process of its own with the same passages (60 words, 384 dimensions, fifty papers) and the same questions,
ten hits each, without the embedding of the question. Ours and the bare engine take turns on one open index; the
criteria are a ratio <= 1.5 and opening in <= 0.3 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.engine import bare, resident_bytes
from bench.memory import resident
from bench.report import show
from core.papers import Passage
from retrieval.edge import EdgeIndex
from retrieval.schema import BM25, DENSE, DIMENSIONS, EmbedderRecord, payload_of, point_id
from retrieval.search import HybridSearch
from retrieval.selection import CANDIDATES
from retrieval.server import MEMORY, ServerIndex

RECORD = EmbedderRecord("random", "0" * 64, DIMENSIONS)
TOP = 10
# Words as often as in prose: the tenth is a tenth as frequent as the first.
VOCABULARY = ["".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz", k=4 + n % 6)) for n in range(20_000)]
WEIGHTS = [1 / (n + 1) for n in range(len(VOCABULARY))]


def passages(count: int) -> list[Passage]:
    """The same ones every time."""
    source = random.Random(1)
    texts = (" ".join(source.choices(VOCABULARY, WEIGHTS, k=60)) for _ in range(count))
    return [Passage(f"id{n}", f"paper{n % 50}", "", 2020, 1, 1, "", 0, 400, text) for n, text in enumerate(texts)]


def vectors(count: int, seed: int) -> Iterator[list[float]]:
    """Random directions."""
    source = random.Random(seed)
    return ([source.gauss(0, 1) for _ in range(DIMENSIONS)] for _ in range(count))


def questions(count: int) -> list[tuple[str, list[float]]]:
    """Eight words and a direction each."""
    source = random.Random(3)
    return [(" ".join(source.choices(VOCABULARY, WEIGHTS, k=8)), v) for v in vectors(count, 4)]


async def filled(index: EdgeIndex | ServerIndex, count: int) -> float:
    """Seconds that writing takes."""
    all_passages = passages(count)
    made = dict(zip((one.id for one in all_passages), vectors(count, 2), strict=True))
    began = time.perf_counter()
    await index.add(all_passages)
    await index.add_vectors(made)
    return time.perf_counter() - began


async def measure_edge(count: int, asked: int) -> dict[str, float]:
    """Milliseconds a query of the engine and of ours, and what opening takes."""
    with tempfile.TemporaryDirectory() as place:
        index = EdgeIndex(Path(place), RECORD)
        writing = await filled(index, count)
        await index.close()
        opening = []
        for _ in range(5):
            began = time.perf_counter()
            await index.record()
            opening.append(time.perf_counter() - began)
            await index.close()
        search = HybridSearch(index)
        engine, ours = [], []
        for text, vector in questions(asked):
            engine.append(await index.run(partial(bare, text=text, vector=vector, limit=TOP)))
            began = time.perf_counter()
            await search.ranked(text, vector, TOP)
            ours.append(time.perf_counter() - began)
        size = resident() + await index.run(resident_bytes)
        await index.close()
    return {
        "engine_ms": statistics.median(engine) * 1e3,
        "ms": statistics.median(ours) * 1e3,
        "opening_s": statistics.median(opening),
        "writing_s": writing,
        "rss_mib": size / 2**20,
    }


async def measure_local(count: int, asked: int) -> dict[str, float]:
    """The same with qdrant-client's local mode in a folder."""
    from qdrant_client import QdrantClient, models

    with tempfile.TemporaryDirectory() as place:
        client = QdrantClient(path=place)
        client.create_collection(
            "gpiot",
            {DENSE: models.VectorParams(size=DIMENSIONS, distance=models.Distance.COSINE)},
            sparse_vectors_config={BM25: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        words = ServerIndex(MEMORY).words
        points = (
            models.PointStruct(
                id=point_id(one.id),
                payload=payload_of(one),
                vector={DENSE: vector, BM25: _sparse(models, words.embed_document(one.searched))},
            )
            for one, vector in zip(passages(count), vectors(count, 2), strict=True)
        )
        began = time.perf_counter()
        client.upload_points("gpiot", points)
        writing = time.perf_counter() - began
        client.close()
        began = time.perf_counter()
        client = QdrantClient(path=place)
        opening = time.perf_counter() - began
        times = []
        for text, vector in questions(asked):
            began = time.perf_counter()
            legs = ((DENSE, vector), (BM25, _sparse(models, words.embed_query(text))))
            prefetch = [models.Prefetch(query=query, using=name, limit=CANDIDATES) for name, query in legs]
            fusion = models.FusionQuery(fusion=models.Fusion.DBSF)
            client.query_points("gpiot", query=fusion, prefetch=prefetch, limit=TOP, with_payload=True)
            times.append(time.perf_counter() - began)
        size = resident()
        client.close()
    return {
        "ms": statistics.median(times) * 1e3,
        "opening_s": opening,
        "writing_s": writing,
        "rss_mib": size / 2**20,
    }


def _sparse(models: Any, vector: Any) -> Any:
    return models.SparseVector(indices=vector.indices, values=vector.values)


def in_a_process(part: str, count: int) -> dict[str, float]:
    """What one of them measures in a fresh process."""
    command = [sys.executable, "-m", "bench.search", "--passages", str(count), "--part", part]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--no-local", action="store_true", help="leave out qdrant-client's local mode, which is slow")
    parser.add_argument("--part", choices=("edge", "local"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "edge":
        print(json.dumps(asyncio.run(measure_edge(given.passages, 200))))
        return
    if given.part == "local":
        print(json.dumps(asyncio.run(measure_local(given.passages, 10))))
        return
    ours = in_a_process("edge", given.passages)
    columns = ("what", "ms a query", "opening s", "writing s", "RSS MiB")
    rest = [ours["opening_s"], ours["writing_s"], ours["rss_mib"]]
    rows: list[list[Any]] = [["engine alone", ours["engine_ms"], *rest], ["ours", ours["ms"], *rest]]
    if not given.no_local:
        local = in_a_process("local", given.passages)
        rows.append(["qdrant-client local", local["ms"], local["opening_s"], local["writing_s"], local["rss_mib"]])
    show("search", columns, rows, passages=given.passages, ratio=ours["ms"] / ours["engine_ms"])


if __name__ == "__main__":
    main()
