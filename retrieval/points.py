"""Whole points, and how they are carried from the engine in this process to a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from retrieval.schema import BM25, DENSE, key_of
from retrieval.shard import Opened

if TYPE_CHECKING:
    from retrieval.edge import EdgeIndex
    from retrieval.server import ServerIndex

_PAGE = 256


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A point: its key, what it holds of the passage, its dense vector if there is one, and BM25 terms with weights."""

    key: str
    payload: dict[str, Any]
    dense: list[float] | None
    bm25: tuple[list[int], list[float]]


def point_struct(models: Any, one: StoredPoint) -> Any:
    """The point as qdrant-client sends it; ``models`` is its module of that name."""
    vector: dict[str, Any] = {BM25: models.SparseVector(indices=one.bm25[0], values=one.bm25[1])}
    if one.dense is not None:
        vector[DENSE] = one.dense
    return models.PointStruct(id=one.key, payload=one.payload, vector=vector)


def stored_points(opened: Opened, after: str | None) -> tuple[list[StoredPoint], str | None]:
    """The next 256 points from ``after`` on, in order of their keys, and where to go on; None at the end."""
    import qdrant_edge as qdrant

    if opened.shard is None:
        return [], None
    asked = qdrant.ScrollRequest(limit=_PAGE, offset=after, with_payload=True, with_vector=True)
    found, following = opened.shard.scroll(asked)
    return [_stored(one) for one in found], str(following) if following is not None else None


def _stored(record: Any) -> StoredPoint:
    words = record.vector[BM25]
    dense = record.vector.get(DENSE)
    # An empty one stands for none.
    return StoredPoint(key_of(record.id), dict(record.payload), dense or None, (words.indices, words.values))


async def migrate(edge: EdgeIndex, server: ServerIndex, on_moved: Callable[[int], None] | None = None) -> int:
    """Copy every point of the index in this process to the server, and how many there were; edge stays as it is.

    ``on_moved`` gets the number of points copied so far. A second run, or one after a failure, writes the same again.
    Raises LiteratureError where the server's index was made with another embedder.
    """
    await server.adopt(await edge.record())
    moved, after = 0, None
    while True:
        points, after = await edge.run(partial(stored_points, after=after))
        await server.put(points)
        moved += len(points)
        if on_moved is not None:
            on_moved(moved)
        if after is None:
            return moved
