"""What the person's recordings look like reaches the problem and the specifications that read them."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from agent import turns
from agent.recordings import place
from agent.terms import Terms
from agent.wiring import open_agent
from core.errors import UsageError
from core.events import Done
from core.settings import Settings
from tests.agent.playing import BY_THE_MODEL, Desk, collected, yes
from tests.fakes import PROBLEM, rules, scripted


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Two seconds of silence at 8 kHz."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    with wave.open(str(folder / "door_1.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 16000, "NONE", ""))
        file.writeframes(bytes(32000))
    return folder


async def test_names_shapes_and_rates_come_from_the_files(tmp_path: Path, recordings: Path) -> None:
    desk = Desk(tmp_path)
    desk.settings = Settings(**BY_THE_MODEL, data=str(recordings))
    model = scripted(rules(2))
    assert isinstance((await desk.ask(model))[-1], Done)
    data = json.loads((desk.out / "project.json").read_text())
    assert "8000 Hz" in data["problem"]["data"].replace("8,000", "8000").replace("8 kHz", "8000 Hz")
    assert str(tmp_path) not in data["problem"]["data"]
    # Only the sub-task that reads the files is told of them once more.
    assert [bool(one["spec"]["data"]) for one in data["subtasks"]] == [True, False]
    assert "**Data**" in model.requests[0].messages[-1].text
    code = [request.messages[-1].text for request in model.requests if request.role.name == "cgslm"]
    assert [text.count("**Data**") for text in code] == [1, 0]
    # Where they lie goes to the program as its argument, never into what is written.
    assert not [name for name, text in desk.files().items() if str(recordings).encode() in text]
    with desk.store() as store:
        assert store.sessions()[0].settings["data"] == str(recordings)


async def test_recordings_that_are_not_there_stop_before_any_model_is_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    model = scripted(rules(2))
    async with open_agent(Settings(**BY_THE_MODEL, data="/no/such/folder"), desk.folders) as agent:
        agent.model = model
        with pytest.raises(UsageError, match="/no/such/folder does not exist"):
            await collected(turns.ask(agent, PROBLEM, Terms(yes, folder=desk.out)))
    assert model.requests == []


def test_no_recordings_are_none() -> None:
    assert place("") is None
