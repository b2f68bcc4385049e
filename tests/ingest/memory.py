"""An index in memory, which knows when it was told what."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

from core.papers import Passage


class MemoryIndex:
    """A PaperIndex that keeps passages by id; ``pause`` is how long every ``add`` takes, in seconds."""

    def __init__(self, pause: float = 0.0) -> None:
        self.kept: dict[str, Passage] = {}
        self.vectors: dict[str, Sequence[float]] = {}
        self.added: list[int] = []
        self.pause = pause
        self.told = asyncio.Event()

    async def add(self, passages: Sequence[Passage]) -> None:
        await asyncio.sleep(self.pause)
        self.added.append(len(passages))
        self.kept |= {passage.id: passage for passage in passages}
        self.told.set()

    async def without_vectors(self, limit: int) -> list[Passage]:
        return [passage for passage in self.kept.values() if passage.id not in self.vectors][:limit]

    async def add_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self.vectors |= {key: vector for key, vector in vectors.items() if key in self.kept}

    async def drop_vectors(self) -> None:
        self.vectors.clear()

    async def remove(self, papers: Sequence[str]) -> None:
        self.kept = {key: passage for key, passage in self.kept.items() if passage.paper not in papers}

    async def papers(self) -> dict[str, int]:
        return dict(Counter(passage.paper for passage in self.kept.values()))

    async def close(self) -> None:
        pass
