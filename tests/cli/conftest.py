"""The command line on a made-up agent: turns are lists of events, nothing loads a model."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import cli
from core.events import Event


class Turns:
    """Stands for agent.turns: plays ``script`` and remembers how it was called."""

    def __init__(self) -> None:
        self.script: list[Event | BaseException] = []
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def named(self, name: str) -> Callable[..., AsyncGenerator[Event, None]]:
        async def turn(_agent: object, *arguments: Any, **options: Any) -> AsyncGenerator[Event, None]:
            self.calls.append((name, arguments, options))
            for item in self.script:
                if isinstance(item, BaseException):
                    raise item
                yield item

        return turn


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    import agent.changes
    import agent.replay
    import agent.running
    import agent.turns
    import agent.wiring

    @asynccontextmanager
    async def open_agent(
        settings: object, folders: object, allow: object = None
    ) -> AsyncIterator[tuple[object, object]]:
        yield settings, folders

    played = Turns()
    monkeypatch.setattr(agent.wiring, "open_agent", open_agent)
    for name in ("ask", "resume"):
        monkeypatch.setattr(agent.turns, name, played.named(name))
    monkeypatch.setattr(agent.changes, "revise", played.named("revise"))
    monkeypatch.setattr(agent.replay, "replay", played.named("replay"))
    monkeypatch.setattr(agent.running, "run", played.named("run"))
    return played


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A GPIOT_HOME of the test's own, and none of the person's variables."""
    for name in ("OLLAMA_HOST", "GPIOT_BACKEND", "GPIOT_MODEL", "GPIOT_SEED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GPIOT_HOME", str(tmp_path / "home"))
    # The library is a test of its own.
    monkeypatch.setenv("GPIOT_EXAMPLES", "false")
    monkeypatch.setenv("GPIOT_TAKE_OVER", "never")
    return tmp_path / "home"


@pytest.fixture
def gpiot(home: Path) -> Callable[..., Result]:
    """Runs the command line; anything but an exit is raised."""

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, arguments, input=stdin, prog_name="gpiot")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
