"""The app with the real chat in a frozen world: a scripted model, a clock that stands still, sessions with fixed names."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from agent.chat import Chat
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.settings import Folders, Settings
from tests.fakes import rules, scripted
from tui.app import GpiotApp

PATIENCE = 30.0
"""Seconds after which what should have happened has not."""


class World:
    """One GPIOT_HOME; every app that runs in it is one start of the program."""

    def __init__(self, root: Path, found: Sequence[Mapping[str, Any]] = ()) -> None:
        self.root = root
        self.folders = Folders.of({"GPIOT_HOME": str(root / "home")})
        self.model: ScriptedModel = scripted(list(found) or rules(3))

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        async with open_agent(Settings(examples=False, take_over="never"), self.folders) as agent:
            agent.model = self.model
            yield Chat(agent, clock=lambda: 0.0)

    @asynccontextmanager
    async def run(
        self, size: tuple[int, int] = (160, 48), session: str = ""
    ) -> AsyncIterator[tuple[GpiotApp, Pilot[None]]]:
        """The app with its agent opened; an unexpected error fails the test."""
        app = GpiotApp(self.chat, session, clock=lambda: 0.0)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.ready)
            await pilot.pause()
            yield app, pilot
            await app.turns.cancel()
        if app.failure:
            raise app.failure


@asynccontextmanager
async def desk(size: tuple[int, int] = (160, 48)) -> AsyncIterator[tuple[GpiotApp, Pilot[None]]]:
    """The main screen alone: its agent is never there."""

    @asynccontextmanager
    async def never() -> AsyncIterator[Chat]:
        await asyncio.Event().wait()
        yield Chat.__new__(Chat)

    app = GpiotApp(never, clock=lambda: 0.0)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.desk.furnished)
        yield app, pilot
    if app.failure:
        raise app.failure


async def until(pilot: Pilot[Any], true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)
    await pilot.pause()


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text and send it."""
    keys = {" ": "space", "/": "slash", "\n": "ctrl+j"}
    await pilot.press(*(keys.get(key, key) for key in text), "enter")
