"""The first phase: a folder of papers becomes searchable by its words. Killed at any moment, it resumes."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import GpiotError
from core.events import Event, FileFailed, Ingested, IngestProgress
from core.papers import Passage
from core.ports import PaperIndex
from ingest.ledger import Known, Ledger
from ingest.scan import Found, digest, walk
from ingest.workers import FailedFrame, Frame, PaperFrame, Parts, Worker

DEADLINE = 60.0
"""Seconds that one file may take."""

OnEvent = Callable[[Event], None]
_BATCH = 1024
_PATIENCE = 0.7
_QUEUE = 32
_PROGRESS_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class _Job:
    """A content to be read, and a path where it lies; ``changed``: something else lay there before."""

    path: Path
    content: str
    changed: bool

    @property
    def paper(self) -> str:
        return self.content[:32]


@dataclass(slots=True)
class _Counts:
    """What a run has done so far."""

    files: int = 0
    done: int = 0
    pages: int = 0
    passages: int = 0
    new: int = 0
    unchanged: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0


@dataclass(slots=True)
class _Batch:
    """What is on its way into the index: passages, and the papers that are complete with them."""

    passages: list[Passage] = field(default_factory=list)
    complete: list[tuple[_Job, PaperFrame]] = field(default_factory=list)


async def ingest(
    folders: Sequence[Path],
    ledger: Ledger,
    index: PaperIndex,
    *,
    sync: bool = False,
    workers: int = 0,
    deadline_s: float = DEADLINE,
    on_event: OnEvent,
    parts: Parts | None = None,
) -> Ingested:
    """Make every paper in these folders searchable by its words; the last event comes back, too.

    sync: passages of files that were deleted leave the index
    workers: processes that read; 0 takes one a core
    deadline_s: seconds a file may take
    parts: readers and chunker of the workers; None takes the usual ones
    Raises LiteratureError where a folder is missing, and what the index and the ledger raise. Whatever was acknowledged
    by then stays, and the next call goes on from there.
    """
    run = _Run(ledger, index, deadline_s, on_event, parts or Parts())
    try:
        return await run.all(folders, sync=sync, workers=workers or os.cpu_count() or 1)
    except ExceptionGroup as group:
        raise _expected(group) from group


class _Run:
    """One ingest: files are hashed, read by workers and written by one task, with bounded queues between them."""

    def __init__(self, ledger: Ledger, index: PaperIndex, deadline: float, on_event: OnEvent, parts: Parts) -> None:
        self._ledger, self._index, self._on_event = ledger, index, on_event
        self._deadline, self._parts = deadline, parts
        self._counts = _Counts()
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue(_QUEUE)
        self._frames: asyncio.Queue[tuple[_Job, Frame] | None] = asyncio.Queue(_QUEUE)
        self._queued: dict[str, list[Path]] = {}
        self._batch = _Batch()
        self._open: dict[str, tuple[PaperFrame, int]] = {}
        self._flushed = -_PATIENCE
        self._began = time.monotonic()
        self._told = 0.0

    async def all(self, folders: Sequence[Path], *, sync: bool, workers: int) -> Ingested:
        found = await asyncio.to_thread(walk, folders, frozenset(self._parts.readers))
        self._counts.files = len(found)
        async with asyncio.TaskGroup() as tasks:
            reading = [tasks.create_task(self._read()) for _ in range(workers)]
            tasks.create_task(self._write())
            await self._feed(found)
            for _ in reading:
                await self._jobs.put(None)
            await asyncio.gather(*reading)
            await self._frames.put(None)
        there = {one.path for one in found}
        self._counts.removed = self._ledger.missing(folders, there, forget=sync)
        await collect(self._ledger, self._index)
        return self._ended()

    async def _feed(self, found: Sequence[Found]) -> None:
        """Queue every content that has to be read, once."""
        for one in found:
            known, changed = self._ledger.known(one), False
            if not known.hash:
                try:
                    content = await asyncio.to_thread(digest, one.path)
                except OSError as error:
                    self._fail(one.path, error.strerror or str(error), "Make the file readable.")
                    continue
                changed, known = self._ledger.place(one, content)
            await self._decide(_Job(one.path, known.hash, changed), known)

    async def _decide(self, job: _Job, known: Known) -> None:
        if job.content in self._queued:
            self._queued[job.content].append(job.path)
        elif known.state == "read":
            self._counts.unchanged += 1
            self._step()
        elif known.state == "failed":
            self._fail(job.path, known.reason, known.hint)
        else:
            self._queued[job.content] = []
            await self._jobs.put(job)

    async def _read(self) -> None:
        """Work off jobs in a process of its own."""
        worker = Worker(self._deadline, self._parts)
        try:
            while job := await self._jobs.get():
                async for frame in worker.read(job.path):
                    await self._frames.put((job, frame))
        finally:
            await worker.stop()

    async def _write(self) -> None:
        """Put passages into the index, in batches that are large or old enough."""
        while True:
            try:
                item = await asyncio.wait_for(self._frames.get(), self._patience())
            except TimeoutError:
                await self._flush()
                continue
            if item is None:
                await self._flush()
                return
            await self._take(*item)
            if len(self._batch.passages) >= _BATCH:
                await self._flush()

    def _patience(self) -> float | None:
        """Seconds to wait for more before the batch is written; the first one does not wait."""
        if not self._batch.complete:
            return None
        return max(_PATIENCE - (time.monotonic() - self._flushed), 0.0)

    async def _take(self, job: _Job, frame: Frame) -> None:
        if isinstance(frame, FailedFrame):
            await self._give_up(job, frame)
        elif isinstance(frame, PaperFrame):
            await self._begin(job, frame)
        elif job.content in self._open:
            self._batch.passages += frame
            paper, left = self._open[job.content]
            self._open[job.content] = paper, left - len(frame)
        self._complete(job)

    async def _begin(self, job: _Job, frame: PaperFrame) -> None:
        if frame.paper.id != job.paper:
            # The ledger keeps it as new, so that the next ingest reads what is there now.
            self._end(job, "changed while it was read", "Ingest again.")
            return
        if self._ledger.has_old_passages(job.content):
            await self._index.remove([job.paper])
        self._ledger.begin(job.content)
        self._open[job.content] = frame, frame.passages

    def _complete(self, job: _Job) -> None:
        frame, left = self._open.get(job.content, (None, 0))
        if frame is not None and left == 0:
            del self._open[job.content]
            self._batch.complete.append((job, frame))

    async def _give_up(self, job: _Job, frame: FailedFrame) -> None:
        if self._open.pop(job.content, None):
            self._batch.passages = [one for one in self._batch.passages if one.paper != job.paper]
            await self._index.remove([job.paper])
        self._ledger.failed(job.content, frame.reason, frame.hint)
        self._end(job, frame.reason, frame.hint)

    async def _flush(self) -> None:
        """Into the index, and only then into the ledger."""
        batch, self._batch = self._batch, _Batch()
        if batch.passages:
            await self._index.add(batch.passages)
        for job, frame in batch.complete:
            self._ledger.read(
                job.content,
                frame.paper,
                passages=frame.passages,
                unread=frame.unread,
                ocr=frame.ocr,
                seconds=frame.seconds,
            )
            self._counts.pages += frame.paper.pages
            self._counts.passages += frame.passages
            self._counts.changed += job.changed
            self._counts.new += not job.changed
            twins = self._queued.pop(job.content)
            self._counts.unchanged += len(twins)
            self._step(1 + len(twins))
        self._flushed = time.monotonic()

    def _end(self, job: _Job, reason: str, hint: str) -> None:
        for path in [job.path, *self._queued.pop(job.content)]:
            self._fail(path, reason, hint)

    def _fail(self, path: Path, reason: str, hint: str) -> None:
        self._counts.failed += 1
        self._on_event(FileFailed(path=str(path), reason=reason, hint=hint))
        self._step()

    def _step(self, files: int = 1) -> None:
        counts, now = self._counts, time.monotonic()
        counts.done += files
        if now - self._told < _PROGRESS_SECONDS and counts.done < counts.files:
            return
        self._told = now
        spent = max(now - self._began, 1e-6)
        self._on_event(
            IngestProgress(
                phase="read", files=counts.done, files_total=counts.files, pages=counts.pages, passages=counts.passages,
                pages_per_s=counts.pages / spent, passages_per_s=counts.passages / spent,
                seconds_left=(counts.files - counts.done) * spent / counts.done,
            )
        )  # fmt: skip

    def _ended(self) -> Ingested:
        counts = self._counts
        ended = Ingested(
            files=counts.files, pages=counts.pages, passages=counts.passages, new=counts.new, unchanged=counts.unchanged,
            changed=counts.changed, removed=counts.removed, failed=counts.failed, seconds=time.monotonic() - self._began,
        )  # fmt: skip
        self._on_event(ended)
        return ended


async def collect(ledger: Ledger, index: PaperIndex) -> int:
    """Passages of papers that no file has any more leave the index; how many papers."""
    orphans = ledger.orphans()
    if orphans:
        await index.remove([content[:32] for content in orphans])
        ledger.drop(orphans)
    return len(orphans)


def _expected(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error of ours in a group of errors, or the group itself."""
    found: BaseException | None = group.subgroup(GpiotError)
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found or group
