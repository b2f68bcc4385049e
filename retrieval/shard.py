"""Qdrant's engine in this process: one thread opens the shard, works through what is asked, and lets go of it."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import GpiotError, LiteratureError
from retrieval.lock import FolderLock
from retrieval.schema import BM25, DENSE, INTEGERS, KEYWORDS, IndexRecord

if TYPE_CHECKING:
    from qdrant_edge import EdgeConfig, EdgeShard

T = TypeVar("T")

# Searches of one turn come within this time; opening for each would cost a hundred times the search.
IDLE = 1.0
# How soon somebody who waits is noticed while nothing is asked here.
_GLANCE = 0.02
# Kilobytes of vectors in one segment from which it is rewritten for faster opening (a second for 20,000 passages).
_TIDY = 5000


class Opened:
    """An open shard and the record beside it. ``shard`` is None where nothing was ever added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = str(folder)
        self.record = IndexRecord()
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


class ShardThread:
    """Work on the shard of a folder, one piece after the other, in a thread of its own.

    The shard stays open for ``IDLE`` seconds after the last piece, and no longer than that piece when another process
    waits for it. The thread ends with it.
    """

    def __init__(self, folder: Path, *, idle: float = IDLE) -> None:
        self._folder = folder
        self._idle = idle
        self._lock = FolderLock(folder)
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._mutex = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._opened: Opened | None = None
        self._untidy = False
        self._failure: LiteratureError | None = None

    def submit(self, work: Callable[[Opened], T]) -> Future[T]:
        """Have something done with the open shard; the future raises LiteratureError and its kinds."""
        future: Future[T] = Future()

        def job() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(self._worked(work))
                except BaseException as error:  # noqa: BLE001 - it goes to whoever asked
                    future.set_exception(error)

        with self._mutex:
            self._jobs.put(job)
            if self._thread is None:
                self._closing = False
                self._thread = threading.Thread(target=self._serve, name=f"index {self._folder.name}")
                self._thread.start()
        return future

    def close(self) -> None:
        """Finish what was asked for, put in order what was added, and let go; a later piece of work opens it again.

        Raises LiteratureError where what was added could not be put in order; it is there all the same.
        """
        if self._untidy:
            # Let go of in between: opened once more, unless somebody else has it by now.
            self.submit(lambda _: None)
        self._closing = True
        with self._mutex:
            thread = self._thread
        if thread is not None:
            thread.join()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _serve(self) -> None:
        until, glance = time.monotonic() + self._idle, 0.0
        while True:
            try:
                job = self._jobs.get(timeout=0 if self._closing else _GLANCE)
            except Empty:
                wanted = self._lock.wanted()
                if wanted or self._closing or time.monotonic() > until:
                    self._let_go(tidy=self._closing and not wanted)
                    if self._ended():
                        return
                continue
            job()
            now = time.monotonic()
            until = now + self._idle
            if now > glance:
                glance = now + _GLANCE
                if self._lock.wanted():
                    self._let_go(tidy=False)

    def _ended(self) -> bool:
        with self._mutex:
            if not self._jobs.empty():
                return False
            self._thread = None
            return True

    def _worked(self, work: Callable[[Opened], T]) -> T:
        with _Translated(self._folder):
            if self._opened is None:
                self._lock.acquire()
                try:
                    self._opened = Opened(self._folder)
                    self._opened.dirty = self._untidy
                finally:
                    if self._opened is None:
                        self._lock.release()
            return work(self._opened)

    def _let_go(self, *, tidy: bool) -> None:
        opened, self._opened = self._opened, None
        try:
            if opened is not None:
                self._untidy = opened.dirty and not tidy
                with _Translated(self._folder):
                    opened.close(tidy=tidy)
        except LiteratureError as error:
            self._failure = error
        finally:
            self._lock.release()


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
