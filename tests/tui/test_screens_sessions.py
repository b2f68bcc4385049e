"""The stored sessions: what is shown, and what the keys do with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from core.errors import SessionInUse
from tests.tui.snapshots import SIZES, look
from tests.tui.standin import NOW, Host, StandIn
from tui.screens.confirm import ConfirmScreen
from tui.screens.sessions import SessionsScreen
from tui.widgets.complaint import Complaint


def host(chat: StandIn) -> Host:
    return Host(SessionsScreen(chat, clock=lambda: NOW))


@pytest.mark.parametrize("size", SIZES)
async def test_shows_state_title_age_size_and_revisions(size: str) -> None:
    async with host(StandIn()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("down")
        await look(pilot, f"sessions_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_says_what_to_do_when_there_are_none(size: str) -> None:
    async with host(StandIn(full=False)).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"sessions_empty_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_failure_is_one_complaint_and_the_list_stays(size: str) -> None:
    chat = StandIn()
    async with host(chat).run_test(size=SIZES[size]) as pilot:
        chat.failing = SessionInUse("Session c3 is in use by another process.", "Close it there first.")
        await pilot.press("down", "down", "d", "y")
        await look(pilot, f"sessions_failed_{size}")
    assert len(chat.stored) == 6


@pytest.mark.parametrize("size", SIZES)
async def test_search_filters_as_it_is_typed(size: str) -> None:
    chat = StandIn()
    async with host(chat).run_test(size=SIZES[size]) as pilot:
        await pilot.press("slash", *"radar")
        await pilot.app.workers.wait_for_complete()
        await look(pilot, f"sessions_search_{size}")
        assert chat.done == [("sessions", ""), ("sessions", "radar")], "it asks once for a word, not for every letter"
        await pilot.press(*"zzz")
        await pilot.app.workers.wait_for_complete()
        assert pilot.app.screen.query_one(OptionList).option_count == 0


async def test_enter_answers_with_the_session_found() -> None:
    app = host(StandIn())
    async with app.run_test() as pilot:
        await pilot.press("slash", *"radar")
        await app.workers.wait_for_complete()
        await pilot.press("enter", "enter")
    assert app.answers == ["d4"]


async def test_escape_leaves_the_search_first_and_then_the_screen() -> None:
    app = host(StandIn())
    async with app.run_test() as pilot:
        await pilot.press("slash", "f", "escape")
        assert app.answers == []
        await pilot.press("escape")
    assert app.answers == [None]


async def test_f_forks_the_open_session_and_answers_with_the_copy() -> None:
    chat = StandIn()
    app = host(chat)
    async with app.run_test() as pilot:
        await pilot.press("down", "f")
    assert app.answers == ["f0rk"]
    assert chat.done[-1] == ("fork", "a1")


async def test_without_an_open_session_fork_and_export_say_what_to_do() -> None:
    chat = StandIn()
    chat.opened = ""
    app = host(chat)
    async with app.run_test() as pilot:
        for key in ("f", "e"):
            app.screen.query_one(Complaint).clear()
            await pilot.press(key)
            assert "Open one first" in str(app.screen.query_one(Complaint).content)
    assert chat.done == [("sessions", "")]


@pytest.mark.parametrize("size", SIZES)
async def test_r_renames_the_one_under_the_cursor(size: str) -> None:
    chat = StandIn()
    async with host(chat).run_test(size=SIZES[size]) as pilot:
        await pilot.press("down", "down", "down", "down", "r")
        await look(pilot, f"sessions_rename_{size}")
        await pilot.press("end", *" 说话", "enter")
        await pilot.pause()
        assert ("rename", "e5", "Speak 说话") in chat.done
        assert pilot.app.screen.query_one(OptionList).highlighted == 4
        assert pilot.app.screen.query_one(OptionList).has_focus


async def test_escape_leaves_a_title_as_it_is() -> None:
    chat = StandIn()
    app = host(chat)
    async with app.run_test() as pilot:
        await pilot.press("r", "x", "escape")
        assert app.screen.query_one(OptionList).has_focus
    assert [done[0] for done in chat.done] == ["sessions"]
    assert app.answers == []


async def test_d_deletes_only_after_a_yes() -> None:
    chat = StandIn()
    app = host(chat)
    async with app.run_test() as pilot:
        await pilot.press("down", "d")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("enter")
        assert len(chat.stored) == 6
        await pilot.press("d", "y")
        assert [one.id for one in chat.stored] == ["a1", "c3", "d4", "e5", "f6"]
        assert app.screen.query_one(OptionList).option_count == 5


async def test_deleting_the_last_session_leaves_a_usable_screen() -> None:
    chat = StandIn()
    chat.stored = chat.stored[:1]
    app = host(chat)
    async with app.run_test() as pilot:
        await pilot.press("d", "y", "escape")
    assert app.answers == [None]


async def test_e_writes_the_open_session_and_asks_before_it_overwrites(tmp_path: Path) -> None:
    chat = StandIn()
    app = host(chat)
    async with app.run_test() as pilot:
        await export(app, tmp_path / "new")
        assert "3 files written" in str(app.screen.query_one("#heading").render())
        (tmp_path / "project.json").write_text("{}")
        await export(app, tmp_path)
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        await export(app, tmp_path)
        await pilot.press("y")
    assert [done[1:] for done in chat.done if done[0] == "export"] == [
        (tmp_path / "new", False),
        (tmp_path, False),
        (tmp_path, False),
        (tmp_path, True),
    ]


async def export(app: Host, folder: Path) -> None:
    app.screen.query_one(OptionList).focus()
    assert isinstance(app.screen, SessionsScreen)
    app.screen.action_export()
    app.screen.query_one("Question", Input).value = str(folder)
    await app.screen.query_one("Question", Input).action_submit()


async def test_nothing_steers_the_terminal() -> None:
    async with host(StandIn()).run_test(size=(160, 48)) as pilot:
        drawn = pilot.app.export_screenshot()
    assert "\x1b" not in drawn
    assert "[bold]indoors[/bold]" in drawn.replace("&#91;", "[").replace("&#93;", "]")
