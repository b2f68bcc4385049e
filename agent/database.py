"""The SQLite file of the sessions: its tables, and what a person is told of it."""

from __future__ import annotations

from pathlib import Path

from core import database
from core.errors import StorageError

_FIRST = (
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
_WITH_LINES = (
    """CREATE TABLE lines (
        id INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
        author TEXT NOT NULL, text TEXT NOT NULL, created REAL NOT NULL)""",
    "CREATE INDEX lines_session ON lines (session, id)",
)
VERSIONS = (_FIRST, _WITH_LINES)
_WORDS = database.Words(
    "a session file", "Move the file away to start with no sessions; project folders are not affected."
)


class Database(database.Database):
    """The file of the sessions, opened."""

    def __init__(self, path: Path) -> None:
        # FULL: the checkpoints of a turn are deleted once its revision is here, so it has to survive a power cut.
        super().__init__(path, VERSIONS, _WORDS, synchronous="FULL")

    def damaged(self, what: str) -> StorageError:
        """The error for content that cannot be what was written."""
        return StorageError(f"{self.path}: {what} is damaged.", "Restore the file from a copy, or delete the session.")
