"""What a session has become: shown, exported, taken back, deleted, pruned."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import history
from agent.locks import session_lock
from core.errors import SessionInUse, SessionUnknown, StorageError
from tests.agent.playing import Desk, failure
from tests.fakes import rules, scripted

OTHER = "estimate it\n    return 1\n```\nIt **estimates**."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_an_export_writes_the_same_folder_anew(desk: Desk, tmp_path: Path) -> None:
    await desk.ask(scripted(rules(3)))
    with desk.store() as store:
        written = history.export(store, desk.session(), tmp_path / "copy", overwrite=False)
        assert store.session(desk.session()).folder == str(tmp_path / "copy")
    assert {name: (tmp_path / "copy" / name).read_bytes() for name in written.files} == desk.files()


async def test_an_export_overwrites_its_own_files_and_no_others(desk: Desk, tmp_path: Path) -> None:
    await desk.ask(scripted(rules(2)))
    (desk.out / "main.py").write_text("mine")
    (desk.out / "notes.txt").write_text("mine")
    with desk.store() as store:
        with pytest.raises(StorageError, match=r"you edited main\.py"):
            history.export(store, desk.session(), desk.out, overwrite=False)
        history.export(store, desk.session(), desk.out, overwrite=True)
        assert (desk.out / "main.py").read_text() != "mine"
        assert (desk.out / "notes.txt").read_text() == "mine"
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "main.py").write_text("mine")
        with pytest.raises(StorageError, match=r"main\.py would be overwritten"):
            history.export(store, desk.session(), tmp_path / "other", overwrite=True)


async def test_before_the_first_revision_there_is_nothing_to_export_or_undo(desk: Desk, tmp_path: Path) -> None:
    failure(await desk.ask(scripted(rules(2, code_1=[{"text": "", "error": "unreachable"}]))))
    with desk.store() as store:
        session = desk.session()
        for refused in (
            lambda: history.export(store, session, tmp_path / "copy", overwrite=False),
            lambda: history.undo(store, session),
            lambda: history.show(store, session),
            lambda: history.project_json(store, session),
        ):
            with pytest.raises(StorageError, match="has no project yet"):
                refused()
        with pytest.raises(SessionUnknown):
            history.export(store, "nobody", tmp_path / "copy", overwrite=False)
    assert not (tmp_path / "copy").exists()


async def test_an_undo_leaves_a_folder_alone_that_is_another_projects_by_now(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    first = desk.session()
    await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently")
    await desk.ask(scripted(rules(3)), overwrite=True)
    before = desk.files()
    with desk.store() as store:
        undone = history.undo(store, first)
    assert (undone.revision, undone.folder) == (1, None)
    assert desk.files() == before


async def test_a_folder_that_is_gone_is_written_by_the_next_revision(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently")
    desk.out.rename(desk.out.with_name("moved"))
    with desk.store() as store:
        assert history.undo(store, desk.session()).folder is None
    await desk.revise(scripted(rules(2)), 2, "differently")
    assert len(desk.files()) == 6


async def test_a_session_at_work_is_not_deleted(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    with desk.store() as store:
        with session_lock(desk.folders.state, desk.session()), pytest.raises(SessionInUse):
            history.delete(store, desk.session())
        history.delete(store, desk.session())
        assert store.sessions() == []
    assert len(desk.files()) == 6


async def test_pruning_gives_space_back_and_keeps_the_project(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    for turn in range(4):
        await desk.revise(scripted(rules(2)), 1, f"wish {turn} " + "word " * 500)
    before, files = desk.bytes_kept(), desk.files()
    with desk.store() as store:
        pruned = history.prune(store, None, keep=1)
        assert (pruned.sessions, pruned.revisions) == (1, 4)
        assert pruned.texts > 0
        assert pruned.bytes_freed > 0
    assert desk.bytes_kept() < before
    assert desk.files() == files
    with desk.store() as store, pytest.raises(StorageError, match="nothing to undo"):
        history.undo(store, desk.session())
