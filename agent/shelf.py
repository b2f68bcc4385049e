"""The stored sessions as a person keeps them: found by their words, renamed, forked, compared."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from agent.history import differences, files_at, show
from agent.locks import session_lock
from agent.records import Session
from agent.store import Store
from core.errors import StorageError, UsageError
from core.project import Project


def find(store: Store, words: str) -> list[Session]:
    """Sessions whose title, problem or conversation holds every word, the latest first; all without words."""
    wanted = words.split()
    sessions = store.sessions()
    if not wanted:
        return sessions
    found = set.intersection(*(store.talk.holding(word) | _of_problem(store, sessions, word) for word in wanted))
    return [session for session in sessions if session.id in found]


def _of_problem(store: Store, sessions: Sequence[Session], word: str) -> set[str]:
    return {session.id for session in sessions if word.lower() in store.get(session.problem).lower()}


def rename(store: Store, session: str, title: str) -> None:
    """Give a session another title; raises UsageError for an empty one."""
    title = " ".join(title.split())
    if not title:
        raise UsageError("A session needs a title.", "Type one.")
    store.retitle(store.session(session).id, title)


def fork(store: Store, session: str) -> str:
    """A copy of a session as it stands, with its conversation and no folder yet; its id."""
    row = store.session(session)
    with session_lock(store.path.parent, row.id), store.transaction():
        head = store.head(row.id)
        if head is None:
            raise StorageError(
                f"Session {row.id} has no project to fork yet.", f"Let it finish: gpiot sessions resume {row.id}"
            )
        name = f"{row.id.rsplit('-', 1)[0]}-{secrets.token_hex(3)}"
        store.create_session(name, row.title, row.problem, row.settings)
        turn = store.begin_turn(name, "fork", {"what": f"fork of {row.id}", "revision": head.number})
        store.add_revision(name, turn.number, f"fork of {row.id}", head.body)
        store.set_turn_state(name, turn.number, "done")
        store.talk.copy(row.id, name)
    return name


def compare(store: Store, one: str, other: str) -> str:
    """Two sessions' projects side by side: plans and changed files, as Markdown."""
    one, other = store.session(one).id, store.session(other).id
    plans = [f"**{name}**\n\n{_plan(show(store, name))}" for name in (one, other)]
    old, new = (_files(store, name) for name in (one, other))
    changed = [f"```diff\n{diff.diff}\n```" for diff in differences(old, new)]
    same = sorted(name for name in old if old[name] == new.get(name))
    return "\n\n".join([*plans, f"{len(same)} files are the same, {len(changed)} differ.", *changed])


def _files(store: Store, session: str) -> dict[str, str]:
    head = store.head(session)
    return files_at(store, head) if head else {}


def _plan(project: Project) -> str:
    return "\n".join(f"{place}. {subtask.title} ({subtask.state})" for place, subtask in enumerate(project, 1))
