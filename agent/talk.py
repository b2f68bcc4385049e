"""What was said in each session: the lines of its conversation, in Markdown."""

from __future__ import annotations

from agent.database import Database
from agent.records import Line


class Talk:
    """The conversations of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, session: str, line: Line) -> None:
        """Add a line to a session that is kept."""
        self._database.run(
            "INSERT INTO lines (session, author, text, created) VALUES (?, ?, ?, ?)",
            session, line.author, line.text.encode("utf-8", "replace").decode(), line.created,
        )  # fmt: skip

    def of(self, session: str) -> list[Line]:
        """The lines of a session, oldest first."""
        rows = self._database.rows("SELECT author, text, created FROM lines WHERE session = ? ORDER BY id", session)
        return [Line(row["author"], row["text"], row["created"]) for row in rows]

    def copy(self, session: str, other: str) -> None:
        """Give another session the lines of this one."""
        self._database.run(
            "INSERT INTO lines (session, author, text, created) "
            "SELECT ?, author, text, created FROM lines WHERE session = ? ORDER BY id",
            other, session,
        )  # fmt: skip

    def holding(self, word: str) -> set[str]:
        """The sessions whose title or lines hold a word; case of ASCII letters does not count."""
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = self._database.rows(
            "SELECT id FROM sessions WHERE title LIKE ?1 ESCAPE '\\' OR id LIKE ?1 ESCAPE '\\' "
            "UNION SELECT session FROM lines WHERE text LIKE ?1 ESCAPE '\\'",
            pattern,
        )
        return {row[0] for row in rows}
