"""A SQLite file of ours: opened, versioned, and its errors translated in one place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from core.disk import storing
from core.errors import StorageError

BUSY_SECONDS = 10.0
_HOME = "Make the file and its folder writable, or set GPIOT_HOME."
# No reason: it is not what Words call it. No next step: the one of Words.
_REASONS: dict[int, tuple[str | None, str | None]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space and run the command again."),
    sqlite3.SQLITE_READONLY: ("it cannot be written", _HOME),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", _HOME),
    sqlite3.SQLITE_PERM: ("it cannot be opened", _HOME),
    sqlite3.SQLITE_BUSY: ("another process keeps it busy", "Run the command again."),
    sqlite3.SQLITE_IOERR: ("the disk does not read or write", "Check the disk and its free space."),
    sqlite3.SQLITE_NOTADB: (None, None),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", None),
    sqlite3.SQLITE_ERROR: ("it is damaged", None),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a person is told of a file.

    name: what it should be, with its article
    damaged: the next step where the file itself is at fault
    """

    name: str
    damaged: str


class Database:
    """One connection; every method raises StorageError naming the file where SQLite refuses."""

    def __init__(
        self, path: Path, versions: Sequence[Sequence[str]], words: Words, *, synchronous: Literal["FULL", "NORMAL"]
    ) -> None:
        """Open the file, made where it is missing; a foreign one, or one of a newer version, is left as it is.

        versions: for each version, from the first, the statements that lead to it from the one before
        synchronous: whether what was written last survives a power cut (FULL) or may be forgotten (NORMAL)
        """
        self.path = path
        self._words = words
        with storing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._translated():
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        with ExitStack() as failing:
            failing.callback(self._connection.close)
            self._prepare(versions, synchronous)
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

    def _roll_back(self) -> None:
        # SQLite has already done so itself after some errors, a full disk among them.
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    def _prepare(self, versions: Sequence[Sequence[str]], synchronous: str) -> None:
        found, version = self.scalar("PRAGMA user_version"), len(versions)
        if found > version:
            raise StorageError(
                f"{self.path} was written by a newer gpiot (version {found}, this one reads up to {version}).",
                "Update gpiot, or set GPIOT_HOME to another folder.",
            )
        if found == 0:
            self._refuse_foreign()
        self.run(f"PRAGMA synchronous = {synchronous}")
        self.run("PRAGMA foreign_keys = ON")
        with self._translated():
            use_wal(self._connection)
        if found < version:
            self._bring_up(versions)

    def _refuse_foreign(self) -> None:
        # Read again after the tables: another process may be creating them, and then the version has changed, too.
        if self.rows("SELECT 1 FROM sqlite_master LIMIT 1") and self.scalar("PRAGMA user_version") == 0:
            raise StorageError(f"{self.path}: it belongs to another program.", self._words.damaged)

    def _bring_up(self, versions: Sequence[Sequence[str]]) -> None:
        with self.transaction():
            # Read again: another process may have done it meanwhile.
            for statements in versions[self.scalar("PRAGMA user_version") :]:
                for statement in statements:
                    self.run(statement)
            self.run(f"PRAGMA user_version = {len(versions)}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except sqlite3.DatabaseError as error:
            raise explained(self.path, error, self._words) from error


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


def explained(path: Path, error: sqlite3.DatabaseError, words: Words) -> StorageError:
    """The error of SQLite as a person can use it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    reason, hint = _REASONS.get(code, (str(error), ""))
    detail = f" ({error})" if code in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_IOERR} else ""
    return StorageError(
        f"{path}: {reason or f'it is not {words.name}'}{detail}.", words.damaged if hint is None else hint
    )
