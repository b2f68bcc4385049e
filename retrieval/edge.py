"""The index on Qdrant's engine, without a server: in a folder, worked on by a child of this process."""

from __future__ import annotations

import asyncio
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.errors import LiteratureError
from core.papers import Hit, Passage
from retrieval import operations
from retrieval.child import Child
from retrieval.schema import DENSE, EmbedderRecord, IndexRecord, passage_of
from retrieval.selection import Ask
from retrieval.shard import IDLE, Keeper, Opened, work_on

T = TypeVar("T")
# Points of one piece of work: another process gets its turn between two, 0.1 s apart.
_PIECE = 256


class EdgeIndex:
    """A PaperIndex in a folder; several processes may use it, one at a time.

    embedder: whose vectors are added and searched with; None for an index of words only
    idle: seconds for which it stays open after the last piece of work while nobody else waits
    """

    def __init__(self, folder: Path, embedder: EmbedderRecord | None = None, *, idle: float = IDLE) -> None:
        self.embedder = embedder
        ended = LiteratureError(f"The engine of the index {folder} was ended.", "Run the command again.")
        self._child = Child(partial(Keeper, folder.absolute(), idle, os.getpid()), ended)

    async def run(self, work: Callable[[Opened], T]) -> T:
        """Do something with the open shard, in the child; ``work`` is pickled."""
        return await asyncio.wrap_future(self._child.submit(partial(work_on, work=work)))

    def run_now(self, work: Callable[[Opened], T]) -> T:
        """The same for callers without an event loop; blocks."""
        return self._child.submit(partial(work_on, work=work)).result()

    async def add(self, passages: Sequence[Passage]) -> None:
        """See PaperIndex; 256 passages are acknowledged at a time."""
        for piece in _pieces(passages):
            points = [operations.new_point(one) for one in piece]
            await self.run(partial(operations.put, points=points, embedder=self.embedder))

    async def without_vectors(self, limit: int) -> list[Passage]:
        """See PaperIndex."""
        lacking = {"must_not": [{"has_vector": DENSE}]}
        found = await self.run(partial(operations.payloads, condition=lacking, limit=max(limit, 0)))
        return [passage_of(one) for one in found]

    async def add_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """See PaperIndex; raises LiteratureError where another embedder made the vectors that are there."""
        for piece in _pieces(list(vectors.items())):
            # Numbers as they lie in memory: as Python's own they would take ten times as long through the pipe.
            some = {key: array("f", vector) for key, vector in piece}
            await self.run(partial(operations.add_vectors, vectors=some, embedder=self.embedder))

    async def drop_vectors(self) -> None:
        """Forget the dense vectors and who made them, so that this index's embedder can make them anew."""
        await self.run(partial(operations.drop_vectors, embedder=self.embedder))

    async def remove(self, papers: Sequence[str]) -> None:
        """See PaperIndex."""
        if papers:
            gone = {"must": [{"key": "paper", "match": {"any": list(papers)}}]}
            await self.run(partial(operations.delete, condition=gone))

    async def papers(self) -> dict[str, int]:
        """See PaperIndex."""
        return await self.run(operations.papers)

    async def find(self, ask: Ask) -> list[Hit]:
        """See PaperIndex; dense scores are cosines, the others BM25."""
        return await self.run(partial(operations.find, ask=ask, embedder=self.embedder))

    async def record(self) -> IndexRecord:
        """What is kept beside the index."""
        return await self.run(operations.record_of)

    async def close(self) -> None:
        """See PaperIndex; what was added is put in order for the next opening."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """The same for callers without an event loop; blocks."""
        if self._child.alive:
            try:
                self._child.submit(Keeper.tidy).result()
            finally:
                self._child.close()


def _pieces(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + _PIECE] for start in range(0, len(items), _PIECE))
