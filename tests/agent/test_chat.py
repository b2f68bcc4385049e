from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from agent.chat import Chat
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.edits import Drop
from core.errors import SettingsError, UsageError
from core.events import Answered, Done, Event, Failed, Ingested, ProgramReady, Routed
from core.routes import Route
from tests.agent.playing import Desk, collected, of, yes
from tests.fakes import OTHER, PROBLEM, rules, scripted

NOTE = "# Heartbeats\n\n## Thresholds\n\nThe detection threshold follows the noise level as Pan and Tompkins propose.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return Desk(tmp_path)


@asynccontextmanager
async def chatting(desk: Desk, model: ScriptedModel) -> AsyncIterator[Chat]:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = model
        yield Chat(agent, clock=lambda: 7.0)


async def test_a_problem_becomes_a_session_and_is_told(desk: Desk) -> None:
    async with chatting(desk, scripted(rules(2))) as chat:
        assert (chat.session, chat.project, chat.lines, chat.unfinished) == ("", None, [], "")
        events = await collected(chat.say(PROBLEM, yes))
        assert isinstance(events[0], Routed)
        assert events[0].route.kind == "problem"
        assert isinstance(events[-1], Done)
        assert chat.session == events[-1].session
        said, told = chat.lines
        assert (said.author, said.text) == ("person", PROBLEM)
        assert "1. **Load recordings**" in told.text
        assert (Path(chat.session) / "main.py").is_file()
    async with chatting(desk, scripted([])) as again:
        again.open(events[-1].session)
        assert [line.text for line in again.lines] == [said.text, told.text]
        assert again.project is not None
        assert len([*again.project]) == 2


async def test_revisions_show_their_diff_and_can_be_undone(desk: Desk) -> None:
    async with chatting(desk, scripted([*rules(2, code_1=["estimate\n    return 0\n```\nIt.", OTHER])])) as chat:
        await collected(chat.ask(PROBLEM, yes))
        events = await collected(chat.say("step 1: return one instead", yes))
        assert {event.subtask for event in of(events, ProgramReady)} == {1}
        assert "+    return 1" in chat.diff(1)
        assert chat.diff(2) == ""
        again = await collected(chat.say("and log the residual", yes))
        assert {event.subtask for event in of(again, ProgramReady)} == {1}
        assert chat.undo().what.endswith("and log the residual")
        assert chat.undo().what == "revise 1: step 1: return one instead"
        assert chat.diff(1) == ""
        assert chat.lines[-1].text.startswith("Undone: revise 1")


async def test_the_persons_own_route_is_taken(desk: Desk) -> None:
    async with chatting(desk, scripted(rules(2))) as chat:
        await collected(chat.ask(PROBLEM, yes))
        chosen = Route("edit", edits=(Drop(2),), by="person")
        events = await collected(chat.say("hm", yes, chosen))
        assert of(events, Routed)[0].route is chosen
        assert chat.project is not None
        assert chat.project.order == (1,)


async def test_what_cannot_be_done_is_an_event_and_a_line(desk: Desk) -> None:
    async with chatting(desk, scripted(rules(2))) as chat:
        with pytest.raises(UsageError, match="no project yet"):
            chat.revise([1], "anew", yes)
        await collected(chat.ask(PROBLEM, yes))
        [failed] = await collected(chat.revise([7], "anew", yes))
        assert isinstance(failed, Failed)
        assert "no sub-task 7" in failed.reason
        assert "no sub-task 7" in chat.lines[-1].text


async def test_a_cancelled_turn_says_so_and_is_resumed(desk: Desk) -> None:
    slow = rules(2)
    model = scripted([{"match": "Decompose", "role": "tdslm", "answers": [{"text": "x" * 40, "delay": 60}]}, *slow])
    async with chatting(desk, model) as chat:
        begun = asyncio.Event()

        async def run() -> None:
            async with aclosing(chat.ask(PROBLEM, yes)) as events:
                async for event in events:
                    if event.name == "stage_started":
                        begun.set()

        task = asyncio.create_task(run())
        await begun.wait()
        task.cancel()
        await asyncio.wait([task], timeout=2)
        assert task.cancelled()
        assert [line.author for line in chat.lines] == ["person", "notice"]
        assert chat.unfinished == "interrupted"
        chat.agent.model = scripted(slow)
        assert isinstance((await collected(chat.resume(yes)))[-1], Done)
        assert chat.unfinished == ""


async def test_papers_are_ingested_found_and_quoted_by_a_weak_model(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    async with chatting(desk, scripted([], weak=True)) as chat:
        assert (await chat.status()).papers == 0
        assert chat.papers() == []
        assert chat.preview(folder).files == {".md": 1, ".pdf": 1}
        events: list[Event] = await collected(chat.ingest([folder]))
        assert isinstance(events[-1], Ingested)
        assert (await asyncio.to_thread(chat.preview, folder)).known == 2
        status = await chat.status()
        assert (status.papers, status.failed, status.weak) == (1, 1, True)
        assert chat.retry() == [folder / "broken.pdf"]
        [hit, *_] = await chat.search("detection threshold noise level")
        assert chat.file_of(hit.passage.paper) == folder / "note.md"
        answered = (await collected(chat.question("What does the detection threshold follow?")))[-1]
        assert isinstance(answered, Answered)
        assert "threshold follows the noise level" in answered.citations[0].quote
        assert "too small to answer" in answered.text


async def test_an_answer_keeps_only_the_marks_that_its_sources_support(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    text = "The detection threshold follows the noise level [1]. Bananas are yellow fruit [1]. See also this [9]."
    async with chatting(desk, scripted([{"match": "### Question", "role": "rtslm", "answers": [text]}])) as chat:
        await collected(chat.ingest([tmp_path / "note.md"]))
        answered = (await collected(chat.question("What does the threshold follow?")))[-1]
    assert isinstance(answered, Answered)
    assert (
        answered.text == "The detection threshold follows the noise level. [1] Bananas are yellow fruit. See also this."
    )
    assert [citation.page for citation in answered.citations] == [1]
    assert len(answered.notes) == 2


async def test_another_backend_answers_from_the_next_turn_on(desk: Desk) -> None:
    async with chatting(desk, scripted(rules(2))) as chat:
        with pytest.raises(SettingsError, match="backend"):
            await chat.switch("abacus")
        await chat.switch("embedded")
        assert chat.agent.model is None
        assert (await chat.status()).backend == "embedded"
