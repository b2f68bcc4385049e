"""The index of a person who has ingested nothing."""

from __future__ import annotations

from collections.abc import Sequence

from core.papers import Hit


class EmptyIndex:
    """A PaperSearch without papers."""

    async def search(self, query: str, limit: int) -> Sequence[Hit]:  # noqa: ARG002
        """Nothing."""
        return ()
