"""The person's literature: ledger, index and embedder of the settings, opened when they are needed.

It joins ``ingest`` and ``retrieval`` behind the ports and is the PaperSearch that the stages ask.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.gate import Gate
from core.closing import to_the_end
from core.errors import LiteratureError, ModelMissing
from core.events import Event, Ingested
from core.leaving import destinations
from core.papers import Hit
from core.ports import Embedder, Filter, PaperIndex
from core.settings import Folders, Settings

if TYPE_CHECKING:
    from ingest.ledger import Entry as Entry
    from ingest.ledger import Ledger
    from retrieval.search import HybridSearch

_LOOK_SECONDS = 2.0
_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Preview:
    """A folder before its ingest: files that can be read by suffix, their bytes, and how many the ledger knows."""

    files: dict[str, int]
    size: int
    known: int


class Library:
    """What a person has ingested; nothing is opened before it is used."""

    def __init__(self, settings: Settings, folders: Folders, gate: Gate | None = None) -> None:
        self._settings = settings
        self._folders = folders
        self._gate = gate or Gate()
        self._ledger: Ledger | None = None
        self._index: PaperIndex | None = None
        self._embedder: Embedder | None = None
        self._search: HybridSearch | None = None
        self._opening = asyncio.Lock()

    @property
    def ledger(self) -> Ledger:
        """Every file that was ingested; raises StorageError where its file cannot be used."""
        from ingest.ledger import Ledger

        if self._ledger is None:
            self._ledger = Ledger(self._ledger_file)
        return self._ledger

    def entries(self) -> list[Entry]:
        """Every file of the ledger; none, and no ledger made, where nothing was ingested."""
        return self.ledger.entries() if self._ledger_file.exists() else []

    def size(self) -> tuple[int, int, int]:
        """Papers and passages in the index, and files that could not be read."""
        entries = self.entries()
        read = {entry.paper: entry.passages for entry in entries if entry.passages}
        return len(read), sum(read.values()), sum(entry.state == "failed" for entry in entries)

    def preview(self, folder: Path) -> Preview:
        """What an ingest of this folder would find; raises LiteratureError where it is missing or cannot be read.

        May be called in any thread: it looks into the ledger by a connection of its own.
        """
        from ingest.readers import READERS
        from ingest.scan import walk

        found = walk([folder], frozenset(READERS))
        known = self._known()
        return Preview(
            dict(Counter(one.path.suffix.lower() for one in found)),
            sum(one.size for one in found),
            sum((str(one.path), one.size) in known for one in found),
        )

    def _known(self) -> set[tuple[str, int]]:
        from ingest.ledger import Ledger

        if not self._ledger_file.exists():
            return set()
        with closing(Ledger(self._ledger_file)) as ledger:
            return {(entry.path, entry.size) for entry in ledger.entries()}

    async def search(self, query: str, limit: int, only: Filter = _EVERYTHING) -> Sequence[Hit]:
        """The best passages, best first; none, and nothing loaded, where nothing was ingested."""
        if not self._something():
            return ()
        async with self._opening:
            await self._open()
        assert self._search is not None  # noqa: S101 - _open leaves it so
        return await self._search.search(query, limit, only)

    async def embedder(self) -> Embedder | None:
        """What makes dense vectors; None where the settings want none or its weights are not there."""
        from retrieval.embedders import open_embedder

        async with self._opening:
            if self._embedder is None:
                await self._gate.pass_through(destinations(self._settings, model=False))
                try:
                    self._embedder = await open_embedder(self._settings, self._folders)
                except ModelMissing:
                    return None
            return self._embedder

    async def ingest(self, folders: Sequence[Path], *, sync: bool = False) -> AsyncGenerator[Event, None]:
        """Read what is new in these folders, then give every passage its vector; the last event is Ingested.

        After the first phase everything is found by its words; vectors that are missing at the end of a killed run
        follow in the next. Raises LiteratureError, StorageError, BackendError.
        """
        from ingest.embedding import embed
        from ingest.pipeline import ingest

        await self.check(folders)
        began = time.monotonic()
        async with self._opening:
            index = await self._open()
        events: asyncio.Queue[Event | None] = asyncio.Queue()

        async def work() -> Ingested:
            try:
                found = await ingest(folders, self.ledger, index, sync=sync, on_event=events.put_nowait)
                if self._embedder is not None:
                    await embed(index, self._embedder, events.put_nowait)
                return found
            finally:
                events.put_nowait(None)

        task = asyncio.create_task(work())
        try:
            while (event := await events.get()) is not None:
                if not isinstance(event, Ingested):
                    yield event
            yield replace(await task, seconds=time.monotonic() - began)
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def watch(self, folders: Sequence[Path], *, sync: bool) -> AsyncGenerator[Event, None]:
        """Ingest, and again whenever a file in these folders comes, goes or changes; ends when it is cancelled."""
        seen: object = None
        while True:
            found = await asyncio.to_thread(_fingerprint, folders)
            if found != seen:
                seen = found
                async for event in self.ingest(folders, sync=sync):
                    yield event
            await asyncio.sleep(_LOOK_SECONDS)

    async def remove(self, names: Sequence[str]) -> list[Entry]:
        """Forget these files; their passages leave the index. Raises LiteratureError where one is not known."""
        from ingest.pipeline import collect

        async with self._opening:
            index = await self._open()
        gone = self.ledger.remove(names)
        await collect(self.ledger, index)
        return gone

    async def migrate(self) -> int:
        """Copy the index in this process to the Qdrant server of the settings; how many passages."""
        from retrieval.embedders import edge_index, server_index
        from retrieval.points import migrate

        there = self._settings.model_copy(update={"index": "server", "embedder": "none"})
        await self._gate.pass_through(destinations(there, model=False))
        edge, server = edge_index(self._folders), server_index(self._settings)
        try:
            return await migrate(edge, server)
        finally:
            await edge.close()
            await server.close()

    async def rebuild(self) -> int:
        """Make all vectors anew with the embedder of the settings; how many."""
        from ingest.embedding import embed

        async with self._opening:
            index = await self._open()
        await index.drop_vectors()
        return await embed(index, self._embedder, lambda _: None) if self._embedder else 0

    async def permit(self) -> None:
        """Raise UsageError where a search would reach another machine that nobody allowed."""
        if self._something():
            await self._gate.pass_through(destinations(self._settings, model=False))

    async def check(self, folders: Sequence[Path]) -> None:
        """Raise LiteratureError where a folder is missing or cannot be read, then UsageError where nobody allows its ingest."""
        from ingest.scan import walk

        await asyncio.to_thread(walk, folders, ())
        await self._gate.pass_through(destinations(self._settings, model=False))

    async def close(self) -> None:
        """Release everything that was opened."""
        async with AsyncExitStack() as closing_all:
            for opened in (self._index, self._embedder):
                if opened is not None:
                    closing_all.push_async_callback(opened.close)
            if self._ledger is not None:
                closing_all.callback(self._ledger.close)
            self._index = self._embedder = self._ledger = self._search = None

    @property
    def _ledger_file(self) -> Path:
        return self._folders.data / "papers.db"

    def _something(self) -> bool:
        """Whether there can be passages: an index that nobody made is not made by a question."""
        from retrieval.embedders import index_folder

        return self._settings.index == "server" or index_folder(self._folders).is_dir()

    async def _open(self) -> PaperIndex:
        from retrieval.embedders import open_embedder, open_index
        from retrieval.search import HybridSearch

        if self._index is None:
            await self._gate.pass_through(destinations(self._settings, model=False))
            self._embedder = self._embedder or await open_embedder(self._settings, self._folders)
            self._index = open_index(self._settings, self._folders, self._embedder)
            self._search = HybridSearch(self._index, self._embedder)
        return self._index


@asynccontextmanager
async def open_library(settings: Settings, folders: Folders, gate: Gate | None = None) -> AsyncIterator[Library]:
    """The library of these settings; everything that it opened is closed at the end."""
    library = Library(settings, folders, gate)
    try:
        yield library
    finally:
        await to_the_end(library.close())


def check_ingested(found: Ingested, folders: Sequence[Path]) -> None:
    """Raise LiteratureError where nothing in the folders could be ingested."""
    names = ", ".join(map(str, folders))
    if not found.files:
        raise LiteratureError(f"{names}: there are no papers.", "Papers are .pdf, .md, .txt and .html files.")
    if found.failed == found.files:
        raise LiteratureError(f"{names}: none of {found.files} files could be read.", "See: gpiot papers failed")


def _fingerprint(folders: Sequence[Path]) -> object:
    from ingest.readers import READERS
    from ingest.scan import walk

    return [(one.path, one.size, one.mtime) for one in walk(folders, frozenset(READERS))]
