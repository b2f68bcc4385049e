"""The composer: keys, history, completion, and pastes that are no message."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.snapshots import SIZES, look
from tests.tui.world import desk
from tui.widgets.composer import MOST


async def test_enter_sends_and_control_j_begins_a_line() -> None:
    async with desk() as (app, pilot):
        await pilot.press("a", "ctrl+j", "b")
        assert app.desk.composer.field.text == "a\nb"
        await pilot.press("enter")
        assert app.desk.composer.field.text == ""
        # The agent is not there: what was sent waits for it.
        assert app._queue == ["a\nb"]


async def test_blank_text_is_not_sent() -> None:
    async with desk() as (app, pilot):
        await pilot.press("space", "enter")
        assert app._queue == []


async def test_up_and_down_at_the_edges_bring_back_what_was_said_and_the_draft() -> None:
    async with desk() as (app, pilot):
        field = app.desk.composer.field
        field.remember(["first", "second\nline"])
        await pilot.press("x", "up")
        assert field.text == "second\nline"
        # Within the text the arrow moves the cursor.
        await pilot.press("up")
        assert field.text == "second\nline"
        await pilot.press("up")
        assert field.text == "first"
        await pilot.press("up")
        assert field.text == "first"
        await pilot.press("down")
        await pilot.press("down")
        assert field.text == "x"


async def test_commands_are_completed() -> None:
    async with desk() as (app, pilot):
        composer = app.desk.composer
        await pilot.press("slash", "r", "e")
        assert composer.offers
        await pilot.press("down", "down", "enter")
        assert composer.field.text == "/resume "
        assert app.desk.query_one("#completion").display is False
        assert app._queue == []
        await pilot.press("enter")
        assert app._queue == ["/resume"]


async def test_escape_closes_the_completion_and_keeps_the_text() -> None:
    async with desk() as (app, pilot):
        await pilot.press("slash", "escape")
        assert not app.desk.composer.offers
        assert app.desk.composer.field.text == "/"


async def test_a_paste_of_a_megabyte_is_refused_and_what_was_typed_stays() -> None:
    async with desk() as (app, pilot):
        field = app.desk.composer.field
        await pilot.press("h", "i")
        field.post_message(events.Paste("x" * 1_000_000))
        await pilot.pause()
        assert field.text == "hi"
        assert app.desk.complaint.has_class("-said")
        assert "1,000,000" in str(app.desk.complaint.visual)
        field.post_message(events.Paste("y" * (MOST - 2)))
        await pilot.pause()
        assert len(field.text) == MOST


async def test_what_steers_a_terminal_is_visible_in_a_paste() -> None:
    async with desk() as (app, pilot):
        app.desk.composer.field.post_message(events.Paste("a\r\n\x1b]52;c;eHg=\x07b\u202e"))
        await pilot.pause()
        assert app.desk.composer.field.text == "a\n␛]52;c;eHg=␇b�"


@pytest.mark.parametrize("size", SIZES)
async def test_completion_looks(size: str) -> None:
    async with desk(SIZES[size]) as (_, pilot):
        await pilot.press("slash", "s")
        await look(pilot, f"chat_completion_{size}")
