"""The second phase: passages get their vectors in batches, while the index is searched."""

from __future__ import annotations

import time
from collections.abc import Callable

from core.errors import LiteratureError
from core.events import Event, IngestProgress
from core.ports import Embedder, PaperIndex

_BATCH = 64
_FETCH = 512


async def embed(index: PaperIndex, embedder: Embedder, on_event: Callable[[Event], None]) -> int:
    """Give every passage that has none its vector; how many. The index can be searched meanwhile.

    Raises BackendError of the embedder and what the index raises; vectors that were acknowledged stay.
    """
    began = time.monotonic()
    known = await index.papers()
    done, before = 0, set[str]()
    while waiting := await index.without_vectors(_FETCH):
        if before == {passage.id for passage in waiting}:
            raise LiteratureError("The index does not keep vectors.", "Remove the index and ingest again.")
        before = {passage.id for passage in waiting}
        # Until the last round nobody has counted what is missing: at most all passages that were not done here.
        total = done + len(waiting) if len(waiting) < _FETCH else max(sum(known.values()), done + len(waiting))
        for first in range(0, len(waiting), _BATCH):
            some = waiting[first : first + _BATCH]
            vectors = await embedder.embed([passage.searched for passage in some])
            await index.add_vectors({passage.id: vector for passage, vector in zip(some, vectors, strict=True)})
            done += len(some)
            on_event(_progress(done, total, len(known), began))
    return done


def _progress(done: int, total: int, papers: int, began: float) -> IngestProgress:
    rate = done / max(time.monotonic() - began, 1e-6)
    return IngestProgress(
        phase="embed", files=papers, files_total=papers, pages=0, passages=done, pages_per_s=0.0,
        passages_per_s=rate, seconds_left=(total - done) / rate,
    )  # fmt: skip
