"""Replay: the questions of a project.json asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.replay import replay
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.errors import BackendUnreachable, UsageError
from core.events import Compared, Event, ModelChosen, Replayed
from tests.agent.playing import Desk, collected, of
from tests.fakes import rules, scripted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def replayed(desk: Desk, model: ScriptedModel, file: Path | None = None) -> list[Event]:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = model
        return await collected(replay(agent, file or desk.out / "project.json"))


async def test_a_project_of_its_own_is_answered_alike(desk: Desk) -> None:
    asked, again = scripted(rules(3)), scripted(rules(3))
    await desk.ask(asked)
    events = await replayed(desk, again)
    assert isinstance(events[0], ModelChosen)
    last = events[-1]
    assert isinstance(last, Replayed)
    assert (last.calls, last.same, last.digests_same) == (13, 13, True)
    assert {event.first_difference for event in of(events, Compared)} == {-1}
    assert all(request.fresh for request in again.requests)

    def key(request: Any) -> str:
        return f"{request.seed}"

    for before, now in zip(sorted(asked.requests, key=key), sorted(again.requests, key=key), strict=True):
        assert (before.messages, before.schema, before.prefix) == (now.messages, now.schema, now.prefix)


async def test_repairs_and_earlier_turns_are_replayed_too(desk: Desk) -> None:
    code = "do\n    return (\n```\n"
    await desk.ask(scripted(rules(2, code_1=[code, "do\n    return None\n```\n"])))
    await desk.revise(scripted(rules(2)), 2, "differently")
    calls = json.loads((desk.out / "project.json").read_text())["calls"]
    assert [call["attempt"] for call in calls if call["subtask"] == 1 and call["stage"] == "generate"] == [1, 2]
    assert len(calls) == 10


async def test_a_changed_answer_is_located_and_other_digests_are_no_error(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    changed = scripted(rules(3, target_2=['{"target":"Reach another goal of this step."}']))
    events = await replayed(desk, changed)
    different = [event for event in of(events, Compared) if not event.same]
    assert [(e.stage, e.subtask, e.purpose, e.first_difference) for e in different] == [("transform", 2, "target", 17)]
    last = events[-1]
    assert isinstance(last, Replayed)
    assert (last.same, last.digests_same) == (12, False)


async def test_a_server_that_dies_ends_the_replay_and_leaves_no_request_behind(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    slow: dict[str, Any] = {"text": "late", "delay": 30}
    dying = scripted(rules(3, target_1=[{"text": "", "error": "unreachable"}], target_2=[slow]))
    with pytest.raises(BackendUnreachable):
        await replayed(desk, dying)
    assert dying.active == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no project.json"),
        (b"\xff\xfe", "is no project.json"),
        (b"[1, 2]", "is no project.json"),
        (b'{"version": "one", "calls": [], "settings": {}}', "is no project.json"),
        (b'{"version": 1, "calls": [{"stage": "plan"}], "settings": {}}', "is no project.json"),
        (b'{"version": 1, "calls": [7], "settings": {}}', "is no project.json"),
        (b'{"version": 1, "calls": [], "settings": 3}', "is no project.json"),
        (b'{"version": 2, "steps": []}', "written by a newer gpiot"),
        (b"[" * 100_000, "is no project.json"),
    ],
)
async def test_a_file_that_is_no_project_is_refused_in_one_line(desk: Desk, content: bytes, says: str) -> None:
    file = desk.folders.state.parent / "project.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(UsageError, match=says) as raised:
        await replayed(desk, scripted(rules(2)), file)
    assert str(file) in raised.value.message
    assert "\n" not in raised.value.message


async def test_a_file_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.json: no such file"):
        await replayed(desk, scripted(rules(2)), tmp_path / "no.json")
    with pytest.raises(UsageError, match="directory"):
        await replayed(desk, scripted(rules(2)), tmp_path)
