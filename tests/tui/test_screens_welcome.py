"""What an empty conversation shows."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import OptionList

from agent.chat import Status
from core.problem import Problem
from tests.tui.snapshots import SIZES, look
from tests.tui.standin import ESCAPES
from tui.messages import Suggested
from tui.widgets.welcome import EXAMPLES, Example, Welcome

STATES = {
    "_empty": None,
    "": Status("ollama", "qwen2.5-coder:7b", False, 142, 6310, 0),
    "_failed": Status("embedded", f"小模型[b]{ESCAPES}", True, 3, 120, 2),
}


class WelcomeApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.suggested: list[str] = []

    def compose(self) -> ComposeResult:
        yield Welcome()

    def on_suggested(self, message: Suggested) -> None:
        self.suggested.append(message.text)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_says_what_to_type_what_answers_and_how_to_add_papers(size: str, state: str) -> None:
    app = WelcomeApp()
    async with app.run_test(size=SIZES[size]) as pilot:
        if status := STATES[state]:
            app.query_one(Welcome).show(status)
        await look(pilot, f"welcome{state}_{size}")


@pytest.mark.parametrize("number", [0, 1])
async def test_a_picked_example_goes_to_the_composer(number: int) -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        app.query_one(OptionList).focus()
        await pilot.press(*["down"] * number, "enter")
    assert app.suggested == [EXAMPLES[number].text]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_examples_are_problems_as_the_agent_reads_them(example: Example) -> None:
    problem = Problem.from_text(example.text)
    assert problem.code_input
    assert problem.output_format
    assert problem.remarks
