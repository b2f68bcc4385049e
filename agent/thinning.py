"""Old revisions of a session are dropped; those that undo reaches last stay."""

from __future__ import annotations

from agent.database import Database


def thin(database: Database, session: str, keep: int) -> int:
    """Keep the last ``keep`` revisions that undo can reach and drop the others; how many. Within a transaction."""
    rows = database.rows("SELECT number, parent FROM revisions WHERE session = ?", session)
    parents = {row["number"]: row["parent"] for row in rows}
    chain: list[int] = []
    number = database.scalar("SELECT head FROM sessions WHERE id = ?", session)
    while number in parents and len(chain) < keep:
        chain.append(number)
        number = parents[number]
    dropped = set(parents) - set(chain)
    database.run_each("DELETE FROM revisions WHERE session = ? AND number = ?", ((session, n) for n in dropped))
    if chain:
        database.run("UPDATE revisions SET parent = 0 WHERE session = ? AND number = ?", session, chain[-1])
    return len(dropped)
