"""The help: every command of the table, and the keys of the screen below."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.screen import Screen

from agent.slash import COMMANDS
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import Host
from tui.screens.help import HelpScreen

KEYS = {"enter": "Send", "ctrl+j": "New line", "esc": "Cancel what runs", "F2 F3 F4": "Plan, conversation, detail"}


@pytest.mark.parametrize("size", SIZES)
async def test_shows_commands_and_keys(size: str) -> None:
    async with Host(HelpScreen(COMMANDS, KEYS)).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"help_{size}")
        await pilot.press("end")
        await look(pilot, f"help_end_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_without_commands_and_keys_it_is_still_a_page(size: str) -> None:
    async with Host(HelpScreen((), {})).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"help_empty_{size}")


async def test_every_command_is_there() -> None:
    async with Host(HelpScreen(COMMANDS, {})).run_test(size=(160, 48)) as pilot:
        shown = "\n".join(words(await picture(pilot)))
    assert all(command.usage in shown and command.help in shown for command in COMMANDS)


class Below(Screen[Any]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "plan", "Plan"),
        Binding("ctrl+r", "route", "Correct the route"),
        Binding("x", "secret", "Secret", show=False),
    ]


async def test_keys_are_those_of_the_screen_below() -> None:
    app = Host(Below())
    async with app.run_test() as pilot:
        await app.push_screen(HelpScreen(()))
        shown = "\n".join(words(await picture(pilot)))
    assert "Correct the route" in shown
    assert "Plan" in shown
    assert "Secret" not in shown


async def test_escape_goes_back() -> None:
    app = Host(HelpScreen(COMMANDS, KEYS))
    async with app.run_test() as pilot:
        await pilot.press("escape")
    assert app.answers == [None]
