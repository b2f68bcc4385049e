from __future__ import annotations

from pathlib import Path

import pytest

from agent import history, shelf
from agent.records import Line
from core.errors import StorageError, UsageError
from core.events import Done
from tests.agent.playing import Desk
from tests.fakes import OTHER, rules, scripted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_fork_goes_its_own_way(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    with desk.store() as store:
        [first] = [row.id for row in store.sessions()]
        store.talk.add(first, Line("person", "What if IMU?", 1.0))
        second = shelf.fork(store, first)
        assert [line.text for line in store.talk.of(second)] == ["What if IMU?"]
        assert history.show(store, second) == history.show(store, first)
        assert (store.session(second).folder, store.session(second).state) == ("", "done")
    before = desk.files()
    events = await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently", session=second, out=desk.out / "b")
    assert isinstance(events[-1], Done)
    assert before == {path.name: path.read_bytes() for path in desk.out.iterdir() if path.is_file()}
    with desk.store() as store:
        told = shelf.compare(store, first, second)
        history.delete(store, first)
        assert [subtask.wishes for subtask in history.show(store, second)] == [("differently",), ()]
    assert f"**{first}**" in told
    assert f"**{second}**" in told
    assert "+    return 1" in told


async def test_what_has_no_project_is_not_forked(desk: Desk) -> None:
    await desk.ask(scripted([]))
    with desk.store() as store, pytest.raises(StorageError, match="no project to fork"):
        shelf.fork(store, store.sessions()[0].id)


async def test_sessions_are_found_by_title_problem_and_conversation(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    with desk.store() as store:
        [row] = shelf.find(store, "")
        store.talk.add(row.id, Line("agent", "The 100% Kalman_gain.", 1.0))
        shelf.rename(store, row.id, "  Herz \n schläge ")
        assert store.session(row.id).title == "Herz schläge"
        for words in ("herz", "kalman", "100% herz", "n_g", "r-peaks", row.id[:8]):
            assert [found.id for found in shelf.find(store, words)] == [row.id], words
        for words in ("herz median", "100_", "%x"):
            assert shelf.find(store, words) == [], words
        with pytest.raises(UsageError):
            shelf.rename(store, row.id, " \n")
