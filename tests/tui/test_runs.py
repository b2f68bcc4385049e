"""/data, /run and /repair in the chat: the question before, what is asked of the agent, Esc, and what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TabbedContent

from agent.chat import Chat
from core.errors import SandboxError, UsageError
from core.events import Event
from core.profiles import Profile
from core.run_events import Printed, StepRan
from tests.fakes import PROBLEM
from tests.tui.runs import STARTED, succeeded
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.world import World, typed, until
from tui.app import GpiotApp
from tui.screens.confirm import ConfirmScreen


class Played:
    """What a chat's run plays instead of the sandbox, and what was asked of it."""

    def __init__(self, events: Sequence[Event] = (), *, hangs: bool = False) -> None:
        self.events = list(events)
        self.hangs = hangs
        self.asked: list[dict[str, Any]] = []
        self.closed = 0

    async def turn(self) -> AsyncIterator[Event]:
        try:
            for event in self.events:
                yield event
            if self.hangs:
                await asyncio.Event().wait()
        finally:
            self.closed += 1


@asynccontextmanager
async def built(
    root: Path, monkeypatch: pytest.MonkeyPatch, played: Played, size: tuple[int, int] = (160, 48)
) -> AsyncIterator[tuple[GpiotApp, Pilot[None]]]:
    """The app with a finished project; its runs are ``played``."""
    monkeypatch.chdir(root)

    def run(chat: Chat, _accept: object, **asked: Any) -> Any:
        played.asked.append(asked)
        return chat._conversation.told("/run", played.turn())  # type: ignore[arg-type]

    monkeypatch.setattr(Chat, "run", run)
    async with World(root).run(size) as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        app.desk.action_front("conversation")
        yield app, pilot


def text(app: GpiotApp, name: str) -> str:
    return str(app.desk.query_one(name, Static).visual)


async def send(app: GpiotApp, pilot: Pilot[None], said: str) -> None:
    app.desk.composer.fill(said)
    await pilot.press("enter")


def complaint(app: GpiotApp) -> str:
    shown = app.desk.complaint
    return str(shown.visual) if shown.has_class("-said") else ""


def asks(app: GpiotApp) -> bool:
    return isinstance(app.screen, ConfirmScreen)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("/run", {"first": 0, "only": 0}),
        ("/run from 2", {"first": 2, "only": 0}),
        ("/run only 3", {"first": 0, "only": 3}),
        ("/repair", {"repairs": 2}),
    ],
)
async def test_a_yes_runs_what_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, asked: dict[str, int]
) -> None:
    played = Played([STARTED, succeeded()])
    async with built(tmp_path, monkeypatch, played) as (app, pilot):
        await send(app, pilot, said)
        await until(pilot, lambda: asks(app))
        assert played.asked == []
        await pilot.press("y")
        await until(pilot, lambda: played.closed and not app.turns.busy)
        assert played.asked == [asked]
        assert app.desk.detail.query_one(TabbedContent).active == "tab-run"
        assert "a budget is missed" in text(app, "#run-head")
        assert "The program ran to its end." in app.opened.lines[-1].text


async def test_a_no_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = Played()
    async with built(tmp_path, monkeypatch, played) as (app, pilot):
        await send(app, pilot, "/run")
        await until(pilot, lambda: asks(app))
        await pilot.press("n")
        await pilot.pause()
        assert played.asked == []
        assert not app.turns.busy


async def test_nobody_is_asked_where_the_settings_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = Played([STARTED, succeeded()])
    async with built(tmp_path, monkeypatch, played) as (app, pilot):
        monkeypatch.setattr(Chat, "asks_to_run", False)
        await send(app, pilot, "/run")
        await until(pilot, lambda: played.closed and not app.turns.busy)
        assert len(played.asked) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    async with built(tmp_path, monkeypatch, Played(), SIZES[size]) as (app, pilot):
        # What was said holds the path of a folder that has another name each time.
        await app.desk.conversation.show([])
        # The field lies behind the question, and would blink there.
        app.desk.composer.field.cursor_blink = False
        app.opened.agent.settings = app.opened.agent.settings.model_copy(update={"data": "/home/me/mitbih"})
        await send(app, pilot, "/run from 2")
        await until(pilot, lambda: asks(app))
        await look(pilot, f"chat_run_asked_{size}")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("/run faster", "/run cannot be read: faster"),
        ("/run from", "/run cannot be read: from"),
        ("/run from 2 3", "/run cannot be read: from 2 3"),
        ("/run only 9", "The plan has no sub-task 9. It has 1, 2, 3."),
        ("/repair 2", "/repair takes no more words: 2"),
        ("/data", "Which recordings?"),
    ],
)
async def test_wrong_words_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, says: str) -> None:
    played = Played()
    async with built(tmp_path, monkeypatch, played) as (app, pilot):
        await send(app, pilot, said)
        await until(pilot, lambda: complaint(app))
        assert says in complaint(app)
        assert played.asked == []


async def test_without_a_project_there_is_nothing_to_run(tmp_path: Path) -> None:
    async with World(tmp_path).run() as (app, pilot):
        await typed(pilot, "/run")
        await until(pilot, lambda: complaint(app))
        assert "There is no program yet." in complaint(app)


async def test_escape_stops_a_run_and_the_tab_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = Played([STARTED, StepRan(subtask=1), Printed(text="reading")], hangs=True)
    async with built(tmp_path, monkeypatch, played, (80, 24)) as (app, pilot):
        await send(app, pilot, "/run")
        await until(pilot, lambda: asks(app))
        await pilot.press("y")
        await until(pilot, lambda: app.desk.query("#run-output") and "reading" in text(app, "#run-output"))
        assert app.desk.front == "detail"
        await pilot.press("escape")
        await until(pilot, lambda: not app.turns.busy)
        assert played.closed == 1
        assert "stopped before its end" in text(app, "#run-head")
        assert "reading" in text(app, "#run-output")
        assert "Cancelled" in app.opened.lines[-1].text
        await pilot.press("escape", "o", "k")
        assert app.desk.front == "conversation"
        assert app.desk.composer.field.text == "ok"


async def test_a_sandbox_that_is_missing_is_one_line_and_a_key_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing(Played):
        async def turn(self) -> AsyncIterator[Event]:
            self.closed += 1
            for event in self.events:
                yield event
            raise SandboxError("bubblewrap is not installed.", "Install it: apt install bubblewrap")

    played = Missing()
    async with built(tmp_path, monkeypatch, played) as (app, pilot):
        await send(app, pilot, "/run")
        await until(pilot, lambda: asks(app))
        await pilot.press("y")
        await until(pilot, lambda: complaint(app))
        assert "bubblewrap is not installed. Install it: apt install bubblewrap" in complaint(app)
        await pilot.press("f5")
        await until(pilot, lambda: played.closed == 2 and not app.turns.busy)


async def test_recordings_are_named_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[Path] = []

    async def use_data(_chat: Chat, path: Path) -> Profile:
        if path.name == "nowhere":
            raise UsageError(f"{path} does not exist.", "Name another one.")
        named.append(path)
        return Profile("mitbih", files=3, size=12)

    monkeypatch.setattr(Chat, "use_data", use_data)
    monkeypatch.setattr(Profile, "markdown", lambda profile: f"**{profile.root}**: 3 files")
    async with World(tmp_path).run() as (app, pilot):
        await send(app, pilot, f"/data {tmp_path / 'nowhere'}")
        await until(pilot, lambda: complaint(app))
        assert "nowhere does not exist. Name another one." in complaint(app)
        await send(app, pilot, f"/data {tmp_path}")
        await until(pilot, lambda: app.opened.lines)
        assert named == [tmp_path]
        assert [(line.author, line.text) for line in app.opened.lines] == [("agent", "**mitbih**: 3 files")]
        assert "mitbih: 3 files" in "\n".join(words(await picture(pilot)))
        assert not complaint(app)
