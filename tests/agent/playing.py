"""Turns played in process: the real store, checkpoints and folder, and a scripted model."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from agent import changes, turns
from agent.store import Store
from agent.terms import Accept, Terms
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.events import Event, Failed, PlanChecked
from core.project import Project
from core.settings import Folders, Settings
from tests.fakes import PROBLEM

T = TypeVar("T")


async def yes(_project: Project, _checked: PlanChecked | None) -> bool:
    return True


async def no(_project: Project, _checked: PlanChecked | None) -> bool:
    return False


async def collected(events: AsyncGenerator[Event, None]) -> list[Event]:
    async with aclosing(events) as running:
        return [event async for event in running]


def of(events: list[Event], kind: type[T]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]


def failure(events: list[Event]) -> Failed:
    """The Failed event that a turn ended with."""
    assert len(of(events, Failed)) == 1
    last = events[-1]
    assert isinstance(last, Failed)
    return last


# Scripts answer what the stages ask on their own: what the library adds to that has tests of its own.
BY_THE_MODEL: dict[str, Any] = {"examples": False, "take_over": "never"}


class Desk:
    """One GPIOT_HOME and one project folder; every call is what one process does from its start to its end."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders.of({"GPIOT_HOME": str(root / "home")})
        self.out = root / "out"
        self.settings = Settings(**BY_THE_MODEL)

    async def ask(
        self,
        model: ScriptedModel,
        text: str = PROBLEM,
        *,
        overwrite: bool = False,
        accept: Accept = yes,
        out: Path | None = None,
    ) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            return await collected(turns.ask(agent, text, Terms(accept, overwrite, out or self.out)))

    async def revise(
        self,
        model: ScriptedModel,
        number: int,
        wish: str,
        *,
        cascade: bool = False,
        overwrite: bool = False,
        session: str = "",
        out: Path | None = None,
    ) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            name = session or agent.store.sessions()[0].id
            return await collected(
                changes.revise(agent, name, [number], wish, Terms(yes, overwrite, out), cascade=cascade)
            )

    async def resume(
        self, model: ScriptedModel, session: str = "", *, overwrite: bool = False, accept: Accept = yes
    ) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            name = session or agent.store.sessions()[0].id
            return await collected(turns.resume(agent, name, Terms(accept, overwrite)))

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store(self.folders.state / "sessions.db") as store:
            yield store

    def session(self) -> str:
        with self.store() as store:
            return store.sessions()[0].id

    def state(self) -> str:
        with self.store() as store:
            return store.sessions()[0].state

    def files(self) -> dict[str, bytes]:
        """Every file of the project folder."""
        return {path.name: path.read_bytes() for path in sorted(self.out.iterdir())}

    def bytes_kept(self) -> int:
        """The size of all state files, after the last process is gone."""
        return sum(path.stat().st_size for path in self.folders.state.rglob("*") if path.is_file())
