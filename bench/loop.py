"""How long the event loop stands still while passages are added, embedded and searched; the criterion is <= 50 ms.

A task wakes every 5 ms and counts how late it is. On busy cores the system itself delays it: the same is measured
with nothing else going on, for comparison.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.report import show
from bench.search import passages, questions, vectors
from core.settings import Folders, Settings, environment
from retrieval.edge import EdgeIndex
from retrieval.embedders import open_embedder
from retrieval.schema import EmbedderRecord
from retrieval.search import HybridSearch

TICK = 0.005


async def lateness(work: Callable[[], Awaitable[object]]) -> list[float]:
    """Milliseconds by which the loop was late, each time, while the work went on."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append((time.perf_counter() - began - TICK) * 1e3)

    watcher = asyncio.create_task(watch())
    await work()
    watcher.cancel()
    return sorted(late)


async def measure(count: int) -> list[list[object]]:
    """For each kind of work the median, the 99th percentile and the most."""
    embedder = await open_embedder(Settings(), Folders.of(environment()))
    if embedder is None:
        raise SystemExit("The default settings name no embedder.")
    added = passages(count)
    made = dict(zip((one.id for one in added), vectors(count, 2), strict=True))
    with tempfile.TemporaryDirectory() as place:
        index = EdgeIndex(Path(place), EmbedderRecord.of(embedder))
        search = HybridSearch(index)

        async def searches() -> None:
            for text, vector in questions(200):
                await search.ranked(text, vector, 10)

        kinds: dict[str, Callable[[], Awaitable[object]]] = {
            "nothing": lambda: asyncio.sleep(2),
            "add": lambda: index.add(added),
            "add vectors": lambda: index.add_vectors(made),
            "close (tidy)": index.close,
            "open": index.papers,
            "search": searches,
            "embed": lambda: embedder.embed([one.text for one in added[:32]]),
        }
        rows: list[list[object]] = []
        for name, work in kinds.items():
            late = await lateness(work) or [0.0]
            rows.append([name, late[len(late) // 2], late[int(len(late) * 0.99)], late[-1]])
        await index.close()
    await embedder.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    given = parser.parse_args()
    rows = asyncio.run(measure(given.passages))
    show("loop", ("while", "median ms", "99 % ms", "most ms"), rows, passages=given.passages)


if __name__ == "__main__":
    main()
