"""The SQLite file below the ledger: opened, versioned, and its errors translated in one place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import StorageError

VERSION = 1
_BUSY_SECONDS = 10.0
_SCHEMA = (
    """CREATE TABLE contents (
        hash TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '', authors TEXT NOT NULL DEFAULT '[]', year INTEGER NOT NULL DEFAULT 0,
        doi TEXT NOT NULL DEFAULT '', pages INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 0,
        ocr INTEGER NOT NULL DEFAULT 0, passages INTEGER NOT NULL DEFAULT 0, doubts TEXT NOT NULL DEFAULT '[]',
        parser INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0)""",
    """CREATE TABLE files (
        path BLOB PRIMARY KEY, root BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
        hash TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX files_hash ON files (hash)",
)
_DAMAGED = "Move the file away and ingest the folders again; papers are not affected."
_REASONS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space and run the command again."),
    sqlite3.SQLITE_READONLY: ("it cannot be written", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_PERM: ("it cannot be opened", "Make the file and its folder writable, or set GPIOT_HOME."),
    sqlite3.SQLITE_BUSY: ("another process keeps it busy", "Run the command again."),
    sqlite3.SQLITE_IOERR: ("the disk does not read or write", "Check the disk and its free space."),
    sqlite3.SQLITE_NOTADB: ("it is not a ledger of papers", _DAMAGED),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", _DAMAGED),
}


class Database:
    """One connection; every method raises StorageError naming the file where SQLite refuses."""

    def __init__(self, path: Path) -> None:
        """Open the file, made where it is missing; a file of a newer version is left as it is."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"{path.parent}: {error.strerror}.", "Make the folder writable, or set GPIOT_HOME."
            ) from error
        with self._translated():
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        try:
            self._prepare()
        except StorageError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._translated():
            self._connection.close()

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._translated():
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Run one statement; how many rows it changed."""
        with self._translated():
            return self._connection.execute(sql, values).rowcount

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

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    def _prepare(self) -> None:
        # NORMAL: a power cut may forget the last files, which are then read again and come out the same.
        self.run("PRAGMA synchronous = NORMAL")
        version = self.rows("PRAGMA user_version")[0][0]
        if version > VERSION:
            raise StorageError(
                f"{self.path} was written by a newer gpiot (version {version}, this one reads up to {VERSION}).",
                "Update gpiot, or set GPIOT_HOME to another folder.",
            )
        self.run("PRAGMA journal_mode = WAL")
        if version == 0:
            self._create()

    def _create(self) -> None:
        with self.transaction():
            if self.rows("PRAGMA user_version")[0][0] != 0:
                return
            if self.rows("SELECT 1 FROM sqlite_master LIMIT 1"):
                raise StorageError(f"{self.path}: it belongs to another program.", _DAMAGED)
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
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            reason, hint = _REASONS.get(code, (str(error), ""))
            raise StorageError(f"{self.path}: {reason}.", hint) from error
