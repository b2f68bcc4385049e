"""The SQLite file below the store: opened, versioned, and its errors translated in one place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from agent.disk import storing
from core.errors import StorageError

VERSION = 1
BUSY_SECONDS = 10.0
_SCHEMA = (
    # era: how many turns had begun, anywhere, when the text was last put; see Texts.collect.
    "CREATE TABLE texts (key TEXT PRIMARY KEY, body BLOB NOT NULL, era INTEGER NOT NULL)",
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, problem TEXT NOT NULL, settings TEXT NOT NULL,
        created REAL NOT NULL, updated REAL NOT NULL, folder BLOB NOT NULL DEFAULT x'',
        head INTEGER NOT NULL DEFAULT 0, last_revision INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE turns (
        era INTEGER PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, number INTEGER NOT NULL,
        kind TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL, started REAL NOT NULL,
        error TEXT NOT NULL DEFAULT '', UNIQUE (session, number))""",
    """CREATE TABLE revisions (
        session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, number INTEGER NOT NULL,
        parent INTEGER NOT NULL, turn INTEGER NOT NULL, what TEXT NOT NULL, body TEXT NOT NULL,
        created REAL NOT NULL, PRIMARY KEY (session, number), UNIQUE (session, turn))""",
)
_DAMAGED = "Move the file away to start with no sessions; project folders are not affected."
_REASONS: dict[int, tuple[str, str | None]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space and run the command again."),
    sqlite3.SQLITE_READONLY: ("it cannot be written", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_PERM: ("it cannot be opened", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_BUSY: ("another process keeps it busy", "Run the command again."),
    sqlite3.SQLITE_IOERR: ("the disk does not read or write", "Check the disk and its free space."),
    sqlite3.SQLITE_NOTADB: ("it is not a session file", None),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", None),
    sqlite3.SQLITE_ERROR: ("it is damaged", None),
}


class Database:
    """One connection; every method raises StorageError naming the file where SQLite refuses."""

    def __init__(self, path: Path) -> None:
        """Open the file, made where it is missing; a file of a newer version is left as it is."""
        self.path = path
        with storing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._translated():
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        with ExitStack() as failing:
            failing.callback(self._connection.close)
            self._prepare()
            failing.pop_all()

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._translated():
            self._connection.close()

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._translated():
            return self._connection.execute(sql, values).fetchall()

    def scalar(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, None where there is no row."""
        found = self.rows(sql, *values)
        return found[0][0] if found else None

    def run(self, sql: str, *values: Any) -> int:
        """Run one statement; how many rows it changed."""
        with self._translated():
            return self._connection.execute(sql, values).rowcount

    def run_each(self, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple of values."""
        with self._translated():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one inside another joins it."""
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        finally:
            self._roll_back()

    def damaged(self, what: str) -> StorageError:
        """The error for content that cannot be what was written."""
        return StorageError(f"{self.path}: {what} is damaged.", "Restore the file from a copy, or delete the session.")

    def _roll_back(self) -> None:
        # SQLite has already done so itself after some errors, a full disk among them.
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    def _prepare(self) -> None:
        version = self.scalar("PRAGMA user_version")
        if version > VERSION:
            raise StorageError(
                f"{self.path} was written by a newer gpiot (version {version}, this one reads up to {VERSION}).",
                "Update gpiot, or set GPIOT_HOME to another folder.",
            )
        if version == 0:
            self._refuse_foreign()
        # FULL: the checkpoints of a turn are deleted once its revision is here, so it has to survive a power cut.
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA foreign_keys = ON")
        with self._translated():
            use_wal(self._connection)
        if version == 0:
            self._create()

    def _refuse_foreign(self) -> None:
        # Read again after the tables: another process may be creating them, and then the version has changed, too.
        if self.rows("SELECT 1 FROM sqlite_master LIMIT 1") and self.scalar("PRAGMA user_version") == 0:
            raise StorageError(f"{self.path}: it belongs to another program.", _DAMAGED)

    def _create(self) -> None:
        with self.transaction():
            if self.scalar("PRAGMA user_version") == 0:
                for statement in _SCHEMA:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except sqlite3.DatabaseError as error:
            raise explained(self.path, error) from error


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch a file to write-ahead logging, where readers and a writer do not wait for each other."""
    # SQLite does not wait for its busy timeout when two processes switch a new file at the same moment.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def explained(path: Path, error: sqlite3.DatabaseError, damaged: str = _DAMAGED) -> StorageError:
    """The error of SQLite as a person can use it; ``damaged`` is the next step where the file is at fault."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    reason, hint = _REASONS.get(code, (str(error), ""))
    detail = f" ({error})" if code in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_IOERR} else ""
    return StorageError(f"{path}: {reason}{detail}.", damaged if hint is None else hint)
