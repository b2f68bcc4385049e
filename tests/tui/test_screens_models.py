"""Which model answers, and the switch to another backend."""

from __future__ import annotations

import pytest

from agent.chat import Status
from core.events import ModelChosen
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import ESCAPES, Host
from tui.screens.models import ModelsScreen

OLLAMA = ModelChosen(
    backend="ollama",
    models={"tdslm": "gpiot-tdslm:latest", "rtslm": "gpiot-rtslm:latest", "cgslm": f"代码[b]{ESCAPES}:7b"},
    why="Ollama answers at http://localhost:11434 and holds the models",
    weak=False,
)
WEAK = ModelChosen(
    backend="embedded",
    models=dict.fromkeys(("tdslm", "rtslm", "cgslm"), "SmolLM2-135M-Instruct.Q4_1.gguf"),
    why="Ollama does not answer at http://localhost:11434, so the embedded model answers",
    weak=True,
    notice="This model is very small: the plan, specifications and programs it writes have the right form and cannot be "
    "relied upon. For useful programs run a 7B coder in Ollama.",
)
STATES = {"": (OLLAMA, None), "_weak": (WEAK, None), "_empty": (None, Status("auto", "", False, 0, 0, 0))}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_shows_what_answers_and_why(size: str, state: str) -> None:
    async with Host(ModelsScreen(*STATES[state])).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"models{state}_{size}")


async def test_without_the_event_the_status_says_it() -> None:
    async with Host(ModelsScreen(None, Status("embedded", "smollm2", True, 0, 0, 0))).run_test() as pilot:
        text = "\n".join(words(await picture(pilot)))
    assert "smollm2" in text
    assert "weak" in text


@pytest.mark.parametrize(
    ("keys", "answer"), [("enter", "ollama"), ("up enter", "auto"), ("down enter", "embedded"), ("escape", None)]
)
async def test_answers_with_the_backend(keys: str, answer: str | None) -> None:
    app = Host(ModelsScreen(OLLAMA))
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
    assert app.answers == [answer]
