"""What lasts of a session: texts by the hash of their content, turns and revisions, in one SQLite file.

Checkpoints live elsewhere and only while a turn is in flight. To be used from the one thread of the event loop;
other processes may use the same file at the same time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from agent.database import Database
from agent.locks import is_locked, session_lock
from agent.records import OPEN_STATES, Pruned, Revision, Session, Turn, TurnKind, TurnState
from agent.talk import Talk
from agent.texts import Texts, keys_in
from agent.thinning import thin
from core.errors import SessionInUse, SessionUnknown, StorageError
from core.spelling import meant

_LIST = "List them with: gpiot sessions list"
_OPEN = "','".join(OPEN_STATES)


class Store:
    """The sessions of one state folder, and a TextStore; every method raises StorageError where the file refuses.

    Methods that take ``session`` want its whole id (``session()`` finds it for a prefix) and raise SessionUnknown.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Open ``sessions.db``; locks are looked up in the folder it lies in."""
        self.path = path
        self._database = Database(path)
        self._texts = Texts(self._database)
        self.talk = Talk(self._database)
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Several calls as one: all or nothing. Nothing may be awaited inside.

        Texts that are put before the turn or revision that refers to them belong into the same transaction: another
        process that cleans up in between would take them for unused.
        """
        return self._database.transaction()

    def put(self, text: str) -> str:
        """Keep a text and return its key, 32 hex digits; the same text has the same key."""
        return self._texts.put(text)

    def get(self, key: str) -> str:
        """The text of this key; raises StorageError where it is missing or damaged."""
        return self._texts.get(key)

    def create_session(self, session_id: str, title: str, problem: str, settings: Mapping[str, Any]) -> None:
        """Begin a session; ``problem`` is the key of a text already put."""
        now = self._clock()
        with self.transaction():
            if self._database.rows("SELECT 1 FROM sessions WHERE id = ?", session_id):
                raise StorageError(f"A session {session_id} exists already.", _LIST)
            self.get(problem)
            self._database.run(
                "INSERT INTO sessions (id, title, problem, settings, created, updated) VALUES (?, ?, ?, ?, ?, ?)",
                session_id, _plain(title), problem, json.dumps(settings), now, now,
            )  # fmt: skip

    def sessions(self) -> list[Session]:
        """All sessions, the one last worked on first."""
        sizes = self._texts.sizes()
        rows = self._database.rows("SELECT * FROM sessions ORDER BY updated DESC, rowid DESC")
        return [self._session(row, sizes) for row in rows]

    def session(self, name: str) -> Session:
        """The session of this id, or the only one whose id begins with ``name``."""
        names = [row["id"] for row in self._database.rows("SELECT id FROM sessions ORDER BY updated DESC")]
        found = [name] if name in names else [known for known in names if name and known.startswith(name)]
        if len(found) != 1:
            raise _unknown(name, names, found)
        return self._session(self._row(found[0]), self._texts.sizes())

    def retitle(self, session: str, title: str) -> None:
        """Give a session another title."""
        with self.transaction():
            self._touch(session)
            self._database.run("UPDATE sessions SET title = ? WHERE id = ?", _plain(title), session)

    def set_folder(self, session: str, folder: Path | str) -> None:
        """Remember the project folder that the session was written to."""
        with self.transaction():
            self._touch(session)
            self._database.run("UPDATE sessions SET folder = ? WHERE id = ?", os.fsencode(folder), session)

    def begin_turn(self, session: str, kind: TurnKind, request: Mapping[str, Any]) -> Turn:
        """Begin a turn, running; one that was still open is abandoned, so that at most the latest is open."""
        now = self._clock()
        with self.transaction():
            self._touch(session)
            self._database.run(
                f"UPDATE turns SET state = 'abandoned' WHERE session = ? AND state IN ('{_OPEN}')",  # noqa: S608
                session,
            )
            number = 1 + self._database.scalar("SELECT count(*) FROM turns WHERE session = ?", session)
            self._database.run(
                "INSERT INTO turns (session, number, kind, request, state, started) VALUES (?, ?, ?, ?, 'running', ?)",
                session, number, kind, json.dumps(request), now,
            )  # fmt: skip
        return Turn(session, number, kind, request, "running", now)

    def turns(self, session: str) -> list[Turn]:
        """All turns of a session, oldest first."""
        self._row(session)
        return [
            self._turn(row)
            for row in self._database.rows("SELECT * FROM turns WHERE session = ? ORDER BY number", session)
        ]

    def open_turn(self, session: str) -> Turn | None:
        """The latest turn where it can be taken up again."""
        turns = self.turns(session)
        return turns[-1] if turns and turns[-1].state in OPEN_STATES else None

    def set_turn_state(self, session: str, number: int, state: TurnState, error: str = "") -> None:
        """Say where a turn stands; ``error`` replaces the one before."""
        with self.transaction():
            self._touch(session)
            if not self._database.run(
                "UPDATE turns SET state = ?, error = ? WHERE session = ? AND number = ?",
                state,
                _plain(error),
                session,
                number,
            ):
                raise StorageError(f"Session {session} has no turn {number}.", f"See: gpiot sessions show {session}")

    def add_revision(self, session: str, turn: int, what: str, body: Mapping[str, Any]) -> int:
        """Keep a state of the project as the new head and return its number; a turn that ends again has its first one."""
        with self.transaction():
            self._touch(session)
            before = self._database.scalar("SELECT number FROM revisions WHERE session = ? AND turn = ?", session, turn)
            if before is not None:
                self._database.run("UPDATE sessions SET head = ? WHERE id = ?", before, session)
                return int(before)
            row = self._row(session)
            number = int(row["last_revision"]) + 1
            self._database.run(
                "INSERT INTO revisions (session, number, parent, turn, what, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                session, number, row["head"], turn, _plain(what), json.dumps(body), self._clock(),
            )  # fmt: skip
            self._database.run("UPDATE sessions SET head = ?, last_revision = ? WHERE id = ?", number, number, session)
        return number

    def head(self, session: str) -> Revision | None:
        """The current revision, None before the first."""
        number = self._row(session)["head"]
        found = self._database.rows("SELECT * FROM revisions WHERE session = ? AND number = ?", session, number)
        if number and not found:
            raise self._database.damaged(f"revision {number} of {session}")
        return self._revision(found[0]) if found else None

    def revisions(self, session: str) -> list[Revision]:
        """Every revision that is kept, oldest first, undone ones included."""
        self._row(session)
        rows = self._database.rows("SELECT * FROM revisions WHERE session = ? ORDER BY number", session)
        return [self._revision(row) for row in rows]

    def undo(self, session: str) -> Revision:
        """Make the parent of the current revision the head and return it."""
        with self.transaction():
            self._touch(session)
            head = self.head(session)
            if head is None or not head.parent:
                raise StorageError(f"Session {session}: nothing to undo.", f"See: gpiot sessions show {session}")
            self._database.run("UPDATE sessions SET head = ? WHERE id = ?", head.parent, session)
            before = self.head(session)
        if before is None:
            raise self._database.damaged(f"revision {head.parent} of {session}")
        return before

    def delete(self, session: str) -> None:
        """Remove a session and the texts that nobody else needs; the caller holds its lock."""
        with self.transaction():
            self._row(session)
            self._database.run("DELETE FROM sessions WHERE id = ?", session)
            self._texts.collect()

    def prune(self, older_than_days: float | None = None, keep: int = 20) -> Pruned:
        """Keep the last ``keep`` (at least 1) revisions that undo can reach; drop the others and the texts nobody needs.

        Only in sessions not worked on for ``older_than_days``; never in one whose turn is open or whose lock is held.
        """
        if keep < 1:
            raise ValueError("at least the current revision is kept")
        before = self._bytes()
        latest = self._clock() - 86400 * older_than_days if older_than_days is not None else self._clock()
        names = [row["id"] for row in self._database.rows("SELECT id FROM sessions WHERE updated <= ?", latest)]
        thinned = [count for count in (self._thin(name, keep) for name in names) if count]
        with self.transaction():
            texts = self._texts.collect()
        self._database.run("VACUUM")
        return Pruned(len(thinned), sum(thinned), texts, max(0, before - self._bytes()))

    def _thin(self, session: str, keep: int) -> int:
        try:
            with session_lock(self.path.parent, session), self.transaction():
                if not self._database.rows("SELECT 1 FROM sessions WHERE id = ?", session) or self.open_turn(session):
                    return 0
                return thin(self._database, session, keep)
        except SessionInUse:
            return 0

    def _bytes(self) -> int:
        return int(self._database.scalar("PRAGMA page_count")) * int(self._database.scalar("PRAGMA page_size"))

    def _touch(self, session: str) -> None:
        if not self._database.run("UPDATE sessions SET updated = ? WHERE id = ?", self._clock(), session):
            raise _unknown(session, [row["id"] for row in self._database.rows("SELECT id FROM sessions")], [])

    def _row(self, session: str) -> sqlite3.Row:
        rows = self._database.rows("SELECT * FROM sessions WHERE id = ?", session)
        if not rows:
            raise _unknown(session, [row["id"] for row in self._database.rows("SELECT id FROM sessions")], [])
        return rows[0]

    def _session(self, row: sqlite3.Row, sizes: Mapping[str, int]) -> Session:
        name = row["id"]
        turns, revisions = (
            self._database.scalar(f"SELECT count(*) FROM {table} WHERE session = ?", name)  # noqa: S608
            for table in ("turns", "revisions")
        )
        documents = list(self._texts.documents(name))
        keys = set().union(*map(keys_in, documents))
        size = sum(map(len, documents)) + sum(sizes.get(key, 0) for key in keys)
        return Session(
            name, row["title"], row["created"], row["updated"], self._state(name), os.fsdecode(row["folder"]),
            turns, revisions, size, row["problem"], self._json(row["settings"]), row["head"],
        )  # fmt: skip

    def _state(self, session: str) -> str:
        state = self._database.scalar("SELECT state FROM turns WHERE session = ? ORDER BY number DESC LIMIT 1", session)
        if state == "running" and not is_locked(self.path.parent, session):
            return "interrupted"
        return str(state or "new")

    def _turn(self, row: sqlite3.Row) -> Turn:
        request = self._json(row["request"])
        return Turn(row["session"], row["number"], row["kind"], request, row["state"], row["started"], row["error"])

    def _revision(self, row: sqlite3.Row) -> Revision:
        body = self._json(row["body"])
        return Revision(row["session"], row["number"], row["parent"], row["turn"], row["what"], body, row["created"])

    def _json(self, text: str) -> dict[str, Any]:
        try:
            found = json.loads(text)
        except ValueError as error:
            raise self._database.damaged("an entry") from error
        if not isinstance(found, dict):
            raise self._database.damaged("an entry")
        return found


def _plain(text: str) -> str:
    # Arguments that are no UTF-8 reach Python as lone surrogates, which SQLite refuses.
    return text.encode("utf-8", "replace").decode()


def _unknown(name: str, names: list[str], found: list[str]) -> SessionUnknown:
    if found:
        return SessionUnknown(
            f"Several sessions begin with {_plain(name)}: {', '.join(found)}.", "Give more of its name."
        )
    if not names:
        return SessionUnknown(f"No session is named {_plain(name)}; there are none yet.", "Begin one with: gpiot ask")
    return SessionUnknown(f"No session is named {_plain(name)}.", meant(name, names, _LIST))
