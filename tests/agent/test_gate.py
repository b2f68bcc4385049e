"""Nothing goes to another machine before somebody has said yes."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from agent import turns
from agent.chat import Chat
from agent.gate import Gate
from agent.literature import open_library
from agent.terms import Terms
from agent.wiring import open_agent
from core.errors import BackendError, UsageError
from core.leaving import Destination, destinations
from core.settings import Folders, Settings
from tests.agent.playing import collected, failure, yes
from tests.backends.misbehaving import LAST, Writer, answering, server

# TEST-NET-1: an address that is nobody's. Source: RFC 5737
AWAY = "http://192.0.2.1:9"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.of({"GPIOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that anything was sent to; nobody answers at any."""
    asked: list[str] = []

    async def send(_client: httpx.AsyncClient, request: httpx.Request, **_: object) -> httpx.Response:
        asked.append(str(request.url))
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    return asked


def away(**more: object) -> Settings:
    return Settings.model_validate({"backend": "openai", "openai_url": f"{AWAY}/v1", **more})


async def test_an_address_is_asked_about_once() -> None:
    asked: list[str] = []

    async def allow(destination: Destination) -> bool:
        asked.append(destination.address)
        return True

    gate = Gate(allow)
    await gate.pass_through(destinations(away()))
    await gate.pass_through(destinations(away(), library=False))
    assert asked == [AWAY]


async def test_a_turn_ends_before_anything_is_sent_where_nobody_can_be_asked(
    folders: Folders, sent: list[str], tmp_path: Path
) -> None:
    async with open_agent(away(), folders) as agent:
        with pytest.raises(UsageError, match=AWAY) as caught:
            await collected(turns.ask(agent, "Blink.", Terms(yes, False, tmp_path / "out")))
        assert agent.store.sessions() == []
    assert "samples of its data" in caught.value.message
    assert f"gpiot config set allow '{AWAY}'" in caught.value.hint
    assert sent == []


async def test_a_no_is_a_no(folders: Folders, sent: list[str], tmp_path: Path) -> None:
    async def allow(_destination: Destination) -> bool:
        return False

    async with open_agent(away(), folders, allow) as agent:
        with pytest.raises(UsageError, match=AWAY):
            await collected(turns.ask(agent, "Blink.", Terms(yes, False, tmp_path / "out")))
    assert sent == []


async def test_what_the_settings_allow_is_not_asked_about(folders: Folders, sent: list[str], tmp_path: Path) -> None:
    async with open_agent(away(allow=[f"{AWAY}/anything"]), folders) as agent:
        with pytest.raises(BackendError, match="No OpenAI-compatible server answers"):
            await collected(turns.ask(agent, "Blink.", Terms(yes, False, tmp_path / "out")))
    assert sent == [f"{AWAY}/v1/models"]


@pytest.mark.parametrize("allowed", [True, False])
async def test_auto_looks_at_an_ollama_elsewhere_and_tells_it_nothing_unasked(
    folders: Folders, tmp_path: Path, allowed: bool
) -> None:
    prompts = 0

    async def chat(writer: Writer) -> None:
        nonlocal prompts
        prompts += 1
        await answering(LAST)(writer)

    async with server(chat) as url:
        # This machine, by a name that does not say so.
        there = url.replace("127.0.0.1", "127.1")
        settings = Settings(ollama_url=there, allow=(there,) if allowed else ())
        async with open_agent(settings, folders) as agent:
            turn = turns.ask(agent, "Blink an LED.", Terms(yes, False, tmp_path / "out"))
            if allowed:
                await collected(turn)
            else:
                with pytest.raises(UsageError, match=there):
                    await collected(turn)
                assert agent.model is None
    assert bool(prompts) == allowed


async def test_the_chat_gets_an_error_with_the_next_step(folders: Folders, sent: list[str]) -> None:
    async with open_agent(away(), folders) as agent:
        failed = failure(await collected(Chat(agent).say("Blink an LED.", yes)))
    assert AWAY in failed.reason
    assert "gpiot config set allow" in failed.hint
    assert sent == []


@pytest.mark.parametrize(
    "more", [{"index": "server", "qdrant_url": AWAY}, {"embedder": "ollama:e", "ollama_url": AWAY}]
)
async def test_passages_and_searches_stay_here_too(
    folders: Folders, sent: list[str], tmp_path: Path, more: dict[str, str]
) -> None:
    (tmp_path / "note.md").write_text("# Note\n\nThe threshold follows the noise.\n")
    settings = Settings.model_validate({"backend": "embedded", **more})
    async with open_library(settings, folders) as library:
        with pytest.raises(UsageError, match=AWAY):
            await collected(library.ingest([tmp_path / "note.md"]))
        if settings.index == "server":
            with pytest.raises(UsageError, match=AWAY):
                await library.search("threshold", 3)
    assert sent == []


async def test_moving_the_index_is_asked_about(folders: Folders, sent: list[str]) -> None:
    async with open_library(Settings(qdrant_url=AWAY), folders) as library:
        with pytest.raises(UsageError, match=AWAY):
            await library.migrate()
    assert sent == []


async def test_a_turn_asks_about_the_index_before_it_begins(folders: Folders, sent: list[str], tmp_path: Path) -> None:
    settings = Settings(backend="embedded", index="server", qdrant_url=AWAY)
    async with open_agent(settings, folders) as agent:
        with pytest.raises(UsageError, match="all ingested papers"):
            await collected(turns.ask(agent, "Blink.", Terms(yes, False, tmp_path / "out")))
    assert sent == []
