"""The shard of Qdrant's engine in a folder, the record beside it, and for how long it is kept open."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import GpiotError, LiteratureError
from retrieval.child import GLANCE
from retrieval.lock import FolderLock
from retrieval.schema import BM25, DENSE, INTEGERS, KEYWORDS, IndexRecord

if TYPE_CHECKING:
    from qdrant_edge import Bm25, EdgeConfig, EdgeShard

T = TypeVar("T")

# Searches of one turn come within this time; opening for each would cost a hundred times the search.
IDLE = 1.0
# Kilobytes of vectors in one segment from which it is rewritten for faster opening (a second for 20,000 passages).
_TIDY = 5000


class Opened:
    """An open shard and the record beside it. ``shard`` is None where nothing was ever added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = str(folder)
        self.record = IndexRecord()
        self._words: Bm25 | None = None
        self.shard: EdgeShard | None = None
        self.dirty = False
        path = folder / "index.json"
        if path.is_file():
            self.record = IndexRecord.from_json(path.read_text("utf-8"), self.where)
            self.shard = self._load()

    def create(self, dimensions: int) -> EdgeShard:
        """The shard; made where there is none."""
        if self.shard is None:
            import qdrant_edge as qdrant

            # Without a record nothing was ever acknowledged: what lies there was left by a killed process.
            path, draft = self._folder / "points", self._folder / "points.new"
            for left in (path, draft):
                shutil.rmtree(left, ignore_errors=True)
            draft.mkdir()
            qdrant.EdgeShard.create(str(draft), _config(dimensions)).close()
            draft.replace(path)
            self.shard = self._load()
            for name in KEYWORDS:
                self.shard.update(qdrant.UpdateOperation.create_field_index(name, qdrant.PayloadSchemaType.Keyword))
            for name in INTEGERS:
                self.shard.update(qdrant.UpdateOperation.create_field_index(name, qdrant.PayloadSchemaType.Integer))
            self.keep(IndexRecord(dimensions))
        return self.shard

    @property
    def words(self) -> Bm25:
        """What turns texts and questions into BM25 vectors."""
        if self._words is None:
            import qdrant_edge as qdrant

            self._words = qdrant.Bm25()
        return self._words

    def keep(self, record: IndexRecord) -> None:
        """Write the record, whole or not at all."""
        draft = self._folder / "index.json.new"
        draft.write_text(json.dumps(record.to_json()), "utf-8")
        draft.replace(self._folder / "index.json")
        self.record = record

    def close(self, *, tidy: bool) -> None:
        """Let go of the files; ``tidy`` rewrites what has grown since, so that the next one opens faster."""
        shard, self.shard = self.shard, None
        if shard is not None:
            if tidy and self.dirty:
                shard.optimize()
            shard.close()

    def _load(self) -> EdgeShard:
        import qdrant_edge as qdrant

        return qdrant.EdgeShard.load(str(self._folder / "points"))


def _config(dimensions: int) -> EdgeConfig:
    import qdrant_edge as qdrant

    return qdrant.EdgeConfig(
        vectors={DENSE: qdrant.EdgeVectorParams(size=dimensions, distance=qdrant.Distance.Cosine)},
        sparse_vectors={BM25: qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)},
        # Without a graph dense search is exact and the order does not depend on the machine: 1 ms for 20,000
        # passages, where building the graph would hold the index for 13 s.
        hnsw_config=qdrant.HnswIndexConfig(m=0, ef_construct=100, full_scan_threshold=10000),
        optimizers=qdrant.EdgeOptimizersConfig(indexing_threshold=_TIDY),
    )


class Keeper:
    """Opens the shard of a folder for each piece of work, and keeps it open for a while.

    It stays open for ``idle`` seconds after the last piece, and no longer than that piece when another process waits
    for it.
    """

    def __init__(self, folder: Path, idle: float = IDLE, holder: int | None = None) -> None:
        self._folder = folder
        self._idle = idle
        self._lock = FolderLock(folder, holder=holder)
        self._until = self._next_glance = 0.0
        self._untidy = False
        self._opened: Opened | None = None

    def run(self, work: Callable[[Opened], T]) -> T:
        """Do something with the open shard; raises LiteratureError and its kinds."""
        with _Translated(self._folder):
            try:
                return work(self._open())
            finally:
                now = time.monotonic()
                self._until = now + self._idle
                if now > self._next_glance:
                    self._next_glance = now + GLANCE
                    self.glance()

    def glance(self) -> bool:
        """Let go of the shard when nobody uses it or somebody waits for it; whether it is open still."""
        if self._opened is not None and (self._lock.wanted() or time.monotonic() > self._until):
            self._let_go(tidy=False)
        return self._opened is not None

    def tidy(self) -> None:
        """Put in order what was added, so that the next one opens faster; not while somebody waits."""
        if self._untidy or (self._opened is not None and self._opened.dirty):
            with _Translated(self._folder):
                self._open()
                self._let_go(tidy=not self._lock.wanted())

    def close(self) -> None:
        """Let go."""
        self._let_go(tidy=False)

    def _open(self) -> Opened:
        if self._opened is None:
            self._lock.acquire()
            try:
                self._opened = Opened(self._folder)
                self._opened.dirty = self._untidy
            finally:
                if self._opened is None:
                    self._lock.release()
        return self._opened

    def _let_go(self, *, tidy: bool) -> None:
        opened, self._opened = self._opened, None
        try:
            if opened is not None:
                self._untidy = opened.dirty and not tidy
                opened.close(tidy=tidy)
        finally:
            self._lock.release()


def work_on(keeper: Keeper, work: Callable[[Opened], T]) -> T:
    """``Keeper.run`` as a piece of work for a child."""
    return keeper.run(work)


class _Translated:
    """Errors of the engine and of the disk as LiteratureError; others pass."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is None or isinstance(error, GpiotError):
            return
        if isinstance(error, OSError):
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise LiteratureError(f"The index {self._folder}: {reason}.", "Make room or make it writable.") from error
        # The engine raises nothing but plain exceptions.
        if type(error) is Exception or isinstance(error, ValueError):
            raise LiteratureError(
                f"The index {self._folder} failed: {error}.", "Remove the folder and ingest the papers again."
            ) from error
