"""The checkpoints of turns in flight, in a SQLite file of their own; none stays longer than its turn can be taken up."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent.store import Store
from core.database import BUSY_SECONDS, Words, explained, use_wal
from core.errors import SessionUnknown

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

_WORDS = Words("a checkpoint file", "Move the file away; turns that were interrupted then begin anew.")
# A file of the process that was killed while it made it has no tables yet.
_TABLES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'writes'"


def checkpoints_file(store: Store) -> Path:
    """Where the checkpoints of these sessions are."""
    return store.path.with_name("checkpoints.db")


@asynccontextmanager
async def open_saver(path: Path) -> AsyncIterator[AsyncSqliteSaver]:
    """The checkpointer of the graph; raises StorageError where the file refuses, inside the block as well."""
    import aiosqlite
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    with _translated(path):
        async with aiosqlite.Connection(lambda: _connected(path), iter_chunk_size=64) as connection:
            saver = AsyncSqliteSaver(connection)
            await saver.setup()
            try:
                yield saver
            finally:
                # A cancelled graph does not wait for what its nodes still write; closed amidst that, the file stays locked.
                async with saver.lock:
                    pass


def sweep(store: Store, wait: float = BUSY_SECONDS) -> int:
    """Drop the checkpoints from which no turn can be taken up; how many turns' they were.

    wait: seconds for others to finish writing. 0 beside other turns of this process: whoever waits in the event loop's
        thread keeps them from finishing.
    """
    path = checkpoints_file(store)
    # Read before the turns are looked up: a turn is known to the store before its first checkpoint is written.
    unneeded = [thread for thread in _threads(path) if not _needed(store, thread)]
    if unneeded:
        with _opened(path, wait) as connection, connection:
            for table in ("checkpoints", "writes"):
                connection.executemany(f"DELETE FROM {table} WHERE thread_id = ?", ((name,) for name in unneeded))  # noqa: S608
    return len(unneeded)


def compact(store: Store) -> int:
    """Give the file's unused pages back; how many bytes."""
    path = checkpoints_file(store)
    if not path.exists():
        return 0
    with _opened(path) as connection:
        before = _bytes(connection)
        connection.execute("VACUUM")
        return before - _bytes(connection)


def _threads(path: Path) -> list[str]:
    if not path.exists():
        return []
    with _opened(path) as connection:
        if not connection.execute(_TABLES).fetchall():
            return []
        rows: Iterable[tuple[str]] = connection.execute(
            "SELECT thread_id FROM checkpoints UNION SELECT thread_id FROM writes"
        ).fetchall()
    return [name for (name,) in rows]


def _needed(store: Store, thread: str) -> bool:
    try:
        turn = store.open_turn(thread.rpartition("/")[0])
    except SessionUnknown:
        return False
    # A failed turn is tried again by a new one, which begins anew.
    return turn is not None and turn.thread == thread and turn.state != "failed"


@contextmanager
def _opened(path: Path, wait: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    with _translated(path), closing(_connected(path, wait)) as connection:
        yield connection


def _connected(path: Path, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=wait)
    try:
        use_wal(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _bytes(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explained(path, error, _WORDS) from error
