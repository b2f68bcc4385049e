"""The ledger on the screen: failed files first, columns that hold for wide names, and what the keys answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from core.errors import StorageError
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import Host, StandIn
from tui.screens.folder import FolderScreen
from tui.screens.literature import LiteratureScreen
from tui.widgets.complaint import Complaint


def host(chat: StandIn, start: Path | None = None) -> Host:
    return Host(LiteratureScreen(chat, start))


@pytest.mark.parametrize("size", SIZES)
async def test_shows_failed_files_first_with_reason_and_hint(size: str) -> None:
    async with host(StandIn()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("down")
        await look(pilot, f"literature_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_says_how_to_begin_when_nothing_was_ingested(size: str) -> None:
    async with host(StandIn(full=False)).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"literature_empty_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_ledger_that_cannot_be_read_is_one_complaint(size: str) -> None:
    chat = StandIn()
    chat.failing = StorageError("papers.db: it is damaged.", "Move it away and ingest again.")
    async with host(chat).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"literature_failed_{size}")


async def test_columns_hold_beside_wide_names() -> None:
    chat = StandIn()
    async with host(chat).run_test(size=(80, 24)) as pilot:
        shown = pilot.app.screen.query_one(OptionList)
        rows = ["".join(segment.text for segment in shown.render_line(y)) for y in range(shown.virtual_size.height)]
    wide = next(row for row in rows if "基于" in row)
    plain = next(row for row in rows if "Smart Homes" in row)
    assert wide.index("基于") == plain.index("Smart")
    assert wide.rstrip().endswith("…")


async def test_nothing_steers_the_terminal_and_undecodable_names_are_drawn() -> None:
    async with host(StandIn()).run_test(size=(160, 48)) as pilot:
        drawn = await picture(pilot)
    text = "\n".join(words(drawn))
    assert "\x1b" not in drawn
    assert "␛]52;c;aGk=" in text
    assert "[red]codes[/red]" in text
    assert "bad�.pdf" in text


async def test_the_path_under_the_cursor_is_shown_whole() -> None:
    async with host(StandIn()).run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert (
            str(pilot.app.screen.query_one("#path").render())
            == "/papers/中文/基于信道状态信息的人体活动识别方法研究综述.pdf"
        )


async def test_r_answers_with_the_failed_files() -> None:
    app = host(StandIn())
    async with app.run_test() as pilot:
        await pilot.press("r")
    assert app.answers == [[Path("/papers/bad\udcff.pdf"), Path("/papers/scan.pdf")]]


async def test_r_says_so_when_nothing_failed() -> None:
    chat = StandIn()
    chat.files = [file for file in chat.files if file.state == "read"]
    app = host(chat)
    async with app.run_test() as pilot:
        await pilot.press("r")
        assert "nothing to retry" in str(app.screen.query_one(Complaint).content)
    assert app.answers == []


async def test_a_answers_with_a_folder_and_escape_from_there_comes_back(tmp_path: Path) -> None:
    (tmp_path / "csi").mkdir()
    app = host(StandIn(), tmp_path / "csi")
    async with app.run_test() as pilot:
        await pilot.press("a")
        assert isinstance(app.screen, FolderScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, LiteratureScreen)
        await pilot.press("a", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert app.answers == [[tmp_path / "csi"]]
