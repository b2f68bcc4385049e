"""Questions to ranked passages: the question's vector, then both legs of the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.papers import Hit
from core.ports import Embedder, Filter
from retrieval.selection import CANDIDATES, PER_PAPER, Ask

_EVERYTHING = Filter()


class Searchable(Protocol):
    """An index that answers questions."""

    async def find(self, ask: Ask) -> list[Hit]:
        """The best passages, best first."""
        ...


class HybridSearch:
    """A PaperSearch over an index.

    embedder: makes the question's vector; None searches by words alone
    candidates, per_paper: see Ask
    """

    def __init__(
        self,
        index: Searchable,
        embedder: Embedder | None = None,
        *,
        candidates: int = CANDIDATES,
        per_paper: int = PER_PAPER,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._candidates = candidates
        self._per_paper = per_paper

    async def search(self, query: str, limit: int, only: Filter = _EVERYTHING) -> Sequence[Hit]:
        """The best passages, best first; passages without a dense vector yet are found by their words.

        Raises LiteratureError where the index cannot be used, BackendError where the embedder fails.
        """
        vector = None
        if self._embedder is not None and query.strip() and limit > 0:
            (vector,) = await self._embedder.embed([query])
        return await self.ranked(query, vector, limit, only)

    async def ranked(
        self, query: str, vector: Sequence[float] | None, limit: int, only: Filter = _EVERYTHING
    ) -> Sequence[Hit]:
        """The same for a question whose vector is there already; None searches by words alone."""
        if limit < 1 or not query.strip():
            return []
        return await self._index.find(Ask(query, vector, limit, self._candidates, self._per_paper, only))
