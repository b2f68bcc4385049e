"""What became of every file: paths by content, contents with their state. Nothing is read twice that has not changed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from core.errors import LiteratureError
from core.papers import Paper
from ingest.database import Database
from ingest.scan import Found, absolute

PARSER = 1
"""Version of readers and chunking: what an older one read is read again."""

State = Literal["new", "read", "failed", "gone"]
_ENTRIES = """SELECT files.path, files.root, files.size, files.mtime, files.gone, contents.* FROM files
    JOIN contents ON contents.hash = files.hash"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the ledger knows it.

    state: ``new`` (not read yet), ``read``, ``failed`` (see reason and hint) or ``gone`` (deleted, its passages still
        there until a sync)
    paper: id of the paper, by which the index knows it
    unread: pages without text; ocr: pages read by OCR; parser: version of what read it; seconds: that it took
    """

    path: str
    root: str
    state: State
    reason: str
    hint: str
    pages: int
    title: str
    authors: tuple[str, ...]
    year: int
    doi: str
    paper: str
    passages: int
    unread: int
    ocr: int
    doubts: tuple[str, ...]
    size: int
    parser: int
    seconds: float

    def json(self) -> dict[str, Any]:
        """The entry as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file on the disk.

    hash: empty where it has to be hashed first; state: ``new``, ``read`` or ``failed``, then with reason and hint
    """

    hash: str = ""
    state: str = "new"
    reason: str = ""
    hint: str = ""


class Ledger:
    """The ledger of papers in one SQLite file. Every method raises StorageError where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, made where it is missing."""
        self._database = Database(path)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._database.close()

    def known(self, found: Found) -> Known:
        """What is known of a file by its path, size and time alone."""
        rows = self._database.rows(_ENTRIES + " WHERE files.path = ?", os.fsencode(found.path))
        if not rows or rows[0]["gone"] or (rows[0]["size"], rows[0]["mtime"]) != (found.size, found.mtime):
            return Known()
        return _known(rows[0])

    def place(self, found: Found, content: str) -> tuple[bool, Known]:
        """Note which content lies at a path; whether another one lay there before, and what is known of the content.

        Other paths of the same content that are no longer there are forgotten: the file was renamed.
        """
        with self._database.transaction():
            path = os.fsencode(found.path)
            before = self._database.rows("SELECT hash FROM files WHERE path = ?", path)
            self._database.run(
                "INSERT OR IGNORE INTO contents (hash, state, parser) VALUES (?, 'new', ?)", content, PARSER
            )
            self._database.run(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, 0)",
                path, os.fsencode(found.root), found.size, found.mtime, content,
            )  # fmt: skip
            for row in self._database.rows("SELECT path FROM files WHERE hash = ? AND path != ?", content, path):
                if not Path(os.fsdecode(row["path"])).exists():
                    self._database.run("DELETE FROM files WHERE path = ?", row["path"])
            row = self._database.rows("SELECT * FROM contents WHERE hash = ?", content)[0]
        return bool(before) and before[0]["hash"] != content, _known(row)

    def has_old_passages(self, content: str) -> bool:
        """Whether another version of the parser left passages of this content in the index."""
        rows = self._database.rows("SELECT 1 FROM contents WHERE hash = ? AND parser != ?", content, PARSER)
        return bool(rows)

    def begin(self, content: str) -> None:
        """From here on passages of this content, made by this parser, may be in the index."""
        self._database.run("UPDATE contents SET state = 'new', parser = ? WHERE hash = ?", PARSER, content)

    def read(self, content: str, paper: Paper, *, passages: int, unread: int, ocr: int, seconds: float) -> None:
        """All passages of this content are in the index, and the index has acknowledged them."""
        self._database.run(
            """UPDATE contents SET state = 'read', reason = '', hint = '', title = ?, authors = ?, year = ?, doi = ?,
            pages = ?, unread = ?, ocr = ?, passages = ?, doubts = ?, parser = ?, seconds = ? WHERE hash = ?""",
            paper.title, json.dumps(paper.authors), paper.year, paper.doi, paper.pages, unread, ocr, passages,
            json.dumps(paper.doubts), PARSER, seconds, content,
        )  # fmt: skip

    def failed(self, content: str, reason: str, hint: str) -> None:
        """The content could not be read; reason and hint say why and what would help."""
        self._database.run(
            "UPDATE contents SET state = 'failed', reason = ?, hint = ?, passages = 0, parser = ? WHERE hash = ?",
            reason, hint, PARSER, content,
        )  # fmt: skip

    def missing(self, folders: Sequence[Path], there: Collection[Path], *, forget: bool) -> int:
        """Files of these folders that are not there any more are marked gone, or forgotten; how many were forgotten."""
        forgotten = 0
        with self._database.transaction():
            for row in self._database.rows("SELECT path FROM files"):
                path = Path(os.fsdecode(row["path"]))
                if path in there or not any(path.is_relative_to(absolute(folder)) for folder in folders):
                    continue
                if forget:
                    forgotten += self._database.run("DELETE FROM files WHERE path = ?", row["path"])
                else:
                    self._database.run("UPDATE files SET gone = 1 WHERE path = ?", row["path"])
        return forgotten

    def orphans(self) -> list[str]:
        """Contents that no path has any more; their passages have to leave the index."""
        rows = self._database.rows("SELECT hash FROM contents WHERE hash NOT IN (SELECT hash FROM files)")
        return [row["hash"] for row in rows]

    def drop(self, contents: Iterable[str]) -> None:
        """Forget contents whose passages have left the index."""
        with self._database.transaction():
            for content in contents:
                self._database.run(
                    "DELETE FROM contents WHERE hash = ? AND hash NOT IN (SELECT hash FROM files)", content
                )

    def entries(self, state: State | None = None) -> list[Entry]:
        """All files, or those of one state, by path."""
        entries = [_entry(row) for row in self._database.rows(_ENTRIES + " ORDER BY files.path")]
        return [entry for entry in entries if state in (None, entry.state)]

    def find(self, name: str) -> list[Entry]:
        """The files meant by a path, the end of a path, or the beginning of a paper's id; raises LiteratureError if none."""
        entries = self.entries()
        path = str(absolute(Path(name)))
        found = (
            [entry for entry in entries if entry.path == path]
            or [entry for entry in entries if Path(entry.path).match(name)]
            or [entry for entry in entries if len(name) >= 4 and entry.paper.startswith(name.lower())]
        )
        if not found:
            raise LiteratureError(f"{name}: no such paper in the ledger.", "See `gpiot papers list`.")
        return found

    def retry(self, names: Sequence[str] = ()) -> list[Entry]:
        """Failed files, all or those named, count as new again; which ones."""
        chosen = [entry for name in names for entry in self.find(name)] if names else self.entries("failed")
        failed = [entry for entry in chosen if entry.state == "failed"]
        with self._database.transaction():
            for entry in failed:
                self._database.run("UPDATE contents SET state = 'new' WHERE substr(hash, 1, 32) = ?", entry.paper)
        return failed

    def remove(self, names: Sequence[str]) -> list[Entry]:
        """Forget files; their contents are orphans afterwards unless other paths have them. Which files."""
        chosen = [entry for name in names for entry in self.find(name)]
        with self._database.transaction():
            for entry in chosen:
                self._database.run("DELETE FROM files WHERE path = ?", os.fsencode(entry.path))
        return chosen


def _known(row: sqlite3.Row) -> Known:
    # What an older parser made of it is not wanted any more.
    return Known(row["hash"], row["state"] if row["parser"] == PARSER else "new", row["reason"], row["hint"])


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        path=os.fsdecode(row["path"]), root=os.fsdecode(row["root"]), state="gone" if row["gone"] else row["state"],
        reason=row["reason"], hint=row["hint"], pages=row["pages"], title=row["title"],
        authors=tuple(json.loads(row["authors"])), year=row["year"], doi=row["doi"], paper=row["hash"][:32],
        passages=row["passages"], unread=row["unread"], ocr=row["ocr"], doubts=tuple(json.loads(row["doubts"])),
        size=row["size"], parser=row["parser"], seconds=row["seconds"],
    )  # fmt: skip
