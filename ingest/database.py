"""The SQLite file of the ledger: its tables, and what a person is told of it."""

from __future__ import annotations

from pathlib import Path

from core import database

_FIRST = (
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
_WORDS = database.Words(
    "a ledger of papers", "Move the file away and ingest the folders again; papers are not affected."
)


class Database(database.Database):
    """The file of the ledger, opened."""

    def __init__(self, path: Path) -> None:
        # NORMAL: a power cut may forget the last files, which are then read again and come out the same.
        super().__init__(path, (_FIRST,), _WORDS, synchronous="NORMAL")
