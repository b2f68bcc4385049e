"""What a session has become: its project at a revision, written to a folder, compared, and taken back."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.checkpoints import compact, sweep
from agent.folder import MANIFEST, check_folder, write_folder
from agent.locks import session_lock
from agent.records import Pruned, Revision
from agent.run_folders import RunFolders
from agent.store import Store
from core.errors import StorageError
from core.events import Diff, Written
from core.ports import ModelInfo
from core.project import Project
from graph.manifest import manifest
from graph.state import project_of


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo gave back: the revision that holds again, what was taken back, and the changes of each file.

    folder: the project folder that was restored, None where there is none
    edited: files that the person edited there; for their sake the folder was left as it is
    """

    session: str
    revision: int
    what: str
    diffs: tuple[Diff, ...]
    folder: Path | None
    edited: tuple[str, ...] = ()


def show(store: Store, session: str) -> Project:
    """The project of a session as it stands; raises StorageError before its first revision."""
    return project_at(store, head_of(store, session))


def standing(store: Store, session: str) -> Project:
    """The project of a session as it stands; before its first revision the bare problem."""
    row = store.session(session)
    head = store.head(row.id)
    return project_at(store, head) if head else project_of({"problem": row.problem}, store)


def diff(store: Store, session: str, number: int) -> str:
    """What the latest revision changed in a sub-task's specification and module, as a unified diff."""
    revisions = {revision.number: revision for revision in store.revisions(session)}
    head = store.head(session)
    before = revisions.get(head.parent) if head else None
    if head is None or before is None:
        return ""
    old, new = (_of_subtask(project_at(store, revision), number) for revision in (before, head))
    return "".join(found.diff for found in differences(old, new))


def _of_subtask(project: Project, number: int) -> dict[str, str]:
    subtask = project.get(number)
    if subtask is None:
        return {}
    spec = {f"{subtask.module}.md": f"{subtask.spec.markdown()}\n"} if subtask.spec else {}
    return {**spec, subtask.file_name: subtask.program.code} if subtask.program else spec


def project_json(store: Store, session: str) -> dict[str, Any]:
    """The content of ``project.json`` of a session as it stands."""
    found: dict[str, Any] = json.loads(files_at(store, head_of(store, session))[MANIFEST])
    return found


def export(store: Store, session: str, folder: Path, overwrite: bool) -> Written:
    """Write the project of a session to a folder; raises StorageError where that is not possible."""
    name = store.session(session).id
    names = write_folder(folder, files_at(store, head_of(store, name)), overwrite=overwrite)
    store.set_folder(name, folder.absolute())
    return Written(session=name, folder=str(folder), files=names)


def undo(store: Store, session: str) -> Undone:
    """Restore the revision before the present one, in its folder too where the person has edited nothing there."""
    row = store.session(session)
    # One transaction: where the folder cannot be written, nothing is taken back.
    with session_lock(store.path.parent, row.id), store.transaction():
        head = head_of(store, row.id)
        before = store.undo(row.id)
        old, new = files_at(store, head), files_at(store, before)
        folder = _standing(Path(row.folder), row.id) if row.folder else None
        edited = check_folder(folder, new).edited if folder else ()
        if folder and not edited:
            write_folder(folder, new, overwrite=False)
    return Undone(row.id, before.number, head.what, differences(old, new), folder, edited)


def delete(store: Store, session: str) -> None:
    """Remove a session with its revisions, checkpoints and runs; its project folder stays as it is."""
    with session_lock(store.path.parent, session):
        store.delete(session)
        sweep(store)
        RunFolders.of(store.path.parent, session).remove()


def prune(store: Store, older_than_days: float | None, keep: int) -> Pruned:
    """Drop old revisions, texts and checkpoints that nobody needs; see Store.prune."""
    pruned = store.prune(older_than_days=older_than_days, keep=keep)
    sweep(store)
    return replace(pruned, bytes_freed=pruned.bytes_freed + compact(store))


def _standing(folder: Path, session: str) -> Path | None:
    """The folder where the session's project still stands in it."""
    return folder if check_folder(folder, {}).session == session else None


def head_of(store: Store, session: str) -> Revision:
    """The revision that holds; raises StorageError before the first one."""
    name = store.session(session).id
    head = store.head(name)
    if head is None:
        raise StorageError(f"Session {name} has no project yet.", f"Let it finish: gpiot sessions resume {name}")
    return head


def project_at(store: Store, revision: Revision) -> Project:
    """The project of a revision."""
    return project_of(revision.body["state"], store)


def files_at(store: Store, revision: Revision) -> dict[str, str]:
    """Every file of the project folder at a revision, ``project.json`` included."""
    body = revision.body
    files = {name: store.get(key) for name, key in body["files"].items()}
    calls = [json.loads(store.get(key)) for key in body["calls"]]
    models = {role: ModelInfo(**info) for role, info in body["models"].items()}
    about = {**body["about"], "session": revision.session, "revision": revision.number}
    return {**files, MANIFEST: manifest(project_at(store, revision), files, calls, models, about)}


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Diff, ...]:
    """A unified diff for each file that changed; ``project.json`` records every call and is left out."""
    names = [name for name in sorted({*old, *new} - {MANIFEST}) if old.get(name) != new.get(name)]
    return tuple(Diff(path=name, diff=_unified(name, old.get(name, ""), new.get(name, ""))) for name in names)


def _unified(name: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}")
    return "".join(lines)
