"""Texts by the hash of their content: kept once, and removed when no session needs them any more."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator

from agent.database import Database
from agent.records import OPEN_STATES
from core.errors import StorageError

_KEY = re.compile(r'"([0-9a-f]{32})"')


class Texts:
    """The texts of a database, a TextStore; a key is the first 32 hex digits of the text's SHA-256."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, text: str) -> str:
        """Keep a text and return its key."""
        # A model may answer with half a surrogate pair, which strict UTF-8 refuses.
        data = text.encode("utf-8", "surrogatepass")
        key = _key(data)
        self._database.run(
            "INSERT INTO texts (key, body, era) VALUES (?, ?, ifnull((SELECT max(era) FROM turns), 0)) "
            "ON CONFLICT (key) DO UPDATE SET era = excluded.era WHERE era < excluded.era",
            key,
            zlib.compress(data),
        )
        return key

    def get(self, key: str) -> str:
        """The text of this key; raises StorageError where it is missing or damaged."""
        body = self._database.scalar("SELECT body FROM texts WHERE key = ?", key)
        if body is None:
            raise StorageError(
                f"{self._database.path}: the text {key} is missing.",
                "Restore the file from a copy, or delete the session.",
            )
        try:
            data = zlib.decompress(body)
        except (zlib.error, TypeError) as error:
            raise self._database.damaged(f"the text {key}") from error
        if _key(data) != key:
            raise self._database.damaged(f"the text {key}")
        return data.decode("utf-8", "surrogatepass")

    def sizes(self) -> dict[str, int]:
        """Bytes that each text takes, compressed."""
        return {row["key"]: row["size"] for row in self._database.rows("SELECT key, length(body) AS size FROM texts")}

    def documents(self, session: str) -> Iterator[str]:
        """Every JSON text of a session that may hold text keys."""
        for found in self._database.rows("SELECT problem, settings FROM sessions WHERE id = ?", session):
            yield json.dumps([found["problem"]])
            yield found["settings"]
        for table, column in (("turns", "request"), ("revisions", "body")):
            for found in self._database.rows(f"SELECT {column} FROM {table} WHERE session = ?", session):  # noqa: S608
                yield found[0]

    def collect(self) -> int:
        """Remove the texts that no session refers to; how many.

        What an open turn has put is known to its checkpoints alone. A text's era is at least that of a turn that was
        open when it was last put, so everything from the era of the oldest open turn on stays.
        """
        used = {
            key
            for row in self._database.rows("SELECT id FROM sessions")
            for document in self.documents(row["id"])
            for key in keys_in(document)
        }
        states = "','".join(OPEN_STATES)
        limit = self._database.scalar(f"SELECT min(era) FROM turns WHERE state IN ('{states}')")  # noqa: S608
        rows = self._database.rows("SELECT key FROM texts WHERE ?1 IS NULL OR era < ?1", limit)
        unused = [(row["key"],) for row in rows if row["key"] not in used]
        self._database.run_each("DELETE FROM texts WHERE key = ?", unused)
        return len(unused)


def keys_in(document: str) -> set[str]:
    """Every string of a JSON text that may be a text key."""
    return set(_KEY.findall(document))


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
